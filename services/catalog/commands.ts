/** The write path of products: each command loads, decides in the model, and saves with events. */
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import type { TaxClass } from '#services/pricing/contract.ts';
import { isImageUrl, quotedUrl } from './address.ts';
import type { ProductStatus } from './contract.ts';
import {
  filledHighlights,
  mergedVideos,
  videoRecords,
  wrongAddresses,
  type Highlights,
  type NewVideo,
} from './media.ts';
import {
  attributeProblems,
  attributeValues,
  live,
  mayDelete,
  sameProduct,
  slugify,
  slugWithId,
  withStatus,
  withVariants,
  type Attributes,
  type ImageRecord,
  type Product,
  type VariantRecord,
} from './model.ts';
import type { Neighbours, PriceSetting } from './neighbours.ts';
import type { Shelf, ShelfCache } from './shelf.ts';
import { ensureBrands } from './store-category.ts';
import { copyPrices, copySellers, sellerCopy, type PriceCopy } from './store-copy.ts';
import { lockBirths, refreshListing } from './store-listing.ts';
import {
  deleteProduct,
  loadProducts,
  lockProducts,
  productsOfSkus,
  saveProducts,
  takenSlugs,
  type StoredProduct,
} from './store-product.ts';

/** What every command works with. */
export interface Workshop {
  db: Db;
  shelf: ShelfCache;
  neighbours: Neighbours;
  outbox: { poke(): void };
  /** Tells the read side that these products look different now. */
  touched(productIds: readonly string[]): void;
}

export interface NewVariant {
  sku: string;
  name?: string;
  attributes?: Attributes;
  price_minor: number;
  sale_minor?: number | null;
  weight_g?: number;
  size_mm?: number[] | null;
  barcode?: string | null;
}

export interface NewImage {
  url: string;
  alt?: string;
  variantId?: string | null;
}

export interface NewProduct {
  sellerId: string;
  name: string;
  description: string;
  brand?: string | null;
  categoryId: string;
  currency: string;
  attributes?: Attributes;
  status?: ProductStatus;
  images?: NewImage[];
  videos?: NewVideo[];
  highlights?: Highlights;
  taxClass?: TaxClass;
  variants: NewVariant[];
}

/** Who writes, and which version they saw; `sellerIds` null is an admin. */
export interface Writer {
  sellerIds: readonly string[] | null;
  version: number;
}

export interface ProductPatch {
  name?: string;
  slug?: string;
  description?: string;
  brand?: string | null;
  categoryId?: string;
  attributes?: Attributes;
  images?: NewImage[];
  videos?: NewVideo[];
  highlights?: Highlights;
  taxClass?: TaxClass;
  currency?: string;
}

export type WriteRefusal = Refusal<
  | 'not-found'
  | 'precondition-failed'
  | 'category-unknown'
  | 'validation-failed'
  | 'sku-taken'
  | 'slug-taken'
  | 'variant-limit'
  | 'product-status-not-allowed'
>;

/** Unique constraint that a driver error says was violated. */
export function violated(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return undefined;
  return 'constraint' in error ? String(error.constraint) : 'unknown';
}

function refusalOfViolation(error: unknown): WriteRefusal {
  const constraint = violated(error);
  if (constraint === 'product_slug_key') return refuse('slug-taken');
  if (constraint === 'variant_sku') return refuse('sku-taken');
  throw error;
}

function fieldProblem(pointer: string, expected: string, got: string) {
  return { pointer, code: 'not-accepted', detail: `expected ${expected}, got ${got}`, expected };
}

/** Checks what only the catalogue knows: the category, its attribute rules, image addresses. */
function checkProduct(product: Product, shelf: Shelf): WriteRefusal | null {
  if (!shelf.tree.byId.has(product.categoryId)) {
    return refuse('category-unknown', { categoryId: product.categoryId });
  }
  const rules = shelf.rulesFor(product.categoryId);
  const errors = attributeProblems(rules, attributeValues(product)).map((one) =>
    fieldProblem(`/attributes/${one.code}`, one.expected, one.got),
  );
  const ids = new Set(live(product).map((variant) => variant.variantId));
  product.images.forEach(({ url, variantId }, at) => {
    if (!isImageUrl(url)) {
      errors.push(fieldProblem(`/images/${at}/url`, 'an http or https address', url));
    }
    if (variantId !== null && !ids.has(variantId)) {
      errors.push(fieldProblem(`/images/${at}/variantId`, 'a variant of it', variantId));
    }
  });
  for (const [pointer, got] of wrongAddresses(product.videos)) {
    errors.push(fieldProblem(pointer, 'an http or https address', got));
  }
  return errors.length === 0 ? null : refuse('validation-failed', { errors });
}

/** Asks the sellers room; when it is away the copy decides, and without one: not approved. */
export async function isApproved(shop: Workshop, sellerId: string): Promise<boolean> {
  try {
    const answer = await shop.neighbours.sellers({ sellerIds: [sellerId] });
    const seller = isRefusal(answer) ? undefined : answer.sellers[0];
    if (seller !== undefined) {
      await copySellers(shop.db, [{ ...seller, version: 0 }]);
      return seller.status === 'APPROVED';
    }
  } catch {
    // The copy is at most as old as the last seller event; the sweep mends what it got wrong.
  }
  return (await sellerCopy(shop.db, sellerId))?.status === 'APPROVED';
}

/** The brand of a name, made when it does not exist; null for no name. */
async function brandOf(
  shop: Workshop,
  name: string | null | undefined,
): Promise<{ brandId: string; brand: string } | { brandId: null; brand: null }> {
  const wanted = name?.trim() ?? '';
  if (wanted === '') return { brandId: null, brand: null };
  const brandId = newId('brd');
  const slug = slugify(wanted);
  const input = { brandId, name: wanted, slug, otherSlug: slugWithId(slug, brandId) };
  const found = await ensureBrands(shop.db, [input]);
  const brand = found.get(wanted.toLowerCase());
  return brand === undefined
    ? { brandId: null, brand: null }
    : { brandId: brand.brandId, brand: brand.name };
}

export function imageRecords(images: readonly NewImage[]): ImageRecord[] {
  return images.map(({ url, alt, variantId }) => ({
    imageId: newId('img'),
    url: quotedUrl(url),
    alt: alt ?? '',
    variantId: variantId ?? null,
  }));
}

export function variantRecord(given: NewVariant, productName: string): VariantRecord {
  const values = Object.values(given.attributes ?? {});
  return {
    variantId: newId('var'),
    sku: given.sku,
    name: given.name ?? (values.length > 0 ? values.join(' / ') : productName),
    attributes: given.attributes ?? {},
    weight_g: given.weight_g ?? 0,
    size_mm: given.size_mm ?? null,
    barcode: given.barcode ?? null,
    removed: false,
  };
}

/** Price settings of new variants, positions matching. */
export function settingsOf(
  variants: readonly VariantRecord[],
  given: readonly NewVariant[],
  currency: string,
): PriceSetting[] {
  return variants.flatMap(({ variantId }, at) => {
    const price = given[at];
    if (price === undefined) return [];
    const sale_minor = price.sale_minor ?? null;
    return [{ variantId, currency, base_minor: price.price_minor, sale_minor }];
  });
}

/** Sets prices where they belong, and gives them as they stand there now, with versions. */
export async function setPrices(
  shop: Workshop,
  prices: PriceSetting[],
): Promise<PriceCopy[] | WriteRefusal> {
  const set = await shop.neighbours.setPrices({ prices });
  if (isRefusal(set)) return refuse('validation-failed', { errors: [set.detail], code: set.code });
  const variantIds = prices.map((price) => price.variantId);
  const currency = prices[0]?.currency ?? '';
  const now = await shop.neighbours.prices({ variantIds, currency }).catch(() => null);
  // Without an answer our own figures stand until pricing's event comes.
  if (now === null || isRefusal(now)) return prices.map((price) => ({ ...price, version: 0 }));
  return now.prices;
}

/** Writes products and all that follows from them inside a transaction. */
export async function writeProducts(
  tx: Sql,
  products: readonly Product[],
  prices: readonly (PriceSetting & { version?: number })[] = [],
): Promise<void> {
  const born = products.some((product) => product.version === 1);
  // Prices written along meet those of an event at their key, which puts the two in order.
  if (born && prices.length === 0) await lockBirths(tx, 'writer');
  await saveProducts(tx, products);
  // Version 0 is our own guess: right until pricing's first event about the variant.
  await copyPrices(
    tx,
    prices.map((price) => ({ ...price, version: price.version ?? 0 })),
  );
  const ids = products.map((product) => product.productId);
  await refreshListing(tx, ids);
}

async function reload(shop: Workshop, productId: string): Promise<StoredProduct> {
  const [product] = await loadProducts(shop.db, [productId]);
  if (product === undefined) throw new Error(`product ${productId} went away while being written`);
  return product;
}

/**
 * Makes a product with its variants and prices. Prices are set first, under variant ids made
 * here, so that a product is never seen without a price; a crash between the two leaves prices
 * of variants that nobody knows. Listed at once when ACTIVE (the default) and its seller is
 * approved. Refuses category-unknown, validation-failed, sku-taken, variant-limit.
 */
export async function createProduct(
  shop: Workshop,
  given: NewProduct,
): Promise<StoredProduct | WriteRefusal> {
  const productId = newId('prod');
  const variants = given.variants.map((variant) => variantRecord(variant, given.name));
  const slug = slugify(given.name);
  const sellerApproved = await isApproved(shop, given.sellerId);
  const draft: Product = {
    productId,
    sellerId: given.sellerId,
    slug,
    name: given.name,
    description: given.description,
    brandId: null,
    brand: null,
    categoryId: given.categoryId,
    attributes: given.attributes ?? {},
    images: imageRecords(given.images ?? []),
    videos: videoRecords(given.videos ?? []),
    highlights: filledHighlights(given.highlights ?? {}),
    taxClass: given.taxClass ?? 'standard',
    currency: given.currency,
    status: given.status ?? 'ACTIVE',
    sellerApproved,
    externalRef: null,
    rating_x100: 0,
    reviewCount: 0,
    version: 1,
    variants: [],
  };
  const whole = withVariants(draft, variants);
  if (isRefusal(whole)) return whole;
  const wrong = checkProduct(whole, await shop.shelf.get());
  if (wrong !== null) return wrong;
  const skus = variants.map((variant) => variant.sku);
  const [taken] = await productsOfSkus(shop.db, given.sellerId, skus);
  if (taken !== undefined) return refuse('sku-taken', { sku: taken[0], productId: taken[1] });

  const named = { ...whole, ...(await brandOf(shop, given.brand)) };
  const prices = await setPrices(shop, settingsOf(variants, given.variants, given.currency));
  if (isRefusal(prices)) return prices;
  const slugs = await takenSlugs(shop.db, [slug]);
  const tailed = { ...named, slug: slugWithId(slug, productId) };
  const refused = await insertFirst(shop, slugs.has(slug) ? [tailed] : [named, tailed], prices);
  if (refused !== null) return refused;
  shop.outbox.poke();
  shop.touched([productId]);
  return reload(shop, productId);
}

/** Inserts a new product in the first of these forms whose slug is free. */
async function insertFirst(
  shop: Workshop,
  forms: readonly Product[],
  prices: readonly PriceSetting[],
): Promise<WriteRefusal | null> {
  let refused: WriteRefusal | null = null;
  for (const product of forms) {
    try {
      await shop.db.tx((tx) => writeProducts(tx, [product], prices));
      return null;
    } catch (error) {
      refused = refusalOfViolation(error);
      if (refused.code !== 'slug-taken') return refused;
    }
  }
  return refused;
}

export type Change = (product: StoredProduct) => Product | WriteRefusal;

/**
 * Changes one product under its lock: not-found when it is not the writer's, precondition-failed
 * when the writer saw another version. Nothing is written when nothing changed.
 */
export async function changeProduct(
  shop: Workshop,
  productId: string,
  { writer, change, prices }: { writer: Writer; change: Change; prices?: PriceCopy[] },
): Promise<StoredProduct | WriteRefusal> {
  const shelf = await shop.shelf.get();
  let result: Product | WriteRefusal;
  try {
    result = await shop.db.tx(async (tx) => {
      const [product] = await lockProducts(tx, [productId]);
      const refused = refuseWriter(product, writer);
      if (product === undefined || refused !== null) return refused ?? refuse('not-found');
      const changed = change(product);
      if (isRefusal(changed)) return changed as WriteRefusal;
      const wrong = checkProduct(changed, shelf);
      if (wrong !== null) return wrong;
      if (sameProduct(product, changed) && prices === undefined) return product;
      const next = { ...changed, version: product.version + 1 };
      await writeProducts(tx, [next], prices);
      return next;
    });
  } catch (error) {
    return refusalOfViolation(error);
  }
  if (isRefusal(result)) return result as WriteRefusal;
  shop.outbox.poke();
  shop.touched([productId]);
  return reload(shop, productId);
}

export function refuseWriter(product: Product | undefined, writer: Writer): WriteRefusal | null {
  if (product === undefined) return refuse('not-found');
  if (writer.sellerIds !== null && !writer.sellerIds.includes(product.sellerId)) {
    return refuse('not-found');
  }
  if (product.version === writer.version) return null;
  return refuse('precondition-failed', { version: product.version });
}

/** Changes the fields that the patch names; others stay. Refusals of `changeProduct`. */
export async function updateProduct(
  shop: Workshop,
  productId: string,
  { writer, patch }: { writer: Writer; patch: ProductPatch },
): Promise<StoredProduct | WriteRefusal> {
  const { brand, images, videos, highlights, ...plain } = patch;
  const branded = brand === undefined ? {} : await brandOf(shop, brand);
  const change: Change = (product) => ({
    ...product,
    ...plain,
    ...branded,
    ...(images === undefined ? {} : { images: mergedImages(product.images, images) }),
    ...(videos === undefined ? {} : { videos: mergedVideos(product.videos, videos) }),
    ...(highlights === undefined ? {} : { highlights: filledHighlights(highlights) }),
  });
  return changeProduct(shop, productId, { writer, change });
}

/** Images that were there keep their id, so that a repeat changes nothing. */
export function mergedImages(before: readonly ImageRecord[], after: NewImage[]): ImageRecord[] {
  const known = new Map(before.map((image) => [image.url, image.imageId]));
  return imageRecords(after).map((image) => ({
    ...image,
    imageId: known.get(image.url) ?? image.imageId,
  }));
}

/** DRAFT, ACTIVE or ARCHIVED; refuses product-status-not-allowed with what is allowed. */
export async function setStatus(
  shop: Workshop,
  productId: string,
  { writer, status }: { writer: Writer; status: ProductStatus },
): Promise<StoredProduct | WriteRefusal> {
  return changeProduct(shop, productId, {
    writer,
    change: (product) => withStatus(product, status),
  });
}

/** Deletes a product that is not ACTIVE. Its rows go; the ids stay in what others copied. */
export async function removeProduct(
  shop: Workshop,
  productId: string,
  writer: Writer,
): Promise<true | WriteRefusal> {
  const result = await shop.db.tx(async (tx) => {
    const [product] = await lockProducts(tx, [productId]);
    const refused = refuseWriter(product, writer);
    if (product === undefined || refused !== null) return refused ?? refuse('not-found');
    const may = mayDelete(product);
    if (isRefusal(may)) return may;
    await deleteProduct(tx, product);
    return true as const;
  });
  if (isRefusal(result)) return result as WriteRefusal;
  shop.outbox.poke();
  shop.touched([productId]);
  return true;
}
