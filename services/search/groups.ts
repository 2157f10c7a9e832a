/** From words to what a document must have: lexemes, shelves, synonyms, beginnings. */
import type { Book } from './book.ts';
import type { SearchIndex } from './index.ts';
import type { Choice, Group } from './match.ts';
import { PostingList } from './postings.ts';

/** Hundredths: a shelf's name is worth what a brand's is; what was not typed is worth less. */
const worth = { word: 100, shelf: 200, synonym: 90, beginning: 70 } as const;
const completions_max = 24;
/** Documents of a synonym of several words; a longer list is cut. */
const together_max = 200_000;

export interface Words {
  words: readonly string[];
  /** In the order of the words; '' for one that does not count. */
  lexemes: readonly string[];
}

/** Documents that have every lexeme, with the least part any of them is in. */
function together(index: SearchIndex, lexemes: readonly string[]): PostingList {
  const lists = lexemes.map((one) => index.terms.find(one));
  const known = lists.filter((list) => list !== undefined).sort((a, b) => a.n - b.n);
  const [first, ...rest] = known;
  const found = new PostingList(new Uint32Array(0), 0);
  if (first === undefined || known.length < lists.length) return found;
  for (let at = 0; at < first.n && found.n < together_max; at += 1) {
    const entry = first.data[at] ?? 0;
    const parts = rest.map((list) => list.partOf(entry >>> 2));
    const least = Math.min(entry & 3, ...parts);
    if (least > 0) found.push((entry >>> 2) * 4 + least);
  }
  return found;
}

function listOf(index: SearchIndex, sequence: readonly string[]): PostingList | undefined {
  const [first] = sequence;
  if (sequence.length === 1 && first !== undefined) return index.terms.find(first);
  const made = together(index, sequence);
  return made.n === 0 ? undefined : made;
}

function choiceOf(list: PostingList | undefined, percent: number): Choice[] {
  return list === undefined ? [] : [{ list, percent }];
}

/** The choices that shelves give: everything that stands on a shelf with such a name. */
function shelfChoices(index: SearchIndex, book: Book, lexeme: string): Choice[] {
  const shelves = book.shelvesOf.get(lexeme) ?? [];
  return shelves.flatMap(({ categoryId }) => {
    return choiceOf(index.byCategory.find(categoryId), worth.shelf);
  });
}

function startsAt(lexemes: readonly string[], at: number, sequence: readonly string[]): boolean {
  return sequence.every((one, step) => lexemes[at + step] === one);
}

/** The longest synonym that begins here, with the others it stands for. */
function synonymAt(book: Book, lexemes: readonly string[], at: number) {
  let best: { length: number; others: (readonly string[])[] } | null = null;
  for (const set of book.synonyms) {
    const own = set.find((sequence) => startsAt(lexemes, at, sequence));
    if (own === undefined || own.length < (best?.length ?? 0)) continue;
    const others = set.filter((sequence) => sequence !== own);
    const before: (readonly string[])[] = best?.length === own.length ? best.others : [];
    best = { length: own.length, others: [...before, ...others] };
  }
  return best;
}

/** Documents with a lexeme and those on shelves called so, about. */
function ownDocumentsOf(index: SearchIndex, book: Book, lexeme: string): number {
  let sum = index.terms.find(lexeme)?.n ?? 0;
  for (const { categoryId } of book.shelvesOf.get(lexeme) ?? []) {
    sum += index.byCategory.find(categoryId)?.n ?? 0;
  }
  return sum;
}

/** About how many documents a lexeme finds; where none has it, what it may also be called. */
export function documentsOf(index: SearchIndex, book: Book, lexeme: string): number {
  const own = ownDocumentsOf(index, book, lexeme);
  if (own > 0) return own;
  const others = book.alike.get(lexeme) ?? [];
  return others.reduce((sum, one) => sum + ownDocumentsOf(index, book, one), 0);
}

/** Whole words: one group for each, or for several that have a synonym together. */
export function wholeGroups(index: SearchIndex, book: Book, { lexemes }: Words): Group[] {
  const counted = lexemes.filter((one) => one !== '');
  const groups: Group[] = [];
  for (let at = 0; at < counted.length;) {
    const synonym = synonymAt(book, counted, at);
    const length = synonym?.length ?? 1;
    const own = counted.slice(at, at + length);
    const alike = length === 1 ? (book.alike.get(own[0] ?? '') ?? []) : [];
    groups.push([
      ...choiceOf(listOf(index, own), worth.word),
      ...(length === 1 ? shelfChoices(index, book, own[0] ?? '') : []),
      ...alike.flatMap((other) => [
        ...choiceOf(listOf(index, [other]), worth.synonym),
        ...shelfChoices(index, book, other),
      ]),
      ...(synonym?.others ?? []).flatMap((other) => [
        ...choiceOf(listOf(index, other), worth.synonym),
        ...(other.length === 1 ? shelfChoices(index, book, other[0] ?? '') : []),
      ]),
    ]);
    at += length;
  }
  return groups;
}

/** Words of the vocabulary that begin so, those of most products first. */
export function endsOf(index: SearchIndex, book: Book, beginning: string): string[] {
  const count = (one: string) => documentsOf(index, book, one);
  return book.vocabulary.completions(beginning, completions_max, count);
}

interface Opening {
  book: Book;
  words: Words;
  lexeme(word: string): string;
  /** Of the last word, where they are known already. */
  ends?: readonly string[];
}

/** Lexemes of words in shelves' names, in any language, that begin so. */
export function shelfEnds(
  book: Book,
  beginning: string,
  lexeme: (word: string) => string,
): string[] {
  return book.shelfWords.filter((word) => word.startsWith(beginning)).map(lexeme);
}

/** As whole words, but each may be the beginning of others too, or only the last one. */
export function openGroups(
  index: SearchIndex,
  { book, words, lexeme, ends: known }: Opening,
  only: 'all' | 'last',
): Group[] {
  const last = words.words.length - 1;
  return words.words.flatMap((word, at): Group[] => {
    const own = words.lexemes[at] ?? '';
    const isOpen = (only === 'all' || at === last) && (word.length > 1 || last > 0);
    if (own === '' && !isOpen) return [];
    const lastEnds = at === last ? known : undefined;
    const ends = isOpen ? (lastEnds ?? endsOf(index, book, word)) : [];
    // Where no word of the goods begins so, one of another language may.
    const isForeign = isOpen && ends.length === 0;
    const begun = isForeign ? shelfEnds(book, word, lexeme) : ends.map(lexeme);
    const found = new Set(begun.filter((one) => one !== own && one !== ''));
    const bare = [own, ...found].filter((one) => ownDocumentsOf(index, book, one) === 0);
    const others = new Set(bare.flatMap((one) => book.alike.get(one) ?? []));
    return [
      [
        ...(own === '' ? [] : choiceOf(index.terms.find(own), worth.word)),
        ...(own === '' ? [] : shelfChoices(index, book, own)),
        ...[...found, ...others].flatMap((one) => [
          ...choiceOf(index.terms.find(one), worth.beginning),
          ...shelfChoices(index, book, one),
        ]),
      ],
    ];
  });
}

const guesses_max = 4;

/**
 * The words with those that nothing has replaced by what was probably meant, or null. Of several
 * guesses the one with which all words together find something, as `finds` tells.
 */
export function corrected(
  { index, book }: { index: SearchIndex; book: Book },
  { words, lexemes }: Words,
  finds: (words: Words) => boolean,
): Words | null {
  const count = (one: string) => documentsOf(index, book, one);
  let meant: Words | null = null;
  words.forEach((word, at) => {
    const known = lexemes[at] === '' || count(lexemes[at] ?? '') > 0;
    // Numbers are hardly ever mistyped words.
    if (known || /^\d+$/.test(word)) return;
    const before: Words = meant ?? { words, lexemes };
    const guesses = book.vocabulary.nearest(word, guesses_max, count).map((guess) => ({
      words: before.words.with(at, guess),
      lexemes: before.lexemes.with(at, book.vocabulary.lexeme(guess)),
    }));
    const [first] = guesses;
    if (first === undefined) return;
    meant = guesses.find(finds) ?? first;
  });
  return meant;
}
