/** What wishes asks of other rooms, with what happens when they are away. */
import { isRefusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls, type ProductSnapshot } from '#services/catalog/contract.ts';
import { identityCalls, type User } from '#services/identity/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';

export interface Thing {
  productId: string;
  variantId: string;
  slug: string;
  name: string;
  variantName: string;
  imageUrl: string | null;
}

export interface Stock {
  available: number;
  held: number;
}

/** All reject when the room they ask is away. */
export interface Neighbours {
  /** Undefined: the catalogue has no such variant, or it is not shown. */
  thing(of: { productId: string; variantId: string }): Promise<Thing | undefined>;
  products(productIds: readonly string[]): Promise<Map<string, ProductSnapshot>>;
  /** What variants cost now, in minor units; those without a price are left out. */
  prices(variantIds: readonly string[], currency: string): Promise<Map<string, number>>;
  stock(variantIds: readonly string[]): Promise<Map<string, Stock>>;
  users(userIds: readonly string[]): Promise<Map<string, User>>;
}

const unique = (ids: readonly string[]) => [...new Set(ids)];

export function neighboursOf(ctx: Pick<RoomContext, 'client'>): Neighbours {
  const catalog = ctx.client(catalogCalls);
  const pricing = ctx.client(pricingCalls);
  const inventory = ctx.client(inventoryCalls);
  const identity = ctx.client(identityCalls);
  const products: Neighbours['products'] = async (productIds) => {
    if (productIds.length === 0) return new Map();
    const found = await catalog.products({ productIds: unique(productIds) });
    const list = isRefusal(found) ? [] : found.products;
    return new Map(list.map((one) => [one.productId, one]));
  };
  return {
    products,
    async thing({ productId, variantId }) {
      const product = (await products([productId])).get(productId);
      return product?.visible === true ? thingOf(product, variantId) : undefined;
    },
    async prices(variantIds, currency) {
      if (variantIds.length === 0) return new Map();
      const found = await pricing.prices({ variantIds: unique(variantIds), currency });
      const list = isRefusal(found) ? [] : found.prices;
      return new Map(list.map((one) => [one.variantId, one.effective_minor]));
    },
    async stock(variantIds) {
      if (variantIds.length === 0) return new Map();
      const found = await inventory.availability({ variantIds: unique(variantIds) });
      const list = isRefusal(found) ? [] : found.items;
      return new Map(list.map((one) => [one.variantId, one]));
    },
    async users(userIds) {
      if (userIds.length === 0) return new Map();
      const found = await identity.users({ userIds: unique(userIds) });
      const list = isRefusal(found) ? [] : found.users;
      return new Map(list.map((one) => [one.userId, one]));
    },
  };
}

/** A variant of a product as it is kept; undefined for one that is gone. */
export function thingOf(product: ProductSnapshot, variantId: string): Thing | undefined {
  const variant = product.variants.find((one) => one.variantId === variantId);
  if (variant === undefined) return undefined;
  const { productId, slug, name } = product;
  const imageUrl = variant.imageUrl ?? product.imageUrl;
  return { productId, variantId, slug, name, variantName: variant.name, imageUrl };
}
