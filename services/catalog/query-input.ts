/** What lists and searches are asked with, from the query of a request to a filter. */
import { Type } from 'typebox';
import { fromMajor, isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { localeSchema } from './languages.ts';
import { offset_max, type AttributeFilter, type ListFilter } from './model-list.ts';
import type { Names } from './names.ts';
import type { ShelfCache } from './shelf.ts';

export const currencySchema = Type.String({ pattern: '^[A-Z]{3}$' });
/** What everything that is read may be asked in. */
export const tongueQuery = Type.Object({
  currency: Type.Optional(currencySchema),
  locale: Type.Optional(localeSchema),
});
/** For clients that name no currency. */
export const currency_default = 'USD';
const attributeKey = '^attr\\.[A-Za-z0-9 _-]{1,40}$';
export const words = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 });
const attributes_max = 8;
const size_default = 20;

/** Members of the query of lists and of the search, besides the sort. */
export const filterFields = {
  category: Type.Optional(
    Type.String({ maxLength: 1000, description: 'Id, path or slug of a category.' }),
  ),
  brand: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      maxItems: 50,
      description: 'Slugs, names or ids; any of them.',
    }),
  ),
  seller: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 80 }), {
      maxItems: 20,
      description: 'Slugs or ids; any of them.',
    }),
  ),
  minPrice: Type.Optional(Type.Number({ minimum: 0 })),
  maxPrice: Type.Optional(Type.Number({ minimum: 0 })),
  rating: Type.Optional(Type.Number({ minimum: 0, maximum: 5, description: 'At least.' })),
  inStock: Type.Optional(Type.Boolean()),
  page: Type.Optional(Type.Integer({ minimum: 0, maximum: offset_max })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 300 })),
  currency: Type.Optional(currencySchema),
  locale: Type.Optional(localeSchema),
};
export const filterExtra = {
  patternProperties: { [attributeKey]: words },
  additionalProperties: false,
} as const;

export interface FilterInput {
  category?: string;
  brand?: string[];
  seller?: string[];
  minPrice?: number;
  maxPrice?: number;
  rating?: number;
  inStock?: boolean;
  page?: number;
  size?: number;
  cursor?: string;
  currency?: string;
  locale?: string;
}

export interface InputTools {
  shelf: ShelfCache;
  brands: Names;
  sellers: Names;
}

/** A 422 that names the field of the query. */
export function problemOf(field: string, expected: string): Refusal<'validation-failed'> {
  const detail = `expected ${expected}`;
  const error = { pointer: `/${field}`, in: 'query', code: 'not-accepted', detail };
  return refuse('validation-failed', { errors: [error] });
}

/** `attr.color=red` parts of a query, sorted by code. */
function attributeFilters(query: object): AttributeFilter[] {
  return Object.entries(query)
    .filter(([key]) => key.startsWith('attr.'))
    .map(([key, values]) => ({
      code: key.slice('attr.'.length),
      values: (Array.isArray(values) ? values : [values]).map(String).sort(),
    }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

function minorOf(value: number | undefined, currency: string): number | null {
  if (value === undefined) return null;
  const minor = fromMajor(value, currency);
  // A bound finer than the currency matches the same products as the one rounded.
  if (!isRefusal(minor)) return minor;
  const rounded = fromMajor(Math.round(value), currency);
  return isRefusal(rounded) ? null : rounded;
}

/** The currency that a query names, or the default; refuses one that nobody knows. */
export function currencyOf(query: { currency?: string }): string | Refusal<'validation-failed'> {
  const currency = query.currency ?? currency_default;
  return isCurrency(currency) ? currency : problemOf('currency', 'a known currency code');
}

/** Refuses an unknown category with not-found, and what no field schema can know. */
export async function filterOf(
  tools: InputTools,
  query: FilterInput,
): Promise<ListFilter | Refusal<string>> {
  const currency = currencyOf(query);
  if (isRefusal(currency)) return currency;
  const shelf = await tools.shelf.get();
  const { tree } = shelf;
  const category = query.category === undefined ? null : tree.find(query.category);
  if (category === undefined) return refuse('not-found', { category: query.category });
  const attributes = attributeFilters(query);
  if (attributes.length > attributes_max) return problemOf('attr', `at most ${attributes_max}`);
  const { brand, seller } = query;
  return {
    currency,
    locale: shelf.localeOf(query.locale),
    categoryId: category?.categoryId ?? null,
    brandIds: brand === undefined ? null : await tools.brands.ids([...brand].sort()),
    sellerIds: seller === undefined ? null : await tools.sellers.ids([...seller].sort()),
    min_minor: minorOf(query.minPrice, currency),
    max_minor: minorOf(query.maxPrice, currency),
    rating_x100: query.rating === undefined ? null : Math.round(query.rating * 100),
    inStock: query.inStock ?? null,
    attributes,
  };
}

/** Page and size, refused where only a cursor reaches. */
export function placeOf(
  query: FilterInput,
): { page: number; size: number } | Refusal<'validation-failed'> {
  const { page = 0, size = size_default } = query;
  if (page * size <= offset_max) return { page, size };
  return problemOf('page', `at most ${offset_max} products before it; use cursor beyond`);
}
