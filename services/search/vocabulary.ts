/**
 * The words of names, brands, attributes and categories: for completing what is being typed and
 * for what was mistyped. How many documents have a word is asked of the index.
 */
const completionsSeen_max = 2_000;

export type CountOf = (lexeme: string) => number;

export class Vocabulary {
  private readonly sorted: readonly string[];
  private readonly lexemes: ReadonlyMap<string, string>;
  /** Words by each pair of neighbouring letters, made when first something is mistyped. */
  private pairs: Map<string, number[]> | null = null;

  constructor(words: ReadonlyMap<string, string>) {
    this.lexemes = words;
    this.sorted = [...words.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  get size(): number {
    return this.sorted.length;
  }

  has(word: string): boolean {
    return this.lexemes.has(word);
  }

  /** Words that begin so, most documents first; of several with one lexeme the shortest. */
  completions(beginning: string, max: number, count: CountOf): string[] {
    const best = new Map<string, string>();
    for (let at = this.from(beginning), seen = 0; seen < completionsSeen_max; at += 1, seen += 1) {
      const word = this.sorted[at];
      if (word?.startsWith(beginning) !== true) break;
      const lexeme = this.lexemes.get(word) ?? word;
      const known = best.get(lexeme);
      if (known === undefined || word.length < known.length) best.set(lexeme, word);
    }
    return [...best]
      .map(([lexeme, word]) => ({ word, n: count(lexeme) }))
      .filter(({ n }) => n > 0)
      .sort((a, b) => b.n - a.n || a.word.length - b.word.length || (a.word < b.word ? -1 : 1))
      .slice(0, max)
      .map(({ word }) => word);
  }

  /** What a word of the vocabulary is found by. */
  lexeme(word: string): string {
    return this.lexemes.get(word) ?? word;
  }

  /**
   * Words that were probably meant: one slip away, or two in words of six letters and more; the
   * nearest first, then those with the same first letter, then the most common. A slip is a letter
   * too much, missing, wrong, or changed with its neighbour.
   */
  nearest(word: string, max: number, count: CountOf): string[] {
    const slips_max = word.length < 3 ? 0 : word.length < 6 ? 1 : 2;
    if (slips_max === 0) return [];
    const shared = new Map<number, number>();
    const pairs = (this.pairs ??= pairsOf(this.sorted));
    for (const pair of pairsIn(word)) {
      for (const at of pairs.get(pair) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    // A slip touches three pairs at most, so a near word shares all but these.
    const least = Math.max(1, word.length + 1 - 3 * slips_max);
    const found: { word: string; rank: number }[] = [];
    for (const [at, n] of shared) {
      const other = this.sorted[at] ?? '';
      if (n < least || Math.abs(other.length - word.length) > slips_max) continue;
      const slips = distance(word, other, slips_max);
      if (slips > slips_max || slips === 0) continue;
      const products = count(this.lexemes.get(other) ?? other);
      if (products === 0) continue;
      found.push({
        word: other,
        rank: slips * 1e12 + (other[0] === word[0] ? 0 : 5e11) - products,
      });
    }
    return found
      .sort((a, b) => a.rank - b.rank)
      .slice(0, max)
      .map((one) => one.word);
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

function pairsIn(word: string): string[] {
  const padded = `^${word}$`;
  return Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2));
}

function pairsOf(words: readonly string[]): Map<string, number[]> {
  const pairs = new Map<string, number[]>();
  words.forEach((word, at) => {
    for (const pair of new Set(pairsIn(word))) {
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
