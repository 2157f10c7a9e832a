import { clsx } from 'clsx';

export interface StockLineProps {
  state: 'in' | 'few' | 'out' | 'unknown';
  text: string;
  /** How we know; in a tooltip that a tap opens too. */
  how?: string | undefined;
}

const dots = { in: 'bg-good', few: 'bg-warn', out: 'bg-muted', unknown: 'bg-line-strong' };
const inks = { in: 'text-good', few: 'text-warn', out: 'text-muted', unknown: 'text-muted' };

/** What is on the shelf, in words that are true now. */
export function StockLine({ state, text, how }: StockLineProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-2">
      <p className={clsx('flex items-center gap-2 font-medium', inks[state])}>
        <span aria-hidden="true" className={clsx('size-2 rounded-full', dots[state])} data-edge />
        {text}
      </p>
      {how !== undefined && (
        <details className="relative text-sm text-muted">
          <summary className="target list-none underline decoration-dotted underline-offset-4">
            ?
          </summary>
          <p className="absolute start-0 z-10 mt-1 w-64 rounded-md bg-raised p-3 text-ink shadow-soft">
            {how}
          </p>
        </details>
      )}
    </div>
  );
}
