/**
 * A large catalogue in numbers: product n is the same on every machine and needs no other product,
 * so that any part of a million can be made alone, by any process, in 10 µs each. It has the
 * departments, shelves, words, options and facts of the hand-written demo; brands and sellers are
 * many more, and a few of them have most of the goods, as everywhere.
 */
import { idAt } from '#kernel/core/id.ts';
import { percentOf } from '#kernel/core/money.ts';
import { prng } from '#kernel/core/prng.ts';
import { departments } from './departments.ts';
import { Dice, idOf } from './grow-dice.ts';
import { reviewsOf, type GrownReview } from './grow-reviews.ts';
import { slugOf } from './products.ts';
import type { DepartmentWords, LeafWords } from './words.ts';

export const grownBrands = 600;
export const grownSellers = 40;
/** Products per department are drawn from so many of its brands. */
const brandsPerDepartment = 90;
/** 2023-12-01, two years before the demo's shop opened; product n came n steps later. */
const first_ms = 1_701_388_800_000;
const reviews_max = 20;
const span_ms = 730 * 24 * 3_600_000;
/** Products over which the two years are spread; more of them come closer together. */
const spread = 10_000_000;
const letters = 'ABCDEFGHKLMNPRSTVX';

/** The id of something that is not a product: of a seller, a brand, an aisle. */
export function grownId(prefix: string, key: string): string {
  return idAt(prefix, first_ms, prng(`trueshelf-grow:${prefix}:${key}`));
}

/** One aisle: a kind of goods on a shelf of a department. */
export interface Aisle {
  department: DepartmentWords;
  leaf: LeafWords;
  noun: string;
  slug: string;
  path: string;
}

const syllables = {
  first: 'al bel cor dar el fen gal hal ir jor kal lor mar nor or pel quil ros sol tor ul ver wil'
    .concat(' xan yar zel bran cas dun')
    .split(' '),
  middle: 'a e i o u en ar il on ess'.split(' '),
  last: 'den dor fix gate ham ier ko lane mont nex pont ra son tek vale wick ton la vo ry'.split(
    ' ',
  ),
};

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Names of brands that sound like brands; the same list every time. */
export function brandNames(): string[] {
  const names = new Set<string>();
  for (let n = 0; names.size < grownBrands; n += 1) {
    const dice = new Dice(n, 7);
    const parts = [dice.pick(syllables.first), dice.pick(syllables.middle)];
    names.add(capital([...parts, dice.pick(syllables.last)].join('')));
  }
  return [...names];
}

/** Every kind of goods of the demo, with a place one step below its shelf. */
export function aisles(): Aisle[] {
  return departments.flatMap((department) =>
    department.leaves.flatMap((leaf) =>
      Object.keys(leaf.nouns).map((noun) => {
        const slug = slugOf(noun);
        return { department, leaf, noun, slug, path: `${department.slug}/${leaf.slug}/${slug}` };
      }),
    ),
  );
}

export interface GrownVariant {
  variantId: string;
  sku: string;
  name: string;
  attributes: Record<string, string>;
  weight_g: number;
  base_minor: number;
  sale_minor: number | null;
  /** Units in its one warehouse; 0: there is no counter. */
  onHand: number;
  warehouse: number;
}

export interface Grown {
  n: number;
  productId: string;
  slug: string;
  name: string;
  /** What the name is made of behind the brand; a letter and a number, or '', stand between. */
  line: string;
  mark: string;
  noun: string;
  /** Sentences of the description. */
  sentences: readonly string[];
  /** Positions in the lists that the maker was given. */
  brand: number;
  seller: number;
  aisle: number;
  attributes: Record<string, string>;
  variants: GrownVariant[];
  /** Published ones, oldest first; most products have none. */
  reviews: readonly GrownReview[];
  /** Units sold lately. */
  sold: number;
}

export interface Maker {
  readonly aisles: readonly Aisle[];
  readonly brands: readonly string[];
  make(n: number): Grown;
}

const slugs = new Map<string, string>();

/** As `slugOf`, for words that are few and asked for a million times. */
function plainSlug(words: string): string {
  const known = slugs.get(words);
  if (known !== undefined) return known;
  const made = words.split(' ').map(slugOf).join('-');
  slugs.set(words, made);
  return made;
}

/** Falls as one over the rank: of many, the first are drawn most often. */
function zipfAt(share: number, count: number): number {
  return Math.min(count - 1, Math.floor((count + 1) ** share) - 1);
}

function shelfPrice(minor: number): number {
  if (minor < 5_000) return Math.max(1, Math.round(minor / 100)) * 100 - 1;
  if (minor < 20_000) return Math.round(minor / 500) * 500 - 100;
  return Math.round(minor / 1_000) * 1_000 - 100;
}

function choicesOf({ options }: LeafWords, dice: Dice): Record<string, string>[] {
  const [first, ...rest] = options;
  if (first === undefined) return [{}];
  const fixed: Record<string, string> = {};
  for (const option of rest) fixed[option.name] = dice.pick(option.values) ?? '';
  const count = Math.min(first.values.length, [1, 1, 2, 2, 3, 4][dice.int(0, 5)] ?? 1);
  const from = dice.int(0, first.values.length - 1);
  return Array.from({ length: count }, (_, at) => ({
    [first.name]: first.values[(from + at) % first.values.length] ?? '',
    ...fixed,
  }));
}

function variantsOf(n: number, leaf: LeafWords, born_ms: number): GrownVariant[] {
  const dice = new Dice(n, 3);
  const [low, high] = leaf.price_minor;
  const base_minor = shelfPrice(Math.round(low + (high - low) * dice.next() ** 2));
  const sale_bp = dice.next() < 0.2 ? dice.int(2, 8) * 500 : 0;
  const reduced = shelfPrice(base_minor - percentOf(base_minor, sale_bp));
  const sale_minor = sale_bp > 0 && reduced < base_minor ? reduced : null;
  const isGone = dice.next() < 0.05;
  const weight_g = dice.int(...leaf.weight_g);
  const warehouse = dice.int(0, 2);
  return choicesOf(leaf, dice).map((attributes, at) => ({
    variantId: idOf('var', born_ms + at, dice),
    sku: `G${String(n).padStart(7, '0')}-${at + 1}`,
    name: Object.values(attributes).join(' / ') || 'standard',
    attributes,
    weight_g,
    base_minor,
    sale_minor,
    onHand: isGone || dice.next() < 0.08 ? 0 : dice.int(1, 160),
    warehouse,
  }));
}

/** How well a product does: a few are known to everybody, most to nobody. */
function fameOf(n: number, born_ms: number): Pick<Grown, 'reviews' | 'sold'> {
  const dice = new Dice(n, 5);
  const fame = Math.max(1e-6, dice.next()) ** -0.7 - 1;
  const worth = 5 - 2.6 * dice.next() * dice.next();
  const sold = Math.min(90_000, Math.floor(fame * (0.2 + 1.5 * dice.next())));
  // Who buys seldom writes: a fifth of all products has reviews, and none has more than a page.
  const count = Math.min(reviews_max, Math.floor(Math.sqrt(2 * fame) / 2));
  return { reviews: count === 0 ? [] : reviewsOf({ count, worth, born_ms }, dice), sold };
}

/** The maker of products, with its lists of brands and aisles. */
export function growthMaker(): Maker {
  const list = aisles();
  const brands = brandNames();
  const brandSlugs = brands.map(plainSlug);
  const nounSlugs = list.map(({ noun }) => plainSlug(noun));
  const order = new Map(departments.map((department, at) => [department, at]));
  const make = (n: number): Grown => {
    const dice = new Dice(n, 1);
    const place = Math.floor(list.length * dice.next() ** 1.5);
    // Popular kinds are spread over the departments.
    const at = (place * 37) % list.length;
    const aisle = list[at];
    if (aisle === undefined) throw new RangeError('there are aisles');
    const { department, leaf, noun } = aisle;
    const known = (order.get(department) ?? 0) * 53;
    const brand = (known + zipfAt(dice.next(), brandsPerDepartment)) % brands.length;
    const line = dice.pick(department.lines) ?? '';
    const letter = letters[dice.int(0, letters.length - 1)] ?? '';
    const mark = dice.next() < 0.6 ? `${letter}${dice.int(10, 999)}` : '';
    const markSlug = mark === '' ? '' : `${mark.toLowerCase()}-`;
    const attributes: Record<string, string> = {};
    for (const [fact, values] of Object.entries(leaf.facts)) {
      attributes[fact] = dice.pick(values) ?? '';
    }
    const name = `${brands[brand] ?? ''} ${line}${mark === '' ? '' : ' '}${mark} ${noun}`;
    const born_ms = first_ms + Math.floor((n / spread) * span_ms);
    const sentences = [leaf.openers, leaf.details, department.closings].flatMap((list) => {
      return dice.pick(list) ?? [];
    });
    return {
      n,
      productId: idOf('prod', born_ms, dice),
      slug: `${brandSlugs[brand] ?? ''}-${plainSlug(line)}-${markSlug}${nounSlugs[at] ?? ''}-g${n}`,
      name,
      line,
      mark,
      noun,
      sentences,
      brand,
      seller: zipfAt(dice.next(), grownSellers),
      aisle: at,
      attributes,
      variants: variantsOf(n, leaf, born_ms),
      ...fameOf(n, born_ms),
    };
  };
  return { aisles: list, brands, make };
}
