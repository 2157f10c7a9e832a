import { useEffect, useRef, useState } from 'react';
import { useApp, useSpeech } from '../app.tsx';
import { edgesOf, pickOf, rangeOf, type Pick } from './price-edges.ts';
import type { ListView } from './list.ts';

const bar = { width: 18, gap: 4, height: 48 };
const rest_ms = 350;

export interface PriceRangeProps {
  view: ListView;
  /** After the thumbs have come to rest. */
  onPick(range: { minPrice: number | null; maxPrice: number | null }): void;
}

/** How many products each range of prices has, with two thumbs to choose from where to where. */
export function PriceRange({ view, onPick }: PriceRangeProps) {
  const { currency } = useApp();
  const { t, money } = useSpeech();
  const { filters, list } = view;
  const ranges = list.facets.priceRanges;
  const [moved, setMoved] = useState<Pick | null>(null);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    setMoved(null);
    return () => clearTimeout(waiting.current);
  }, [filters]);
  if (ranges.length < 2) return null;
  const edges = edgesOf(ranges);
  const { low, high } = moved ?? pickOf(edges, filters);
  const move = (next: Pick) => {
    setMoved(next);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => onPick(rangeOf(edges, next)), rest_ms);
  };
  const last = edges.length - 1;
  const textOf = (at: number) => {
    const edge = edges[at] ?? null;
    if (edge !== null) return money(edge, currency);
    return t('category.price.above', { min: money(edges[at - 1] ?? 0, currency) });
  };
  const thumb = { type: 'range', min: 0, max: last, step: 1, className: 'slider' } as const;
  return (
    <div className="pt-1">
      <Bars ranges={ranges} low={low} high={high} />
      <div className="needs-js relative h-6">
        <input
          {...thumb}
          aria-label={t('category.price.lowest')}
          aria-valuetext={textOf(low)}
          value={low}
          onChange={({ target }) => move({ low: Math.min(Number(target.value), high - 1), high })}
        />
        <input
          {...thumb}
          aria-label={t('category.price.highest')}
          aria-valuetext={textOf(high)}
          value={high}
          onChange={({ target }) => move({ low, high: Math.max(Number(target.value), low + 1) })}
        />
      </div>
    </div>
  );
}

interface BarsProps extends Pick {
  ranges: ListView['list']['facets']['priceRanges'];
}

/** A picture of what the counts say; the chosen part is stronger. */
function Bars({ ranges, low, high }: BarsProps) {
  const { currency } = useApp();
  const { t, money } = useSpeech();
  const most = Math.max(...ranges.map(({ count }) => count));
  const rangeText = ({ min, max }: (typeof ranges)[number]) =>
    max === null
      ? t('category.price.above', { min: money(min, currency) })
      : t('category.price.between', { min: money(min, currency), max: money(max, currency) });
  const texts = ranges.map((range) =>
    t('category.price.bar', { range: rangeText(range), count: range.count }),
  );
  const width = ranges.length * (bar.width + bar.gap) - bar.gap;
  return (
    <svg
      role="img"
      aria-label={texts.join('; ')}
      suppressHydrationWarning
      viewBox={`0 0 ${width} ${bar.height}`}
      preserveAspectRatio="none"
      className="block h-12 w-full px-2 text-accent rtl:-scale-x-100"
    >
      {ranges.map(({ min, count }, at) => {
        const height = count === 0 ? 1 : Math.max(3, Math.round((count / most) * bar.height));
        return (
          <rect
            key={min}
            x={at * (bar.width + bar.gap)}
            y={bar.height - height}
            width={bar.width}
            height={height}
            rx="2"
            fill="currentColor"
            opacity={at >= low && at < high ? 0.75 : 0.25}
          />
        );
      })}
    </svg>
  );
}
