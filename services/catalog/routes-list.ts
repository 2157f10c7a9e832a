/** Lists of products: the category page with its facets, and rails for a home page. */
import { Type } from 'typebox';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { localeSchema } from './languages.ts';
import type { Category } from './model-category.ts';
import { decodeCursor, sorts, type Sort } from './model-list.ts';
import type { Answer } from './queries.ts';
import type { Lists, ListQuery } from './queries-list.ts';
import {
  currencyOf,
  currencySchema,
  filterExtra,
  filterFields,
  filterOf,
  placeOf,
  problemOf,
  type FilterInput,
  type InputTools,
} from './query-input.ts';
import { listSchema, showcaseSchema } from './schemas.ts';

export const json = 'application/json; charset=utf-8';

/** Shared caches may keep a page for a second. Nobody, a browser least, may show an older one. */
export const pageHeaders = { 'cache-control': 'public, max-age=0, s-maxage=1' } as const;

export function answered(answer: Answer) {
  return reply(200, answer.text, { etag: answer.etag, headers: pageHeaders });
}

const listQuery = Type.Object(
  { ...filterFields, sort: Type.Optional(Type.Enum([...sorts])) },
  filterExtra,
);

type ListInput = FilterInput & { sort?: Sort };

async function listQueryOf(
  tools: InputTools,
  query: ListInput,
): Promise<ListQuery | Refusal<string>> {
  const filter = await filterOf(tools, query);
  if (isRefusal(filter)) return filter;
  const place = placeOf(query);
  if (isRefusal(place)) return place;
  const sort = query.sort ?? 'newest';
  const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor, sort);
  if (query.cursor !== undefined && cursor === null) {
    return problemOf('cursor', 'a nextCursor of the same sort');
  }
  return { filter, sort, cursor, ...place };
}

function listRoute(tools: InputTools, lists: Lists): Route {
  return route({
    method: 'GET',
    path: '/products',
    summary: 'List products with facets',
    description:
      'A facet that is filtered by keeps the counts of its other values. When nothing matches, ' +
      '`relax` names the filter to drop. For words there is /search.',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: listQuery,
    replies: { 200: content(json, 'a page of products with facets', listSchema) },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const query = await listQueryOf(tools, req.query as ListInput);
      return isRefusal(query) ? query : answered(await lists.list(query));
    },
  });
}

const rails_max = 12;
const rail_max = 24;
const rail_default = 8;

function showcaseRoute({ shelf }: InputTools, lists: Lists): Route {
  return route({
    method: 'GET',
    path: '/showcase',
    summary: 'The first products of several categories, for a home page',
    description: 'Without categories: those at the top that have most products.',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({
      categories: Type.Optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { maxItems: rails_max }),
      ),
      sort: Type.Optional(Type.Enum(['best-selling', 'newest', 'popular', 'rating'])),
      size: Type.Optional(Type.Integer({ minimum: 1, maximum: rail_max })),
      currency: Type.Optional(currencySchema),
      locale: Type.Optional(localeSchema),
    }),
    replies: { 200: content(json, 'categories with products', showcaseSchema) },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const { categories: keys, sort = 'best-selling', size = rail_default } = req.query;
      const currency = currencyOf(req.query);
      if (isRefusal(currency)) return currency;
      const now = await shelf.get();
      const categories: Category[] = [];
      for (const key of keys ?? []) {
        const category = now.tree.find(key);
        if (category === undefined) return refuse('not-found', { category: key });
        categories.push(category);
      }
      const wanted = keys === undefined ? null : categories;
      const locale = now.localeOf(req.query.locale);
      const query = { currency, locale, categories: wanted, sort, size };
      return answered(await lists.showcase(query));
    },
  });
}

export function listRoutes(tools: InputTools, lists: Lists): Route[] {
  return [listRoute(tools, lists), showcaseRoute(tools, lists)];
}
