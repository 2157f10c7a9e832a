/**
 * What goes with what, from counts. The measure is the log-likelihood ratio of Dunning (Accurate
 * Methods for the Statistics of Surprise and Coincidence, 1993): it says how surprising it is that
 * two things come together so often, so that neither best sellers nor single accidents win. Pure.
 */
import { earlierPerBasket_max, itemsPerBasket_max, type Basket } from './contract.ts';

/** Chance would bring 1 pair in 1,000 so far (chi-squared, one degree of freedom). */
export const surprise_min = 10.83;
/** Fewer times than this are an accident, however rare the two are. */
export const support_min = 2;

const entropyTerm = (n: number) => (n <= 0 ? 0 : n * Math.log(n));

/**
 * Of `total` baskets `a` held one thing, `b` the other and `both` both. 0 where they come together
 * no more often than chance would have it.
 */
export function surprise({ both, a, b, total }: Together): number {
  if (both * total <= a * b) return 0;
  const onlyA = Math.max(0, a - both);
  const onlyB = Math.max(0, b - both);
  const neither = Math.max(0, total - both - onlyA - onlyB);
  const all = both + onlyA + onlyB + neither;
  const cells = entropyTerm(both) + entropyTerm(onlyA) + entropyTerm(onlyB) + entropyTerm(neither);
  const rows = entropyTerm(both + onlyA) + entropyTerm(onlyB + neither);
  const columns = entropyTerm(both + onlyB) + entropyTerm(onlyA + neither);
  return Math.max(0, 2 * (cells - rows - columns + entropyTerm(all)));
}

export interface Together {
  both: number;
  a: number;
  b: number;
  total: number;
}

/** A partner of a product, with the counts that speak for it. */
export interface Partner {
  productId: string;
  otherId: string;
  together: number;
  later: number;
  /** Baskets with the product, with the other. */
  a: number;
  b: number;
}

export type Kind = 'together' | 'also';

/** How strongly a partner goes with its product; 0 for what is too rare or no more than chance. */
export function strength(of: Partner, kind: Kind, total: number): number {
  const both = kind === 'together' ? of.together : of.together + of.later;
  if (both < support_min) return 0;
  // Of one buyer's things more pairs come together than baskets hold; a count is never more.
  const bounded = Math.min(both, of.a, of.b);
  const found = surprise({ both: bounded, a: of.a, b: of.b, total });
  return found < surprise_min ? 0 : found;
}

/** A product with how strongly it is called for. */
export type Scored = readonly [productId: string, score: number];

/**
 * Partners of one product, strongest first. Square roots, so that where scores of several products
 * are added up no single strong pair drowns the rest.
 */
export function scored(
  partners: readonly Partner[],
  { kind, total, limit }: { kind: Kind; total: number; limit: number },
): Scored[] {
  return partners
    .map((one): Scored => [one.otherId, Math.sqrt(strength(one, kind, total))])
    .filter(([, score]) => score > 0)
    .sort(byScore)
    .slice(0, limit);
}

/** What goes with several products, strongest first, without some. */
export function merged(lists: readonly (readonly Scored[])[], without: ReadonlySet<string>) {
  const sums = new Map<string, number>();
  for (const [productId, score] of lists.flat()) {
    if (!without.has(productId)) sums.set(productId, (sums.get(productId) ?? 0) + score);
  }
  return [...sums].sort(byScore).map(([productId]) => productId);
}

const byScore = ([x, a]: Scored, [y, b]: Scored) => b - a || (x < y ? -1 : 1);

/** What a page of baskets adds to the counts. */
export interface Counted {
  baskets: number;
  items: Map<string, number>;
  /** By both ids, the lower first. */
  pairs: Map<string, { a: string; b: string; together: number; later: number }>;
}

/** Adds baskets up. A basket of one thing counts too: it says that the thing goes alone. */
export function counted(baskets: readonly Basket[]): Counted {
  const sum: Counted = { baskets: 0, items: new Map(), pairs: new Map() };
  for (const basket of baskets) {
    const own = [...new Set(basket.products)].sort().slice(0, itemsPerBasket_max);
    if (own.length === 0) continue;
    sum.baskets += 1;
    for (const id of own) sum.items.set(id, (sum.items.get(id) ?? 0) + 1);
    own.forEach((a, at) => {
      for (const b of own.slice(at + 1)) pairOf(sum, a, b).together += 1;
    });
    const mine = new Set(own);
    const earlier = [...new Set(basket.earlier)].filter((id) => !mine.has(id));
    for (const before of earlier.slice(0, earlierPerBasket_max)) {
      for (const now of own) pairOf(sum, before, now).later += 1;
    }
  }
  return sum;
}

function pairOf(sum: Counted, one: string, other: string) {
  const [a, b] = one < other ? [one, other] : [other, one];
  const key = `${a} ${b}`;
  const known = sum.pairs.get(key) ?? { a, b, together: 0, later: 0 };
  sum.pairs.set(key, known);
  return known;
}

/** The first of each list that are not there yet, in the order of the lists. */
export function filled(lists: readonly (readonly string[])[], limit: number): string[] {
  const all = new Set<string>();
  for (const list of lists) {
    for (const id of list) {
      if (all.size === limit) return [...all];
      all.add(id);
    }
  }
  return [...all];
}

/** The beginning of ids of orders made at a time. */
export function orderIdAt(ms: number): string {
  return `ord_${Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')}`;
}
