/** What people type as data: words and phrases; price ranges; cursors. Pure. */
import { exponentOf } from '#kernel/core/money.ts';
import { plainWords } from './contract.ts';
import type { Sort } from './ask.ts';

/** Words of a query that count; more are left out. */
export const words_max = 12;
const phrases_max = 3;
/** Furthest document that page numbers reach; a cursor goes on without end. */
export const offset_max = 10_000;

export interface Typed {
  /** As it was typed, with single spaces. */
  text: string;
  words: string[];
  /** Words that must stand beside one another, in this order. */
  phrases: string[][];
}

/** Words and phrases of a text; null when there is nothing to look for in it. */
export function typed(given: string): Typed | null {
  const text = given.replaceAll(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim();
  const phrases = [...text.matchAll(/"([^"]{1,200})"/g)]
    .slice(0, phrases_max)
    .map((match) => plainWords(match[1] ?? '').slice(0, words_max))
    .filter((words) => words.length > 1);
  const words = plainWords(text).slice(0, words_max);
  return words.length === 0 ? null : { text, words, phrases };
}

/** The text of a tsquery of lexemes. */
export function lexemeQuery(lexemes: readonly string[], join: '&' | '<->'): string {
  const quoted = lexemes.map((one) => `'${one.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`);
  return quoted.join(` ${join} `);
}

/** The last product of a page in its order, and how many there were up to it. */
export interface Cursor {
  sort: Sort;
  key: number;
  rowNo: number;
  seen: number;
}

export function encodeCursor({ sort, key, rowNo, seen }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, key, rowNo, seen])).toString('base64url');
}

/** The cursor, or null when it is not one of ours or belongs to another sort. */
export function decodeCursor(text: string, sort: Sort): Cursor | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length !== 4) return null;
  const [of, key, rowNo, seen] = value as unknown[];
  if (of !== sort || !Number.isFinite(key)) return null;
  if (!Number.isSafeInteger(rowNo) || !Number.isSafeInteger(seen)) return null;
  return { sort, key: Number(key), rowNo: Number(rowNo), seen: Number(seen) };
}

// What a dollar's worth is in other money, by powers of ten: ranges should read well everywhere.
const coarse: Readonly<Record<string, number>> = { JPY: 100, KRW: 1000, INR: 100, HUF: 100 };
const steps = [10, 25, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 2000] as const;

/** Upper edges of the bars of the price histogram in minor units, rising; the last has no end. */
export function priceEdges(currency: string): number[] {
  const unit = 10 ** exponentOf(currency) * (coarse[currency] ?? 1);
  return steps.map((step) => step * unit);
}

/** Where words with these lexemes stand in a text: from and to, in order. */
export function marksIn(
  text: string,
  wanted: ReadonlySet<string>,
  lexeme: (word: string) => string,
): [number, number][] {
  const marks: [number, number][] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const [word] = plainWords(match[0]);
    if (word !== undefined && wanted.has(lexeme(word))) {
      marks.push([match.index, match.index + match[0].length]);
    }
  }
  return marks;
}
