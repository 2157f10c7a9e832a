import { clsx } from 'clsx';

export interface PriceProps {
  /** Formatted, with its currency. */
  now: string;
  /** The price before, when it is lower now. */
  was?: string | undefined;
  labels: { now: string; was: string };
  size?: 'sm' | 'lg';
}

/** A price; a lower one beside the one before, told apart by words and not by colour alone. */
export function Price({ now, was, labels, size = 'sm' }: PriceProps) {
  const large = size === 'lg';
  return (
    <p className="figures flex flex-wrap items-baseline gap-x-2.5">
      {was !== undefined && <span className="unseen">{labels.now} </span>}
      <span
        suppressHydrationWarning
        className={clsx('font-semibold', large ? 'text-2xl' : 'text-base')}
      >
        {now}
      </span>
      {was !== undefined && (
        <>
          <span className="unseen">{labels.was} </span>
          <s suppressHydrationWarning className={clsx('text-muted', !large && 'text-sm')}>
            {was}
          </s>
        </>
      )}
    </p>
  );
}
