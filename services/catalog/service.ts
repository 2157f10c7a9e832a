/** Wires the catalogue room: stores and copies below, commands and pages above. */
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import type { CallHandlers } from '#kernel/http/contract.ts';
import { catalogCalls, catalogEvents } from './contract.ts';
import { catalogOf } from './assembly.ts';
import type { Neighbours } from './neighbours.ts';

export const catalog: Room = {
  name: 'catalog',
  folder: import.meta.dirname,
  events: catalogEvents,
  calls: catalogCalls,
  consumers: [
    { name: 'catalog.prices', from: { pricing: ['PRICE_CHANGED'] } },
    { name: 'catalog.stock', from: { inventory: ['STOCK_CHANGED'] } },
    {
      name: 'catalog.sellers',
      from: {
        sellers: ['SELLER_APPLIED', 'SELLER_APPROVED', 'SELLER_SUSPENDED', 'SELLER_UPDATED'],
      },
    },
  ],
  start: async (ctx) => start(ctx),
};
