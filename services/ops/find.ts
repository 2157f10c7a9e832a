import { Failure } from '#kernel/core/error.ts';
import type { RoomContext } from '#kernel/service.ts';
import { checkoutCalls } from '#services/checkout/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { returnsCalls } from '#services/returns/contract.ts';
import type { Gather } from './gather.ts';

export interface SagaSearch {
  orderId?: string;
  userId?: string;
  variantId?: string;
  paymentId?: string;
  checkoutId?: string;
  cartId?: string;
  key?: string;
}

/**
 * The sagas that a search is about: null when nothing is searched for. Several words are an "and".
 * The rooms that know the ids are asked; a variant finds the sagas that hold units of it now.
 */
export function sagaFinder(ctx: RoomContext, gather: Gather) {
  const checkout = ctx.client(checkoutCalls);
  const inventory = ctx.client(inventoryCalls);
  const orders = ctx.client(ordersCalls);
  const payments = ctx.client(paymentsCalls);
  const returns = ctx.client(returnsCalls);

  const byKey = async (text: string): Promise<{ sagaIds: string[]; away: string[] }> => {
    const { found, away } = await gather.all((client) => client.opsSagasByKey({ text }));
    return { sagaIds: found.flatMap(({ answer }) => answer.sagaIds), away };
  };

  async function ofReturns(orderId: string): Promise<{ sagaIds: string[]; away: string[] }> {
    try {
      return { ...(await returns.sagasOf({ orderId })), away: [] };
    } catch (error) {
      if (!(error instanceof Failure) || error.status < 500) throw error;
      return { sagaIds: [], away: ['returns'] };
    }
  }

  async function ofOrder(orderId: string) {
    // Other sagas about an order are named after it; the purchase is in the order itself.
    const [{ orders: found }, keyed, returned] = await Promise.all([
      orders.ordersOf({ orderIds: [orderId], checkoutIds: [] }),
      byKey(orderId),
      ofReturns(orderId),
    ]);
    const sagaIds = [...found.map((one) => one.sagaId), ...keyed.sagaIds, ...returned.sagaIds];
    return { sagaIds, away: [...new Set([...keyed.away, ...returned.away])] };
  }

  return async (of: SagaSearch): Promise<{ sagaIds: string[] | null; away: string[] }> => {
    const sets: string[][] = [];
    const away: string[] = [];
    const take = (found: { sagaIds: string[]; away?: string[] }): void => {
      sets.push(found.sagaIds);
      away.push(...(found.away ?? []));
    };
    const { userId = null, checkoutId = null, cartId = null } = of;
    for (const one of [{ userId }, { checkoutId }, { cartId }]) {
      if (Object.values(one)[0] === null) continue;
      take(await checkout.sagasOf({ userId: null, checkoutId: null, cartId: null, ...one }));
    }
    if (of.orderId !== undefined) take(await ofOrder(of.orderId));
    if (of.key !== undefined) take(await byKey(of.key));
    if (of.paymentId !== undefined) {
      const asked = { paymentIds: [of.paymentId], checkoutIds: [] };
      const { payments: found } = await payments.paymentsOf(asked);
      take({ sagaIds: found.map((one) => one.sagaId) });
    }
    if (of.variantId !== undefined) {
      const { holds } = await inventory.heldHolds({
        cursor: null,
        minAge_ms: 0,
        variantId: of.variantId,
        warehouseId: null,
        expiresWithin_ms: null,
        limit: 500,
      });
      take({ sagaIds: holds.map((one) => one.sagaId) });
    }
    const [first, ...rest] = sets;
    if (first === undefined) return { sagaIds: null, away };
    const both = first.filter((id) => rest.every((set) => set.includes(id)));
    return { sagaIds: [...new Set(both)].slice(0, 500), away };
  };
}
