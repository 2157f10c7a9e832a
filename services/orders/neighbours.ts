/** What an order's page asks of other rooms; whoever is away leaves a gap, and the page stands. */
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls, type Variant } from '#services/catalog/contract.ts';
import { identityCalls, type Address } from '#services/identity/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import {
  paymentsCalls,
  type Dispute,
  type Payment,
  type Refund,
} from '#services/payments/contract.ts';
import { returnsCalls, type Bar, type ReturnSummary } from '#services/returns/contract.ts';
import { shippingCalls } from '#services/shipping/contract.ts';
import {
  expectedOf,
  leavingTimes,
  parcelsOf,
  type Dates,
  type Expected,
  type Parcel,
  type Place,
} from './delivery.ts';
import type { WholeOrder } from './store-read.ts';

const houses_fresh_ms = 60_000;

export interface Delivery extends Parcel, Expected {
  from: Place[];
}

export interface Money {
  payments: Payment[];
  refunds: Refund[];
}

/** What can be returned of an order, and what goes back already. */
export interface Standing {
  bar: Bar | null;
  until: string | null;
  returns: ReturnSummary[];
}

export type Neighbours = ReturnType<typeof orderNeighbours>;

export function orderNeighbours(ctx: RoomContext) {
  const { clock, log } = ctx;
  const [payments, shipping] = [ctx.client(paymentsCalls), ctx.client(shippingCalls)];
  const [inventory, catalog] = [ctx.client(inventoryCalls), ctx.client(catalogCalls)];
  const returns = ctx.client(returnsCalls);
  const houses = housesOf(ctx);

  /** undefined when the room does not answer, or has nothing to say. */
  async function orGap<T>(what: string, ask: () => Promise<T | Refusal>): Promise<T | undefined> {
    try {
      const found = await ask();
      return isRefusal(found) ? undefined : (found as T);
    } catch (error) {
      log.warn({ err: error }, `${what} of an order not read`);
      return undefined;
    }
  }

  return {
    addressOf: addressesOf(ctx),

    /** Attempts and refunds of a checkout; null when payments does not answer. */
    money: async (checkoutId: string): Promise<Money | null> =>
      (await orGap('payments', () => payments.ofCheckouts({ checkoutIds: [checkoutId] }))) ?? null,

    /** Chargebacks of a checkout, for staff; null when payments does not answer. */
    disputes: async (checkoutId: string): Promise<Dispute[] | null> =>
      (await orGap('disputes', () => payments.disputesOf({ checkoutId })))?.disputes ?? null,

    /** What of it can go back; null before anything left, or when returns does not answer. */
    standing: async (order: WholeOrder): Promise<Standing | null> => {
      if (!['SHIPPED', 'DELIVERED', 'RETURNED', 'REFUNDED'].includes(order.status)) return null;
      const asked = standingAsk(order);
      return (await orGap('returns', () => returns.standing(asked))) ?? null;
    },

    /** The parcels with dates and places, as far as they are known. Two calls at most. */
    deliveries: async (order: WholeOrder): Promise<Delivery[]> => {
      const parcels = parcelsOf(order);
      if (parcels.length === 0) return [];
      const now = clock.date();
      const leaveAt = leavingTimes(order, parcels, now);
      const { country } = order.shippingAddress;
      const houseIds = parcels.map((parcel) => parcel.warehouseIds);
      const ask = { country, method: order.shippingMethod, leaveAt, houses: houseIds };
      const [found, places] = await Promise.all([
        orGap('dates', () => shipping.estimates(ask)),
        orGap('warehouses', houses),
      ]);
      const today = now.toISOString().slice(0, 10);
      return parcels.map((parcel, index) => ({
        ...parcel,
        ...dated(parcel, { own: found?.dates[index], now: found?.dates.at(-1), today }),
        from: parcel.warehouseIds.flatMap((id) => places?.get(id) ?? []),
      }));
    },

    /** These variants as they are sold now; rejects when the catalogue is away. */
    variants: async (variantIds: string[]): Promise<Map<string, Variant>> => {
      const { variants } = await catalog.variants({ variantIds });
      return new Map(variants.map((one) => [one.variantId, one]));
    },

    /** Free units by variant; null when inventory does not answer. */
    available: async (variantIds: string[]): Promise<Map<string, number> | null> => {
      const found = await orGap('stock', () => inventory.availability({ variantIds }));
      return found ? new Map(found.items.map((one) => [one.variantId, one.available])) : null;
    },
  };
}

/** One of a person's own addresses; rejects when identity is away. */
function addressesOf(ctx: Pick<RoomContext, 'client'>) {
  const identity = ctx.client(identityCalls);
  return async (userId: string, addressId: string): Promise<Address | null> => {
    const found = await identity.addresses({ userId, addressIds: [addressId] });
    return isRefusal(found) ? null : (found.addresses[0] ?? null);
  };
}

function standingAsk(order: WholeOrder) {
  const arrived = order.transitions.find((one) => one.to === 'DELIVERED')?.at ?? null;
  return {
    orderId: order.orderId,
    status: order.status,
    deliveredAt: arrived?.toISOString() ?? null,
    lines: order.lines.flatMap(({ lineNo, variantId, productId, shipped, status }) => {
      return status === 'CANCELLED' ? [] : [{ lineNo, variantId, productId, shipped }];
    }),
  };
}

function dated(
  parcel: Parcel,
  { own, now, today }: { own: Dates | undefined; now: Dates | undefined; today: string },
): Expected {
  if (own === undefined || now === undefined) return { expected: null, late: false };
  return expectedOf(parcel, { own, now, today });
}

/** Where the warehouses are, asked again after a minute. */
function housesOf(ctx: RoomContext): () => Promise<Map<string, Place>> {
  const inventory = ctx.client(inventoryCalls);
  let list: Promise<Map<string, Place>> | undefined;
  let read_ms = -Infinity;
  const read = async () => {
    const { warehouses } = await inventory.warehouses({});
    return new Map(
      warehouses.map(({ warehouseId, name, country, state }) => [
        warehouseId,
        { warehouseId, name, country, state },
      ]),
    );
  };
  return () => {
    if (!list || ctx.clock.monotonic() - read_ms > houses_fresh_ms) {
      read_ms = ctx.clock.monotonic();
      list = read();
      list.catch(() => (list = undefined));
    }
    return list;
  };
}
