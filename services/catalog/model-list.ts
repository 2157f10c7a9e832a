/** The public product list as data: filter, sort, cursor, price ranges, shapes of facets. */
import { exponentOf } from '#kernel/core/money.ts';

export const sorts = ['newest', 'price-asc', 'price-desc', 'rating', 'popular'] as const;
export type Sort = (typeof sorts)[number];

/** Up to here totals and facets are counted exactly; above it they are estimated. */
export const exact_max = 10_000;
/** Rows a sample for an estimate should look at. */
export const sample_rows = 20_000;
/** Furthest row that page numbers reach; a cursor goes on without end. */
export const offset_max = 10_000;

export interface AttributeFilter {
  code: string;
  values: string[];
}

export interface ListFilter {
  currency: string;
  /** Path of the category, without an end slash; null for all. */
  categoryPath: string | null;
  /** Any of these; null for all, [] for a brand that does not exist. */
  brandIds: string[] | null;
  min_minor: number | null;
  max_minor: number | null;
  rating_x100: number | null;
  inStock: boolean | null;
  /** All of them must hold; within one, any value. Sorted by code. */
  attributes: AttributeFilter[];
}

/** Filters that mean the same have the same key. */
export function filterKey(filter: ListFilter): string {
  return JSON.stringify(filter);
}

/** Only a category or nothing: such counts are kept ready and exact at any size. */
export function isPlain(filter: ListFilter): boolean {
  return (
    filter.brandIds === null &&
    filter.min_minor === null &&
    filter.max_minor === null &&
    filter.rating_x100 === null &&
    filter.inStock === null &&
    filter.attributes.length === 0
  );
}

export interface Cursor {
  sort: Sort;
  /** Value of the sort column of the last row; 0 for newest. */
  key: number;
  productId: string;
}

export function encodeCursor(cursor: Cursor): string {
  const text = JSON.stringify([cursor.sort, cursor.key, cursor.productId]);
  return Buffer.from(text).toString('base64url');
}

/** The cursor, or null when it is not one of ours or belongs to another sort. */
export function decodeCursor(text: string, sort: Sort): Cursor | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length !== 3) return null;
  const [of, key, productId] = value as unknown[];
  if (of !== sort || !Number.isSafeInteger(key) || typeof productId !== 'string') return null;
  return /^prod_[0-9a-f]{32}$/.test(productId) ? { sort, key: Number(key), productId } : null;
}

// What a dollar's worth is in other money, by powers of ten: ranges should read well everywhere.
const coarse: Readonly<Record<string, number>> = { JPY: 100, KRW: 1000, INR: 100, HUF: 100 };
const steps = [25, 50, 100, 200, 500, 1000] as const;

/** Upper edges of the price ranges in minor units, rising; the last range has no end. */
export function priceEdges(currency: string): number[] {
  const unit = 10 ** exponentOf(currency) * (coarse[currency] ?? 1);
  return steps.map((step) => step * unit);
}

export interface FacetRow {
  kind: 'brand' | 'category' | 'price' | 'rating' | 'attribute';
  key: string;
  label: string | null;
  n: number;
}

export interface Facets {
  brands: { name: string; slug: string; count: number }[];
  priceRanges: { min: number; max: number | null; count: number }[];
  categories: { categoryId: string; name: string; slug: string; path: string; count: number }[];
  ratings: { min: number; count: number }[];
  attributes: { code: string; name: string; values: { value: string; count: number }[] }[];
}

export interface Counted {
  total: number;
  exact: boolean;
  /** More than `exact_max` rows: pages are then read along the sort order. */
  broad: boolean;
  facets: Facets;
}
