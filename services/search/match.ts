/**
 * Which documents have the words, and how well. Each group is one thing that a document must have,
 * by any of its lists. The rarest group is read first; the others are read through while they are
 * not much longer than what is left, else looked up. 2 to 4 ns for each entry that is read.
 */
import { fact, factWords, type SearchIndex } from './index.ts';
import { partBits, type PostingList } from './postings.ts';

export interface Choice {
  list: PostingList;
  /** Hundredths of what a hit in a part is worth; less for what was not typed like this. */
  percent: number;
}

/** One thing that must be there, by any of these. */
export type Group = readonly Choice[];

export interface Matches {
  /** In no order. */
  docs: Uint32Array;
  /** For the words, 0 to 300 or a little more; one for each document. */
  points: Uint16Array;
}

export const noMatches: Matches = { docs: new Uint32Array(0), points: new Uint16Array(0) };

/** From so many times on a lookup of each candidate is cheaper than reading a list through. */
const lookup_ratio = 24;
/** For a second list of the group that has the document as well. */
const again_points = 25;

/** So many documents are tried one by one before all are found after all. */
const tries_max = 1_000;

function sizeOf(group: Group): number {
  return group.reduce((sum, { list }) => sum + list.n, 0);
}

/** Entries of the rarest group: no more documents than that can have all of them. */
export function most(groups: readonly Group[]): number {
  return groups.reduce((least, group) => Math.min(least, sizeOf(group)), Infinity);
}

/** What a group is worth in one document; 0 when it is not there. 20 to 100 ns a list. */
function pointsIn(group: Group, doc: number): number {
  let points = 0;
  for (const { list, percent } of group) {
    const found = list.partOf(doc) * percent;
    points = points > 0 && found > 0 ? Math.max(points, found) + again_points : points + found;
  }
  return points;
}

/** Arrays by document that are used again and again; grown with the index. */
export class Matcher {
  private marks = new Uint8Array(0);
  private sums = new Uint16Array(0);
  private docs = new Uint32Array(0);

  /** Documents that have every group; none for no groups. */
  match(index: SearchIndex, groups: readonly Group[]): Matches {
    if (groups.some((group) => group.length === 0)) return noMatches;
    this.reserve(index.docs);
    const ordered = groups.toSorted((a, b) => sizeOf(a) - sizeOf(b));
    const [first, ...rest] = ordered;
    if (first === undefined) return noMatches;
    const touched = this.begin(index, first);
    let left = touched;
    rest.forEach((group, at) => {
      const step = at + 1;
      const lookups = left * group.length;
      if (sizeOf(group) > lookups * lookup_ratio) left = this.lookUp(group, step, touched);
      else this.readThrough(group, step);
    });
    return this.finish(groups.length, touched);
  }

  /** Whether any document has every group: stops at the first. */
  some(index: SearchIndex, groups: readonly Group[]): boolean {
    const [first, ...rest] = groups.toSorted((a, b) => sizeOf(a) - sizeOf(b));
    if (first === undefined || first.length === 0) return false;
    let tries = 0;
    for (const { list } of first) {
      for (let at = 0; at < list.n; at += 1) {
        const doc = (list.data[at] ?? 0) >>> partBits;
        if (index.facts[doc * factWords + fact.live] === 0) continue;
        if (rest.every((group) => pointsIn(group, doc) > 0)) return true;
        tries += 1;
        if (tries === tries_max) return this.match(index, groups).docs.length > 0;
      }
    }
    return false;
  }

  /** Of these documents, in their order, the first `enough` that have every group. */
  among(groups: readonly Group[], of: { docs: Uint32Array; enough: number }): Matches {
    const docs: number[] = [];
    const points: number[] = [];
    for (let at = 0; at < of.docs.length && docs.length < of.enough; at += 1) {
      const doc = of.docs[at] ?? 0;
      let sum = 0;
      for (const group of groups) {
        const more = pointsIn(group, doc);
        sum = more === 0 ? -1 : sum + more;
        if (sum < 0) break;
      }
      if (sum <= 0) continue;
      docs.push(doc);
      points.push(Math.round(sum / groups.length));
    }
    return { docs: Uint32Array.from(docs), points: Uint16Array.from(points) };
  }

  private reserve(docs: number): void {
    if (this.marks.length >= docs) return;
    const size = Math.ceil(docs * 1.25);
    this.marks = new Uint8Array(size);
    this.sums = new Uint16Array(size);
    this.docs = new Uint32Array(size);
  }

  /** Candidates are the live documents of the first group. */
  private begin({ facts }: SearchIndex, group: Group): number {
    const { marks, sums, docs } = this;
    let n = 0;
    for (const { list, percent } of group) {
      const { data } = list;
      for (let at = 0; at < list.n; at += 1) {
        const entry = data[at] ?? 0;
        const doc = entry >>> partBits;
        if (marks[doc] === 0) {
          if (facts[doc * factWords + fact.live] === 0) continue;
          marks[doc] = 1;
          sums[doc] = (entry & 3) * percent;
          docs[n] = doc;
          n += 1;
        } else sums[doc] = Math.max(sums[doc] ?? 0, (entry & 3) * percent) + again_points;
      }
    }
    return n;
  }

  private readThrough(group: Group, step: number): void {
    const { marks, sums } = this;
    for (const { list, percent } of group) {
      const { data } = list;
      for (let at = 0; at < list.n; at += 1) {
        const entry = data[at] ?? 0;
        const doc = entry >>> partBits;
        const mark = marks[doc];
        if (mark === step) {
          marks[doc] = step + 1;
          sums[doc] = (sums[doc] ?? 0) + (entry & 3) * percent;
        } else if (mark === step + 1) sums[doc] = (sums[doc] ?? 0) + again_points;
      }
    }
  }

  private lookUp(group: Group, step: number, touched: number): number {
    const { marks, sums, docs } = this;
    let left = 0;
    for (let at = 0; at < touched; at += 1) {
      const doc = docs[at] ?? 0;
      if (marks[doc] !== step) continue;
      const points = pointsIn(group, doc);
      if (points === 0) continue;
      marks[doc] = step + 1;
      sums[doc] = (sums[doc] ?? 0) + points;
      left += 1;
    }
    return left;
  }

  private finish(groups: number, touched: number): Matches {
    const { marks, sums, docs } = this;
    let n = 0;
    for (let at = 0; at < touched; at += 1) {
      const doc = docs[at] ?? 0;
      if (marks[doc] === groups) {
        docs[n] = doc;
        n += 1;
      }
      marks[doc] = 0;
    }
    const found = docs.slice(0, n);
    const points = new Uint16Array(n);
    for (let at = 0; at < n; at += 1) {
      points[at] = Math.round((sums[found[at] ?? 0] ?? 0) / groups);
    }
    return { docs: found, points };
  }
}
