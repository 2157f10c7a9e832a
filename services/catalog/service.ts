/** Wires the catalogue room: stores and copies below, commands, pages and imports above. */
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import { shippingCalls } from '#services/shipping/contract.ts';
import { catalogCalls, catalogEvents } from './contract.ts';
import type { Neighbours } from './neighbours.ts';
import { outsideEnd } from './outside.ts';
import { catalogEnds, reactions } from './reactions.ts';
import { catalogRoom, type CatalogParts } from './room.ts';
import { productsAfter, productsFor, variantsFor } from './queries.ts';
import { shownProducts } from './shown.ts';
import { picturesInUse } from './store-picture.ts';
import { loadWorld } from './world.ts';

/** The calls of other rooms that the catalogue makes. */
export function neighboursOf(ctx: Pick<RoomContext, 'client'>): Neighbours {
  const pricing = ctx.client(pricingCalls);
  const inventory = ctx.client(inventoryCalls);
  const sellers = ctx.client(sellersCalls);
  const shipping = ctx.client(shippingCalls);
  return {
    setPrices: (input) => pricing.setPrices(input),
    prices: (input) => pricing.prices(input),
    lowest: (input) => pricing.lowest(input),
    availability: (input) => inventory.availability(input),
    // The contract's list of reasons is built at run time, which the type checker cannot see.
    adjust: (input) => inventory.adjust(input as Parameters<typeof inventory.adjust>[0]),
    warehouses: () => inventory.warehouses({}),
    addWarehouses: (input) => inventory.addWarehouses(input),
    sellers: (input) => sellers.sellers(input),
    rates: (input) => shipping.rates(input),
  };
}

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, clock, log, outbox } = ctx;
  const parts = catalogRoom({ db, clock, log, outbox }, neighboursOf(ctx));
  return {
    calls: callsOf(ctx, parts),
    routes: parts.routes,
    reactions: reactions(parts),
    sync: {
      ...catalogEnds({ ...parts, variants: (ids) => variantsFor(db, ids) }),
      'outside-copy': outsideEnd(parts.shop),
    },
    tasks: parts.tasks,
    stop: () => parts.desk.stop(),
  };
}

function callsOf(ctx: RoomContext, parts: CatalogParts) {
  const { shop, reading } = parts;
  return {
    ...shownProducts({ db: ctx.db, shelf: shop.shelf }),
    variants: async (input: { variantIds: string[] }) => ({
      variants: await variantsFor(ctx.db, input.variantIds),
    }),
    products: async (input: { productIds: string[] }) => ({
      products: await productsFor(reading, input.productIds),
    }),
    productsAfter: async (input: { productId: string; limit: number }) => ({
      products: await productsAfter(reading, input.productId, input.limit),
    }),
    picturesInUse: (input: Parameters<typeof picturesInUse>[1]) => picturesInUse(ctx.db, input),
    import: async (input: Parameters<typeof loadWorld>[1]) => {
      if (ctx.config.production) return refuse('not-allowed');
      const loaded = await loadWorld(shop, input);
      return isRefusal(loaded) ? loaded : { added: loaded.added };
    },
  };
}

export const catalog: Room = {
  name: 'catalog',
  folder: import.meta.dirname,
  events: catalogEvents,
  calls: catalogCalls,
  consumers: [
    { name: 'catalog.prices', from: { pricing: ['PRICE_CHANGED'] } },
    { name: 'catalog.stock', from: { inventory: ['STOCK_CHANGED'] } },
    { name: 'catalog.ratings', from: { reviews: ['RATING_CHANGED'] } },
    {
      name: 'catalog.sellers',
      from: {
        sellers: ['SELLER_APPLIED', 'SELLER_APPROVED', 'SELLER_SUSPENDED', 'SELLER_UPDATED'],
      },
    },
  ],
  start,
};
