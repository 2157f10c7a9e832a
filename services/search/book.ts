/**
 * What a search knows before it asks: the vocabulary, categories with the lexemes of their names,
 * and the operators' rules. Looked at again every few seconds while somebody searches; the old one
 * serves meanwhile.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { plainWords } from './contract.ts';
import type { Lexicon } from './lexicon.ts';
import { allCategories, type CategoryRow } from './store-due.ts';
import { allRules, rulesRevision, type Boost, type Rules } from './store-rules.ts';
import { rowsOfProducts } from './store.ts';
import { shownWords, wordCount } from './store-words.ts';
import { Vocabulary } from './vocabulary.ts';

const check_every_ms = 3_000;

export interface Shelf extends CategoryRow {
  /** Of its own name. */
  words: string[];
  /** Of its own name and of those above it. */
  lexemes: ReadonlySet<string>;
}

/** Sequences of lexemes that stand for one another. */
export type Synonyms = readonly (readonly (readonly string[])[])[];

export interface Book {
  vocabulary: Vocabulary;
  categories: readonly Shelf[];
  byId: ReadonlyMap<string, Shelf>;
  byPath: ReadonlyMap<string, Shelf>;
  /** Categories by a lexeme of their names or of those above. */
  shelvesOf: ReadonlyMap<string, readonly Shelf[]>;
  synonyms: Synonyms;
  boosts: readonly Boost[];
  /** Numbers of the products that rules name. */
  rows: ReadonlyMap<string, number>;
  /** Product ids by the words of a query, joined by a space. */
  pins: ReadonlyMap<string, readonly string[]>;
}

export interface Books {
  get(): Promise<Book>;
  /** After a change made here: the next `get` reads again. */
  forget(): void;
}

function shelvesOf(rows: readonly CategoryRow[], lexeme: (word: string) => string): Shelf[] {
  const byPath = new Map(rows.map((row) => [row.path, row]));
  return rows.map((row) => {
    const steps = row.path.split('/');
    const names = steps.map((_, at) => byPath.get(steps.slice(0, at + 1).join('/'))?.name ?? '');
    const words = plainWords(row.name);
    const all = [...names.flatMap(plainWords), ...words].map(lexeme).filter((one) => one !== '');
    return { ...row, words, lexemes: new Set(all) };
  });
}

async function makeBook(db: Sql, lexicon: Lexicon, rules: Rules): Promise<Book> {
  const named = [
    ...rules.pins.flatMap((one) => one.productIds),
    ...rules.boosts.filter((one) => one.kind === 'product').map((one) => one.key),
  ];
  const [words, rows, products] = await Promise.all([
    shownWords(db),
    allCategories(db),
    rowsOfProducts(db, named),
  ]);
  const needed = rows.flatMap((row) => plainWords(row.name));
  const ruled = rules.synonyms.flatMap((one) => one.words.flatMap(plainWords));
  const lexeme = await lexicon.lexemes([...needed, ...ruled]);
  const categories = shelvesOf(rows, lexeme);
  const vocabulary = new Map(words);
  for (const word of needed) if (lexeme(word) !== '') vocabulary.set(word, lexeme(word));
  const shelves = new Map<string, Shelf[]>();
  for (const shelf of categories) {
    for (const one of shelf.lexemes) shelves.set(one, [...(shelves.get(one) ?? []), shelf]);
  }
  const sequence = (text: string) =>
    plainWords(text)
      .map(lexeme)
      .filter((one) => one !== '');
  return {
    vocabulary: new Vocabulary(vocabulary),
    categories,
    byId: new Map(categories.map((one) => [one.categoryId, one])),
    byPath: new Map(categories.map((one) => [one.path, one])),
    shelvesOf: shelves,
    synonyms: rules.synonyms.map((one) => one.words.map(sequence).filter((s) => s.length > 0)),
    boosts: rules.boosts,
    rows: products,
    pins: new Map(rules.pins.map((one) => [plainWords(one.query).join(' '), one.productIds])),
  };
}

export function searchBooks(db: Sql, clock: Clock, lexicon: Lexicon): Books {
  let book: { book: Book; revision: string } | null = null;
  let checked_ms = -Infinity;
  let reading: Promise<Book> | null = null;
  const read = async (): Promise<Book> => {
    const at_ms = clock.monotonic();
    const [rules, words, categories] = await Promise.all([
      rulesRevision(db),
      wordCount(db),
      allCategories(db),
    ]);
    const shelves = categories.map((one) => `${one.path}:${one.version}`).join();
    const revision = `${rules} ${words} ${shelves}`;
    if (book?.revision !== revision) {
      book = { book: await makeBook(db, lexicon, await allRules(db)), revision };
    }
    checked_ms = at_ms;
    return book.book;
  };
  const renew = () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
  return {
    async get() {
      if (book === null || checked_ms === -Infinity) return renew();
      if (clock.monotonic() - checked_ms > check_every_ms) renew().catch(() => undefined);
      return book.book;
    },
    forget() {
      checked_ms = -Infinity;
    },
  };
}
