/** Between prices and the places where the thumbs of the range stand; pure. */
interface Range {
  min: number;
  max: number | null;
}

/** Places of the two thumbs: `low` below `high`, from 0 to the last edge. */
export interface Pick {
  low: number;
  high: number;
}

/** Where one range ends and the next begins; the last is null when there is no upper end. */
export function edgesOf(ranges: readonly Range[]): (number | null)[] {
  return [...ranges.map(({ min }) => min), ranges.at(-1)?.max ?? null];
}

interface Bounds {
  minPrice: number | null;
  maxPrice: number | null;
}

/** The narrowest places that contain the bounds. */
export function pickOf(edges: readonly (number | null)[], bounds: Bounds): Pick {
  const { minPrice, maxPrice } = bounds;
  const last = edges.length - 1;
  const low =
    minPrice === null ? 0 : edges.findLastIndex((edge) => edge !== null && edge <= minPrice);
  const above =
    maxPrice === null ? last : edges.findIndex((edge) => edge !== null && edge >= maxPrice);
  const high = above < 0 ? last : above;
  const from = Math.min(Math.max(0, low), last - 1);
  return { low: from, high: Math.max(high, from + 1) };
}

/** The outermost places stand for no bound. */
export function rangeOf(edges: readonly (number | null)[], { low, high }: Pick): Bounds {
  return {
    minPrice: low <= 0 ? null : (edges[low] ?? null),
    maxPrice: high >= edges.length - 1 ? null : (edges[high] ?? null),
  };
}
