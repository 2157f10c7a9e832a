/** What the read path shares, and what other rooms ask for. */
import type { Clock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import type { ProductSnapshot, Variant } from './contract.ts';
import { isVisible, live, productEvent, variantSnapshot } from './model.ts';
import type { Neighbours } from './neighbours.ts';
import type { ShelfCache } from './shelf.ts';
import { stockCopies } from './store-copy.ts';
import {
  loadProducts,
  loadProductsAfter,
  loadProductsOfVariants,
  type StoredProduct,
} from './store-product.ts';

/** A finished answer: the JSON text as it is sent, and its tag. */
export interface Answer {
  text: string;
  etag: string;
}

export interface ReadShop {
  db: Db;
  clock: Clock;
  shelf: ShelfCache;
  neighbours: Neighbours;
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
