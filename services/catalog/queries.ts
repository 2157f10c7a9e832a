/** The read path of products: pages as finished JSON text, and what other rooms ask for. */
import { memoryCache, type Loaded } from '#kernel/cache/memory.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { variantsPerCall_max, type ProductSnapshot, type Variant } from './contract.ts';
import {
  attributeValues,
  isVisible,
  live,
  productEvent,
  variantSnapshot,
  type Product,
  type VariantRecord,
} from './model.ts';
import type { Neighbours, PriceNow } from './neighbours.ts';
import type { ShelfCache } from './shelf.ts';
import { priceCopies, sellerCopy, stockCopies } from './store-copy.ts';
import {
  loadProductBySlug,
  loadProducts,
  loadProductsAfter,
  loadProductsOfVariants,
  type StoredProduct,
} from './store-product.ts';

/** Variants inside the product page; the rest are asked for by attribute. */
export const pageVariants_max = 20;
/** Stock is told up to here; "50" means 50 or more, which is also when stock events stop. */
export const availableShown_max = 50;

/** A finished answer: the JSON text as it is sent, and its tag. */
export interface Answer {
  text: string;
  etag: string;
}

export interface Pages {
  /** By id or slug; null when it does not exist or may not be seen. */
  product(key: string, currency: string | null): Promise<Answer | null>;
  variants(key: string, query: VariantQuery): Promise<VariantView[] | null>;
  /** Forgets what was made of these products. */
  touched(productIds: readonly string[]): void;
}

export interface VariantQuery {
  currency: string | null;
  /** Code → any of these values. */
  attributes: ReadonlyMap<string, readonly string[]>;
}

interface Facts {
  prices: Map<string, { base_minor: number; effective_minor: number }>;
  available: Map<string, number>;
}

export interface ReadShop {
  db: Db;
  clock: Clock;
  shelf: ShelfCache;
  neighbours: Neighbours;
}

/** Fresh figures from their rooms; the copies stand in for a room that is away. */
async function factsOf(shop: ReadShop, variantIds: string[], currency: string): Promise<Facts> {
  const asked = variantIds.slice(0, variantsPerCall_max);
  const [prices, available] = await Promise.all([
    shop.neighbours
      .prices({ variantIds: asked, currency })
      .then((answer) => (isRefusal(answer) ? null : answer.prices))
      .catch(() => null)
      .then((list) => list ?? copiedPrices(shop, asked, currency)),
    shop.neighbours
      .availability({ variantIds: asked })
      .then((answer) => (isRefusal(answer) ? null : answer.items))
      .catch(() => null)
      .then((items) =>
        items === null
          ? stockCopies(shop.db, asked)
          : new Map(items.map((item) => [item.variantId, item.available])),
      ),
  ]);
  return { prices: new Map(prices.map((price) => [price.variantId, price])), available };
}

async function copiedPrices(
  shop: ReadShop,
  variantIds: string[],
  currency: string,
): Promise<PriceNow[]> {
  const copies = await priceCopies(shop.db, variantIds, currency);
  return copies.map((copy) => ({
    ...copy,
    effective_minor: copy.sale_minor ?? copy.base_minor,
  }));
}

function variantView(
  product: Product,
  variant: VariantRecord,
  { facts, currency }: { facts: Facts; currency: string },
) {
  const price = facts.prices.get(variant.variantId);
  const available = Math.max(0, facts.available.get(variant.variantId) ?? 0);
  const onSale = price !== undefined && price.effective_minor < price.base_minor;
  return {
    variantId: variant.variantId,
    sku: variant.sku,
    name: variant.name,
    attributes: variant.attributes,
    price: price === undefined ? null : toMajor(price.base_minor, currency),
    salePrice: onSale ? toMajor(price.effective_minor, currency) : null,
    currency,
    inStock: available > 0,
    available: Math.min(available, availableShown_max),
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

async function productView(shop: ReadShop, product: StoredProduct, currency: string) {
  const variants = live(product);
  const [facts, shelf, seller] = await Promise.all([
    factsOf(
      shop,
      variants.map((variant) => variant.variantId),
      currency,
    ),
    shop.shelf.get(),
    sellerCopy(shop.db, product.sellerId),
  ]);
  const views = variants.map((variant) => variantView(product, variant, { facts, currency }));
  const lead = leading(views);
  const breadcrumb = shelf.tree.line(product.categoryId).map((category) => ({
    categoryId: category.categoryId,
    name: category.name,
    slug: category.slug,
    path: category.path,
  }));
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
    options: optionsOf(product),
    images: product.images,
    imageUrl: product.images[0]?.url ?? null,
    rating: product.rating_x100 / 100,
    reviewCount: product.reviewCount,
    price: lead?.price ?? null,
    salePrice: lead?.salePrice ?? null,
    currency,
    inStock: views.some((view) => view.inStock),
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

/** Thrown inside a load, so that "not there" is not kept: a new product shows at once. */
// Leaves a load without keeping anything; made once, since a stack would tell nothing.
const missing = new Error('no such product');

/**
 * The pages of products. A page is kept as text for 30 s, or until an event says that something
 * on it changed; another process that serves the catalogue is at most 30 s behind.
 */
export function productPages(shop: ReadShop): Pages {
  const cache = memoryCache<Answer>({
    name: 'catalog.product',
    entries_max: 20_000,
    ttl_ms: 30_000,
    clock: shop.clock,
  });
  const find = async (key: string): Promise<StoredProduct | null> => {
    const product = key.startsWith('prod_')
      ? ((await loadProducts(shop.db, [key]))[0] ?? null)
      : await loadProductBySlug(shop.db, key);
    return product !== null && isVisible(product) ? product : null;
  };
  const make = async (key: string, currency: string | null): Promise<Loaded<Answer>> => {
    const product = await find(key);
    if (product === null) throw missing;
    const view = await productView(shop, product, currency ?? product.currency);
    const text = JSON.stringify(view);
    return { value: { text, etag: etagOf(text) }, tags: [product.productId] };
  };
  return {
    async product(key, currency) {
      const slot = currency === null ? key : `${key} ${currency}`;
      try {
        return cache.get(slot) ?? (await cache.load(slot, () => make(key, currency)));
      } catch (error) {
        if (error === missing) return null;
        throw error;
      }
    },
    async variants(key, query) {
      const product = await find(key);
      if (product === null) return null;
      const wanted = live(product).filter((variant) => {
        const has = { ...product.attributes, ...variant.attributes };
        return [...query.attributes].every(([code, any]) =>
          any.some((value) => has[code]?.toLowerCase() === value.toLowerCase()),
        );
      });
      const currency = query.currency ?? product.currency;
      const facts = await factsOf(
        shop,
        wanted.map((variant) => variant.variantId),
        currency,
      );
      return wanted.map((variant) => variantView(product, variant, { facts, currency }));
    },
    touched(productIds) {
      for (const productId of productIds) cache.invalidate(productId);
    },
  };
}

/** Snapshots of variants for other rooms; unknown ids are left out. One statement. */
export async function variantsFor(db: Db, variantIds: string[]): Promise<Variant[]> {
  const wanted = new Set(variantIds);
  const products = await loadProductsOfVariants(db, variantIds);
  return products.flatMap((product) =>
    product.variants
      .filter((variant) => wanted.has(variant.variantId))
      .map((variant) => variantSnapshot(product, variant)),
  );
}

async function snapshots(shop: ReadShop, products: StoredProduct[]): Promise<ProductSnapshot[]> {
  const { tree } = await shop.shelf.get();
  const ids = products.flatMap((product) => live(product).map((variant) => variant.variantId));
  const stock = await stockCopies(shop.db, ids);
  return products.map((product) => ({
    ...productEvent(product),
    description: product.description,
    categoryPath: tree.byId.get(product.categoryId)?.path ?? '',
    attributes: product.attributes,
    visible: isVisible(product),
    rating: product.rating_x100 / 100,
    reviewCount: product.reviewCount,
    inStock: live(product).some((variant) => (stock.get(variant.variantId) ?? 0) > 0),
    createdAt: product.createdAt,
  }));
}

export async function productsFor(
  shop: ReadShop,
  productIds: string[],
): Promise<ProductSnapshot[]> {
  return snapshots(shop, await loadProducts(shop.db, productIds));
}

export async function productsAfter(
  shop: ReadShop,
  productId: string,
  limit: number,
): Promise<ProductSnapshot[]> {
  return snapshots(shop, await loadProductsAfter(shop.db, productId, limit));
}
