/** What returns ask of other rooms. Without them nothing is decided: who is away answers 503. */
import { isRefusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls, type ProductSnapshot, type Variant } from '#services/catalog/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { mediaCalls } from '#services/media/contract.ts';
import { ordersCalls, type Order } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';

export interface OrderNow {
  order: Order;
  deliveredAt: Date | null;
  /** Units that left, by line. */
  shipped: Map<number, number>;
}

/** How much of an order's money can still go back. */
export interface MoneyLeft {
  left_minor: number;
  cash: boolean;
}

export type Neighbours = ReturnType<typeof returnNeighbours>;

export function returnNeighbours(ctx: RoomContext) {
  const [orders, catalog] = [ctx.client(ordersCalls), ctx.client(catalogCalls)];
  const [inventory, payments] = [ctx.client(inventoryCalls), ctx.client(paymentsCalls)];
  const [pricing, sellers] = [ctx.client(pricingCalls), ctx.client(sellersCalls)];
  return {
    order: async (key: string): Promise<OrderNow | null> => {
      const { order, deliveredAt } = await orders.withDelivery({ key });
      if (!order) return null;
      const at = deliveredAt === null ? null : new Date(deliveredAt);
      return { order, deliveredAt: at, shipped: shippedOf(order) };
    },

    /** The order that a mail's link opens, or why it opens none. */
    opened: (token: string) => orders.opened({ token }),

    products: async (productIds: readonly string[]): Promise<Map<string, ProductSnapshot>> => {
      if (productIds.length === 0) return new Map();
      const { products } = await catalog.products({ productIds: [...new Set(productIds)] });
      return new Map(products.map((one) => [one.productId, one]));
    },

    /** What these variants cost now, in minor units; those without a price are left out. */
    prices: async (
      variantIds: readonly string[],
      currency: string,
    ): Promise<Map<string, number>> => {
      const found = await pricing.prices({ variantIds: [...new Set(variantIds)], currency });
      return new Map(found.prices.map((one) => [one.variantId, one.effective_minor]));
    },

    available: async (variantIds: readonly string[]): Promise<Map<string, number>> => {
      const { items } = await inventory.availability({ variantIds: [...new Set(variantIds)] });
      return new Map(items.map((one) => [one.variantId, one.available]));
    },

    ...housesOf(ctx),
    ...picturesOf(ctx),

    /** What of an order's payment has not gone back and is not on its way. */
    moneyLeft: async (order: Pick<Order, 'checkoutId' | 'paymentId'>): Promise<MoneyLeft> => {
      const found = await payments.ofCheckouts({ checkoutIds: [order.checkoutId] });
      const paid = found.payments.find((one) => one.paymentId === order.paymentId);
      // What a gift card paid is a payment of the same attempt.
      const parts = found.payments.filter((one) => one.attempt === paid?.attempt);
      const ids = new Set(parts.map((one) => one.paymentId));
      const pending = found.refunds
        .filter((one) => ids.has(one.paymentId) && one.status === 'PENDING')
        .reduce((sum, one) => sum + one.amount_minor - one.covered_minor, 0);
      const held = parts.reduce(
        (sum, one) => sum + one.captured_minor - one.refunded_minor - one.covered_minor,
        0,
      );
      const left = held - pending;
      return { left_minor: Math.max(0, left), cash: paid?.status === 'ACCEPTED' };
    },

    refund: payments.refund,

    sellerNames: async (sellerIds: readonly string[]): Promise<Map<string, string>> => {
      if (sellerIds.length === 0) return new Map();
      const found = await sellers.sellers({ sellerIds: [...new Set(sellerIds)] });
      return new Map(found.sellers.map((one) => [one.sellerId, one.name]));
    },
  };
}

function picturesOf(ctx: RoomContext) {
  const media = ctx.client(mediaCalls);
  return {
    /** Takes pictures of somebody for a return, all or none. */
    claimPictures: async (of: {
      ownerId: string;
      ref: string;
      pictureIds: string[];
      sellerIds: string[];
    }) => {
      const found = await media.claim({ ...of, purpose: 'return' });
      return isRefusal(found) ? found : found.pictures;
    },
  };
}

function housesOf(ctx: RoomContext) {
  const inventory = ctx.client(inventoryCalls);
  return {
    /** The first warehouse that a seller may use, for lines that name none. */
    houseOf: async (sellerId: string): Promise<string | undefined> => {
      const { warehouses } = await inventory.warehouses({});
      const mine = warehouses.find((one) => one.sellerId === sellerId);
      return (mine ?? warehouses.find((one) => one.sellerId === null))?.warehouseId;
    },

    /** Warehouses that a seller may use. */
    housesOf: async (sellerId: string): Promise<Map<string, Place>> => {
      const { warehouses } = await inventory.warehouses({});
      const mine = warehouses.filter((one) => one.sellerId === null || one.sellerId === sellerId);
      return new Map(
        mine.map(({ warehouseId, name, country, state }) => [
          warehouseId,
          { name, country, state },
        ]),
      );
    },
  };
}

export interface Place {
  name: string;
  country: string;
  state: string | null;
}

function shippedOf(order: Order): Map<number, number> {
  const shipped = new Map<number, number>();
  for (const { lineNo, quantity } of order.shipments.flatMap((one) => one.lines)) {
    shipped.set(lineNo, (shipped.get(lineNo) ?? 0) + quantity);
  }
  return shipped;
}

/** The variants of a product that can be sold now. */
export const soldNow = (product: ProductSnapshot | undefined): Variant[] =>
  product?.variants.filter((one) => one.active) ?? [];
