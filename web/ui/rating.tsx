import { Icon } from './icon.tsx';

/** Stars in one word and one figure; the words are for everybody, the star is a hint. */
export function Rating({ value, count, label }: { value: string; count: string; label: string }) {
  return (
    <span className="figures inline-flex items-center gap-1 text-sm text-muted">
      <span className="unseen">{label}</span>
      <span aria-hidden="true" className="inline-flex items-center gap-1">
        <Icon name="star" className="size-4 fill-star text-star" />
        <span className="font-medium text-ink">{value}</span>
        <span>({count})</span>
      </span>
    </span>
  );
}
