/**
 * Which products a text search is about, best first. Rare words are looked up in the index of
 * words, up to 10,000 products; for words so common that even the list of their products is long,
 * the most popular products are taken and checked for the words, up to 5,000. So a search
 * takes tens of milliseconds at most, however broad it is, and says when it is not exact.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { read, record_words, word, type ListingIndex, type Place } from './listing-index.ts';
import { ask, type IndexFilter, type IndexSort } from './listing-query.ts';
import { estimate, queryText, type Term } from './model-search.ts';
import { popularKeeper } from './popular.ts';
import {
  anyMatch,
  matches,
  matchesAmong,
  rowsOfSku,
  type Match,
  type TextQuery,
} from './store-search.ts';
import type { Vocabulary } from './vocabulary.ts';

export const matches_max = 10_000;
const kept_max = 500;
const fresh_ms = 1_000;

export interface FinderLimits {
  /** From so many products on words are not looked up. */
  dense_products: number;
  /** So many of the most popular are checked for them, less where most will have them. */
  look_max: number;
}

const limits_default: FinderLimits = { dense_products: 20_000, look_max: 5_000 };
const look_min = 500;
/** Products with the words that a look should find. */
const wanted = 200;

export interface Candidates {
  places: Place[];
  /** False: there are more than these. */
  exact: boolean;
  /** State of the index that they belong to. */
  version: number;
}

export interface Wish {
  index: ListingIndex;
  terms: readonly Term[];
  vocabulary: Vocabulary;
  /** Where to look when the words are common. */
  categories: readonly number[];
  filter: IndexFilter;
  sort: IndexSort;
}

interface Kept {
  matches: Match[];
  version: number;
  at_ms: number;
}

export interface CandidateFinder {
  find(wish: Wish): Promise<Candidates>;
  /** Products with any of the words, at most 500 looked at. */
  findAny(index: ListingIndex, terms: readonly Term[]): Promise<Place[]>;
  /** Products with exactly this SKU. */
  ofSku(index: ListingIndex, sku: string): Promise<Place[]>;
  /** Which of these lists of terms find anything; positions matching. One statement. */
  which(lists: readonly (readonly Term[])[]): Promise<boolean[]>;
}

function textQuery(terms: readonly Term[], join: '&' | '|' = '&'): TextQuery {
  return {
    all: queryText(terms, { join }),
    inName: queryText(terms, { weights: 'A', join }),
    inNameOrBrand: queryText(terms, { weights: 'AB', join }),
  };
}

/**
 * How far in front a product stands: where the words are first, then whether it can be bought,
 * then units sold, reviews and rating.
 */
function score(facts: Uint32Array, base: number, tier: number): number {
  const sold = Math.log2(1 + (facts[base + word.sold] ?? 0));
  const reviews = Math.log2(1 + (facts[base + word.reviews] ?? 0));
  const rating = (facts[base + word.rating] ?? 0) / 500;
  const stock = facts[base + word.inStock] ?? 0;
  return tier * 1000 + stock * 500 + sold * 4 + reviews * (0.5 + rating);
}

/** In order; what is not listed is left out, and of two equal ones the newer comes first. */
function ranked(index: ListingIndex, found: readonly Match[]): Place[] {
  const scored = found.flatMap(({ rowNo, tier }) => {
    const place = index.find(rowNo);
    if (place === null) return [];
    const base = place.at * record_words;
    const { facts } = place.leaf;
    const created = read(facts, base + word.created);
    return [{ place, rank: score(facts, base, tier), created, rowNo }];
  });
  scored.sort((a, b) => b.rank - a.rank || b.created - a.created || b.rowNo - a.rowNo);
  return scored.map((one) => one.place);
}

/** The first products of the page itself, where more than words is asked for. */
function firstRows({ index, categories, filter, sort }: Wish, count: number): number[] {
  const page = { candidates: null, sort, after: null, offset: 0, limit: count };
  return ask(index, { filter, categories, ...page }).rows.map((row) => row.rowNo);
}

function isPlain({ filter, sort }: Wish): boolean {
  const { brands, sellers, min_minor, max_minor, rating_x100, inStock, tokens } = filter;
  const bounds = [brands, sellers, min_minor, max_minor, rating_x100, inStock];
  return sort === 'popular' && tokens.length === 0 && bounds.every((bound) => bound === null);
}

export function candidateFinder(
  db: Sql,
  clock: Clock,
  limits: FinderLimits = limits_default,
): CandidateFinder {
  const popular = popularKeeper(clock);
  const kept = new Map<string, Kept>();

  const lookUp = async (index: ListingIndex, query: TextQuery): Promise<Kept> => {
    const now_ms = clock.monotonic();
    const known = kept.get(query.all);
    const isFresh = known !== undefined && now_ms - known.at_ms < fresh_ms;
    if (known !== undefined && (isFresh || known.version === index.version)) return known;
    const { version } = index;
    const found = await matches(db, query, matches_max + 1);
    const made = { matches: found, version, at_ms: now_ms };
    kept.delete(query.all);
    kept.set(query.all, made);
    for (const oldest of kept.keys()) {
      if (kept.size <= kept_max) break;
      kept.delete(oldest);
    }
    return made;
  };

  return {
    async find(wish) {
      const { index, terms, vocabulary, categories } = wish;
      const query = textQuery(terms);
      const many = estimate(terms, vocabulary);
      if (many < limits.dense_products) {
        const { matches: found, version } = await lookUp(index, query);
        const exact = found.length <= matches_max;
        return { places: ranked(index, found.slice(0, matches_max)), exact, version };
      }
      const { version } = index;
      const look = Math.ceil((wanted * Math.max(1, index.size)) / many);
      const count = Math.min(limits.look_max, Math.max(look_min, look));
      const rows = new Set(popular.of(index, categories, count));
      if (!isPlain(wish)) for (const row of firstRows(wish, count)) rows.add(row);
      const found = await matchesAmong(db, query, [...rows]);
      return { places: ranked(index, found), exact: false, version };
    },
    async findAny(index, terms) {
      return ranked(index, await matches(db, textQuery(terms, '|'), 500));
    },
    async ofSku(index, sku) {
      const rows = await rowsOfSku(db, sku);
      return ranked(
        index,
        rows.map((rowNo) => ({ rowNo, tier: 0 })),
      );
    },
    async which(lists) {
      const queries = lists.map((terms) => queryText(terms));
      const found = new Set(await anyMatch(db, queries));
      return queries.map((query) => found.has(query));
    },
  };
}
