/** What is found as it is sent: cards, facets with names, what to drop when nothing is left. */
import { toMajor } from '#kernel/core/money.ts';
import { nameIn } from '#services/catalog/contract.ts';
import { sheet, type Cards, type Sheet } from './cards.ts';
import { plainWords } from './contract.ts';
import type { EngineQuery, EngineReply } from './engine.ts';
import type { Labels } from './labels.ts';
import type { Lexicon } from './lexicon.ts';
import { encodeCursor, marksIn, priceEdges } from './model.ts';
import type { Names } from './names.ts';

const facetCategories_max = 50;
const facetAttributes_max = 12;

export interface AskedQuery extends EngineQuery {
  locale: string;
  page: number;
  size: number;
  /** Products before the cursor. */
  seen: number;
}

export interface AnswerTools {
  cards: Cards;
  lexicon: Lexicon;
  brands: Names;
  sellers: Names;
}

/** Counts of the categories one step below the one that is shown. */
function childCounts({ facets }: EngineReply, { path, locale }: AskedQuery, labels: Labels) {
  const depth = path === null ? 0 : path.split('/').length;
  const sums = new Map<string, number>();
  for (const [categoryId, n] of facets.categories) {
    const child = labels.onTheWay(categoryId, depth);
    if (child === undefined || (path !== null && !child.path.startsWith(`${path}/`))) continue;
    sums.set(child.categoryId, (sums.get(child.categoryId) ?? 0) + n);
  }
  return [...sums]
    .flatMap(([id, count]) => {
      const child = labels.byId.get(id);
      if (child === undefined) return [];
      const { slug } = child;
      return [{ categoryId: id, name: nameIn(child, locale), slug, path: child.path, count }];
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, facetCategories_max);
}

/** The attributes that most products have, with what they and their values are called. */
function attributeFacets({ facets }: EngineReply, locale: string, labels: Labels) {
  return facets.attributes
    .flatMap(({ code, values }) => {
      const label = labels.attribute(code, locale);
      const weight = values.reduce((sum, [, n]) => sum + n, 0);
      return label === null ? [] : [{ code, label, values, weight }];
    })
    .sort((a, b) => b.weight - a.weight || (a.code < b.code ? -1 : 1))
    .slice(0, facetAttributes_max)
    .map(({ code, label, values }) => ({
      code,
      ...label,
      values: values.map(([value, count]) => {
        return { value, ...labels.value(code, value, locale), count };
      }),
    }));
}

/** Two calls at most, for names that nobody asked lately. */
async function facetsOf(tools: AnswerTools, { reply, labels }: Made, of: AskedQuery) {
  const { facets } = reply;
  const { currency } = of.filter;
  const [brands, sellers] = await Promise.all([
    tools.brands.named(facets.brands.map(([name]) => name)),
    tools.sellers.named(facets.sellers.map(([sellerId]) => sellerId)),
  ]);
  const edges = priceEdges(currency);
  return {
    brands: facets.brands.map(([name, count]) => {
      return { name, slug: brands.get(name)?.slug ?? name, count };
    }),
    priceRanges: [0, ...edges]
      .map((from, at) => ({
        min: toMajor(from, currency),
        max: at < edges.length ? toMajor(edges[at] ?? 0, currency) : null,
        count: facets.prices[at] ?? 0,
      }))
      .filter((range) => range.count > 0),
    categories: childCounts(reply, of, labels),
    ratings: [4, 3, 2, 1].map((min) => ({
      min,
      count: facets.ratings.slice(min).reduce((sum, n) => sum + n, 0),
    })),
    availability: { inStock: facets.inStock, all: facets.anyStock },
    sellers: facets.sellers.map(([sellerId, count]) => {
      const named = sellers.get(sellerId);
      return { sellerId, name: named?.name ?? null, slug: named?.slug ?? null, count };
    }),
    attributes: attributeFacets(reply, of.locale, labels),
  };
}

/** What there would be without each filter, most first; only when nothing is left. */
export function relaxOf({ total, without }: EngineReply): { drop: string; total: number }[] {
  if (total > 0) return [];
  return without
    .filter(([, n]) => n > 0)
    .map(([drop, n]) => ({ drop, total: n }))
    .sort((a, b) => b.total - a.total || (a.drop < b.drop ? -1 : 1));
}

/** Where in each name the words stand, as members of its card. */
async function marksByRow(tools: AnswerTools, reply: EngineReply, currency: string) {
  const cards = await tools.cards.byRow(reply.rows, currency);
  const texts = [...cards.values()].map((card) => `${card.name} ${card.brand ?? ''}`);
  const lexeme = await tools.lexicon.lexemes(texts.flatMap(plainWords));
  const found = new Map<number, string>();
  for (const [row, { name }] of cards) {
    const highlight = { name: marksIn(name, reply.lexemes, lexeme) };
    found.set(row, JSON.stringify({ highlight }).slice(1, -1));
  }
  return found;
}

export interface Nearest {
  categories: { categoryId: string; name: string; path: string; count: number }[];
  rows: readonly number[];
}

export interface Made {
  reply: EngineReply;
  labels: Labels;
  limited: boolean;
  /** What there would be without any filter, where nothing is left and no single one helps. */
  all: number;
  nearest: Nearest | null;
}

/** The reply of a list or a search as text with places for cards. */
export async function sheetOf(tools: AnswerTools, made: Made, of: AskedQuery): Promise<Sheet> {
  const { reply, nearest } = made;
  const { currency } = of.filter;
  const last = reply.last;
  const seen = (of.after === null ? of.offset : of.seen) + reply.rows.length;
  const next = last === null ? null : encodeCursor({ sort: of.sort, ...last, seen });
  const { page, size, typed } = of;
  const relax = relaxOf(reply);
  if (relax.length === 0 && made.all > 0) relax.push({ drop: 'all', total: made.all });
  const head = {
    pagination: { page, size, total: reply.total, totalIsExact: reply.exact },
    nextCursor: next,
    hasMore: last !== null,
    facets: await facetsOf(tools, made, of),
    relax,
    limited: made.limited,
  };
  const rest = `],${JSON.stringify(head).slice(1, -1)}`;
  if (typed === null) return sheet(currency, ['{"products":[', { rows: reply.rows }, `${rest}}`]);
  const echo = {
    query: typed.text,
    searchedFor: reply.searchedFor,
    correctedQuery: reply.corrected,
    droppedWords: reply.dropped,
  };
  const more = await marksByRow(tools, reply, currency);
  const tail: Sheet['parts'] =
    nearest === null
      ? [',"nearest":null}']
      : [
          `,"nearest":{"categories":${JSON.stringify(nearest.categories)},"products":[`,
          { rows: nearest.rows },
          ']}}',
        ];
  return sheet(currency, [
    '{"products":[',
    { rows: reply.rows, more },
    `${rest},${JSON.stringify(echo).slice(1, -1)}`,
    ...tail,
  ]);
}
