import { Button, ButtonLink } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Picture } from '../../ui/picture.tsx';
import { useSpeech } from '../app.tsx';
import {
  clearCompared,
  compareAddress,
  compared_max,
  comparedFull,
  toggleCompared,
  type Compared,
} from '../state/compare.ts';
import { useStore } from '../state/store.ts';

/** What is to be compared, at the foot of a list; there only when there is something. */
export default function CompareTray({ list }: { list: readonly Compared[] }) {
  const { t } = useSpeech();
  const full = useStore(comparedFull());
  const said = full
    ? t('compare.full', { max: compared_max })
    : t('compare.count', { count: list.length });
  return (
    <section
      data-bar="wide"
      aria-label={t('compare.tray')}
      className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-raised shadow-soft print:hidden"
    >
      <div className="page flex flex-wrap items-center gap-x-6 gap-y-2 py-2.5">
        <ul className="flex gap-2">
          {list.map((one) => (
            <li key={one.slug} className="relative w-12">
              <Picture
                src={one.imageUrl}
                alt=""
                sizes="3rem"
                among={{ min: 96, max: 96 }}
                className="w-full rounded-md"
              />
              <button
                type="button"
                aria-label={t('compare.remove', { name: one.name })}
                onClick={() => toggleCompared(one)}
                className="absolute -end-1.5 -top-1.5 grid size-6 place-items-center rounded-full border border-line bg-raised text-ink hover:bg-surface"
              >
                <Icon name="close" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
        <p
          role="status"
          className={full ? 'text-sm font-medium text-warn' : 'text-sm text-muted max-sm:sr-only'}
        >
          {said}
        </p>
        <div className="ms-auto flex items-center gap-2">
          <Button kind="quiet" size="sm" onClick={clearCompared}>
            {t('compare.clear')}
          </Button>
          <ButtonLink to={compareAddress(list.map(({ slug }) => slug))} kind="primary" size="sm">
            {t('compare')}
          </ButtonLink>
        </div>
      </div>
    </section>
  );
}
