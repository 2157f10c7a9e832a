/** The rooms that search asks. */
import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';

export function neighboursOf(ctx: Pick<RoomContext, 'client'>) {
  return {
    catalog: ctx.client(catalogCalls),
    pricing: ctx.client(pricingCalls),
    inventory: ctx.client(inventoryCalls),
    orders: ctx.client(ordersCalls),
  };
}
