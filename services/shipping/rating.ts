import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import type { RateRequest, ShippingMethod } from './contract.ts';
import { dated, type Asking } from './dates.ts';
import { methodsFor, parcelsAsked, type PlannedTake } from './model.ts';

export type Rates = (request: RateRequest) => Promise<{ methods: ShippingMethod[] }>;

/**
 * The ways goods can go. From memory; the shelves are asked only for days of arrival, or where
 * operators split orders by warehouse.
 */
export function rater(
  deps: Asking & {
    inventory: Pick<Client<typeof inventoryCalls>, 'plan'>;
    clock: Clock;
    log: RoomContext['log'];
  },
): Rates {
  const { inventory, clock, log } = deps;
  async function takesFor({ goods = [], country, state, postalCode }: RateRequest) {
    const lines = goods.map(({ variantId, quantity }) => ({ variantId, quantity }));
    const shipTo = { country, postalCode, ...(state === undefined ? {} : { state }) };
    const found = await inventory.plan({ lines, shipTo });
    return isRefusal(found) ? [] : found.takes;
  }
  return async (request) => {
    const book = deps.book();
    let takes: PlannedTake[] = [];
    if (request.goods && book.split === 'warehouse') takes = await takesFor(request);
    else if (request.goods && request.dates) {
      // Without the shelves the days are those of the zone.
      takes = await takesFor(request).catch((error: unknown) => {
        log.warn({ err: error }, 'where goods would leave from is not known');
        return [];
      });
    }
    const methods = methodsFor(book, request, parcelsAsked(book, request, takes));
    if (request.dates !== true) return { methods };
    const now_ms = clock.now();
    return { methods: methods.map((way) => dated(way, { book, request, takes, now_ms })) };
  };
}
