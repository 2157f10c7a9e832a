/**
 * The product page as data: what a product, its prices and its stock look like to shoppers. Pure,
 * so that the honest wording of stock and prices is tested without a database.
 */
import { toMajor } from '#kernel/core/money.ts';
import { labelIn, labelsIn, nameIn } from './languages.ts';
import { colorsOf, highlightsIn } from './media.ts';
import type { Category } from './model-category.ts';
import {
  attributeValues,
  live,
  variantSnapshot,
  type AttributeRule,
  type Product,
  type VariantRecord,
} from './model.ts';

/** Variants inside the product page; the rest are asked for by attribute. */
export const pageVariants_max = 20;
/** Stock is told up to here; "50" means 50 or more, which is also when stock events stop. */
export const availableShown_max = 50;
/** Up to so many free units the true count is told. */
export const lowStock_max = 5;

/** LOW: `count` units are free. HELD: none is, but some are in open checkouts. */
export type Stock =
  | { state: 'IN_STOCK'; count: null }
  | { state: 'LOW'; count: number }
  | { state: 'HELD'; count: null }
  | { state: 'OUT'; count: null };

export interface Units {
  available: number;
  held: number;
}

export function stockOf({ available, held }: Units): Stock {
  if (available > lowStock_max) return { state: 'IN_STOCK', count: null };
  if (available > 0) return { state: 'LOW', count: available };
  return { state: held > 0 ? 'HELD' : 'OUT', count: null };
}

const best: readonly Stock['state'][] = ['IN_STOCK', 'LOW', 'HELD', 'OUT'];

function bestStock(stocks: readonly Stock[]): Stock {
  const [first] = [...stocks].sort(
    (a, b) => best.indexOf(a.state) - best.indexOf(b.state) || (b.count ?? 0) - (a.count ?? 0),
  );
  return first ?? { state: 'OUT', count: null };
}

/** What the other rooms say about the variants of a product, by variant. */
export interface Facts {
  currency: string;
  prices: ReadonlyMap<string, { base_minor: number; effective_minor: number }>;
  units: ReadonlyMap<string, Units>;
  /** Lowest price of the 30 days before the present one began, where there was another. */
  lowest: ReadonlyMap<string, number>;
}

export function variantView(product: Product, variant: VariantRecord, facts: Facts) {
  const { currency } = facts;
  const price = facts.prices.get(variant.variantId);
  const lowest = facts.lowest.get(variant.variantId);
  const units = facts.units.get(variant.variantId) ?? { available: 0, held: 0 };
  const onSale = price !== undefined && price.effective_minor < price.base_minor;
  return {
    variantId: variant.variantId,
    sku: variant.sku,
    name: variant.name,
    attributes: variant.attributes,
    price: price === undefined ? null : toMajor(price.base_minor, currency),
    salePrice: onSale ? toMajor(price.effective_minor, currency) : null,
    lowest30: onSale && lowest !== undefined ? toMajor(lowest, currency) : null,
    currency,
    inStock: units.available > 0,
    available: Math.min(Math.max(0, units.available), availableShown_max),
    stock: stockOf(units),
    weight_g: variant.weight_g,
    imageUrl: variantSnapshot(product, variant).imageUrl,
  };
}

export type VariantView = ReturnType<typeof variantView>;

/** The variant whose price the product shows: in stock before sold out, then the cheapest. */
function leading(views: readonly VariantView[]): VariantView | undefined {
  const cost = (view: VariantView) => view.salePrice ?? view.price ?? Infinity;
  return [...views].sort((a, b) => Number(b.inStock) - Number(a.inStock) || cost(a) - cost(b))[0];
}

export function crumb(category: Category, locale: string) {
  const { categoryId, slug, path } = category;
  return { categoryId, name: nameIn(category, locale), slug, path };
}

/** By the names that are shown; the tree has them by the names without a language. */
export function byName(categories: readonly Category[], locale: string): readonly Category[] {
  if (locale === '') return categories;
  const { compare } = new Intl.Collator(locale);
  return categories.toSorted((a, b) => compare(nameIn(a, locale), nameIn(b, locale)));
}

/** What shoppers may know of an attribute definition. */
export function ruleView(rule: AttributeRule, locale: string) {
  const { code, kind, unit, choices, valueNames } = rule;
  const called = { name: nameIn(rule, locale), ...labelsIn(valueNames, choices, locale) };
  return { code, ...called, kind, unit, choices };
}

/** What stays the same while prices and stock move. */
export interface ProductFrame {
  product: Product & { createdAt: string; updatedAt: string };
  seller: { name: string; slug: string } | null;
  /** From the root to the product's category. */
  line: readonly Category[];
  /** The rules that bind the product, for names and units of its attributes. */
  rules: readonly AttributeRule[];
}

export function productView(
  { product, seller, line, rules }: ProductFrame,
  facts: Facts,
  locale: string,
) {
  const views = live(product).map((variant) => variantView(product, variant, facts));
  const lead = leading(views);
  const breadcrumb = line.map((one) => crumb(one, locale));
  const named = new Map(rules.map((rule) => [rule.code, rule]));
  const nameOf = (code: string) => {
    const rule = named.get(code);
    return rule === undefined ? code : nameIn(rule, locale);
  };
  const namesOf = (code: string) => named.get(code)?.valueNames ?? {};
  return {
    productId: product.productId,
    slug: product.slug,
    name: product.name,
    description: product.description,
    brand: product.brand,
    seller: { sellerId: product.sellerId, name: seller?.name ?? null, slug: seller?.slug ?? null },
    category: breadcrumb.at(-1) ?? null,
    breadcrumb,
    attributes: product.attributes,
    specs: Object.entries(product.attributes).map(([code, value]) => ({
      code,
      name: nameOf(code),
      value,
      ...labelIn(namesOf(code), value, locale),
      unit: named.get(code)?.unit ?? null,
    })),
    options: optionsOf(product).map(({ code, values }) => ({
      code,
      name: nameOf(code),
      values,
      ...labelsIn(namesOf(code), values, locale),
      ...colorsOf(named.get(code)?.colors ?? {}, values),
    })),
    ...highlightsIn(product.highlights, locale),
    images: product.images,
    videos: product.videos,
    imageUrl: product.images[0]?.url ?? null,
    rating: product.rating_x100 / 100,
    reviewCount: product.reviewCount,
    price: lead?.price ?? null,
    salePrice: lead?.salePrice ?? null,
    lowest30: lead?.lowest30 ?? null,
    currency: facts.currency,
    inStock: views.some((view) => view.inStock),
    stock: bestStock(views.map((view) => view.stock)),
    defaultVariantId: lead?.variantId ?? null,
    variantCount: views.length,
    variants: views.slice(0, pageVariants_max),
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
  };
}

/** What there is to choose: each attribute of the variants with its values, in shown order. */
function optionsOf(product: Product): { code: string; values: string[] }[] {
  const own = attributeValues({ ...product, attributes: {} });
  return [...own].map(([code, values]) => ({ code, values: [...values] }));
}
