/** Lists, searches and suggestions for everybody. */
import { Type } from 'typebox';
import { isRefusal } from '#kernel/core/refusal.ts';
import { idSchema } from '#kernel/core/id.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { localeSchema } from '#services/catalog/contract.ts';
import type { Answer } from './cards.ts';
import type { Habits } from './habits.ts';
import type { Lists } from './lists.ts';
import { typed } from './model.ts';
import {
  askedOf,
  currencyOf,
  currencySchema,
  filterExtra,
  filterFields,
  problemOf,
  sorts,
  type InputTools,
  type ListInput,
} from './query-input.ts';
import type { Views } from './views.ts';
import { listSchema, searchSchema, suggestSchema } from './schemas.ts';

export interface RouteTools extends InputTools {
  lists: Lists;
  habits: Habits;
  views: Views;
}

const json = 'application/json; charset=utf-8';
/** Shared caches may keep a page for a second. Nobody, a browser least, may show an older one. */
const headers = { 'cache-control': 'public, max-age=0, s-maxage=1' } as const;
const q = Type.String({ minLength: 1, maxLength: 200, description: 'What somebody typed.' });

function answered({ text, etag }: Answer) {
  return reply(200, text, { etag, headers });
}

const shared = {
  method: 'GET',
  audience: 'public',
  owner: 'none',
  limit: 'read',
  idempotency: 'none',
} as const;

function listRoute(tools: RouteTools): Route {
  return route({
    ...shared,
    path: '/products',
    summary: 'List products with facets',
    description:
      'Totals and facets are exact, and a facet that is filtered by keeps the counts of its ' +
      'other values. When nothing matches, `relax` says what dropping each filter would give. ' +
      'For words there is /search.',
    query: Type.Object(
      { ...filterFields, sort: Type.Optional(Type.Enum([...sorts])) },
      filterExtra,
    ),
    replies: { 200: content(json, 'a page of products with facets', listSchema) },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const asked = await askedOf(tools, req.query as ListInput, null);
      return isRefusal(asked) ? asked : answered(await tools.lists.list(asked));
    },
  });
}

function searchRoute(tools: RouteTools): Route {
  return route({
    ...shared,
    path: '/search',
    summary: 'Find products by words, with the filters of /products',
    description:
      'Looks in names, brands, categories, attribute values and descriptions, for phrases in ' +
      'quotes and for a SKU that is the query. When nothing has all the words: beginnings, what ' +
      'was probably meant (`correctedQuery`), some of the words (`droppedWords`), then what is ' +
      'nearest (`nearest`).',
    query: Type.Object(
      {
        q,
        exact: Type.Optional(
          Type.Boolean({ description: 'Do not look for what was probably meant instead.' }),
        ),
        sort: Type.Optional(Type.Enum(['relevance', ...sorts])),
        ...filterFields,
      },
      filterExtra,
    ),
    replies: { 200: content(json, 'a page of products with facets', searchSchema) },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const input = req.query as ListInput;
      const given = typed(input.q ?? '');
      if (given === null) return problemOf('q', 'a letter or a digit');
      const asked = await askedOf(tools, input, given);
      if (isRefusal(asked)) return asked;
      const answer = await tools.lists.list(asked);
      const { after, page } = asked.query;
      if (after === null && page === 0) {
        tools.habits.note(given.words.join(' '), answer.total === 0);
      }
      return answered(answer);
    },
  });
}

function suggestRoute(tools: RouteTools): Route {
  return route({
    ...shared,
    path: '/search/suggest',
    summary: 'Queries, categories, brands and products for what is being typed',
    query: Type.Object({
      q,
      currency: Type.Optional(currencySchema),
      locale: Type.Optional(localeSchema),
    }),
    replies: { 200: content(json, 'suggestions', suggestSchema) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const given = typed(req.query.q);
      if (given === null) return problemOf('q', 'a letter or a digit');
      const currency = currencyOf(req.query);
      if (isRefusal(currency)) return currency;
      const labels = await tools.labels.get();
      const locale = labels.localeOf(req.query.locale);
      return answered(await tools.lists.suggest(given, { currency, locale, labels }));
    },
  });
}

/** No statement. */
function viewedRoute({ views }: RouteTools): Route {
  return route({
    ...shared,
    method: 'POST',
    path: '/products/:productId/viewed',
    summary: 'Somebody looks at a product',
    description:
      'Counts a little for the order by popularity: one of an address and product an hour, ' +
      'without who it was.',
    params: Type.Object({ productId: idSchema('prod') }),
    replies: { 204: null },
    errors: ['not-found'],
    handle: (req) => {
      views.note(req.params.productId, req.ip);
      return Promise.resolve(reply(204, null));
    },
  });
}

export function searchRoutes(tools: RouteTools): Route[] {
  return [listRoute(tools), searchRoute(tools), suggestRoute(tools), viewedRoute(tools)];
}
