// A product as its seller types it, and as the API takes it; pure. Texts, so that nothing that was
// typed is lost. What is sent is what differs from the product as it was read, so that two people
// who change different things do not undo each other where the server lets both in.
import type { BodyOf, ReplyOf } from '../../../client/request.ts';

export type Product = ReplyOf<'GET /seller/products/{productId}'>;
type Variant = Product['variants'][number];
type NewProduct = BodyOf<'POST /seller/products'>;
export type NewVariant = NewProduct['variants'][number];
export type ProductPatch = BodyOf<'PATCH /seller/products/{productId}'>;
export type VariantPatch = BodyOf<'PATCH /seller/products/{productId}/variants/{variantId}'>;

export interface Picture {
  key: string;
  /** null: on its way, or refused. */
  url: string | null;
  alt: string;
  variantId: string | null;
}

export interface VariantDraft {
  key: string;
  /** null: not there yet. */
  variantId: string | null;
  sku: string;
  price: string;
  salePrice: string;
  weight_g: string;
  /** Length, width and height as it is packed; empty: not known. */
  size: string;
  barcode: string;
  options: Readonly<Record<string, string>>;
  /** Of one that is not there yet: with how many units it begins. */
  units: string;
}

export interface Draft {
  name: string;
  description: string;
  brand: string;
  categoryId: string;
  currency: string;
  attributes: Readonly<Record<string, string>>;
  /** What variants differ in, by code. */
  options: readonly string[];
  variants: readonly VariantDraft[];
  pictures: readonly Picture[];
}

const text = (value: number | null): string => (value === null ? '' : String(value));

export const optionCode = /^[A-Za-z0-9_-]{1,40}$/;

export const noVariant = (key: string): VariantDraft => ({
  key,
  variantId: null,
  sku: '',
  price: '',
  salePrice: '',
  weight_g: '',
  size: '',
  barcode: '',
  options: {},
  units: '',
});

export const noProduct = (key: string, currency: string): Draft => ({
  name: '',
  description: '',
  brand: '',
  categoryId: '',
  currency,
  attributes: {},
  options: [],
  variants: [noVariant(key)],
  pictures: [],
});

const draftOf = (one: Variant): VariantDraft => ({
  key: one.variantId,
  variantId: one.variantId,
  sku: one.sku,
  price: text(one.price),
  salePrice: text(one.salePrice),
  weight_g: text(one.weight_g),
  size: one.size_mm?.join(' × ') ?? '',
  barcode: one.barcode ?? '',
  options: one.attributes,
  units: '',
});

/** A product that is there, in fields. */
export function draftFrom(product: Product): Draft {
  const codes = product.variants.flatMap((one) => Object.keys(one.attributes));
  return {
    name: product.name,
    description: product.description,
    brand: product.brand ?? '',
    categoryId: product.categoryId,
    currency: product.currency,
    attributes: product.attributes,
    options: [...new Set(codes)],
    variants: product.variants.map(draftOf),
    pictures: product.images.map(({ imageId, url, alt, variantId }) => {
      return { key: imageId, url, alt, variantId };
    }),
  };
}

/** What stands in a field as a number; null where it is none. */
export function numberOf(value: string): number | null {
  const plain = value.trim().replace(',', '.');
  if (!/^\d{1,12}(\.\d{1,4})?$/.test(plain)) return null;
  return Number(plain);
}

const whole = (value: string): number | null => {
  const number = value.trim() === '' ? 0 : numberOf(value);
  return number !== null && Number.isInteger(number) ? number : null;
};

type Wrong = 'missing' | 'number' | 'sale' | 'size' | 'twice';

/** Faults by field name (`name`, `price-KEY` …), each a code of a message; none: it can be sent. */
export function faultsOf(draft: Draft): Map<string, Wrong> {
  const faults = new Map<string, Wrong>();
  if (draft.name.trim() === '') faults.set('name', 'missing');
  if (draft.categoryId === '') faults.set('categoryId', 'missing');
  const skus = new Set<string>();
  for (const one of draft.variants) {
    const { key } = one;
    const sku = one.sku.trim();
    if (sku === '') faults.set(`sku-${key}`, 'missing');
    else if (skus.has(sku)) faults.set(`sku-${key}`, 'twice');
    skus.add(sku);
    const price = numberOf(one.price);
    if (price === null) faults.set(`price-${key}`, one.price.trim() === '' ? 'missing' : 'number');
    if (one.salePrice.trim() !== '') {
      const sale = numberOf(one.salePrice);
      if (sale === null) faults.set(`sale-${key}`, 'number');
      else if (price !== null && sale > price) faults.set(`sale-${key}`, 'sale');
    }
    if (whole(one.weight_g) === null) faults.set(`weight-${key}`, 'number');
    if (sizeOf(one.size) === undefined) faults.set(`size-${key}`, 'size');
    if (whole(one.units) === null) faults.set(`units-${key}`, 'number');
    for (const code of draft.options) {
      if ((one.options[code] ?? '').trim() === '') faults.set(`option-${code}-${key}`, 'missing');
    }
  }
  return faults;
}

const filled = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([code, value]) => {
      return value.trim() === '' ? [] : [[code, value.trim()]];
    }),
  );

/** Three sides in millimetres, however they are parted; null: none; undefined: that is no size. */
export function sizeOf(typed: string): number[] | null | undefined {
  if (typed.trim() === '') return null;
  const sides = typed.split(/[^\d.,-]+/).filter((one) => one !== '');
  const isSide = (one: string) => /^\d{1,4}$/.test(one) && Number(one) >= 1 && Number(one) <= 5_000;
  return sides.length === 3 && sides.every(isSide) ? sides.map(Number) : undefined;
}

/** A variant as it is sent; only without faults. */
export function variantBody(one: VariantDraft, options: readonly string[]): NewVariant {
  const chosen = options.map((code) => [code, one.options[code] ?? ''] as const);
  return {
    sku: one.sku.trim(),
    price: numberOf(one.price) ?? 0,
    salePrice: one.salePrice.trim() === '' ? null : numberOf(one.salePrice),
    weight_g: whole(one.weight_g) ?? 0,
    size_mm: sizeOf(one.size) ?? null,
    barcode: one.barcode.trim() === '' ? null : one.barcode.trim(),
    attributes: filled(Object.fromEntries(chosen)),
  };
}

const imagesOf = (draft: Draft) =>
  draft.pictures.flatMap(({ url, alt, variantId }) =>
    url === null ? [] : [{ url, alt: alt.trim(), variantId }],
  );

const headOf = (draft: Draft) => ({
  name: draft.name.trim(),
  description: draft.description.trim(),
  brand: draft.brand.trim() === '' ? null : draft.brand.trim(),
  categoryId: draft.categoryId,
  attributes: filled(draft.attributes),
  images: imagesOf(draft),
});

/** A new product, as a draft that nobody sees. */
export function newBody(draft: Draft, sellerId: string): NewProduct {
  return {
    ...headOf(draft),
    currency: draft.currency,
    status: 'DRAFT',
    sellerId,
    variants: draft.variants.map((one) => variantBody(one, draft.options)),
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const sorted = (values: Readonly<Record<string, string>>) => Object.entries(values).toSorted();

function differing<T extends Record<string, unknown>>(now: T, was: T): Partial<T> {
  const entries = Object.entries(now).filter(([name, value]) => {
    if (name !== 'attributes') return !same(value, was[name]);
    return !same(sorted(value as never), sorted(was[name] as never));
  });
  return Object.fromEntries(entries) as Partial<T>;
}

/** What of the product itself is to be sent; empty: nothing. */
export const productPatch = (draft: Draft, was: Product): ProductPatch =>
  differing(headOf(draft), headOf(draftFrom(was)));

export interface VariantChanges {
  added: VariantDraft[];
  changed: { variantId: string; patch: VariantPatch }[];
  removed: string[];
}

/** What of the variants is to be sent. A sale price is sent with its price. */
export function variantChanges(draft: Draft, was: Product): VariantChanges {
  const before = draftFrom(was);
  const kept = new Set(draft.variants.flatMap(({ variantId }) => variantId ?? []));
  const changed = draft.variants.flatMap((one) => {
    const old = before.variants.find(({ variantId }) => variantId === one.variantId);
    if (one.variantId === null || old === undefined) return [];
    const body = variantBody(one, draft.options);
    const patch = differing(body, variantBody(old, before.options)) as VariantPatch;
    if ('salePrice' in patch) patch.price = body.price;
    return Object.keys(patch).length === 0 ? [] : [{ variantId: one.variantId, patch }];
  });
  const there = new Set(was.variants.map(({ variantId }) => variantId));
  return {
    // One that somebody else removed meanwhile is made anew.
    added: draft.variants.filter(({ variantId }) => variantId === null || !there.has(variantId)),
    changed,
    removed: [...there].filter((variantId) => !kept.has(variantId)),
  };
}

/** What broke off may have made variants already: they are known by their SKU from then on. */
export function linked(draft: Draft, now: Product): Draft {
  const held = new Set(draft.variants.flatMap(({ variantId }) => variantId ?? []));
  const variants = draft.variants.map((one) => {
    if (one.variantId !== null) return one;
    const made = now.variants.find(({ sku }) => sku === one.sku.trim());
    return made === undefined || held.has(made.variantId)
      ? one
      : { ...one, variantId: made.variantId };
  });
  return { ...draft, variants };
}

/** Whether there is anything to send. */
export function isChanged(draft: Draft, was: Product): boolean {
  const { added, changed, removed } = variantChanges(draft, was);
  if (draft.variants.some(({ units }) => units.trim() !== '')) return true;
  const parts = [Object.keys(productPatch(draft, was)), added, changed, removed];
  return parts.some(({ length }) => length > 0);
}

/** The list with the one at `at` moved by `by`; the same list where it cannot. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const one = list[at];
  const other = list[at + by];
  if (one === undefined || other === undefined) return list;
  return list.with(at, other).with(at + by, one);
}
