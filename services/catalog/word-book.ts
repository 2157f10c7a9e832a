/**
 * What a search knows before it asks: the vocabulary, and the names of categories and brands. Made
 * when first somebody searches, and made anew when products changed, so seldom that it costs a
 * fiftieth of the time at most.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { wordsOf } from './model-search.ts';
import type { Shelf } from './shelf.ts';
import { brandBook, commonWords } from './store-search.ts';
import { synonymsOf } from './synonyms.ts';
import { Vocabulary } from './vocabulary.ts';

const fresh_ms_min = 5_000;
const share = 50;

/** Something with a name that a query may mean. */
export interface NamedThing<T> {
  thing: T;
  words: readonly string[];
}

export interface WordBook {
  vocabulary: Vocabulary;
  brands: readonly NamedThing<{ name: string; slug: string }>[];
}

export interface WordBooks {
  /** The present book. `version` tells whether products changed, `products` how many there are. */
  get(of: { version: number; products: number; shelf: Shelf }): Promise<WordBook>;
}

export function named<T extends { name: string }>(things: readonly T[]): NamedThing<T>[] {
  return things.map((thing) => ({ thing, words: wordsOf(thing.name) }));
}

/** Things whose names have a word for each word of a query; the last may be a beginning. */
export function meant<T>(
  things: readonly NamedThing<T>[],
  words: readonly string[],
  forms: (word: string) => readonly string[],
): T[] {
  if (words.length === 0) return [];
  const last = words.at(-1) ?? '';
  const lastForms = new Set(forms(last));
  const before = words.slice(0, -1).map(forms);
  return things
    .filter(
      ({ words: own }) =>
        own.some((word) => word.startsWith(last) || lastForms.has(word)) &&
        before.every((any) => any.some((word) => own.includes(word))),
    )
    .map(({ thing }) => thing);
}

async function makeBook(db: Sql, of: { products: number; shelf: Shelf }): Promise<WordBook> {
  const [common, brands] = await Promise.all([commonWords(db, of.products), brandBook(db)]);
  const counts = new Map(common);
  // A sample may have missed them, and they are what people type most.
  const categories = [...of.shelf.tree.byId.values()];
  const names = [...categories, ...brands].map(({ name }) => name).flatMap(wordsOf);
  for (const word of names) if (!counts.has(word)) counts.set(word, 1);
  const values = of.shelf.rules.map(({ valueNames }) => valueNames);
  const synonyms = synonymsOf(categories, values);
  return { vocabulary: new Vocabulary([...counts], synonyms), brands: named(brands) };
}

function stateOf({ version, shelf }: { version: number; shelf: Shelf }): string {
  return `${version} ${shelf.revision}`;
}

export function wordBooks(db: Sql, clock: Clock): WordBooks {
  let book: { book: WordBook; state: string; at_ms: number; took_ms: number } | null = null;
  let making: Promise<WordBook> | null = null;
  const make = async (of: Parameters<WordBooks['get']>[0]) => {
    const at_ms = clock.monotonic();
    const made = await makeBook(db, of);
    book = { book: made, state: stateOf(of), at_ms, took_ms: clock.monotonic() - at_ms };
    return made;
  };
  return {
    async get(of) {
      const renew = () =>
        (making ??= make(of).finally(() => {
          making = null;
        }));
      if (book === null) return renew();
      const age_ms = clock.monotonic() - book.at_ms;
      const due = age_ms > Math.max(fresh_ms_min, book.took_ms * share);
      // The old one serves meanwhile: it only helps to guess.
      if (due && book.state !== stateOf(of)) renew().catch(() => undefined);
      return book.book;
    },
  };
}
