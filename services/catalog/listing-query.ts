/**
 * Questions to the index of a listing: totals, facets and the first products of an order, in one
 * pass over the products of a category or over candidates of a search. A facet that is filtered
 * by counts what there would be without its own filter, so products that fail exactly one filter
 * are counted for that one; their sum is also what dropping the filter would give.
 * About 45 ns for each product that is counted and 10 for one that is not.
 */
import { Best } from '#kernel/core/best.ts';
import { wide_from } from '#kernel/core/dictionary.ts';
import {
  Counts,
  rangeOf,
  read,
  record_words,
  tokenCount,
  tokenFrom,
  word,
  type Leaf,
  type ListingIndex,
  type Place,
} from './listing-index.ts';

export type IndexSort =
  | 'newest'
  | 'price-asc'
  | 'price-desc'
  | 'rating'
  | 'popular'
  | 'best-selling';

export interface IndexFilter {
  brands: readonly number[] | null;
  sellers: readonly number[] | null;
  min_minor: number | null;
  max_minor: number | null;
  rating_x100: number | null;
  inStock: boolean | null;
  /** All must hold, each by any of its tokens. */
  tokens: readonly { code: number; any: readonly number[] }[];
}

export interface IndexQuery {
  filter: IndexFilter;
  /** Categories to look at, by number. */
  categories: readonly number[];
  /** Products to look at instead, most relevant first; those of other categories are left out. */
  candidates: readonly Place[] | null;
  /** null: the order of the candidates. */
  sort: IndexSort | null;
  /** Only what comes after this key and row in the order. */
  after: { key: number; rowNo: number } | null;
  offset: number;
  limit: number;
}

export interface Tally {
  /** Numbers of a dictionary with how often, in no order; `topOf` finds the most common. */
  brands: [number, number][];
  sellers: [number, number][];
  tokens: [number, number][];
  /** Of the categories themselves, without those below. */
  categories: [number, number][];
  prices: number[];
  ratings: number[];
  inStock: number;
  /** With and without stock. */
  anyStock: number;
}

export interface Found {
  total: number;
  /** How many there would be without each filter; 'all': without any. */
  without: Map<FilterName, number>;
  tally: Tally;
  /** The page: row numbers, and the sort key of the last. */
  rows: { rowNo: number; key: number }[];
  /** One more stands behind the page. */
  hasMore: boolean;
}

/** `attr 0` is the first filter by attributes. */
export type FilterName =
  | 'brand'
  | 'seller'
  | 'price'
  | 'rating'
  | 'inStock'
  | 'all'
  | `attr ${number}`;

type KeyOf = (facts: Uint32Array, base: number) => number;

/** The sort key of the record that begins at `base`: smaller comes first. */
export function keysOf(sort: IndexSort): KeyOf {
  if (sort === 'price-asc') return (facts, base) => read(facts, base + word.price);
  if (sort === 'price-desc') return (facts, base) => -read(facts, base + word.price);
  if (sort === 'rating') return (facts, base) => -(facts[base + word.rating] ?? 0);
  if (sort === 'popular') return (facts, base) => -(facts[base + word.reviews] ?? 0);
  if (sort === 'best-selling') return bestSelling;
  return (facts, base) => -read(facts, base + word.created);
}

/** Units first, then reviews: 32 and 20 bits fit a safe integer. */
function bestSelling(facts: Uint32Array, base: number): number {
  const reviews = Math.min(facts[base + word.reviews] ?? 0, 2 ** 20 - 1);
  return -((facts[base + word.sold] ?? 0) * 2 ** 20 + reviews);
}

/** Rows of one key: dearer and newer first where the order falls, else as they came. */
function rises(sort: IndexSort | null): boolean {
  return sort === 'price-asc' || sort === null;
}

/** Answers a query. Synchronous: what it saw is one moment of the index. */
export function ask(index: ListingIndex, query: IndexQuery): Found {
  const pass = new Pass(index, query);
  if (query.candidates !== null) pass.readCandidates(query.candidates);
  else if (pass.isPlain) pass.readWhole();
  else for (const leaf of pass.leaves) pass.scan(leaf, 0, leaf.n);
  return pass.found();
}

function mask(size: number, numbers: readonly number[]): Uint8Array {
  const bits = new Uint8Array(size);
  for (const number of numbers) bits[number] = 1;
  return bits;
}

// Filters by number; attributes follow in their order.
const by = { brand: 0, seller: 1, price: 2, rating: 3, inStock: 4, attribute: 5 } as const;
const names = ['brand', 'seller', 'price', 'rating', 'inStock'] as const;

/** One reading of the products that a query is about. */
class Pass {
  readonly leaves: Leaf[];
  /** Nothing is filtered by. */
  readonly isPlain: boolean;
  private readonly index: ListingIndex;
  private readonly query: IndexQuery;
  private readonly best: Best;
  private readonly keyOf: KeyOf | null;
  private readonly tieSign: 1 | -1;
  private readonly brandBits: Uint8Array | null;
  private readonly sellerBits: Uint8Array | null;
  private readonly tokenMasks: TokenMask[];
  private readonly brands: Uint32Array;
  private readonly sellers: Uint32Array;
  private readonly tokens: Uint32Array;
  private readonly categories: Uint32Array;
  private readonly prices: number[];
  private readonly ratings = [0, 0, 0, 0, 0, 0];
  private inStock = 0;
  private anyStock = 0;
  private seen = 0;
  private matched = 0;
  private position = 0;
  private readonly solo: number[];
  /** The sums that are kept anyway, where nothing is filtered by. */
  private whole: Counts | null = null;

  constructor(index: ListingIndex, query: IndexQuery) {
    const { filter } = query;
    this.index = index;
    this.query = query;
    this.best = new Best(query.offset + query.limit + 1);
    this.keyOf = query.sort === null ? null : keysOf(query.sort);
    this.tieSign = rises(query.sort) ? 1 : -1;
    this.leaves = query.categories.flatMap((category) => index.leaves.get(category) ?? []);
    this.brandBits = filter.brands === null ? null : mask(index.brands.size, filter.brands);
    this.sellerBits = filter.sellers === null ? null : mask(index.sellers.size, filter.sellers);
    this.tokenMasks = filter.tokens.map(({ any }) => tokenMask(index, any));
    this.solo = Array.from({ length: by.attribute + filter.tokens.length }, () => 0);
    this.isPlain = this.solo.every((_, at) => !this.isSet(at));
    this.brands = new Uint32Array(index.brands.size);
    this.sellers = new Uint32Array(index.sellers.size);
    this.tokens = new Uint32Array(index.tokens.counted);
    this.categories = new Uint32Array(index.categories.size);
    this.prices = Array.from({ length: index.edges.length + 1 }, () => 0);
  }

  private isSet(at: number): boolean {
    const { brands, sellers, min_minor, max_minor, rating_x100, inStock } = this.query.filter;
    if (at === by.brand) return brands !== null;
    if (at === by.seller) return sellers !== null;
    if (at === by.price) return min_minor !== null || max_minor !== null;
    if (at === by.rating) return rating_x100 !== null;
    return at === by.inStock ? inStock !== null : true;
  }

  /** All of the categories: adds up their counts and looks only at the order. */
  readWhole(): void {
    const whole = new Counts(this.index.edges.length + 1);
    for (const leaf of this.leaves) {
      whole.add(leaf.counts);
      this.categories[leaf.category] = leaf.n;
      for (let at = 0; at < leaf.n; at += 1) this.rank(leaf.facts, at * record_words);
    }
    this.matched = whole.total;
    this.seen = whole.total;
    this.whole = whole;
  }

  readCandidates(places: readonly Place[]): void {
    const bits = mask(this.index.categories.size, this.query.categories);
    for (const { leaf, at } of places) {
      if (bits[leaf.category] === 1) this.scan(leaf, at, at + 1);
    }
  }

  /** Reads records: those that pass are counted and ranked, those that fail once are counted. */
  scan(leaf: Leaf, from: number, to: number): void {
    const { facts } = leaf;
    const { brandBits, sellerBits, tokenMasks } = this;
    const { min_minor, max_minor, rating_x100, inStock } = this.query.filter;
    const min = min_minor ?? 0;
    const max = max_minor ?? Infinity;
    const rated = rating_x100 ?? 0;
    const stocked = inStock === null ? -1 : Number(inStock);
    this.seen += to - from;
    for (let base = from * record_words; base < to * record_words; base += record_words) {
      let fails = 0;
      let failed = -1;
      if (brandBits !== null && brandBits[facts[base + word.brand] ?? 0] === 0) {
        fails += 1;
        failed = by.brand;
      }
      if (sellerBits !== null && sellerBits[facts[base + word.seller] ?? 0] === 0) {
        fails += 1;
        failed = by.seller;
      }
      const price = read(facts, base + word.price);
      if (price < min || price > max) {
        fails += 1;
        failed = by.price;
      }
      if ((facts[base + word.rating] ?? 0) < rated) {
        fails += 1;
        failed = by.rating;
      }
      if (stocked >= 0 && facts[base + word.inStock] !== stocked) {
        fails += 1;
        failed = by.inStock;
      }
      for (let at = 0; at < tokenMasks.length && fails < 2; at += 1) {
        if (!hasToken(leaf, base, tokenMasks[at] ?? noTokens)) {
          fails += 1;
          failed = by.attribute + at;
        }
      }
      if (fails === 0) this.count(leaf, base, price);
      else if (fails === 1) this.countFailing(leaf, base, failed);
    }
  }

  private count(leaf: Leaf, base: number, price: number): void {
    const { facts, tokens } = leaf;
    this.matched += 1;
    add(this.brands, facts[base + word.brand] ?? 0);
    add(this.sellers, facts[base + word.seller] ?? 0);
    add(this.categories, leaf.category);
    addTo(this.prices, rangeOf(this.index.edges, price));
    addTo(this.ratings, Math.floor((facts[base + word.rating] ?? 0) / 100));
    this.inStock += facts[base + word.inStock] ?? 0;
    this.anyStock += 1;
    const packed = facts[base + word.tokens] ?? 0;
    const from = tokenFrom(packed);
    const to = from + tokenCount(packed);
    for (let at = from; at < to; at += 1) addToken(this.tokens, tokens[at] ?? 0);
    this.rank(facts, base);
  }

  /** Fails one filter only: counts for the facet of that filter. */
  private countFailing(leaf: Leaf, base: number, failed: number): void {
    const { facts } = leaf;
    addTo(this.solo, failed);
    if (failed === by.brand) add(this.brands, facts[base + word.brand] ?? 0);
    else if (failed === by.seller) add(this.sellers, facts[base + word.seller] ?? 0);
    else if (failed === by.price) {
      addTo(this.prices, rangeOf(this.index.edges, read(facts, base + word.price)));
    } else if (failed === by.rating) {
      addTo(this.ratings, Math.floor((facts[base + word.rating] ?? 0) / 100));
    } else if (failed === by.inStock) {
      this.inStock += facts[base + word.inStock] ?? 0;
      this.anyStock += 1;
    } else this.countTokens(leaf, base, this.query.filter.tokens[failed - by.attribute]?.code);
  }

  private countTokens(leaf: Leaf, base: number, code: number | undefined): void {
    const packed = leaf.facts[base + word.tokens] ?? 0;
    const from = tokenFrom(packed);
    const to = from + tokenCount(packed);
    for (let at = from; at < to; at += 1) {
      const token = leaf.tokens[at] ?? 0;
      if (this.index.tokens.code(token) === code) addToken(this.tokens, token);
    }
  }

  private rank(facts: Uint32Array, base: number): void {
    const key = this.keyOf === null ? this.position++ : this.keyOf(facts, base);
    const tie = this.tieSign * (facts[base + word.rowNo] ?? 0);
    const { after } = this.query;
    if (after !== null) {
      if (key < after.key) return;
      if (key === after.key && tie <= this.tieSign * after.rowNo) return;
    }
    this.best.offer(key, tie);
  }

  found(): Found {
    const { offset, limit } = this.query;
    const ordered = this.best.list().slice(offset);
    const without = new Map<FilterName, number>([['all', this.seen]]);
    this.solo.forEach((n, at) => {
      const name = names[at] ?? (`attr ${at - by.attribute}` as const);
      if (this.isSet(at)) without.set(name, this.matched + n);
    });
    const page = ordered.slice(0, limit);
    return {
      total: this.matched,
      without,
      tally: this.tally(),
      rows: page.map(({ key, tie }) => ({ rowNo: this.tieSign * tie, key })),
      hasMore: ordered.length > limit,
    };
  }

  private tally(): Tally {
    const { whole } = this;
    const categories = listOf(this.categories);
    if (whole === null) {
      return {
        brands: listOf(this.brands),
        sellers: listOf(this.sellers),
        tokens: listOf(this.tokens),
        categories,
        prices: this.prices,
        ratings: this.ratings,
        inStock: this.inStock,
        anyStock: this.anyStock,
      };
    }
    return {
      brands: [...whole.brands],
      sellers: [...whole.sellers],
      tokens: [...whole.tokens],
      categories,
      prices: whole.prices,
      ratings: whole.ratings,
      inStock: whole.inStock,
      anyStock: whole.total,
    };
  }
}

/** Tokens that pass a filter; those that are not counted are far above the others. */
interface TokenMask {
  bits: Uint8Array;
  wide: ReadonlySet<number> | null;
}

const noTokens: TokenMask = { bits: mask(0, []), wide: null };

function tokenMask(index: ListingIndex, any: readonly number[]): TokenMask {
  const counted = any.filter((token) => token < wide_from);
  const wide = any.filter((token) => token >= wide_from);
  return {
    bits: mask(index.tokens.counted, counted),
    wide: wide.length === 0 ? null : new Set(wide),
  };
}

function hasToken(leaf: Leaf, base: number, { bits, wide }: TokenMask): boolean {
  const packed = leaf.facts[base + word.tokens] ?? 0;
  const from = tokenFrom(packed);
  const to = from + tokenCount(packed);
  for (let at = from; at < to; at += 1) {
    const token = leaf.tokens[at] ?? 0;
    if (token < wide_from ? bits[token] === 1 : wide?.has(token) === true) return true;
  }
  return false;
}

function add(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

function addToken(counts: Uint32Array, token: number): void {
  if (token < wide_from) add(counts, token);
}

function addTo(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** What was counted, without number 0, which stands for nothing. */
function listOf(counts: Uint32Array): [number, number][] {
  const list: [number, number][] = [];
  for (let at = 1; at < counts.length; at += 1) {
    const n = counts[at] ?? 0;
    if (n > 0) list.push([at, n]);
  }
  return list;
}
