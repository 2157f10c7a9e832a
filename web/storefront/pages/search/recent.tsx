import { useEffect } from 'react';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { forgetSearch, recallSearches, recentSearches } from '../../state/searches.ts';
import { useStore } from '../../state/store.ts';

/** What was searched before, each to be searched again or forgotten. */
export default function Recent() {
  const { t } = useSpeech();
  const searches = useStore(recentSearches());
  useEffect(recallSearches, []);
  if (searches.length === 0) return null;
  return (
    <section>
      <h2 className="mb-3 text-xl">{t('suggest.recent')}</h2>
      <ul className="border-t border-line">
        {searches.map((words) => (
          <li key={words} className="flex items-center border-b border-line">
            <Link
              to={`/search?${new URLSearchParams({ q: words }).toString()}`}
              className="flex min-h-12 min-w-0 flex-1 items-center gap-3 hover:text-accent"
            >
              <Icon name="clock" className="size-5 text-muted" />
              <span className="truncate">{words}</span>
            </Link>
            <button
              type="button"
              aria-label={t('suggest.forget', { words })}
              className="grid size-11 place-items-center text-muted hover:text-ink"
              onClick={() => forgetSearch(words)}
            >
              <Icon name="close" className="size-4" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
