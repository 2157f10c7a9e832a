/** What lists and searches are asked with, from the query of a request to a question. */
import { Type } from 'typebox';
import { fromMajor, isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { localeSchema } from '#services/catalog/contract.ts';
import type { AskedQuery } from './answer.ts';
import type { Sort } from './ask.ts';
import type { LabelCache, Labels } from './labels.ts';
import { decodeCursor, offset_max, type Typed } from './model.ts';
import type { Names } from './names.ts';

export const sorts = [
  'newest',
  'price-asc',
  'price-desc',
  'rating',
  'popular',
  'best-selling',
] as const;
const currency_default = 'USD';
const size_default = 20;
const attributes_max = 8;
const words = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 });
export const currencySchema = Type.String({ pattern: '^[A-Z]{3}$' });

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
  facets: Type.Optional(
    Type.Boolean({ description: 'False: facets stay empty, which is a good deal less to count.' }),
  ),
  currency: Type.Optional(currencySchema),
  locale: Type.Optional(localeSchema),
};
export const filterExtra = {
  patternProperties: { '^attr\\.[A-Za-z0-9 _-]{1,40}$': words },
  additionalProperties: false,
} as const;

export interface ListInput {
  q?: string;
  exact?: boolean;
  sort?: string;
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
  facets?: boolean;
  currency?: string;
  locale?: string;
}

export interface InputTools {
  labels: LabelCache;
  brands: Names;
  sellers: Names;
}

/** A 422 that names the field of the query. */
export function problemOf(field: string, expected: string): Refusal<'validation-failed'> {
  const detail = `expected ${expected}`;
  const error = { pointer: `/${field}`, in: 'query', code: 'not-accepted', detail };
  return refuse('validation-failed', { errors: [error] });
}

/** The currency that a query names, or the default; refuses one that nobody knows. */
export function currencyOf(query: { currency?: string }): string | Refusal<'validation-failed'> {
  const currency = query.currency ?? currency_default;
  return isCurrency(currency) ? currency : problemOf('currency', 'a known currency code');
}

/** `attr.color=red` parts of a query, sorted by code. */
function attributeFilters(query: object): { code: string; values: string[] }[] {
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
  if (!isRefusal(minor)) return minor;
  // A bound finer than the currency matches the same products as the one rounded.
  const rounded = fromMajor(Math.round(value), currency);
  return isRefusal(rounded) ? null : rounded;
}

/** The category that is named, null for none; one that nobody knows is asked for once more. */
async function shownOf({ labels }: InputTools, key: string | undefined) {
  const now = await labels.get();
  if (key === undefined) return { labels: now, shown: null };
  const shown = now.find(key);
  if (shown !== undefined) return { labels: now, shown };
  const anew = await labels.again();
  const found = anew.find(key);
  return found === undefined
    ? refuse('not-found', { category: key })
    : { labels: anew, shown: found };
}

async function filterOf(tools: InputTools, input: ListInput, currency: string) {
  const { brand, seller, rating } = input;
  return {
    currency,
    brands: brand === undefined ? null : await tools.brands.keys([...brand].sort()),
    sellerIds: seller === undefined ? null : await tools.sellers.keys([...seller].sort()),
    min_minor: minorOf(input.minPrice, currency),
    max_minor: minorOf(input.maxPrice, currency),
    rating_x100: rating === undefined ? null : Math.round(rating * 100),
    inStock: input.inStock ?? null,
    attributes: attributeFilters(input),
  };
}

/** What sells best is what is popular. */
function sortOf(sort: string): Sort {
  return sort === 'best-selling' ? 'popular' : (sort as Sort);
}

export interface Asked {
  query: AskedQuery;
  labels: Labels;
}

/** Refuses an unknown category with not-found, and what no schema of a field can know. */
export async function askedOf(
  tools: InputTools,
  input: ListInput,
  typed: Typed | null,
): Promise<Asked | Refusal<string>> {
  const currency = currencyOf(input);
  if (isRefusal(currency)) return currency;
  const place = await shownOf(tools, input.category);
  if (isRefusal(place)) return place;
  const { shown, labels } = place;
  const filter = await filterOf(tools, input, currency);
  if (filter.attributes.length > attributes_max) {
    return problemOf('attr', `at most ${attributes_max}`);
  }
  const { page = 0, size = size_default, exact = false, facets = true } = input;
  if (page * size > offset_max) {
    return problemOf('page', `at most ${offset_max} products before it; use cursor beyond`);
  }
  const sort = sortOf(input.sort ?? (typed === null ? 'newest' : 'relevance'));
  const cursor = input.cursor === undefined ? null : decodeCursor(input.cursor, sort);
  if (input.cursor !== undefined && cursor === null) {
    return problemOf('cursor', 'a nextCursor of the same sort');
  }
  const categoryIds = shown === null ? null : labels.branch(shown);
  const query: AskedQuery = {
    typed,
    exact,
    facets,
    sort,
    page,
    size,
    limit: size,
    offset: cursor === null ? page * size : 0,
    after: cursor === null ? null : { key: cursor.key, rowNo: cursor.rowNo },
    seen: cursor?.seen ?? 0,
    path: shown?.path ?? null,
    locale: labels.localeOf(input.locale),
    filter: { ...filter, categoryIds },
  };
  return { query, labels };
}
