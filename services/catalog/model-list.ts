/** The public product list as data: filter, sort, cursor, price ranges, shapes of facets. */
import { exponentOf } from '#kernel/core/money.ts';

export const sorts = [
  'newest',
  'price-asc',
  'price-desc',
  'rating',
  'popular',
  'best-selling',
] as const;
export type Sort = (typeof sorts)[number];

/** Furthest row that page numbers reach; a cursor goes on without end. */
export const offset_max = 10_000;

export interface AttributeFilter {
  code: string;
  values: string[];
}

export interface ListFilter {
  currency: string;
  /** Of names; '' for those that go without a language. */
  locale: string;
  /** The category with all below it; null for all. */
  categoryId: string | null;
  /** Any of these; null for all, [] for a brand that does not exist. */
  brandIds: string[] | null;
  sellerIds: string[] | null;
  min_minor: number | null;
  max_minor: number | null;
  rating_x100: number | null;
  inStock: boolean | null;
  /** All of them must hold; within one, any value. Sorted by code. */
  attributes: AttributeFilter[];
}

/** The last product of a page in its order; `rowNo` is its number in the listing. */
export interface Cursor<Of extends string = Sort> {
  sort: Of;
  key: number;
  rowNo: number;
}

export function encodeCursor({ sort, key, rowNo }: Cursor<string>): string {
  return Buffer.from(JSON.stringify([sort, key, rowNo])).toString('base64url');
}

/** The cursor, or null when it is not one of ours or belongs to another sort. */
export function decodeCursor<Of extends string>(text: string, sort: Of): Cursor<Of> | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length !== 3) return null;
  const [of, key, rowNo] = value as unknown[];
  if (of !== sort || !Number.isSafeInteger(key) || !Number.isSafeInteger(rowNo)) return null;
  return { sort, key: Number(key), rowNo: Number(rowNo) };
}

// What a dollar's worth is in other money, by powers of ten: ranges should read well everywhere.
const coarse: Readonly<Record<string, number>> = { JPY: 100, KRW: 1000, INR: 100, HUF: 100 };
const steps = [25, 50, 100, 200, 500, 1000] as const;

/** Upper edges of the price ranges in minor units, rising; the last range has no end. */
export function priceEdges(currency: string): number[] {
  const unit = 10 ** exponentOf(currency) * (coarse[currency] ?? 1);
  return steps.map((step) => step * unit);
}
