import { clsx } from 'clsx';
import { Link } from './link.tsx';

export interface PaginationProps {
  /** From 0. */
  page: number;
  pages: number;
  hrefOf(page: number): string;
  labels: { nav: string; previous: string; next: string; page(nth: number): string };
}

/** The pages around this one, the first and the last; 0 stands for what is left out. */
export function pagesShown(page: number, pages: number): number[] {
  const near = [0, page - 1, page, page + 1, pages - 1];
  const kept = [...new Set(near.filter((one) => one >= 0 && one < pages))].sort((a, b) => a - b);
  return kept.flatMap((one, at) => {
    const gap = at > 0 && one - (kept[at - 1] ?? 0) > 1;
    return gap ? [-1, one] : [one];
  });
}

const box = 'grid min-h-11 min-w-11 place-items-center rounded-full px-3';

/** Real links, so that they can be opened beside, shared and gone back from. */
export function Pagination({ page, pages, hrefOf, labels }: PaginationProps) {
  if (pages < 2) return null;
  return (
    <nav aria-label={labels.nav} className="figures mt-12 flex flex-wrap justify-center gap-1">
      {page > 0 && (
        <Link to={hrefOf(page - 1)} rel="prev" className={clsx(box, 'hover:bg-surface')}>
          {labels.previous}
        </Link>
      )}
      {pagesShown(page, pages).map((one, at) =>
        one < 0 ? (
          <span key={`gap-${at}`} aria-hidden="true" className={box}>
            …
          </span>
        ) : (
          <Link
            key={one}
            to={hrefOf(one)}
            aria-label={labels.page(one + 1)}
            aria-current={one === page ? 'page' : undefined}
            className={clsx(box, one === page ? 'bg-ink text-canvas' : 'hover:bg-surface')}
          >
            {one + 1}
          </Link>
        ),
      )}
      {page < pages - 1 && (
        <Link to={hrefOf(page + 1)} rel="next" className={clsx(box, 'hover:bg-surface')}>
          {labels.next}
        </Link>
      )}
    </nav>
  );
}
