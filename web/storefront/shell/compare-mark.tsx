import { useEffect } from 'react';
import { Link } from '../../ui/link.tsx';
import { useSpeech } from '../app.tsx';
import {
  compareAddress,
  comparedList,
  recallCompared,
  toggleCompared,
  type Compared,
} from '../state/compare.ts';
import { useStore } from '../state/store.ts';

/** Puts a product beside others. Without scripts it leads to the page that compares. */
export function CompareMark({ of }: { of: Compared }) {
  const { t } = useSpeech();
  const isIn = useStore(comparedList()).some(({ slug }) => slug === of.slug);
  return (
    <>
      <label className="needs-js target inline-flex items-center gap-2 text-sm text-muted hover:text-ink">
        <input
          type="checkbox"
          aria-label={`${t('compare')}: ${of.name}`}
          checked={isIn}
          onChange={() => toggleCompared(of)}
          className="size-4.5 accent-accent"
        />
        {t('compare')}
      </label>
      <noscript>
        <Link
          to={compareAddress([of.slug])}
          aria-label={`${t('compare')}: ${of.name}`}
          className="target text-sm underline"
        >
          {t('compare')}
        </Link>
      </noscript>
    </>
  );
}

/** Keeps the list of this page the same as the one that is kept. */
export function useCompared(): readonly Compared[] {
  useEffect(() => {
    recallCompared();
    addEventListener('storage', recallCompared);
    return () => removeEventListener('storage', recallCompared);
  }, []);
  return useStore(comparedList());
}
