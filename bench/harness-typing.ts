// What people type into the search box, a letter at a time: words of the goods, slips of the hand,
// what nobody sells, and what shelves and colours are called in other languages. Pure.
import { prng, type Prng } from '#kernel/core/prng.ts';
import { categoryNames } from '#services/demo/names-categories.ts';
import { valueNames } from '#services/demo/names-values.ts';
import type { Grounds } from './harness-grow.ts';

export const kinds = ['first letters', 'words', 'slips', 'misses', 'languages'] as const;
export type Kind = (typeof kinds)[number];

/** A text with what stands in the box after each letter of it. */
export interface Typing {
  kind: Kind;
  /** Of whoever types: names are asked for in it. */
  locale: string;
  strokes: readonly string[];
}

/** From so many letters on a beginning says what is meant. */
const first_letters = 2;
const text_letters_max = 40;
const locales = ['de', 'es', 'hi', 'ar'] as const;

/** Everything the box holds while this is typed, without what ends with a space. */
export function strokesOf(text: string): string[] {
  // By letters, not by units of UTF-16.
  const letters = Array.from(text.normalize('NFC')).slice(0, text_letters_max);
  const held = letters.map((_, at) => letters.slice(0, at + 1).join(''));
  return held.filter((one) => one.trim() === one);
}

/** One slip of the hand: a letter missing, doubled, wrong, or changed with its neighbour. */
export function slip(word: string, chance: Prng): string {
  const at = chance.int(1, word.length - 2);
  const kind = chance.int(0, 3);
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1);
  if (kind === 1) return word.slice(0, at) + word.charAt(at) + word.slice(at);
  if (kind === 2) return `${word.slice(0, at)}x${word.slice(at + 1)}`;
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

/** The text with a slip in its longest word. */
function withSlip(text: string, chance: Prng): string {
  const words = text.split(' ');
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
  if (longest.length < 4) return `${text}x`;
  return words.map((word) => (word === longest ? slip(word, chance) : word)).join(' ');
}

/** Kinds of goods, with a colour or a brand, shelves, brands and whole names. */
function goodsText({ product, aisle, brandName }: Grounds, nth: number, chance: Prng): string {
  const one = product(nth);
  const { noun, shelf } = aisle(one.aisle);
  const colour = one.variants[0]?.attributes['color'] ?? 'black';
  const brand = brandName(one.brand);
  const texts = [noun, noun, shelf, `${colour} ${noun}`, `${brand} ${noun}`, brand, one.name];
  return chance.pick(texts).toLowerCase();
}

const rareLetters = 'b c d f g h j k q v w x z'.split(' ');

/** A word that nothing is called, or a number of something that is not here. */
function missText(chance: Prng): string {
  if (chance.next() < 0.3) return `zz-${chance.int(100_000, 999_999)}`;
  const length = chance.int(4, 9);
  return Array.from({ length }, () => chance.pick(rareLetters)).join('');
}

/** A shelf or a colour as a language of the shop calls it. */
function foreignText({ shelves, departments }: Grounds, chance: Prng): [string, string] {
  const locale = chance.pick([...locales]);
  const colours = ['black', 'white', 'red', 'blue', 'green', 'walnut', 'silver'];
  const names =
    chance.next() < 0.8
      ? categoryNames(chance.pick([...shelves, ...departments]))
      : (valueNames(chance.pick(colours)) ?? {});
  const name = names[locale];
  if (name === undefined) throw new RangeError(`no name in ${locale}`);
  return [locale, name.toLocaleLowerCase(locale)];
}

/**
 * So many texts, the same for the same seed: six of ten are goods, one of ten each a slip in such
 * a text and what is not here, two of ten are names in other languages.
 */
export function typings(
  ground: Grounds,
  { count, products, seed }: { count: number; products: number; seed: string },
): Typing[] {
  const chance = prng(`bench-suggest:${seed}`);
  return Array.from({ length: count }, (): Typing => {
    const share = chance.next();
    const goods = goodsText(ground, chance.int(0, products - 1), chance);
    if (share < 0.6) return { kind: 'words', locale: 'en', strokes: strokesOf(goods) };
    if (share < 0.7) {
      return { kind: 'slips', locale: 'en', strokes: strokesOf(withSlip(goods, chance)) };
    }
    if (share < 0.8) return { kind: 'misses', locale: 'en', strokes: strokesOf(missText(chance)) };
    const [locale, text] = foreignText(ground, chance);
    return { kind: 'languages', locale, strokes: strokesOf(text) };
  });
}

/** One thing to ask for, with the kind it counts as. */
export interface Stroke {
  kind: Kind;
  path: string;
}

/** What is asked for with each letter, in the order of typing, repeats and all. */
export function asked(list: readonly Typing[]): Stroke[] {
  return list.flatMap(({ kind, locale, strokes }) =>
    strokes.map((text) => ({
      kind: Array.from(text).length <= first_letters ? 'first letters' : kind,
      path: `/api/v1/search/suggest?q=${encodeURIComponent(text)}&locale=${locale}`,
    })),
  );
}

/** Each thing once, where it was first asked for. */
export function distinct(list: readonly Stroke[]): Stroke[] {
  const seen = new Set<string>();
  return list.filter(({ path }) => !seen.has(path) && seen.add(path));
}
