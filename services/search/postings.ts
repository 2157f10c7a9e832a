/** Lists of documents by term: numbers that only grow, a document and the part the term is in. */

/** The part of a document where a term is best: the name counts most. */
export const partBits = 2;
export const part = { attribute: 1, brand: 2, name: 3 } as const;

/** A list that grows at its end. The first array may be a view of a larger one. */
export class PostingList {
  data: Uint32Array;
  n: number;

  constructor(data: Uint32Array, n: number = data.length) {
    this.data = data;
    this.n = n;
  }

  /** `entry` is greater than every other. */
  push(entry: number): void {
    if (this.n === this.data.length) {
      const longer = new Uint32Array(Math.max(4, Math.ceil(this.n * 1.25)));
      longer.set(this.data);
      this.data = longer;
    }
    this.data[this.n] = entry;
    this.n += 1;
  }

  /** The part in which a document has the term; 0 when it does not. */
  partOf(doc: number): number {
    const { data } = this;
    let low = 0;
    let high = this.n;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((data[middle] ?? 0) >>> partBits < doc) low = middle + 1;
      else high = middle;
    }
    const entry = low < this.n ? (data[low] ?? 0) : 0;
    return low < this.n && entry >>> partBits === doc ? entry & 3 : 0;
  }
}

/**
 * Numbers of texts with a list for each. Filled at once from counted entries, so that a million
 * documents leave no garbage behind, then a document at a time.
 */
export class Terms {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];
  private readonly lists: PostingList[] = [];

  number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const next = this.texts.length;
    this.numbers.set(text, next);
    this.texts.push(text);
    this.lists.push(new PostingList(nothing, 0));
    return next;
  }

  find(text: string): PostingList | undefined {
    const number = this.numbers.get(text);
    return number === undefined ? undefined : this.lists[number];
  }

  /** The number of a text, undefined when it never came. */
  numberOf(text: string): number | undefined {
    return this.numbers.get(text);
  }

  list(number: number): PostingList {
    return this.lists[number] ?? new PostingList(nothing, 0);
  }

  text(number: number): string {
    return this.texts[number] ?? '';
  }

  get size(): number {
    return this.texts.length;
  }

  /**
   * Fills every list from the terms of documents in their order: `terms[from[d] … from[d + 1]]` are
   * those of document d, each a term's number and a part. Comes back now and then, so that whoever
   * fills lists of millions can let others have their turn; half done, lists are of no use.
   */
  *fill(terms: Uint32Array, from: Uint32Array, docs: number): Generator<void> {
    const counts = new Uint32Array(this.size + 1);
    const used = from[docs] ?? 0;
    for (let begin = 0; begin < used; begin += turn_entries) {
      const end = Math.min(used, begin + turn_entries);
      for (let at = begin; at < end; at += 1) {
        const number = (terms[at] ?? 0) >>> partBits;
        counts[number] = (counts[number] ?? 0) + 1;
      }
      yield;
    }
    const all = new Uint32Array(used);
    let begin = 0;
    for (let number = 0; number < this.size; number += 1) {
      const count = counts[number] ?? 0;
      this.lists[number] = new PostingList(all.subarray(begin, begin + count), 0);
      begin += count;
    }
    for (let first = 0; first < docs; first += turn_docs) {
      yield;
      const last = Math.min(docs, first + turn_docs);
      for (let doc = first; doc < last; doc += 1) {
        const end = from[doc + 1] ?? 0;
        for (let at = from[doc] ?? 0; at < end; at += 1) {
          const entry = terms[at] ?? 0;
          const list = this.list(entry >>> partBits);
          list.data[list.n] = doc * 4 + (entry & 3);
          list.n += 1;
        }
      }
    }
  }
}

/** In one turn of filling, some 10 ms. */
const turn_entries = 2_000_000;
const turn_docs = 50_000;
const nothing = new Uint32Array(0);
