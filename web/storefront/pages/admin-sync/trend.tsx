import { useSpeech } from '../../app.tsx';
import { foundOf, type Run } from './run.ts';

const height = 40;
const step = 8;
/** Few runs stand at the end of the room for so many. */
const runs_min = 20;

/** How many rows differed in the last runs that repaired, the newest at the end. */
export function Trend({ runs }: { runs: readonly Run[] }) {
  const { t, list, number, direction } = useSpeech();
  if (runs.length < 2) return null;
  const counts = runs.map(foundOf).toReversed();
  const width = Math.max(counts.length, runs_min) * step;
  const most = Math.max(1, ...counts);
  // By the root: one row beside ten thousand is still seen.
  const tall = (count: number) =>
    count === 0 ? 1 : Math.max(3, Math.sqrt(count / most) * (height - 2));
  const label = t('sync.trend.label', { list: list(counts.map((one) => number(one))) });
  return (
    <figure className="grid gap-2">
      <figcaption className="text-sm text-muted">{t('sync.trend')}</figcaption>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className={`h-16 w-full text-accent ${direction === 'rtl' ? '-scale-x-100' : ''}`}
      >
        {counts.map((count, at) => (
          <rect
            key={at}
            x={width - (counts.length - at) * step + 1}
            y={height - tall(count)}
            width={step - 2}
            height={tall(count)}
            fill="currentColor"
            opacity={count === 0 ? 0.4 : 1}
          />
        ))}
      </svg>
    </figure>
  );
}
