/**
 * A search: which documents have the words, then those that have their beginnings, then what was
 * probably meant, then some of the words. Everything but SKUs, phrases and descriptions is
 * answered from memory; those are one statement each, with a limit.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { ask, type Boosts, type Filter, type Question, type Reply, type Sort } from './ask.ts';
import type { Book, Books } from './book.ts';
import type { Follower } from './follow.ts';
import { corrected, openGroups, wholeGroups, type Words } from './groups.ts';
import { fact, factWords, type SearchIndex } from './index.ts';
import type { Lexicon } from './lexicon.ts';
import { Matcher, noMatches, type Matches } from './match.ts';
import { lexemeQuery, priceEdges, type Typed } from './model.ts';
import * as store from './store.ts';

export interface FindFilter {
  currency: string;
  categoryIds: readonly string[] | null;
  brands: readonly string[] | null;
  sellerIds: readonly string[] | null;
  min_minor: number | null;
  max_minor: number | null;
  rating_x100: number | null;
  inStock: boolean | null;
  attributes: readonly { code: string; values: readonly string[] }[];
}

export interface FindQuery {
  typed: Typed | null;
  filter: FindFilter;
  sort: Sort;
  after: { key: number; rowNo: number } | null;
  offset: number;
  limit: number;
  /** Look for what was typed, even if nothing is found. */
  exact: boolean;
  /** False: only the products are wanted. */
  facets?: boolean;
}

export interface Found {
  index: SearchIndex;
  book: Book;
  reply: Reply;
  /** Rows of the page, in order. */
  rows: number[];
  /** The key and row of the last one, for the cursor. */
  last: { key: number; rowNo: number } | null;
  searchedFor: string;
  corrected: string | null;
  /** Words that had to be left out for anything to be found. */
  dropped: string[];
  /** Of what it was found by, for marking. */
  lexemes: ReadonlySet<string>;
  /** True when more than a limit allows would have been looked at. */
  limited: boolean;
}

export interface FindTools {
  db: Sql;
  clock: Clock;
  follower: Follower;
  books: Books;
  lexicon: Lexicon;
}

/** Fewer than this from memory: descriptions are looked through as well. */
const few = 20;
/**
 * Documents by their descriptions: each is a row from anywhere in the table, 10 to 100 µs. Behind
 * products that have the words where they count more, fewer are worth that.
 */
const descriptions_max = { alone: 500, behind: 100 } as const;
const description_points = 40;
const phrase_documents_max = 5_000;
const exact_points = 1_000;

interface Scene {
  tools: FindTools;
  index: SearchIndex;
  book: Book;
  matcher: Matcher;
}

const matchers = new WeakMap<SearchIndex, Matcher>();

export function matcherOf(index: SearchIndex): Matcher {
  const known = matchers.get(index) ?? new Matcher();
  matchers.set(index, known);
  return known;
}

export function numbersIn(index: SearchIndex, filter: FindFilter): Filter {
  const { currency, min_minor, max_minor, rating_x100, inStock } = filter;
  return {
    currency,
    min_minor,
    max_minor,
    rating_x100,
    inStock,
    categories: filter.categoryIds?.flatMap((id) => index.byCategory.numberOf(id) ?? []) ?? null,
    brands: filter.brands?.flatMap((name) => index.brands.find(name) ?? []) ?? null,
    sellers: filter.sellerIds?.flatMap((id) => index.sellers.find(id) ?? []) ?? null,
    attributes: filter.attributes.map(({ code, values }) => ({
      code: index.tokens.codes.find(code) ?? -1,
      any: values.flatMap((value) => index.tokens.find(`${code}=${value}`) ?? []),
    })),
  };
}

function boostsOf(index: SearchIndex, book: Book): Boosts | null {
  if (book.boosts.length === 0) return null;
  const boosts = {
    brands: new Map<number, number>(),
    categories: new Map<number, number>(),
    docs: new Map<number, number>(),
  };
  for (const { kind, key, points } of book.boosts) {
    if (kind === 'brand') boosts.brands.set(index.brands.find(key) ?? -1, points);
    else if (kind === 'product') boosts.docs.set(index.docOf(book.rows.get(key) ?? 0), points);
    else {
      const root = book.byId.get(key)?.path;
      for (const { categoryId, path } of book.categories) {
        const below = path === root || path.startsWith(`${root}/`);
        if (below) boosts.categories.set(index.byCategory.numberOf(categoryId) ?? -1, points);
      }
    }
  }
  return boosts;
}

/** Adds rows with so many points each; those that are there already get the more of both. */
function withRows(
  index: SearchIndex,
  hits: Matches,
  add: { rows: readonly number[]; more: number },
) {
  const { rows: rowNos, more } = add;
  const docs = new Set(rowNos.map((rowNo) => index.docOf(rowNo)).filter((doc) => doc >= 0));
  if (docs.size === 0) return hits;
  const points = hits.points.slice();
  hits.docs.forEach((doc, at) => {
    if (docs.delete(doc)) points[at] = Math.max(points[at] ?? 0, more);
  });
  return {
    docs: Uint32Array.from([...docs, ...hits.docs]),
    points: Uint16Array.from([...Array.from(docs, () => more), ...points]),
  };
}

async function inDescriptions(scene: Scene, hits: Matches, words: Words) {
  const lexemes = words.lexemes.filter((one) => one !== '');
  if (hits.docs.length >= few || lexemes.length === 0) return { hits, limited: false };
  const text = lexemeQuery(lexemes, '&');
  const max = hits.docs.length === 0 ? descriptions_max.alone : descriptions_max.behind;
  const rows = await store.rowsOfText(scene.tools.db, text, max);
  const there = new Set(hits.docs);
  const fresh = rows.filter((rowNo) => !there.has(scene.index.docOf(rowNo)));
  const all = withRows(scene.index, hits, { rows: fresh, more: description_points });
  return { hits: all, limited: rows.length === max };
}

interface Outcome {
  hits: Matches;
  words: Words;
  corrected: string | null;
  dropped: string[];
  limited: boolean;
}

export async function wordsIn(tools: FindTools, words: readonly string[]): Promise<Words> {
  const lexeme = await tools.lexicon.lexemes(words);
  const lexemes = words.map(lexeme);
  // Nothing but words that do not count: then they count.
  return { words, lexemes: lexemes.every((one) => one === '') ? words : lexemes };
}

/** Some of the words: without the one that leaves most. */
function withoutOne(scene: Scene, words: Words): Outcome | null {
  let best: { at: number; n: number } | null = null;
  const without = (at: number): Words => ({
    words: words.words.filter((_, other) => other !== at),
    lexemes: words.lexemes.filter((_, other) => other !== at),
  });
  for (let at = 0; at < words.words.length && words.words.length > 1; at += 1) {
    const groups = wholeGroups(scene.index, scene.book, without(at));
    const n = scene.matcher.match(scene.index, groups).docs.length;
    if (n > (best?.n ?? 0)) best = { at, n };
  }
  if (best === null) return null;
  const left = without(best.at);
  const hits = scene.matcher.match(scene.index, wholeGroups(scene.index, scene.book, left));
  const dropped = [words.words[best.at] ?? ''];
  return { hits, words: left, corrected: null, dropped, limited: false };
}

async function lookFor(scene: Scene, typed: Typed, exact: boolean): Promise<Outcome> {
  const { tools, index, book, matcher } = scene;
  const words = await wordsIn(tools, typed.words);
  const plain = { words, corrected: null, dropped: [], limited: false };
  const whole = matcher.match(index, wholeGroups(index, book, words));
  const read = await inDescriptions(scene, whole, words);
  if (read.hits.docs.length > 0) return { ...plain, ...read };
  const ends = words.words.flatMap((word) => book.vocabulary.completions(word, 24, () => 1));
  const lexeme = await tools.lexicon.lexemes([...ends, ...words.words]);
  const open = matcher.match(index, openGroups(index, { book, words, lexeme }, 'all'));
  if (open.docs.length > 0 || exact) return { ...plain, hits: open };
  const other = corrected(scene, words, (guess) => {
    return matcher.some(index, wholeGroups(index, book, guess));
  });
  if (other !== null) {
    const hits = matcher.match(index, wholeGroups(index, book, other));
    const text = other.words.join(' ');
    if (hits.docs.length > 0) return { ...plain, hits, words: other, corrected: text };
  }
  const some = withoutOne(scene, other ?? words);
  if (some === null) return { ...plain, hits: noMatches };
  return { ...some, corrected: other === null ? null : some.words.words.join(' ') };
}

/** Only documents in which the words of each phrase stand beside one another. */
async function withPhrases(scene: Scene, outcome: Outcome, typed: Typed): Promise<Outcome> {
  const { hits } = outcome;
  if (typed.phrases.length === 0 || hits.docs.length === 0) return outcome;
  const { index, tools } = scene;
  const lexeme = await tools.lexicon.lexemes(typed.phrases.flat());
  const order = [...hits.docs.keys()].sort((a, b) => (hits.points[b] ?? 0) - (hits.points[a] ?? 0));
  const looked = order.slice(0, phrase_documents_max);
  let rows = looked.map((at) => rowOf(index, hits.docs[at] ?? 0));
  for (const phrase of typed.phrases) {
    const lexemes = phrase.map(lexeme).filter((one) => one !== '');
    if (lexemes.length < 2) continue;
    rows = await store.rowsOfTextAmong(tools.db, lexemeQuery(lexemes, '<->'), rows);
  }
  const left = new Set(rows);
  const kept = looked.filter((at) => left.has(rowOf(index, hits.docs[at] ?? 0)));
  return {
    ...outcome,
    limited: outcome.limited || order.length > phrase_documents_max,
    hits: {
      docs: Uint32Array.from(kept, (at) => hits.docs[at] ?? 0),
      points: Uint16Array.from(kept, (at) => hits.points[at] ?? 0),
    },
  };
}

function rowOf({ facts }: SearchIndex, doc: number): number {
  return facts[doc * factWords + fact.rowNo] ?? 0;
}

async function skuRows(tools: FindTools, text: string): Promise<number[]> {
  if (!/\d/.test(text) || text.length > 100) return [];
  return store.rowsOfSku(tools.db, text.toLowerCase());
}

function questionOf(query: FindQuery, index: SearchIndex, book: Book): Omit<Question, 'docs'> {
  const { sort, after, offset, limit } = query;
  return {
    filter: numbersIn(index, query.filter),
    sort,
    after,
    offset,
    limit,
    edges: priceEdges(query.filter.currency),
    boosts: sort === 'relevance' ? boostsOf(index, book) : null,
    lean: query.facets === false,
  };
}

/** Pinned documents first, on the first page in order of relevance. */
function pinned(query: FindQuery, index: SearchIndex, book: Book): number[] {
  if (query.sort !== 'relevance' || query.typed === null) return [];
  if (query.after !== null || query.offset > 0) return [];
  const ids = book.pins.get(query.typed.words.join(' ')) ?? [];
  return ids.map((id) => index.docOf(book.rows.get(id) ?? 0)).filter((doc) => doc >= 0);
}

function rowsOf(found: Pick<Found, 'index' | 'reply'>, first: readonly number[], limit: number) {
  const { index, reply } = found;
  const live = first.filter((doc) => index.facts[doc * factWords + fact.live] === 1);
  const rows = [...live, ...reply.page.map(({ doc }) => doc)].map((doc) => rowOf(index, doc));
  return [...new Set(rows)].slice(0, Math.max(limit, live.length));
}

/** One search. At most four statements, none when the words are known and no SKU is possible. */
export async function find(tools: FindTools, query: FindQuery): Promise<Found> {
  const [index, book] = await Promise.all([tools.follower.index(), tools.books.get()]);
  const { typed } = query;
  const question = questionOf(query, index, book);
  if (typed === null) {
    const reply = ask(index, { ...question, docs: null });
    const none = { searchedFor: '', corrected: null, dropped: [], lexemes: new Set<string>() };
    return finished({ index, book, reply, limited: false, ...none }, query, []);
  }
  const skus = await skuRows(tools, typed.text);
  const scene: Scene = { tools, index, book, matcher: matcherOf(index) };
  const words = await lookFor(scene, typed, query.exact || skus.length > 0);
  const outcome = await withPhrases(scene, words, typed);
  const docs = withRows(index, outcome.hits, { rows: skus, more: exact_points });
  const reply = ask(index, { ...question, docs });
  const found = {
    index,
    book,
    reply,
    searchedFor: outcome.corrected ?? typed.text,
    corrected: outcome.corrected,
    dropped: outcome.dropped,
    lexemes: new Set(outcome.words.lexemes.filter((one) => one !== '')),
    limited: outcome.limited,
  };
  return finished(found, query, pinned(query, index, book));
}

function finished(
  found: Omit<Found, 'rows' | 'last'>,
  query: FindQuery,
  first: readonly number[],
): Found {
  const { index, reply } = found;
  const end = reply.page.at(-1);
  const last =
    end === undefined || !reply.hasMore ? null : { key: end.key, rowNo: rowOf(index, end.doc) };
  return { ...found, rows: rowsOf(found, first, query.limit), last };
}
