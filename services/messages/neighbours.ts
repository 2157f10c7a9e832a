/** What messages ask of other rooms: what they are about, who reads for a seller, its name. */
import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import type { Asked } from './commands.ts';
import { readersPerSeller_max } from './contract.ts';

export interface Thing {
  aboutKind: 'order' | 'product';
  aboutId: string;
  aboutName: string;
  sellerId: string;
}

export type Neighbours = ReturnType<typeof neighboursOf>;

/** Rejects while a room is away: nothing is written about what nobody knows. */
export function neighboursOf(ctx: Pick<RoomContext, 'client'>) {
  const [orders, catalog] = [ctx.client(ordersCalls), ctx.client(catalogCalls)];
  const sellers = ctx.client(sellersCalls);

  async function ofOrder(userId: string, orderId: string, sellerId: string) {
    const { orders: found } = await orders.orders({ orderIds: [orderId] });
    const order = found.find((one) => one.userId === userId);
    if (!order || !order.lines.some((line) => line.sellerId === sellerId)) return null;
    if (['PENDING', 'FAILED'].includes(order.status)) return null;
    const { orderNumber: aboutName } = order;
    return { aboutKind: 'order', aboutId: orderId, aboutName, sellerId } as const;
  }

  async function ofProduct(productId: string) {
    const { products } = await catalog.products({ productIds: [productId] });
    const product = products.find((one) => one.visible);
    if (!product) return null;
    const { name: aboutName, sellerId } = product;
    return { aboutKind: 'product', aboutId: productId, aboutName, sellerId } as const;
  }

  return {
    /** The order or the product, and whose it is; null where there is nothing to write about. */
    about: (userId: string, asked: Asked): Promise<Thing | null> =>
      'productId' in asked
        ? ofProduct(asked.productId)
        : ofOrder(userId, asked.orderId, asked.sellerId),

    /** Who reads for a seller. */
    team: async (sellerId: string): Promise<string[]> => {
      const { userIds } = await sellers.team({ sellerId });
      return userIds.slice(0, readersPerSeller_max);
    },

    names: async (sellerIds: readonly string[]) => {
      const ids = [...new Set(sellerIds)];
      if (ids.length === 0) return new Map<string, { name: string; slug: string }>();
      const found = await sellers.sellers({ sellerIds: ids });
      return new Map(found.sellers.map(({ sellerId, name, slug }) => [sellerId, { name, slug }]));
    },
  };
}
