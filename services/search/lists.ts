/**
 * Lists, searches and suggestions, kept by what was asked. A page is made anew when anything is
 * different, at most some seconds later; the cards on it are never more than a second behind.
 */
import type { Clock } from '#kernel/core/clock.ts';
import { nameIn } from '#services/catalog/contract.ts';
import { sheetOf, type AnswerTools, type AskedQuery, type Made, type Nearest } from './answer.ts';
import { sheet, type Answer } from './cards.ts';
import type { Engine, EngineReply } from './engine.ts';
import type { Labels } from './labels.ts';
import type { Typed } from './model.ts';
import { lagOf, PageStore, sizeOf, type Kept } from './page-store.ts';
import type { Asked } from './query-input.ts';

export interface ListTools extends AnswerTools {
  clock: Clock;
  engine: Engine;
  nearest(
    typed: Typed,
    asked: { currency: string; locale: string; labels: Labels },
  ): Promise<Nearest>;
  /** Documents that can be found, about. */
  size(): number;
  /** Rules and words: another one when they are different. */
  book(): Promise<object>;
  /** As they are this moment. */
  newBook(): Promise<object>;
}

export interface Lists {
  list(asked: Asked): Promise<Answer & { total: number }>;
  suggest(typed: Typed, of: { currency: string; locale: string; labels: Labels }): Promise<Answer>;
}

const noFilter = {
  brands: null,
  sellerIds: null,
  min_minor: null,
  max_minor: null,
  rating_x100: null,
  inStock: null,
  attributes: [],
} as const;

function isFiltered({ filter }: AskedQuery): boolean {
  const { brands, sellerIds, min_minor, max_minor, rating_x100, inStock, attributes } = filter;
  const set = [brands, sellerIds, min_minor, max_minor, rating_x100, inStock];
  return attributes.length > 0 || set.some((one) => one !== null);
}

/** What is left to say when nothing was found: how much without filters, and what is near. */
async function consoled(tools: ListTools, { query, labels }: Asked, reply: EngineReply) {
  const nothing = { all: 0, nearest: null };
  if (reply.total > 0 || reply.limited === true) return nothing;
  const { currency, categoryIds } = query.filter;
  let all = 0;
  if (isFiltered(query)) {
    const filter = { ...noFilter, currency, categoryIds };
    const first = { after: null, offset: 0, limit: 1, facets: false, exact: true };
    all = (await tools.engine.find({ ...query, ...first, filter })).total;
  }
  const { typed, locale } = query;
  if (all > 0 || typed === null) return { all, nearest: null };
  return { all, nearest: await tools.nearest(typed, { currency, locale, labels }) };
}

/** What is found; when that is nothing, once more with words that came a moment ago. */
async function found(tools: ListTools, query: AskedQuery): Promise<EngineReply> {
  const before = await tools.book();
  const reply = await tools.engine.find(query);
  if (reply.total > 0 || query.typed === null) return reply;
  return (await tools.newBook()) === before ? reply : tools.engine.find(query);
}

async function makePage(tools: ListTools, asked: Asked, stamp: string): Promise<Kept> {
  const at_ms = tools.clock.monotonic();
  const { query, labels } = asked;
  const reply = await found(tools, query);
  const made: Made = {
    reply,
    labels,
    limited: reply.limited ?? false,
    ...(await consoled(tools, asked, reply)),
  };
  const page = await sheetOf(tools, made, query);
  const { total } = reply;
  return { sheet: page, at_ms, stamp, lag_ms: lagOf(tools.size()), chars: sizeOf(page), total };
}

/** As `found`: words that came a moment ago are known before nothing is suggested. */
async function suggested(tools: ListTools, typed: Typed, currency: string) {
  const before = await tools.book();
  const reply = await tools.engine.suggest(typed, currency);
  const { queries, categories, brands, rows } = reply;
  if (queries.length + categories.length + brands.length + rows.length > 0) return reply;
  return (await tools.newBook()) === before ? reply : tools.engine.suggest(typed, currency);
}

async function makeSuggestions(
  tools: ListTools,
  typed: Typed,
  of: { currency: string; locale: string; labels: Labels; stamp: string },
): Promise<Kept> {
  const at_ms = tools.clock.monotonic();
  const { currency, locale, labels, stamp } = of;
  const found = await suggested(tools, typed, currency);
  const brands = await tools.brands.named(found.brands);
  const body = {
    query: typed.text,
    correctedQuery: found.corrected,
    queries: found.queries.map((text) => ({ text })),
    categories: found.categories.flatMap(({ categoryId, count }) => {
      const category = labels.byId.get(categoryId);
      if (category === undefined) return [];
      return [{ categoryId, name: nameIn(category, locale), path: category.path, count }];
    }),
    brands: found.brands.map((name) => ({ name, slug: brands.get(name)?.slug ?? name })),
    limited: found.limited ?? false,
  };
  const parts = [`${JSON.stringify(body).slice(0, -1)},"products":[`, { rows: found.rows }, ']}'];
  const made = sheet(currency, parts);
  const lag_ms = lagOf(tools.size());
  return { sheet: made, at_ms, stamp, lag_ms, chars: sizeOf(made), total: found.rows.length };
}

/** For all readers of this process. */
export function productLists(tools: ListTools): Lists {
  const store = new PageStore();
  const { clock, cards } = tools;
  const books = new WeakMap<object, number>();
  let bookNo = 0;
  const stampOf = async (labels: Labels): Promise<string> => {
    const [book, stamp] = await Promise.all([tools.book(), tools.engine.stamp()]);
    const known = books.get(book);
    if (known === undefined) books.set(book, (bookNo += 1));
    return `${stamp} ${known ?? bookNo} ${labels.revision}`;
  };
  const kept = async (key: string, labels: Labels, make: (stamp: string) => Promise<Kept>) => {
    const stamp = await stampOf(labels);
    const known = store.get(key);
    const age_ms = clock.monotonic() - (known?.at_ms ?? -Infinity);
    if (known !== undefined && (known.stamp === stamp || age_ms < known.lag_ms)) return known;
    return store.make(key, () => make(stamp));
  };
  return {
    async list(asked) {
      const { typed, ...rest } = asked.query;
      const { filter, ...plain } = rest;
      const { categoryIds: _, ...filters } = filter;
      const key = JSON.stringify([typed?.text, plain, filters]);
      const page = await kept(key, asked.labels, (stamp) => makePage(tools, asked, stamp));
      return { ...(await cards.answer(page.sheet)), total: page.total };
    },
    async suggest(typed, of) {
      const key = JSON.stringify(['suggest', of.currency, of.locale, typed.text]);
      const page = await kept(key, of.labels, (stamp) => {
        return makeSuggestions(tools, typed, { ...of, stamp });
      });
      return cards.answer(page.sheet);
    },
  };
}
