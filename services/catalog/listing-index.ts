/**
 * The listing of one currency as numbers, in the memory of each process that serves lists.
 * Counting facets over 100,000 products takes PostgreSQL 100 to 400 ms and this a few, exactly
 * and with nothing to estimate. It is a copy: `listing-follow.ts` fills it from the table
 * `listing` and keeps it within a second of what is committed. About 80 MB for a million products.
 *
 * The products of a category stand one behind the other, each as a record of twelve words, so
 * that a pass over them reads memory in order: with a column for each fact, anywhere in memory,
 * the same pass took five times as long. Each category also keeps the counts of what it holds, so
 * that a page without filters only adds counts up.
 */
import { assert } from '#kernel/core/assert.ts';
import { Dictionary, TokenDictionary, wide_from } from '#kernel/core/dictionary.ts';

/** A listed product as the table has it. */
export interface ListedRow {
  rowNo: number;
  categoryId: string;
  brandId: string | null;
  sellerId: string;
  price_minor: number;
  rating_x100: number;
  reviewCount: number;
  sold: number;
  inStock: boolean;
  created_ms: number;
  /** `code=value`, each once. */
  attributes: readonly string[];
}

/** Words of a record, and how many there are. Prices and times have two: low, then high. */
export const word = {
  rowNo: 0,
  brand: 1,
  seller: 2,
  price: 3,
  created: 5,
  rating: 7,
  inStock: 8,
  reviews: 9,
  sold: 10,
  tokens: 11,
} as const;
export const record_words = 12;
const two32 = 2 ** 32;
/** The last word of a record: where its tokens begin, and above this how many there are. */
const token_bits = 24;
const tokensFrom_max = 2 ** token_bits;
/** Texts that may be kept although nothing has them. */
const texts_max = 100_000;
/** More attribute values than this are left out of facets. */
const tokens_max = 255;

/** What the products of one category, or of several together, add up to. */
export class Counts {
  total = 0;
  inStock = 0;
  readonly brands = new Map<number, number>();
  readonly sellers = new Map<number, number>();
  readonly tokens = new Map<number, number>();
  /** By price range, and by whole stars. */
  readonly prices: number[];
  readonly ratings = [0, 0, 0, 0, 0, 0];

  constructor(ranges: number) {
    this.prices = Array.from({ length: ranges }, () => 0);
  }

  add(other: Counts): void {
    this.total += other.total;
    this.inStock += other.inStock;
    for (const [key, n] of other.brands) bump(this.brands, key, n);
    for (const [key, n] of other.sellers) bump(this.sellers, key, n);
    for (const [key, n] of other.tokens) bump(this.tokens, key, n);
    other.prices.forEach((n, at) => (this.prices[at] = (this.prices[at] ?? 0) + n));
    other.ratings.forEach((n, at) => (this.ratings[at] = (this.ratings[at] ?? 0) + n));
  }
}

function bump(map: Map<number, number>, key: number, by: number): void {
  const next = (map.get(key) ?? 0) + by;
  if (next === 0) map.delete(key);
  else map.set(key, next);
}

/** The products of one category itself, without those below it. */
export interface Leaf {
  readonly category: number;
  /** `n` records, then room for more. Replaced by a longer one: never keep it across awaits. */
  facts: Uint32Array;
  n: number;
  /** Attribute values of all records. */
  tokens: Uint32Array;
  tokensUsed: number;
  tokensWaste: number;
  counts: Counts;
  /** Grows with each change in it. */
  version: number;
}

/** Where a product stands. */
export interface Place {
  leaf: Leaf;
  at: number;
}

const page_rows = 4096;
const at_max = 2 ** 26;

/** Row numbers to places, in pages, since numbers may have gaps. */
class PlaceTable {
  private readonly pages = new Map<number, Float64Array>();

  /** Category number and position as one number; -1 when the row is nowhere. */
  get(rowNo: number): number {
    const page = this.pages.get(Math.floor(rowNo / page_rows));
    return (page?.[rowNo % page_rows] ?? 0) - 1;
  }

  set(rowNo: number, place: number): void {
    const number = Math.floor(rowNo / page_rows);
    let page = this.pages.get(number);
    if (page === undefined) {
      page = new Float64Array(page_rows);
      this.pages.set(number, page);
    }
    page[rowNo % page_rows] = place + 1;
  }
}

export class ListingIndex {
  readonly categories = new Dictionary();
  readonly brands = new Dictionary();
  readonly sellers = new Dictionary();
  readonly tokens = new TokenDictionary();
  /** By number of the category. */
  readonly leaves = new Map<number, Leaf>();
  readonly edges: readonly number[];
  /** Products in it. */
  size = 0;
  /** Grows with each change. */
  version = 0;
  private readonly places = new PlaceTable();
  private tokenTotal = 0;

  /** `edges`: upper edges of the price ranges, rising. */
  constructor(edges: readonly number[]) {
    this.edges = edges;
  }

  /** Most of the texts it keeps are of values that no product has any more. */
  get isBloated(): boolean {
    return this.tokens.size > texts_max + 2 * this.tokenTotal;
  }

  /** Where a row stands, or null. */
  find(rowNo: number): Place | null {
    const place = this.places.get(rowNo);
    if (place < 0) return null;
    const leaf = this.leaves.get(Math.floor(place / at_max));
    return leaf === undefined ? null : { leaf, at: place % at_max };
  }

  /** Adds a row or replaces what is known of it. */
  put(row: ListedRow): void {
    assert(row.rowNo > 0 && row.rowNo < two32, 'rows are numbered from 1');
    this.remove(row.rowNo);
    const leaf = this.leafOf(this.categories.number(row.categoryId));
    const tokens = row.attributes.slice(0, tokens_max).map((text) => this.tokens.number(text));
    const at = leaf.n;
    const from = roomFor(leaf, tokens.length);
    leaf.tokens.set(tokens, from);
    const { facts } = leaf;
    const base = at * record_words;
    facts[base + word.rowNo] = row.rowNo;
    facts[base + word.brand] = this.brands.number(row.brandId);
    facts[base + word.seller] = this.sellers.number(row.sellerId);
    write(facts, base + word.price, row.price_minor);
    write(facts, base + word.created, row.created_ms);
    facts[base + word.rating] = row.rating_x100;
    facts[base + word.inStock] = row.inStock ? 1 : 0;
    facts[base + word.reviews] = Math.min(row.reviewCount, two32 - 1);
    facts[base + word.sold] = Math.min(row.sold, two32 - 1);
    facts[base + word.tokens] = tokens.length * tokensFrom_max + from;
    leaf.n += 1;
    this.size += 1;
    this.places.set(row.rowNo, leaf.category * at_max + at);
    this.count(leaf, at, 1);
  }

  /** Takes a row out; nothing happens when it is not there. */
  remove(rowNo: number): void {
    const place = this.find(rowNo);
    if (place === null) return;
    const { leaf, at } = place;
    this.count(leaf, at, -1);
    const base = at * record_words;
    leaf.tokensWaste += tokensOf(leaf, at).length;
    const last = leaf.n - 1;
    if (at !== last) {
      const from = last * record_words;
      leaf.facts.copyWithin(base, from, from + record_words);
      this.places.set(leaf.facts[base] ?? 0, leaf.category * at_max + at);
    }
    leaf.n = last;
    this.size -= 1;
    this.places.set(rowNo, -1);
  }

  private leafOf(category: number): Leaf {
    const known = this.leaves.get(category);
    if (known !== undefined) return known;
    const leaf: Leaf = {
      category,
      facts: new Uint32Array(4 * record_words),
      n: 0,
      tokens: new Uint32Array(16),
      tokensUsed: 0,
      tokensWaste: 0,
      counts: new Counts(this.edges.length + 1),
      version: 0,
    };
    this.leaves.set(category, leaf);
    return leaf;
  }

  private count(leaf: Leaf, at: number, by: 1 | -1): void {
    this.version += 1;
    leaf.version += 1;
    const { facts, counts } = leaf;
    const base = at * record_words;
    counts.total += by;
    counts.inStock += by * (facts[base + word.inStock] ?? 0);
    const brand = facts[base + word.brand] ?? 0;
    if (brand !== 0) bump(counts.brands, brand, by);
    bump(counts.sellers, facts[base + word.seller] ?? 0, by);
    const range = rangeOf(this.edges, read(facts, base + word.price));
    counts.prices[range] = (counts.prices[range] ?? 0) + by;
    const stars = Math.floor((facts[base + word.rating] ?? 0) / 100);
    counts.ratings[stars] = (counts.ratings[stars] ?? 0) + by;
    for (const token of tokensOf(leaf, at)) {
      if (token < wide_from) bump(counts.tokens, token, by);
      this.tokenTotal += by;
    }
  }
}

/** Which range a price is in, from 0. */
export function rangeOf(edges: readonly number[], price: number): number {
  let at = 0;
  while (at < edges.length && price >= (edges[at] ?? Infinity)) at += 1;
  return at;
}

/** A number of two words. */
export function read(facts: Uint32Array, at: number): number {
  return (facts[at] ?? 0) + (facts[at + 1] ?? 0) * two32;
}

function write(facts: Uint32Array, at: number, value: number): void {
  facts[at] = value % two32;
  facts[at + 1] = Math.floor(value / two32);
}

/** Where the tokens of a record begin in its category's list, from its last word. */
export function tokenFrom(packed: number): number {
  return packed % tokensFrom_max;
}

export function tokenCount(packed: number): number {
  return Math.floor(packed / tokensFrom_max);
}

function tokensOf(leaf: Leaf, at: number): Uint32Array {
  const packed = leaf.facts[at * record_words + word.tokens] ?? 0;
  const from = tokenFrom(packed);
  return leaf.tokens.subarray(from, from + tokenCount(packed));
}

/** Makes room for one more record with so many tokens; gives where the tokens go. */
function roomFor(leaf: Leaf, tokens: number): number {
  if ((leaf.n + 1) * record_words > leaf.facts.length) {
    leaf.facts = longer(leaf.facts, (leaf.n + 1) * record_words);
  }
  if (leaf.tokensUsed + tokens > leaf.tokens.length) {
    if (leaf.tokensWaste > leaf.tokensUsed / 2) compact(leaf);
    if (leaf.tokensUsed + tokens > leaf.tokens.length) {
      leaf.tokens = longer(leaf.tokens, leaf.tokensUsed + tokens);
    }
  }
  const from = leaf.tokensUsed;
  assert(from < tokensFrom_max, 'a category has at most 16 million attribute values');
  leaf.tokensUsed += tokens;
  return from;
}

function longer(words: Uint32Array, needed: number): Uint32Array {
  const fresh = new Uint32Array(Math.ceil(needed * 1.5));
  fresh.set(words);
  return fresh;
}

/** Moves the tokens together, over those of records that are gone. */
function compact(leaf: Leaf): void {
  const fresh = new Uint32Array(leaf.tokens.length);
  let used = 0;
  for (let at = 0; at < leaf.n; at += 1) {
    const tokens = tokensOf(leaf, at);
    fresh.set(tokens, used);
    leaf.facts[at * record_words + word.tokens] = tokens.length * tokensFrom_max + used;
    used += tokens.length;
  }
  leaf.tokens = fresh;
  leaf.tokensUsed = used;
  leaf.tokensWaste = 0;
}
