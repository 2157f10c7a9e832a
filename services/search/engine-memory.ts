/** The engine in the memory of the process: what `find` and `suggest` found, as texts. */
import type { Reply } from './ask.ts';
import type { Engine, EngineFacets, EngineQuery } from './engine.ts';
import { find, type Found, type FindTools } from './find.ts';
import type { SearchIndex } from './index.ts';
import type { Dictionary } from '#kernel/core/dictionary.ts';
import { toolsWhileReading } from './reading.ts';
import { suggest } from './suggest.ts';

export const facetBrands_max = 30;
export const facetSellers_max = 20;
export const facetAttributes_max = 12;
export const facetValues_max = 20;

/** The most common ones, most first. Reads a long list once, without sorting it. */
function topOf(list: readonly [number, number][], max: number): [number, number][] {
  const before = (a: [number, number], b: [number, number]) => b[1] - a[1] || a[0] - b[0];
  const top: [number, number][] = [];
  for (const one of list) {
    const last = top[max - 1];
    if (last !== undefined && before(one, last) >= 0) continue;
    const at = top.findIndex((other) => before(one, other) < 0);
    top.splice(at < 0 ? top.length : at, 0, one);
    if (top.length > max) top.pop();
  }
  return top;
}

function texts(list: readonly [number, number][], of: Pick<Dictionary, 'text'>, max: number) {
  return topOf(list, max).map(([number, n]) => [of.text(number), n] as const);
}

/** The attributes that most documents have, each with its most common values. */
function attributeCounts(reply: Reply, { tokens }: SearchIndex): EngineFacets['attributes'] {
  const byCode = new Map<number, [number, number][]>();
  for (const pair of reply.tokens) {
    const values = byCode.get(tokens.code(pair[0]));
    if (values === undefined) byCode.set(tokens.code(pair[0]), [pair]);
    else values.push(pair);
  }
  return [...byCode]
    .filter(([code]) => !tokens.isWide(code))
    .map(([number, pairs]) => {
      const code = tokens.codes.text(number);
      const values = texts(pairs, tokens, facetValues_max).map(
        ([text, n]) => [text.slice(code.length + 1), n] as const,
      );
      return { code, values };
    });
}

function facetsOf(reply: Reply, index: SearchIndex): EngineFacets {
  return {
    brands: texts(reply.brands, index.brands, facetBrands_max),
    sellers: texts(reply.sellers, index.sellers, facetSellers_max),
    categories: reply.categories.map(([number, n]) => [index.byCategory.text(number), n] as const),
    attributes: attributeCounts(reply, index),
    prices: reply.prices,
    ratings: reply.ratings,
    inStock: reply.inStock,
    anyStock: reply.anyStock,
  };
}

/** Filters by the names that queries have for them. */
function withoutOf({ reply }: Pick<Found, 'reply'>, query: EngineQuery) {
  return [...reply.without].map(([name, total]) => {
    const at = name.startsWith('attr ') ? Number(name.slice('attr '.length)) : -1;
    const code = query.filter.attributes[at]?.code;
    return [code === undefined ? name : `attr.${code}`, total] as const;
  });
}

/** So long the first who ask wait for an index that is being read, before all do with less. */
const wait_ms = 1_000;

export function memoryEngine(all: FindTools): Engine {
  let seen: { index: SearchIndex; no: number } | null = null;
  let loads = 0;
  let until_ms: number | null = null;
  const soon = () => {
    const now_ms = all.clock.monotonic();
    until_ms ??= now_ms + wait_ms;
    return all.follower.indexWithin(Math.max(0, until_ms - now_ms));
  };
  const toolsFor = async (of: Parameters<typeof toolsWhileReading>[1]) => {
    const limited = (await soon()) === null;
    return { limited, tools: limited ? await toolsWhileReading(all, of) : all };
  };
  return {
    async find(query) {
      const { typed, filter } = query;
      const of = { typed, categoryIds: filter.categoryIds, isTyping: false };
      const { limited, tools } = await toolsFor(of);
      const found = await find(tools, query);
      const { reply, index } = found;
      return {
        limited,
        rows: found.rows,
        last: found.last,
        total: reply.total,
        exact: !found.limited && !limited,
        without: withoutOf(found, query),
        facets: facetsOf(reply, index),
        searchedFor: found.searchedFor,
        corrected: found.corrected,
        dropped: found.dropped,
        lexemes: found.lexemes,
      };
    },
    async suggest(typed, currency) {
      const { limited, tools } = await toolsFor({ typed, categoryIds: null, isTyping: true });
      const found = await suggest(tools, typed, currency);
      return {
        limited,
        corrected: found.correctedQuery,
        queries: found.queries.map((one) => one.text),
        categories: found.categories,
        brands: found.brands.map((one) => one.name),
        rows: found.rows,
      };
    },
    async stamp() {
      const index = await soon();
      if (index === null) return 'reading';
      if (seen?.index !== index) {
        loads += 1;
        seen = { index, no: loads };
      }
      return `${seen.no}.${index.version}`;
    },
  };
}
