/** What people type as data: words, what each stands for, and the query of a text search. Pure. */
import type { Vocabulary } from './vocabulary.ts';

/** Words of a query that count; more are left out. */
const words_max = 10;
const letters_max = 40;
/** Words that an unfinished one may stand for. */
export const completions_max = 20;

/** Lower case without accents, cut where neither letters nor digits stand, as the database does. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, letters_max))
    .slice(0, words_max);
}

/** One thing that a product must have: any of these words, or one that begins so. */
export interface Term {
  any: readonly string[];
  beginning: string | null;
}

/** Whole words, each with its singular and plural. */
export function wholeTerms(words: readonly string[], vocabulary: Vocabulary): Term[] {
  return words.map((word) => ({ any: vocabulary.forms(word), beginning: null }));
}

/** Words as they stand or as beginnings of others. */
export function openTerms(words: readonly string[]): Term[] {
  return words.map((word) => ({ any: [word], beginning: word.length > 1 ? word : null }));
}

/** Whole words, but for the last, which is still being typed. */
export function typedTerms(words: readonly string[], vocabulary: Vocabulary): Term[] {
  const last = words.at(-1) ?? '';
  const any = vocabulary.completions(last, completions_max);
  const known = any.length > 0 || last.length < 2;
  const open = { any: [...new Set([last, ...any])], beginning: known ? null : last };
  return [...wholeTerms(words.slice(0, -1), vocabulary), open];
}

/** About how many products have all terms: as many as the rarest term has. */
export function estimate(terms: readonly Term[], vocabulary: Vocabulary): number {
  const counts = terms.map(({ any }) => any.reduce((sum, word) => sum + vocabulary.count(word), 0));
  return Math.min(...counts);
}

/** The same words with those that find nothing replaced by what was probably meant, or null. */
export function corrected(words: readonly string[], vocabulary: Vocabulary): string[] | null {
  const meant = words.map((word) => {
    const known = vocabulary.forms(word).some((form) => vocabulary.count(form) > 0);
    // Numbers are hardly ever mistyped words.
    return known || /^\d+$/.test(word) ? word : (vocabulary.nearest(word) ?? word);
  });
  return meant.some((word, at) => word !== words[at]) ? meant : null;
}

/**
 * The query in PostgreSQL's words. `weights`: only in these parts, A name to D attributes.
 * `join`: whether all terms must hold or any.
 */
export function queryText(
  terms: readonly Term[],
  { weights = '', join = '&' }: { weights?: string; join?: '&' | '|' } = {},
): string {
  return terms
    .map(({ any, beginning }) => {
      const exact = any.map((word) => (weights === '' ? `'${word}'` : `'${word}':${weights}`));
      const parts = beginning === null ? exact : [...exact, `'${beginning}':*${weights}`];
      return `(${parts.join(' | ')})`;
    })
    .join(` ${join} `);
}
