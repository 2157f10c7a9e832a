import { Icon } from './icon.tsx';

const five = [1, 2, 3, 4, 5];

/** Whole stars of five; the label says how many. */
export function Stars({ value, label }: { value: number; label: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      <span className="unseen">{label}</span>
      {five.map((nth) => {
        const lit = nth <= Math.round(value);
        const look = lit ? 'fill-star text-star' : 'text-line-strong';
        return <Icon key={nth} name="star" className={`size-4 ${look}`} />;
      })}
    </span>
  );
}
