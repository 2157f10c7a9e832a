/**
 * What a search knows before it asks: the vocabulary, categories with the lexemes of their names,
 * and the operators' rules. Looked at again every few seconds while somebody searches; the old one
 * serves meanwhile.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { alikeWords, everydayWords, type AlikeWords } from './alike-words.ts';
import { plainWords } from './contract.ts';
import type { LabelCache, Labels } from './labels.ts';
import type { Lexicon } from './lexicon.ts';
import { allCategories, type CategoryRow } from './store-due.ts';
import { allRules, rulesRevision, type Boost, type Rules } from './store-rules.ts';
import { rowsOfProducts } from './store.ts';
import { shownWords, wordCount } from './store-words.ts';
import { Vocabulary } from './vocabulary.ts';

const check_every_ms = 3_000;
const again_ms = 500;
/** Nobody asked for so long: who asks now waits for a look. Else that is done meanwhile. */
const idle_ms = 3 * check_every_ms;
/** How long somebody waits for a newer one: a look is quick, a large vocabulary is not. */
const wait_ms_max = 150;

export interface Shelf extends CategoryRow {
  /** Of its own name, in every language. */
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
  /** Words of the categories' names, in every language, each once. */
  shelfWords: readonly string[];
  synonyms: Synonyms;
  /** What a word of one lexeme may also be called; not the other way round. */
  alike: ReadonlyMap<string, readonly string[]>;
  /** Lexemes of everyday words that nothing here is called, but what is here may be. */
  otherWords: ReadonlySet<string>;
  boosts: readonly Boost[];
  /** Numbers of the products that rules name. */
  rows: ReadonlyMap<string, number>;
  /** Product ids by the words of a query, joined by a space. */
  pins: ReadonlyMap<string, readonly string[]>;
}

export interface Books {
  get(): Promise<Book>;
  /** Reads again, unless that was done a moment ago: for words that nothing was found for. */
  again(): Promise<Book>;
  /** After a change made here: the next `get` reads again. */
  forget(): void;
}

/** What a category is called, in every language. */
function namesOf(row: CategoryRow | undefined, labels: Labels): string[] {
  if (row === undefined) return [];
  const names = Object.values(labels.byId.get(row.categoryId)?.names ?? {});
  return [...new Set([row.name, ...names])];
}

function shelvesOf(
  rows: readonly CategoryRow[],
  labels: Labels,
  lexeme: (word: string) => string,
): Shelf[] {
  const byPath = new Map(rows.map((row) => [row.path, row]));
  return rows.map((row) => {
    const steps = row.path.split('/');
    const line = steps.map((_, at) => byPath.get(steps.slice(0, at + 1).join('/')));
    const names = line.flatMap((one) => namesOf(one, labels));
    const words = namesOf(row, labels).flatMap(plainWords);
    const all = [...names.flatMap(plainWords), ...words].map(lexeme).filter((one) => one !== '');
    return { ...row, words, lexemes: new Set(all) };
  });
}

async function makeBook(needs: BookNeeds, labels: Labels, rules: Rules): Promise<Book> {
  const { db, lexicon } = needs;
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
  const others = rows.flatMap((row) => namesOf(row, labels).flatMap(plainWords));
  const ruled = rules.synonyms.flatMap((one) => one.words.flatMap(plainWords));
  const alike = alikeWords(
    [...labels.byId.values()],
    labels.attributes.map((one) => one.valueNames),
  );
  const meant = [...alike].flatMap(([word, list]) => [word, ...list]);
  const lexeme = await lexicon.lexemes([...needed, ...others, ...ruled, ...meant]);
  const categories = shelvesOf(rows, labels, lexeme);
  const vocabulary = new Map(words);
  for (const word of needed) if (lexeme(word) !== '') vocabulary.set(word, lexeme(word));
  const called = new Set(vocabulary.values());
  const otherWords = new Set<string>();
  for (const word of everydayWords()) {
    const own = lexeme(word);
    // What this shop has nothing of is neither completed nor guessed at.
    const isMeant = alike.get(word)?.some((other) => called.has(lexeme(other))) === true;
    if (own === '' || called.has(own) || !isMeant) continue;
    vocabulary.set(word, own);
    otherWords.add(own);
  }
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
    shelfWords: [...new Set(categories.flatMap((one) => one.words))],
    synonyms: rules.synonyms.map((one) => one.words.map(sequence).filter((s) => s.length > 0)),
    alike: alikeLexemes(alike, lexeme),
    otherWords,
    boosts: rules.boosts,
    rows: products,
    pins: new Map(rules.pins.map((one) => [plainWords(one.query).join(' '), one.productIds])),
  };
}

function alikeLexemes(alike: AlikeWords, lexeme: (word: string) => string) {
  const found = new Map<string, Set<string>>();
  for (const [word, others] of alike) {
    const own = lexeme(word);
    if (own === '') continue;
    const known = found.get(own) ?? new Set<string>();
    for (const other of others.map(lexeme)) if (other !== own && other !== '') known.add(other);
    found.set(own, known);
  }
  return new Map([...found].map(([own, others]) => [own, [...others]]));
}

export interface BookNeeds {
  db: Sql;
  clock: Clock;
  lexicon: Lexicon;
  labels: LabelCache;
}

/** Waits for work that others go on with, but not for long, whatever becomes of it. */
async function soon(clock: Clock, work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  const late = clock.sleep(wait_ms_max, waiting.signal);
  await Promise.race([work, late]).catch(() => undefined);
  late.catch(() => undefined);
  waiting.abort();
}

export function searchBooks(needs: BookNeeds): Books {
  const { db, clock } = needs;
  let book: { book: Book; revision: string } | null = null;
  let checked_ms = -Infinity;
  let reading: Promise<Book> | null = null;
  const read = async (): Promise<Book> => {
    const at_ms = clock.monotonic();
    const [rules, words, categories, labels] = await Promise.all([
      rulesRevision(db),
      wordCount(db),
      allCategories(db),
      needs.labels.get(),
    ]);
    const shelves = categories.map((one) => `${one.path}:${one.version}`).join();
    const revision = `${rules} ${words} ${labels.revision} ${shelves}`;
    if (book?.revision !== revision) {
      book = { book: await makeBook(needs, labels, await allRules(db)), revision };
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
      const age_ms = clock.monotonic() - checked_ms;
      if (age_ms > idle_ms) await soon(clock, renew());
      else if (age_ms > check_every_ms) renew().catch(() => undefined);
      return book.book;
    },
    async again() {
      const isFresh = clock.monotonic() - checked_ms < again_ms;
      return isFresh && book !== null ? book.book : renew();
    },
    forget() {
      checked_ms = -Infinity;
    },
  };
}
