/** Searches and suggestions for everybody. */
import { Type } from 'typebox';
import type { Clock } from '#kernel/core/clock.ts';
import { fromMajor, isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { answerOf, type Cards } from './answer.ts';
import type { Sort } from './ask.ts';
import type { Book } from './book.ts';
import { find, type FindQuery, type FindTools } from './find.ts';
import { decodeCursor, offset_max, typed } from './model.ts';
import type { Habits } from './habits.ts';
import { searchReply, suggestReply } from './schemas.ts';
import { suggest } from './suggest.ts';

export interface RouteTools extends FindTools {
  cards: Cards;
  habits: Habits;
  clock: Clock;
}

const size_default = 20;
const attributes_max = 8;
const kept_max = 1_000;
/** So long an answer stands for the same question. */
const kept_ms = 500;
const headers = { 'cache-control': 'public, max-age=0, s-maxage=1' } as const;
const sorts = ['relevance', 'newest', 'price-asc', 'price-desc', 'rating', 'popular'] as const;
const currencySchema = Type.String({ pattern: '^[A-Z]{3}$' });
const words = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 });
const text = { minLength: 1, maxLength: 200, description: 'What somebody typed.' };

const searchQuery = Type.Object(
  {
    q: Type.Optional(Type.String(text)),
    exact: Type.Optional(
      Type.Boolean({ description: 'Do not look for what was probably meant instead.' }),
    ),
    sort: Type.Optional(Type.Enum([...sorts])),
    category: Type.Optional(Type.String({ maxLength: 1000, description: 'Id or path.' })),
    brand: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 50 }),
    ),
    seller: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 20 }),
    ),
    minPrice: Type.Optional(Type.Number({ minimum: 0 })),
    maxPrice: Type.Optional(Type.Number({ minimum: 0 })),
    rating: Type.Optional(Type.Number({ minimum: 0, maximum: 5, description: 'At least.' })),
    inStock: Type.Optional(Type.Boolean()),
    page: Type.Optional(Type.Integer({ minimum: 0, maximum: offset_max })),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 300 })),
    currency: Type.Optional(currencySchema),
  },
  { patternProperties: { '^attr\\.[A-Za-z0-9 _-]{1,40}$': words }, additionalProperties: false },
);

interface SearchInput {
  q?: string;
  exact?: boolean;
  sort?: Sort;
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
}

/** A 422 that names the field of the query. */
function problemOf(field: string, expected: string): Refusal<'validation-failed'> {
  const detail = `expected ${expected}`;
  const error = { pointer: `/${field}`, in: 'query', code: 'not-accepted', detail };
  return refuse('validation-failed', { errors: [error] });
}

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

type Query = FindQuery & { shown: Book['categories'][number] | null; size: number; page: number };

function queryOf(input: SearchInput, book: Book): Query | Refusal<string> {
  const { currency = 'USD', page = 0, size = size_default } = input;
  if (!isCurrency(currency)) return problemOf('currency', 'a known currency code');
  const given = input.q === undefined ? null : typed(input.q);
  if (input.q !== undefined && given === null) return problemOf('q', 'a letter or a digit');
  const { category } = input;
  const shown =
    category === undefined ? null : (book.byId.get(category) ?? book.byPath.get(category));
  if (shown === undefined) return refuse('not-found', { category });
  const attributes = attributeFilters(input);
  if (attributes.length > attributes_max) return problemOf('attr', `at most ${attributes_max}`);
  if (page * size > offset_max) {
    return problemOf('page', `at most ${offset_max} products before it; use cursor beyond`);
  }
  const sort = input.sort ?? (given === null ? 'popular' : 'relevance');
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, sort);
  if (input.cursor !== undefined && after === null) {
    return problemOf('cursor', 'a nextCursor of the same sort');
  }
  const branch = book.categories.filter(
    ({ path }) => path === shown?.path || path.startsWith(`${shown?.path}/`),
  );
  return {
    typed: given,
    shown,
    size,
    page,
    sort,
    after,
    offset: after === null ? page * size : 0,
    limit: size,
    exact: input.exact ?? false,
    filter: {
      currency,
      categoryIds: shown === null ? null : branch.map((one) => one.categoryId),
      brands: input.brand ?? null,
      sellerIds: input.seller ?? null,
      min_minor: minorOf(input.minPrice, currency),
      max_minor: minorOf(input.maxPrice, currency),
      rating_x100: input.rating === undefined ? null : Math.round(input.rating * 100),
      inStock: input.inStock ?? null,
      attributes,
    },
  };
}

/** Answers by what was asked, for a moment: many shoppers ask the same at the same time. */
function keeper(clock: Clock) {
  const kept = new Map<string, { at_ms: number; answer: Promise<unknown> }>();
  return <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    const now_ms = clock.monotonic();
    if (known !== undefined && now_ms - known.at_ms < kept_ms) return known.answer as Promise<T>;
    const answer = make();
    kept.delete(key);
    kept.set(key, { at_ms: now_ms, answer });
    answer.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= kept_max) break;
      kept.delete(oldest);
    }
    return answer;
  };
}

const shared = {
  method: 'GET',
  audience: 'public',
  owner: 'none',
  limit: 'read',
  idempotency: 'none',
} as const;

export function searchRoutes(tools: RouteTools): Route[] {
  const keep = keeper(tools.clock);
  return [
    route({
      ...shared,
      path: '/search/products',
      summary: 'Find products by words, with facets, or all of them by filters',
      description:
        'Looks in names, brands, shelves, attribute values and descriptions, for phrases in ' +
        'quotes and for a SKU that is the query. Totals and facets are exact. What is found ' +
        'when nothing has all the words: beginnings, what was probably meant (`correctedQuery`), ' +
        'some of the words (`droppedWords`). `relax`: what dropping each filter would give.',
      query: searchQuery,
      replies: { 200: searchReply },
      errors: ['not-found', 'validation-failed'],
      handle: async (req) => {
        const query = queryOf(req.query as SearchInput, await tools.books.get());
        if (isRefusal(query)) return query;
        const { shown, ...rest } = query;
        const key = JSON.stringify([rest, shown?.categoryId]);
        const made = await keep(key, async () => answerOf(tools, await find(tools, query), query));
        if (query.typed !== null && query.after === null && query.page === 0) {
          tools.habits.note(query.typed.words.join(' '), made.pagination.total === 0);
        }
        return reply(200, made, { headers });
      },
    }),
    route({
      ...shared,
      path: '/search/suggestions',
      summary: 'Queries, shelves, brands and products for what is being typed',
      query: Type.Object({ q: Type.String(text), currency: Type.Optional(currencySchema) }),
      replies: { 200: suggestReply },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { q, currency = 'USD' } = req.query;
        const given = typed(q);
        if (given === null) return problemOf('q', 'a letter or a digit');
        if (!isCurrency(currency)) return problemOf('currency', 'a known currency code');
        const made = await keep(`${currency} ${given.text}`, () => suggest(tools, given, currency));
        return reply(200, made, { headers });
      },
    }),
  ];
}
