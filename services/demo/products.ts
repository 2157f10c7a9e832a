// Makes one demo product from the words of its category: every choice that turns a vocabulary
// into names, variants, prices, stock and reviews is here.
import { assert } from '#kernel/core/assert.ts';
import { idAt } from '#kernel/core/id.ts';
import { percentOf } from '#kernel/core/money.ts';
import { prng, type Prng } from '#kernel/core/prng.ts';
import { rating_x100 } from '#services/reviews/contract.ts';
import { highlightsOf } from './highlights.ts';
import { shownStars } from './reviews.ts';
import type {
  DemoBrand,
  DemoCurrency,
  DemoPrice,
  DemoProduct,
  DemoSeller,
  DemoVariant,
  DemoWarehouse,
  ImageSpec,
} from './model.ts';
import type { DepartmentWords, LeafWords, OptionWords } from './words.ts';

export interface ProductPlan {
  department: DepartmentWords;
  leaf: LeafWords;
  /** Position within the leaf, from 0. */
  index: number;
  categoryId: string;
  brands: readonly DemoBrand[];
  sellers: readonly DemoSeller[];
  warehouses: readonly DemoWarehouse[];
  createdAt_ms: number;
}

type Choice = Record<string, string>;

const variants_max = 12;
/** Exchange rates of the demo, in basis points of a dollar, before rounding to a shelf price. */
const rate_bp: Readonly<Record<DemoCurrency, number>> = { USD: 10_000, EUR: 9_300, GBP: 8_000 };

/** Lower case, digits and single dashes: "Chef's Knife" is `chefs-knife`. */
export function slugOf(text: string): string {
  const plain = text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’.]/g, '')
    .toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** One product with its variants. Its chance depends on its place only, so leaves can grow. */
export function makeProduct(plan: ProductPlan): DemoProduct {
  const { department, leaf, index, createdAt_ms } = plan;
  const chance = prng(`trueshelf-demo:product:${department.slug}/${leaf.slug}/${index}`);
  const { brand, name, kind } = nameOf(plan);
  const options = leaf.options.map((option) => ({
    option,
    values: valuesOf(option, index, chance),
  }));
  const attributes: Choice = {};
  for (const [fact, values] of Object.entries(leaf.facts)) attributes[fact] = chance.pick(values);
  const firstSeed = leaf.firstSeed ?? 0;
  const looks = leaf.looks ?? ['charcoal', 'sand', 'teal'];
  const look = looks[(index + firstSeed * 0.3) % looks.length] ?? 'sand';
  const image = (color: string, view: number): ImageSpec => ({
    kind,
    color,
    seed: firstSeed + index,
    view,
  });
  const slug = slugOf(name);
  const productId = idAt('prod', createdAt_ms, chance);
  const variants = makeVariants({ plan, chance, options, look, image });
  const color = variants[0]?.attributes['color'] ?? look;
  const alt = `${name}${color === look ? '' : `, ${color}`}`;
  const images = [{ ...image(color, 0), alt }];
  if (index % 5 === 0) images.push({ ...image(color, 1), alt: `${alt}, another view` });
  const stars = shownStars(starsOf(chance));
  const count = stars.reduce((sum, one) => sum + one, 0);
  const sum = stars.reduce((points, one, star) => points + one * (star + 1), 0);
  return {
    productId,
    slug,
    name,
    brand: brand.name,
    brandId: brand.brandId,
    sellerId: sellerOf(plan, chance),
    categoryId: plan.categoryId,
    description: describe(plan, chance),
    attributes,
    options: options.map(({ option, values }) => ({ name: option.name, values })),
    variants,
    images,
    highlights: highlightsOf(attributes, options.find(isColor)?.values.length ?? 0),
    film: index === 0 && department.leaves[0] === leaf,
    stars,
    reviewCount: count,
    rating: rating_x100({ count, sum }) / 100,
    createdAt_ms,
  };
}

const isColor = ({ option }: { option: OptionWords }) => option.name === 'color';

function nameOf({ department, leaf, index, brands }: ProductPlan) {
  const houses = leaf.brands ?? department.brands;
  const brand = brands.find((known) => known.name === houses[index % houses.length]);
  assert(brand !== undefined, `${leaf.slug} needs a known brand`);
  const nouns = Object.entries(leaf.nouns);
  const [noun, kind] = nouns[index % nouns.length] ?? ['', ''];
  const lines = prng(`trueshelf-demo:lines:${leaf.slug}`).shuffle(department.lines);
  const name = leaf.titles?.[index] ?? `${brand.name} ${lines[index] ?? index} ${noun}`;
  return { brand, name, kind };
}

/** Some of the option's values: sizes stay neighbours in order, colours start in turn. */
function valuesOf(option: OptionWords, index: number, chance: Prng): string[] {
  const count = Math.min(chance.int(...option.count), option.values.length);
  if (option.name === 'color') {
    const first = option.values[index % option.values.length] ?? '';
    const others = option.values.filter((value) => value !== first);
    return [first, ...chance.shuffle(others).slice(0, count - 1)];
  }
  const from = chance.int(0, option.values.length - count);
  return option.values.slice(from, from + count);
}

/** Every combination, the first option slowest; the longest lists shrink to fit the limit. */
function combine(options: readonly { option: OptionWords; values: string[] }[]): Choice[] {
  while (options.reduce((product, { values }) => product * values.length, 1) > variants_max) {
    const longest = options.reduce((a, b) => (b.values.length > a.values.length ? b : a));
    longest.values.pop();
  }
  let choices: Choice[] = [{}];
  for (const { option, values } of options) {
    choices = choices.flatMap((choice) => values.map((v) => ({ ...choice, [option.name]: v })));
  }
  return choices;
}

interface VariantPlan {
  plan: ProductPlan;
  chance: Prng;
  options: readonly { option: OptionWords; values: string[] }[];
  look: string;
  image(color: string, view: number): ImageSpec;
}

function makeVariants({ plan, chance, options, look, image }: VariantPlan): DemoVariant[] {
  const { leaf, index, createdAt_ms } = plan;
  const [low, high] = leaf.price_minor;
  // Squared chance: most goods are near the low end of their range, as in a real shop.
  const base_minor = Math.round(low + (high - low) * chance.next() ** 2);
  const sale_bp = chance.next() < 0.2 ? chance.int(2, 7) * 500 : 0;
  const weight_g = chance.int(...leaf.weight_g);
  const [length_mm, width_mm, height_mm] = leaf.size_mm;
  const fate = chance.next();
  const stem = skuStem(plan);
  return combine(options).map((attributes, position) => {
    const values = Object.values(attributes);
    const steps = options.map(
      ({ option, values: sold }) =>
        (option.step_bp ?? 0) * sold.indexOf(attributes[option.name] ?? ''),
    );
    const raise_bp = steps.reduce((sum, step) => sum + step, 0);
    const price = base_minor + percentOf(base_minor, raise_bp);
    return {
      variantId: idAt('var', createdAt_ms + position, chance),
      sku: [stem, String(index + 1).padStart(2, '0'), String(position + 1).padStart(2, '0')].join(
        '-',
      ),
      name: values.join(' / ') || 'standard',
      attributes,
      prices: {
        USD: priceIn('USD', price, sale_bp),
        EUR: priceIn('EUR', price, sale_bp),
        GBP: priceIn('GBP', price, sale_bp),
      },
      weight_g: weight_g + percentOf(weight_g, Math.min(raise_bp, 20_000) / 2),
      length_mm,
      width_mm,
      height_mm,
      stock: plan.warehouses.map((warehouse) => ({
        warehouseId: warehouse.warehouseId,
        onHand: onHandOf(fate, chance),
      })),
      image: image(attributes['color'] ?? look, 0),
    };
  });
}

/** `ELE-HEAD`-like stems would collide; the leaf's slug is unique within the department. */
function skuStem({ department, leaf }: ProductPlan): string {
  const short = (slug: string, length: number) =>
    slug
      .replace(/[^a-z]/g, '')
      .slice(0, length)
      .toUpperCase();
  return `${short(department.slug, 3)}-${short(leaf.slug, 6)}`;
}

/** A shelf price: .99 below 50, .00 or .50 below 200, whole tens less one above. */
function priceIn(currency: DemoCurrency, usd_minor: number, sale_bp: number): DemoPrice {
  const price_minor = shelfPrice(percentOf(usd_minor, rate_bp[currency]));
  if (sale_bp === 0) return { price_minor, sale_minor: null };
  const sale_minor = shelfPrice(price_minor - percentOf(price_minor, sale_bp));
  return { price_minor, sale_minor: sale_minor < price_minor ? sale_minor : null };
}

function shelfPrice(minor: number): number {
  if (minor < 5_000) return Math.max(1, Math.round(minor / 100)) * 100 - 1;
  if (minor < 20_000) return Math.round(minor / 500) * 500 - 100;
  return Math.round(minor / 1_000) * 1_000 - 100;
}

/** Units in one warehouse. A product's fate: 4 % sold out, 8 % nearly, the rest well stocked. */
function onHandOf(fate: number, chance: Prng): number {
  const luck = chance.next();
  if (fate < 0.04) return 0;
  if (fate < 0.12) return chance.int(0, 3);
  if (luck < 0.1) return 0;
  if (luck < 0.2) return chance.int(1, 5);
  return chance.int(8, 160);
}

/** A believable spread of stars: some products are loved, a few are not, some are new. */
function starsOf(chance: Prng): [number, number, number, number, number] {
  if (chance.next() < 0.05) return [0, 0, 0, 0, 0];
  const count = Math.round(4 + 900 * chance.next() ** 3);
  const quality = 0.62 + 0.34 * chance.next();
  const stars: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (let i = 0; i < count; i += 1) {
    const score = quality + (chance.next() + chance.next() - 1) * 0.55;
    const star = Math.min(4, Math.max(0, Math.floor(score * 5.4)));
    stars[star] = (stars[star] ?? 0) + 1;
  }
  return stars;
}

function describe({ department, leaf, index }: ProductPlan, chance: Prng): string {
  const opener = leaf.openers[index % leaf.openers.length] ?? '';
  const details = chance.shuffle(leaf.details).slice(0, chance.int(1, 2));
  const closing = chance.next() < 0.7 ? [chance.pick(leaf.closings ?? department.closings)] : [];
  return [opener, ...details, ...closing].join(' ');
}

/** Most goods come from the department's own seller, one in eight from another. */
function sellerOf({ department, sellers }: ProductPlan, chance: Prng): string {
  const shift = chance.next() < 0.125 ? chance.int(1, sellers.length - 1) : 0;
  const seller = sellers[(department.seller + shift) % sellers.length];
  assert(seller !== undefined, 'a department needs a seller');
  return seller.sellerId;
}
