/**
 * What can be found, as numbers in the memory of each process that searches: facts of a document
 * in one cache line, prices by currency, attribute values, and for each term the documents that
 * have it. PostgreSQL takes 500 ms to count the facets of a word that a tenth of a million
 * products have, and this a few. It is a copy: `follow.ts` fills it from the tables and keeps it
 * within a second of what is committed. About 170 bytes a document with its terms.
 *
 * A document whose words change gets a new number, the old one is dead: so lists of documents only
 * ever grow at their end. Documents are loaded by category, which keeps those of one category
 * beside one another.
 */
import { assert } from '#kernel/core/assert.ts';
import { part, partBits, Terms } from './postings.ts';
import { Dictionary, TokenDictionary } from '#kernel/core/dictionary.ts';

/** Words of a document's facts. The first four are the digits of its product's id. */
export const fact = {
  id: 0,
  rowNo: 4,
  category: 5,
  brand: 6,
  seller: 7,
  rating: 8,
  inStock: 9,
  popular: 10,
  tokens: 11,
  tokenCount: 12,
  fame: 13,
  textNo: 14,
  live: 15,
} as const;
export const factWords = 16;
const docs_max = 2 ** 27;
const tokens_max = 200;
const dead_min = 10_000;

/** A document as the tables have it. */
export interface FoundRow {
  rowNo: number;
  productId: string;
  live: boolean;
  textNo: number;
  categoryId: string;
  brand: string;
  sellerId: string;
  inStock: boolean;
  rating_x100: number;
  reviewCount: number;
  /** Units sold lately, as log2(1 + n); see `wantedAt`. */
  wanted: number;
  /** By currency: what the cheapest variant costs. */
  prices: readonly (readonly [currency: string, minor: number])[];
  /** `code=value`, each once. */
  attributes: readonly string[];
  /** Lexemes after the letter of their part. */
  terms: readonly string[];
}

const letters: Readonly<Record<string, number>> = {
  A: part.name,
  B: part.brand,
  C: part.attribute,
};

/** How well known and wanted a product is, as points beside those of words: 0 to some 250. */
export function fameOf(row: Pick<FoundRow, 'reviewCount' | 'rating_x100' | 'wanted'>): number {
  const { reviewCount, rating_x100, wanted } = row;
  return Math.round(6 * Math.log2(1 + reviewCount) * (0.5 + rating_x100 / 1_000) + 8 * wanted);
}

/** For the order by popularity: twice as many units sold count as four times the reviews. */
export function popularityOf(row: Pick<FoundRow, 'reviewCount' | 'wanted'>): number {
  const { reviewCount, wanted } = row;
  return Math.round(4_096 * (2 * wanted + Math.log2(1 + reviewCount)));
}

class Growing {
  data: Uint32Array;
  n = 0;

  constructor(size: number) {
    this.data = new Uint32Array(size);
  }

  push(value: number): void {
    if (this.n === this.data.length) this.reserve(1);
    this.data[this.n] = value;
    this.n += 1;
  }

  reserve(more: number): void {
    if (this.n + more <= this.data.length) return;
    const longer = new Uint32Array(Math.ceil((this.n + more) * 1.25) + 16);
    longer.set(this.data.subarray(0, this.n));
    this.data = longer;
  }
}

export class SearchIndex {
  readonly terms = new Terms();
  readonly byCategory = new Terms();
  readonly brands = new Dictionary();
  readonly sellers = new Dictionary();
  readonly tokens = new TokenDictionary();
  /** Facts of document d from `d * factWords` on; replaced by a longer one when it is full. */
  facts: Uint32Array = new Uint32Array(0);
  /** Attribute values of all documents. */
  values: Uint32Array = new Uint32Array(0);
  /** Documents, dead ones included. */
  docs = 0;
  /** Documents that can be found. */
  live = 0;
  /** Grows with each change. */
  version = 0;
  private readonly factList = new Growing(0);
  private readonly valueList = new Growing(0);
  private readonly prices = new Map<string, Float64Array>();
  private readonly places = new Map<number, Int32Array>();
  private dead = 0;
  /** While loading: terms of documents in their order, and where those of each begin. */
  private loading: { terms: Growing; from: Growing } | null = {
    terms: new Growing(0),
    from: new Growing(0),
  };

  /** More than a quarter is out of use: time to load anew. */
  get isBloated(): boolean {
    return this.dead > dead_min && this.dead > this.docs / 4;
  }

  /** Prices of a currency by document, -1 where there is none. */
  pricesIn(currency: string): Float64Array {
    const known = this.prices.get(currency);
    if (known !== undefined && known.length >= this.docs) return known;
    const longer = new Float64Array(Math.ceil(this.docs * 1.25) + 16).fill(-1);
    if (known !== undefined) longer.set(known);
    this.prices.set(currency, longer);
    return longer;
  }

  /** The document of a row, or -1. */
  docOf(rowNo: number): number {
    return (this.places.get(rowNo >>> 12)?.[rowNo & 4095] ?? 0) - 1;
  }

  productId(doc: number): string {
    const at = doc * factWords;
    let text = 'prod_';
    for (let word = 0; word < 4; word += 1) {
      text += (this.facts[at + word] ?? 0).toString(16).padStart(8, '0');
    }
    return text;
  }

  /** Takes a row up: the facts where the words are the same, else as a new document. */
  put(row: FoundRow): void {
    this.version += 1;
    const doc = this.docOf(row.rowNo);
    const known = doc >= 0 && this.facts[doc * factWords + fact.textNo] === row.textNo;
    if (known) this.change(doc, row);
    else {
      if (doc >= 0) this.bury(doc);
      if (row.live) this.add(row);
    }
  }

  /** Everything is read: puts the lists of terms together, in turns of some 10 ms. */
  *loaded(): Generator<void> {
    const { loading } = this;
    if (loading === null) return;
    loading.from.push(loading.terms.n);
    yield* this.terms.fill(loading.terms.data, loading.from.data, this.docs);
    this.loading = null;
  }

  private bury(doc: number): void {
    const at = doc * factWords;
    if (this.facts[at + fact.live] === 0) return;
    this.facts[at + fact.live] = 0;
    this.live -= 1;
    this.dead += 1;
  }

  private change(doc: number, row: FoundRow): void {
    const at = doc * factWords;
    const { facts } = this;
    const was = facts[at + fact.live] ?? 0;
    facts[at + fact.live] = row.live ? 1 : 0;
    this.live += (row.live ? 1 : 0) - was;
    facts[at + fact.rating] = row.rating_x100;
    facts[at + fact.inStock] = row.inStock ? 1 : 0;
    facts[at + fact.popular] = popularityOf(row);
    facts[at + fact.fame] = fameOf(row);
    for (const list of this.prices.values()) if (doc < list.length) list[doc] = -1;
    for (const [currency, minor] of row.prices) this.pricesIn(currency)[doc] = minor;
  }

  private add(row: FoundRow): void {
    const doc = this.docs;
    assert(doc < docs_max, 'documents fit their numbers');
    this.docs += 1;
    this.live += 1;
    const { factList, valueList } = this;
    const hex = row.productId.slice(5).padEnd(32, '0');
    for (let word = 0; word < 4; word += 1) {
      factList.push(Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16) >>> 0);
    }
    const category = this.byCategory.number(row.categoryId);
    const values = row.attributes.slice(0, tokens_max).map((text) => this.tokens.number(text));
    const brand = this.brands.number(row.brand === '' ? null : row.brand);
    for (const value of [row.rowNo, category, brand, this.sellers.number(row.sellerId)]) {
      factList.push(value);
    }
    const { rating_x100, inStock, textNo } = row;
    const popular = popularityOf(row);
    for (const value of [rating_x100, inStock ? 1 : 0, popular, valueList.n, values.length]) {
      factList.push(value);
    }
    for (const value of [fameOf(row), textNo, 1]) factList.push(value);
    for (const value of values) valueList.push(value);
    this.facts = factList.data;
    this.values = valueList.data;
    this.place(row.rowNo, doc);
    for (const [currency, minor] of row.prices) this.pricesIn(currency)[doc] = minor;
    this.byCategory.list(category).push(doc * 4 + part.attribute);
    this.addTerms(doc, row.terms);
  }

  private addTerms(doc: number, texts: readonly string[]): void {
    const { loading } = this;
    if (loading !== null) loading.from.push(loading.terms.n);
    for (const text of texts) {
      const letter = letters[text.charAt(0)];
      if (letter === undefined) continue;
      const number = this.terms.number(text.slice(1));
      if (loading === null) this.terms.list(number).push(doc * 4 + letter);
      else loading.terms.push(number * 2 ** partBits + letter);
    }
  }

  private place(rowNo: number, doc: number): void {
    let page = this.places.get(rowNo >>> 12);
    if (page === undefined) {
      page = new Int32Array(4096);
      this.places.set(rowNo >>> 12, page);
    }
    page[rowNo & 4095] = doc + 1;
  }
}
