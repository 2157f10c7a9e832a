/** Search by words, and suggestions while they are typed. */
import { Type } from 'typebox';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { content, route, type Route } from '#kernel/http/route.ts';
import { localeSchema } from './languages.ts';
import { decodeCursor, sorts } from './model-list.ts';
import { wordsOf } from './model-search.ts';
import type { Searches, SearchQuery, SearchSort } from './queries-search.ts';
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
import { answered, json } from './routes-list.ts';
import { searchSchema, suggestSchema } from './schemas.ts';

const text = Type.String({ minLength: 1, maxLength: 200, description: 'What somebody typed.' });

const searchQuery = Type.Object(
  {
    q: text,
    exact: Type.Optional(
      Type.Boolean({ description: 'Do not look for what was probably meant instead.' }),
    ),
    sort: Type.Optional(Type.Enum(['relevance', ...sorts])),
    ...filterFields,
  },
  filterExtra,
);

type SearchInput = FilterInput & { q: string; exact?: boolean; sort?: SearchSort };

/**
 * The text with single spaces and nothing that a database would not take; refused when there is
 * nothing to look for in it.
 */
function textOf(q: string): string | Refusal<'validation-failed'> {
  return wordsOf(q).length === 0
    ? problemOf('q', 'a letter or a digit')
    : q.replaceAll(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim();
}

async function searchQueryOf(
  tools: InputTools,
  input: SearchInput,
): Promise<SearchQuery | Refusal<string>> {
  const words = textOf(input.q);
  if (isRefusal(words)) return words;
  const filter = await filterOf(tools, input);
  if (isRefusal(filter)) return filter;
  const place = placeOf(input);
  if (isRefusal(place)) return place;
  const sort = input.sort ?? 'relevance';
  const cursor = input.cursor === undefined ? null : decodeCursor(input.cursor, sort);
  if (input.cursor !== undefined && cursor === null) {
    return problemOf('cursor', 'a nextCursor of the same sort');
  }
  return { text: words, filter, sort, cursor, exact: input.exact ?? false, ...place };
}

export function searchRoutes(tools: InputTools, searches: Searches): Route[] {
  return [searchRoute(tools, searches), suggestRoute(tools, searches)];
}

function searchRoute(tools: InputTools, searches: Searches): Route {
  return route({
    method: 'GET',
    path: '/search',
    summary: 'Search products by words, with the filters of /products',
    description:
      'Looks in names, brands, categories and attribute values, and for a SKU that is the query. ' +
      'When nothing is found it looks for what was probably meant, and `correctedQuery` ' +
      'says so. Up to 10,000 products totals are exact; for commoner words totalIsExact is ' +
      'false and total counts the products that were looked at.',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: searchQuery,
    replies: { 200: content(json, 'a page of products with facets', searchSchema) },
    errors: ['not-found', 'validation-failed'],
    handle: async (req) => {
      const query = await searchQueryOf(tools, req.query as SearchInput);
      return isRefusal(query) ? query : answered(await searches.search(query));
    },
  });
}

function suggestRoute({ shelf }: InputTools, searches: Searches): Route {
  return route({
    method: 'GET',
    path: '/search/suggest',
    summary: 'Queries, categories, brands and products for what is being typed',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({
      q: text,
      currency: Type.Optional(currencySchema),
      locale: Type.Optional(localeSchema),
    }),
    replies: { 200: content(json, 'suggestions', suggestSchema) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const words = textOf(req.query.q);
      if (isRefusal(words)) return words;
      const currency = currencyOf(req.query);
      if (isRefusal(currency)) return currency;
      const locale = (await shelf.get()).localeOf(req.query.locale);
      return answered(await searches.suggest(words, { currency, locale }));
    },
  });
}
