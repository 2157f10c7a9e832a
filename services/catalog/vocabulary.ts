/**
 * The words that products are found by, with how many each finds, as far as a sample knows them:
 * for completing what is being typed, for plurals, and for what was mistyped. A word that is not
 * in it may still find something; only the database knows.
 */
import type { Synonyms } from './synonyms.ts';

const completionsSeen_max = 5_000;

export class Vocabulary {
  private readonly counts: ReadonlyMap<string, number>;
  private readonly sorted: readonly string[];
  /** Words by each pair of neighbouring letters, made when first something is mistyped. */
  private pairs: Map<string, number[]> | null = null;
  private readonly synonyms: Synonyms;

  constructor(
    words: readonly (readonly [word: string, products: number])[],
    synonyms: Synonyms = new Map(),
  ) {
    this.synonyms = synonyms;
    this.counts = new Map(words);
    this.sorted = [...this.counts.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  /** About how many products have the word; 0 when it is not known. */
  count(word: string): number {
    return this.counts.get(word) ?? 0;
  }

  /** Words that begin so, most products first; also the beginning itself, when it is a word. */
  completions(beginning: string, max: number): string[] {
    let at = this.from(beginning);
    const found: string[] = [];
    for (; found.length < completionsSeen_max; at += 1) {
      const word = this.sorted[at];
      if (word?.startsWith(beginning) !== true) break;
      found.push(word);
    }
    return found
      .sort((a, b) => this.count(b) - this.count(a) || a.length - b.length || (a < b ? -1 : 1))
      .slice(0, max);
  }

  /** The same to choose from: of singular and plural only the one with more products. */
  offered(beginning: string, max: number): string[] {
    const chosen: string[] = [];
    for (const word of this.completions(beginning, completionsSeen_max)) {
      if (chosen.length === max) break;
      const isSaid = this.inflected(word).some((form) => chosen.includes(form));
      if (!isSaid) chosen.push(word);
    }
    return chosen;
  }

  /**
   * The word with its singular and plural and with other words for it, as far as they are words;
   * the word itself always.
   */
  forms(word: string): string[] {
    const others = endings(word).flatMap((one) => this.synonyms.get(one) ?? []);
    const meant = others.flatMap((one) => [one, ...endings(one)]);
    const known = meant.filter((one) => this.counts.has(one));
    return [...new Set([...this.inflected(word), ...known])];
  }

  /** The word with its singular and plural, as far as they are words; the word itself always. */
  private inflected(word: string): string[] {
    return [word, ...endings(word).filter((one) => one !== word && this.counts.has(one))];
  }

  /**
   * The word that was probably meant: one slip away, or two in words of six letters and more; of
   * several the nearest, then one with the same first letter, then the most common. Null when
   * nothing is near. A slip is a letter too much, missing, wrong, or changed with its neighbour.
   */
  nearest(word: string): string | null {
    const slips_max = word.length < 3 ? 0 : word.length < 6 ? 1 : 2;
    if (slips_max === 0) return null;
    const shared = new Map<number, number>();
    const pairs = (this.pairs ??= pairsOf(this.sorted));
    for (const pair of lettersOf(word)) {
      for (const at of pairs.get(pair) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    // A slip touches three pairs at most, so a near word shares all but these.
    const least = Math.max(1, word.length + 1 - 3 * slips_max);
    let best: { word: string; rank: number } | null = null;
    for (const [at, n] of shared) {
      const other = this.sorted[at] ?? '';
      if (n < least || Math.abs(other.length - word.length) > slips_max) continue;
      const slips = distance(word, other, slips_max);
      if (slips > slips_max || slips === 0) continue;
      const rank = slips * 1e12 + (other[0] === word[0] ? 0 : 5e11) - this.count(other);
      if (best === null || rank < best.rank) best = { word: other, rank };
    }
    return best?.word ?? null;
  }

  private from(beginning: string): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] ?? '') < beginning) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What the word may look like as singular and plural in English, itself first. */
function endings(word: string): string[] {
  const others = [`${word}s`, `${word}es`];
  if (word.endsWith('s')) others.push(word.slice(0, -1));
  if (word.endsWith('es')) others.push(word.slice(0, -2));
  if (word.endsWith('ies')) others.push(`${word.slice(0, -3)}y`);
  if (word.endsWith('ves')) others.push(`${word.slice(0, -3)}f`, `${word.slice(0, -3)}fe`);
  if (word.endsWith('y')) others.push(`${word.slice(0, -1)}ies`);
  if (word.endsWith('f')) others.push(`${word.slice(0, -1)}ves`);
  if (word.endsWith('fe')) others.push(`${word.slice(0, -2)}ves`);
  return [word, ...others.filter((one) => one.length >= 2)];
}

function lettersOf(word: string): string[] {
  const padded = `^${word}$`;
  return Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2));
}

function pairsOf(words: readonly string[]): Map<string, number[]> {
  const pairs = new Map<string, number[]>();
  words.forEach((word, at) => {
    for (const pair of new Set(lettersOf(word))) {
      const list = pairs.get(pair);
      if (list === undefined) pairs.set(pair, [at]);
      else list.push(at);
    }
  });
  return pairs;
}

/** Slips between two words (optimal string alignment); anything above `max` once it is that far. */
export function distance(a: string, b: string, max: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > max) return max + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
