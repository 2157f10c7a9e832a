/**
 * One reading of the documents that a query is about: totals, facets and the first documents of an
 * order. A facet that is filtered by counts what there would be without its own filter, so
 * documents that fail exactly one filter are counted for that one; their sum is also what dropping
 * the filter would give. About 100 ns for a document that is counted.
 */
import { Best } from '#kernel/core/best.ts';
import { wide_from } from '#kernel/core/dictionary.ts';
import { fact, factWords, type SearchIndex } from './index.ts';
import type { Matches } from './match.ts';

export type Sort = 'relevance' | 'newest' | 'price-asc' | 'price-desc' | 'rating' | 'popular';

export interface Filter {
  currency: string;
  /** Numbers of categories; null for all. */
  categories: readonly number[] | null;
  brands: readonly number[] | null;
  sellers: readonly number[] | null;
  min_minor: number | null;
  max_minor: number | null;
  rating_x100: number | null;
  inStock: boolean | null;
  /** All must hold, each by any of its values. */
  attributes: readonly { code: number; any: readonly number[] }[];
}

export interface Question {
  /** Documents with their points; null: all of the categories. */
  docs: Matches | null;
  filter: Filter;
  sort: Sort;
  after: { key: number; rowNo: number } | null;
  offset: number;
  limit: number;
  /** Upper edges of the price ranges in minor units, rising. */
  edges: readonly number[];
  /** More or less points of brands, categories and documents, by number. */
  boosts: Boosts | null;
  /** Facets are not wanted: only how many there are, and the first of them. */
  lean?: boolean;
}

export interface Boosts {
  brands: ReadonlyMap<number, number>;
  categories: ReadonlyMap<number, number>;
  docs: ReadonlyMap<number, number>;
}

export type FilterName =
  | 'category'
  | 'brand'
  | 'seller'
  | 'price'
  | 'rating'
  | 'inStock'
  | `attr ${number}`;

export interface Reply {
  total: number;
  /** How many there would be without each filter that is set. */
  without: Map<FilterName, number>;
  brands: [number, number][];
  sellers: [number, number][];
  tokens: [number, number][];
  categories: [number, number][];
  prices: number[];
  /** By whole stars. */
  ratings: number[];
  inStock: number;
  anyStock: number;
  page: { doc: number; key: number }[];
  hasMore: boolean;
}

// Filters by number; attributes follow in their order.
const by = { category: 0, brand: 1, seller: 2, price: 3, rating: 4, inStock: 5, attribute: 6 };
const names = ['category', 'brand', 'seller', 'price', 'rating', 'inStock'] as const;
const boost_points = 100;
export const stock_points = 500;

function mask(size: number, numbers: readonly number[]): Uint8Array {
  const bits = new Uint8Array(size);
  for (const number of numbers) if (number < size) bits[number] = 1;
  return bits;
}

function bump(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** What was counted, without number 0 where that stands for nothing. */
function listOf(counts: Uint32Array, first: number): [number, number][] {
  const list: [number, number][] = [];
  for (let at = first; at < counts.length; at += 1) {
    const n = counts[at] ?? 0;
    if (n > 0) list.push([at, n]);
  }
  return list;
}

/** Of two with the same key, the one that was made later comes first. */
class Pass {
  private readonly index: SearchIndex;
  private readonly question: Question;
  private readonly best: Best;
  private readonly prices: Float64Array;
  private readonly masks: (Uint8Array | null)[];
  private readonly tokenMasks: { bits: Uint8Array; wide: ReadonlySet<number> }[];
  private readonly categories: Uint32Array;
  private readonly brands: Uint32Array;
  private readonly sellers: Uint32Array;
  private readonly tokens: Uint32Array;
  private readonly ranges: Uint32Array;
  private readonly stars = new Uint32Array(6);
  private readonly alone: Uint32Array;
  private readonly edges: Float64Array;
  private matched = 0;
  /** Nothing is filtered by. */
  private readonly isPlain: boolean;
  private stocked = 0;
  private anyStock = 0;

  constructor(index: SearchIndex, question: Question) {
    const { filter } = question;
    this.index = index;
    this.question = question;
    this.best = new Best(question.offset + question.limit + 1);
    this.prices = index.pricesIn(filter.currency);
    const { min_minor, max_minor, rating_x100, inStock, brands, sellers } = filter;
    // Where the documents come from the categories, each is in one of them.
    const categories = question.docs === null ? null : filter.categories;
    const set = [min_minor, max_minor, rating_x100, inStock, categories, brands, sellers];
    this.isPlain = set.every((one) => one === null) && filter.attributes.length === 0;
    const sizes = [index.byCategory.size, index.brands.size, index.sellers.size];
    this.masks = [categories, brands, sellers].map((numbers, at) =>
      numbers === null ? null : mask(sizes[at] ?? 0, numbers),
    );
    this.tokenMasks = filter.attributes.map(({ any }) => ({
      bits: mask(index.tokens.counted, any),
      wide: new Set(any.filter((token) => token >= wide_from)),
    }));
    this.categories = new Uint32Array(sizes[0] ?? 0);
    this.brands = new Uint32Array(sizes[1] ?? 0);
    this.sellers = new Uint32Array(sizes[2] ?? 0);
    this.tokens = new Uint32Array(index.tokens.counted);
    this.ranges = new Uint32Array(question.edges.length + 1);
    this.alone = new Uint32Array(by.attribute + filter.attributes.length);
    this.edges = Float64Array.from(question.edges);
  }

  /** Which filter a document fails: -1 none, -2 several. */
  private failing(base: number, price: number): number {
    const { facts } = this.index;
    const { min_minor, max_minor, rating_x100, inStock } = this.question.filter;
    const [categories, brands, sellers] = this.masks;
    let failed = -1;
    let fails = 0;
    if (categories && categories[facts[base + fact.category] ?? 0] === 0) {
      failed = by.category;
      fails += 1;
    }
    if (brands && brands[facts[base + fact.brand] ?? 0] === 0) {
      failed = by.brand;
      fails += 1;
    }
    if (sellers && sellers[facts[base + fact.seller] ?? 0] === 0) {
      failed = by.seller;
      fails += 1;
    }
    if ((min_minor !== null && price < min_minor) || (max_minor !== null && price > max_minor)) {
      failed = by.price;
      fails += 1;
    }
    if (rating_x100 !== null && (facts[base + fact.rating] ?? 0) < rating_x100) {
      failed = by.rating;
      fails += 1;
    }
    if (inStock !== null && (facts[base + fact.inStock] === 1) !== inStock) {
      failed = by.inStock;
      fails += 1;
    }
    for (let at = 0; at < this.tokenMasks.length && fails < 2; at += 1) {
      if (this.hasToken(base, at)) continue;
      failed = by.attribute + at;
      fails += 1;
    }
    return fails > 1 ? -2 : failed;
  }

  private hasToken(base: number, filter: number): boolean {
    const { facts, values } = this.index;
    const masked = this.tokenMasks[filter];
    const from = facts[base + fact.tokens] ?? 0;
    const to = from + (facts[base + fact.tokenCount] ?? 0);
    for (let at = from; at < to; at += 1) {
      const token = values[at] ?? 0;
      if (token < wide_from ? masked?.bits[token] === 1 : masked?.wide.has(token) === true) {
        return true;
      }
    }
    return false;
  }

  read(doc: number, points: number): void {
    const base = doc * factWords;
    const price = this.prices[doc] ?? -1;
    if (price < 0 || this.index.facts[base + fact.live] === 0) return;
    const failed = this.isPlain ? -1 : this.failing(base, price);
    if (failed === -1) this.count(doc, price, points);
    else if (failed >= 0) this.countFailing(base, price, failed);
  }

  private count(doc: number, price: number, points: number): void {
    const { facts } = this.index;
    const base = doc * factWords;
    this.matched += 1;
    if (this.question.lean !== true) this.countFacets(base, price);
    const key = this.keyOf(doc, price, points);
    const tie = -(facts[base + fact.rowNo] ?? 0);
    const { after } = this.question;
    if (after !== null && (key < after.key || (key === after.key && tie <= -after.rowNo))) return;
    this.best.offer(key, tie);
  }

  private countFacets(base: number, price: number): void {
    const { facts } = this.index;
    bump(this.categories, facts[base + fact.category] ?? 0);
    bump(this.brands, facts[base + fact.brand] ?? 0);
    bump(this.sellers, facts[base + fact.seller] ?? 0);
    bump(this.ranges, this.rangeOf(price));
    bump(this.stars, Math.min(5, Math.floor((facts[base + fact.rating] ?? 0) / 100)));
    this.stocked += facts[base + fact.inStock] ?? 0;
    this.anyStock += 1;
    this.countTokens(base, null);
  }

  /** Fails one filter only: counts for the facet of that filter. */
  private countFailing(base: number, price: number, failed: number): void {
    const { facts } = this.index;
    bump(this.alone, failed);
    if (this.question.lean === true) return;
    if (failed === by.category) bump(this.categories, facts[base + fact.category] ?? 0);
    else if (failed === by.brand) bump(this.brands, facts[base + fact.brand] ?? 0);
    else if (failed === by.seller) bump(this.sellers, facts[base + fact.seller] ?? 0);
    else if (failed === by.price) bump(this.ranges, this.rangeOf(price));
    else if (failed === by.rating) {
      bump(this.stars, Math.min(5, Math.floor((facts[base + fact.rating] ?? 0) / 100)));
    } else if (failed === by.inStock) {
      this.stocked += facts[base + fact.inStock] ?? 0;
      this.anyStock += 1;
    } else {
      const { attributes } = this.question.filter;
      this.countTokens(base, attributes[failed - by.attribute]?.code ?? null);
    }
  }

  private countTokens(base: number, code: number | null): void {
    const { facts, values, tokens } = this.index;
    const counts = this.tokens;
    const from = facts[base + fact.tokens] ?? 0;
    const to = from + (facts[base + fact.tokenCount] ?? 0);
    for (let at = from; at < to; at += 1) {
      const token = values[at] ?? 0;
      if (token >= wide_from) continue;
      if (code === null || tokens.code(token) === code) counts[token] = (counts[token] ?? 0) + 1;
    }
  }

  private rangeOf(price: number): number {
    const { edges } = this;
    let at = 0;
    while (at < edges.length && price >= (edges[at] ?? 0)) at += 1;
    return at;
  }

  private keyOf(doc: number, price: number, points: number): number {
    const { sort, boosts } = this.question;
    const base = doc * factWords;
    const { facts } = this.index;
    if (sort === 'price-asc') return price;
    if (sort === 'price-desc') return -price;
    if (sort === 'rating') return -(facts[base + fact.rating] ?? 0);
    if (sort === 'popular') return -(facts[base + fact.popular] ?? 0);
    // The digits of an id begin with the milliseconds of its making.
    if (sort === 'newest') {
      return -((facts[base] ?? 0) * 65_536 + ((facts[base + 1] ?? 0) >>> 16));
    }
    const stock = facts[base + fact.inStock] === 1 ? stock_points : 0;
    let key = points * 10 + stock + (facts[base + fact.fame] ?? 0);
    if (boosts !== null) {
      const more =
        (boosts.brands.get(facts[base + fact.brand] ?? 0) ?? 0) +
        (boosts.categories.get(facts[base + fact.category] ?? 0) ?? 0) +
        (boosts.docs.get(doc) ?? 0);
      key += more * boost_points;
    }
    return -key;
  }

  reply(): Reply {
    const { offset, limit } = this.question;
    const ordered = this.best.list().slice(offset);
    const without = new Map<FilterName, number>();
    const { filter } = this.question;
    const isSet = [
      ...[filter.categories, filter.brands, filter.sellers].map((numbers) => numbers !== null),
      filter.min_minor !== null || filter.max_minor !== null,
      filter.rating_x100 !== null,
      filter.inStock !== null,
    ];
    this.alone.forEach((n, at) => {
      const name = names[at] ?? (`attr ${at - by.attribute}` as const);
      if (isSet[at] ?? true) without.set(name, this.matched + n);
    });
    return {
      total: this.matched,
      without,
      brands: listOf(this.brands, 1),
      sellers: listOf(this.sellers, 1),
      tokens: listOf(this.tokens, 1),
      categories: listOf(this.categories, 0),
      prices: [...this.ranges],
      ratings: [...this.stars],
      inStock: this.stocked,
      anyStock: this.anyStock,
      page: ordered.slice(0, limit).map(({ key, tie }) => ({
        doc: this.index.docOf(-tie),
        key,
      })),
      hasMore: ordered.length > limit,
    };
  }
}

/** Answers a question. Synchronous: what it saw is one moment of the index. */
export function ask(index: SearchIndex, question: Question): Reply {
  const pass = new Pass(index, question);
  const { docs, filter } = question;
  if (docs !== null) {
    for (let at = 0; at < docs.docs.length; at += 1) {
      pass.read(docs.docs[at] ?? 0, docs.points[at] ?? 0);
    }
  } else if (filter.categories !== null) {
    for (const category of filter.categories) {
      const list = index.byCategory.list(category);
      for (let at = 0; at < list.n; at += 1) pass.read((list.data[at] ?? 0) >>> 2, 0);
    }
  } else for (let doc = 0; doc < index.docs; doc += 1) pass.read(doc, 0);
  return pass.reply();
}
