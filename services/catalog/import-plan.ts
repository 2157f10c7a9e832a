/** From drafts and what is stored to the products, prices and stock to write. Pure but for ids. */
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { imageRecords, mergedImages } from './commands.ts';
import type { Draft, RowProblem } from './import-map.ts';
import { mergedVideos, videoRecords } from './media.ts';
import {
  attributeProblems,
  attributeValues,
  sameProduct,
  slugify,
  withVariants,
  type Product,
  type VariantRecord,
} from './model.ts';
import type { PriceSetting } from './neighbours.ts';
import type { Shelf } from './shelf.ts';
import type { PriceCopy } from './store-copy.ts';

/** Drafts that make one product, in the order of the file. */
export interface Bundle {
  /** The group column; null when each row is a product. */
  ref: string | null;
  drafts: [Draft, ...Draft[]];
}

/** What is known before planning. */
export interface Known {
  shelf: Shelf;
  sellerId: string;
  sellerApproved: boolean;
  /** Products by id, as stored. */
  products: ReadonlyMap<string, Product>;
  productOfSku: ReadonlyMap<string, string>;
  productOfRef: ReadonlyMap<string, string>;
  /** Category id per draft row. */
  categoryOf: ReadonlyMap<number, string>;
  /** Brand by lower-case name. */
  brands: ReadonlyMap<string, { brandId: string; name: string }>;
  prices: ReadonlyMap<string, PriceCopy>;
}

export interface Planned {
  product: Product;
  outcome: 'created' | 'updated' | 'unchanged';
  prices: PriceSetting[];
  stock: { variantId: string; sku: string; amount: number; warehouseId: string | null }[];
}

/** Collects drafts of one product; a SKU that comes twice keeps its last row. */
export function bundlesOf(drafts: readonly Draft[]): Bundle[] {
  const bundles = new Map<string, Bundle>();
  for (const draft of drafts) {
    const key = draft.group === null ? `sku ${draft.sku}` : `group ${draft.group}`;
    const bundle = bundles.get(key);
    if (bundle === undefined) bundles.set(key, { ref: draft.group, drafts: [draft] });
    else bundle.drafts.push(draft);
  }
  return [...bundles.values()];
}

/** Key of a price copy in `Known.prices`. */
export function priceKey(variantId: string, currency: string): string {
  return `${variantId} ${currency}`;
}

function problem(draft: Draft, column: string, what: { expected: string; got: string }) {
  return { line: draft.line, column, field: column, code: 'row-not-accepted', ...what };
}

/** What a bundle means: a product to write with prices and stock, or what is wrong with it. */
export function planBundle(bundle: Bundle, known: Known): Planned | RowProblem[] {
  const [first] = bundle.drafts;
  const productId =
    (bundle.ref === null ? undefined : known.productOfRef.get(bundle.ref)) ??
    known.productOfSku.get(first.sku);
  const stored = productId === undefined ? undefined : known.products.get(productId);
  const clash = bundle.drafts.find((draft) => {
    const owner = known.productOfSku.get(draft.sku);
    return owner !== undefined && owner !== stored?.productId;
  });
  if (clash !== undefined) {
    const expected = 'a SKU that no other product of the seller has';
    return [problem(clash, 'sku', { expected, got: clash.sku })];
  }
  const base = stored ?? newProduct(bundle, known);
  const whole = withVariants(described(base, first, known), mergedVariants(base, bundle.drafts));
  if (isRefusal(whole)) {
    return [problem(first, 'group', { expected: 'fewer variants', got: whole.code })];
  }
  const rules = known.shelf.rulesFor(whole.categoryId);
  const wrong = attributeProblems(rules, attributeValues(whole));
  if (wrong.length > 0) {
    return wrong.map(({ code, expected, got }) => problem(first, code, { expected, got }));
  }
  const isSame = stored !== undefined && sameProduct(stored, whole);
  return {
    product: stored === undefined ? whole : { ...whole, version: stored.version + 1 },
    outcome: stored === undefined ? 'created' : isSame ? 'unchanged' : 'updated',
    ...valuesOf(bundle, whole, known),
  };
}

function newProduct({ ref, drafts: [first] }: Bundle, known: Known): Product {
  return {
    productId: newId('prod'),
    sellerId: known.sellerId,
    slug: slugify(first.name),
    name: first.name,
    description: first.description,
    brandId: null,
    brand: null,
    categoryId: '',
    attributes: {},
    images: imageRecords(first.images.map((url) => ({ url, alt: first.name }))),
    videos: videoRecords(first.videos),
    highlights: first.highlights,
    currency: first.currency,
    taxClass: first.taxClass ?? 'standard',
    status: first.status ?? 'ACTIVE',
    sellerApproved: known.sellerApproved,
    externalRef: ref,
    // Figures of another shop only start a product; from then on our own reviews count.
    rating_x100: first.rating_x100,
    reviewCount: first.reviewCount,
    version: 1,
    variants: [],
  };
}

/** The product with what its first row says about it. */
function described(product: Product, draft: Draft, known: Known): Product {
  const brand = draft.brand === null ? undefined : known.brands.get(draft.brand.toLowerCase());
  const images = draft.images.map((url) => ({ url, alt: draft.name }));
  return {
    ...product,
    name: draft.name,
    description: draft.description,
    categoryId: known.categoryOf.get(draft.row) ?? product.categoryId,
    attributes: { ...product.attributes, ...draft.attributes },
    status: draft.status ?? product.status,
    taxClass: draft.taxClass ?? product.taxClass,
    ...(brand === undefined ? {} : { brandId: brand.brandId, brand: brand.name }),
    ...(images.length > 0 ? { images: mergedImages(product.images, images) } : {}),
    ...(draft.videos.length > 0 ? { videos: mergedVideos(product.videos, draft.videos) } : {}),
    highlights: { ...product.highlights, ...draft.highlights },
  };
}

function mergedVariants(product: Product, drafts: readonly Draft[]): VariantRecord[] {
  const variants = [...product.variants];
  for (const draft of drafts) {
    const at = variants.findIndex((one) => !one.removed && one.sku === draft.sku);
    const old = variants[at];
    const values = Object.values(draft.options);
    const name = draft.variantName ?? (values.length > 0 ? values.join(' / ') : draft.name);
    const record: VariantRecord = {
      variantId: old?.variantId ?? newId('var'),
      sku: draft.sku,
      name,
      attributes: { ...old?.attributes, ...draft.options },
      weight_g: draft.weight_g > 0 ? draft.weight_g : (old?.weight_g ?? 0),
      size_mm: draft.size_mm ?? old?.size_mm ?? null,
      barcode: draft.barcode ?? old?.barcode ?? null,
      removed: false,
    };
    if (old === undefined) variants.push(record);
    else variants[at] = record;
  }
  return variants;
}

function valuesOf(
  bundle: Bundle,
  product: Product,
  known: Known,
): Pick<Planned, 'prices' | 'stock'> {
  const last = new Map(bundle.drafts.map((draft) => [draft.sku, draft]));
  const prices: PriceSetting[] = [];
  const stock: Planned['stock'] = [];
  for (const { variantId, sku, removed } of product.variants) {
    const draft = last.get(sku);
    if (draft === undefined || removed) continue;
    const { currency, price_minor, sale_minor } = draft;
    const now = known.prices.get(priceKey(variantId, currency));
    if (now?.base_minor !== price_minor || now.sale_minor !== sale_minor) {
      prices.push({ variantId, currency, base_minor: price_minor, sale_minor });
    }
    if (draft.stock !== null) stock.push({ variantId, sku, ...draft.stock });
  }
  return { prices, stock };
}
