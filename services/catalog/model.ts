/**
 * Decisions of the catalogue as pure functions: the product aggregate, its states, the snapshot
 * other rooms copy, slugs, and the rules of attributes. No I/O, clock or chance.
 */
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import {
  variantsPerProduct_max,
  type ProductEvent,
  type ProductStatus,
  type Variant,
} from './contract.ts';
import type { TaxClass } from '#services/pricing/contract.ts';
import type { NamesByLocale, ValueNames } from './languages.ts';
import type { Colors, Highlights, VideoRecord } from './media.ts';

export type Attributes = Record<string, string>;

export interface ImageRecord {
  imageId: string;
  url: string;
  alt: string;
  /** The variant that the image shows; null for all. */
  variantId: string | null;
}

export interface VariantRecord {
  variantId: string;
  sku: string;
  name: string;
  attributes: Attributes;
  weight_g: number;
  /** Length, width and height of a unit as it is packed; null: not known. */
  size_mm: number[] | null;
  barcode: string | null;
  /** A removed variant keeps its row: carts and orders still point at it. */
  removed: boolean;
}

/** The whole product with its variants in shown order; written and versioned as one. */
export interface Product {
  productId: string;
  sellerId: string;
  slug: string;
  name: string;
  description: string;
  brandId: string | null;
  brand: string | null;
  categoryId: string;
  attributes: Attributes;
  images: ImageRecord[];
  videos: VideoRecord[];
  highlights: Highlights;
  /** The currency its seller enters prices in. */
  currency: string;
  taxClass: TaxClass;
  status: ProductStatus;
  sellerApproved: boolean;
  externalRef: string | null;
  rating_x100: number;
  reviewCount: number;
  version: number;
  variants: VariantRecord[];
}

export interface VariantPrice {
  variantId: string;
  currency: string;
  base_minor: number;
  sale_minor: number | null;
}

const transitions: Record<ProductStatus, readonly ProductStatus[]> = {
  DRAFT: ['ACTIVE', 'ARCHIVED'],
  ACTIVE: ['DRAFT', 'ARCHIVED'],
  ARCHIVED: ['ACTIVE'],
};

/** The product in its new status, or 'product-status-not-allowed' with what is allowed. */
export function withStatus(
  product: Product,
  to: ProductStatus,
): Product | Refusal<'product-status-not-allowed'> {
  const allowed = transitions[product.status];
  if (product.status === to) return product;
  if (!allowed.includes(to)) {
    return refuse('product-status-not-allowed', { status: product.status, to, allowed });
  }
  return { ...product, status: to };
}

/** Only what nobody can buy may go for good. */
export function mayDelete(product: Product): true | Refusal<'product-status-not-allowed'> {
  if (product.status !== 'ACTIVE') return true;
  return refuse('product-status-not-allowed', {
    status: product.status,
    to: 'DELETED',
    allowed: transitions.ACTIVE,
  });
}

/** Whether shoppers see it at all. */
export function isVisible(product: Product): boolean {
  return product.status === 'ACTIVE' && product.sellerApproved && live(product).length > 0;
}

/** Variants that are not removed, in shown order. */
export function live(product: Product): VariantRecord[] {
  return product.variants.filter((variant) => !variant.removed);
}

export function withVariants(
  product: Product,
  variants: VariantRecord[],
): Product | Refusal<'variant-limit' | 'sku-taken'> {
  const kept = variants.filter((variant) => !variant.removed);
  if (kept.length < 1 || kept.length > variantsPerProduct_max) {
    return refuse('variant-limit', { given: kept.length, min: 1, max: variantsPerProduct_max });
  }
  const skus = new Set<string>();
  for (const { sku } of kept) {
    if (skus.has(sku)) return refuse('sku-taken', { sku });
    skus.add(sku);
  }
  // An image of a removed variant would never be shown again; it becomes one of the product.
  const ids = new Set(kept.map((variant) => variant.variantId));
  const images = product.images.map((image) =>
    image.variantId === null || ids.has(image.variantId) ? image : { ...image, variantId: null },
  );
  return { ...product, variants, images };
}

/** The picture of one variant: its own first image, else the product's first. */
function imageUrlOf(product: Product, variantId: string): string | null {
  const own = product.images.find((image) => image.variantId === variantId);
  return own?.url ?? product.images[0]?.url ?? null;
}

/** What other rooms copy of a variant. */
export function variantSnapshot(product: Product, variant: VariantRecord): Variant {
  return {
    variantId: variant.variantId,
    productId: product.productId,
    sellerId: product.sellerId,
    sku: variant.sku,
    name: variant.name,
    productName: product.name,
    brand: product.brand,
    categoryId: product.categoryId,
    attributes: { ...product.attributes, ...variant.attributes },
    weight_g: variant.weight_g,
    ...(variant.size_mm ? { size_mm: variant.size_mm } : {}),
    ...(product.taxClass === 'standard' ? {} : { taxClass: product.taxClass }),
    imageUrl: imageUrlOf(product, variant.variantId),
    active: !variant.removed && product.status === 'ACTIVE' && product.sellerApproved,
    version: product.version,
  };
}

/** Payload of PRODUCT_CREATED and PRODUCT_UPDATED. */
export function productEvent(product: Product): ProductEvent {
  return {
    productId: product.productId,
    sellerId: product.sellerId,
    name: product.name,
    slug: product.slug,
    brand: product.brand,
    categoryId: product.categoryId,
    status: product.status,
    imageUrl: product.images[0]?.url ?? null,
    variants: product.variants.map((variant) => variantSnapshot(product, variant)),
    version: product.version,
  };
}

/** Whether two states would be written the same, so that saving is not needed. */
export function sameProduct(a: Product, b: Product): boolean {
  return canonical({ ...a, version: 0 }) === canonical({ ...b, version: 0 });
}

/** JSON with sorted keys: jsonb gives keys back in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}

/**
 * A piece of an address made of a name: lower-case ASCII letters, digits and single dashes, at
 * most 80 characters. A name without any such letter gives 'item'.
 */
export function slugify(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f'’]/g, '')
    .replaceAll('&', ' and ')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'item' : slug;
}

/** The slug with the end of an id: for the second product of that name. */
export function slugWithId(slug: string, id: string): string {
  return `${slug.slice(0, 80)}-${id.slice(-8)}`;
}

export interface AttributeRule {
  attributeId: string;
  /** null: the rule holds everywhere. */
  categoryId: string | null;
  code: string;
  name: string;
  names: NamesByLocale;
  valueNames: ValueNames;
  /** What values are shown with, by value in lower case. */
  colors: Colors;
  kind: 'text' | 'number' | 'choice';
  unit: string | null;
  choices: string[];
  required: boolean;
  filterable: boolean;
  version: number;
}

export interface AttributeProblem {
  code: string;
  expected: string;
  got: string;
}

/**
 * What is wrong with the attribute values of a product; empty when they obey the rules. `values`
 * holds every value of a code, from the product and all its variants.
 */
export function attributeProblems(
  rules: readonly AttributeRule[],
  values: ReadonlyMap<string, ReadonlySet<string>>,
): AttributeProblem[] {
  const problems: AttributeProblem[] = [];
  for (const rule of rules) {
    const given = values.get(rule.code);
    if (given === undefined) {
      if (rule.required) problems.push({ code: rule.code, expected: 'a value', got: 'nothing' });
      continue;
    }
    for (const value of given) {
      if (rule.kind === 'number' && !/^-?\d{1,15}(\.\d{1,9})?$/.test(value)) {
        problems.push({ code: rule.code, expected: 'a number', got: value });
      }
      if (rule.kind === 'choice' && !rule.choices.includes(value)) {
        problems.push({ code: rule.code, expected: rule.choices.join(' | '), got: value });
      }
    }
  }
  return problems;
}

/** Every value per attribute code of a product and its live variants. */
export function attributeValues(product: Product): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const attributes of [product.attributes, ...live(product).map((v) => v.attributes)]) {
    for (const [code, value] of Object.entries(attributes)) {
      const set = values.get(code);
      if (set === undefined) values.set(code, new Set([value]));
      else set.add(value);
    }
  }
  return values;
}
