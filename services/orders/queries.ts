import { batch } from '#kernel/core/batch.ts';
import { isId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, type Page } from '#kernel/http/page.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Payment, paymentsCalls } from '#services/payments/contract.ts';
import type { Order, OrderStatus } from './contract.ts';
import { sellerStatuses } from './model.ts';
import { listOfSellers, type SellerOrderRow } from './store-fulfil.ts';
import * as store from './store-read.ts';
import { orderOf } from './views.ts';

export type Queries = ReturnType<typeof orderQueries>;

interface ListQuery {
  limit: number;
  cursor?: string;
  status?: OrderStatus;
}

type NoCursor = Refusal<'validation-failed'>;

/** The read path. Nothing here is cached: what an order says must be so. */
export function orderQueries(
  { db, log }: Pick<RoomContext, 'db' | 'log'>,
  payments: Client<typeof paymentsCalls>,
) {
  const reads = batch({
    name: 'orders.read',
    size_max: 100,
    queue_max: 20_000,
    inFlight_max: 2,
    run: async (ids: string[]) => {
      const rows = await store.readOrders(db, [...new Set(ids)]);
      const found = new Map(
        rows.flatMap((row) => [
          [row.orderId, row],
          [row.checkoutId, row],
        ]),
      );
      return ids.map((id) => found.get(id) ?? null);
    },
  });

  /** One order by its id, its number or its checkout; null when there is none. */
  async function read(key: string): Promise<store.OrderWithLines | null> {
    const byId = isId('ord', key) || isId('chk', key);
    const id = byId ? key : await store.idOfNumber(db, key);
    const row = id === undefined ? null : await reads.do(id);
    return isRefusal(row) ? null : row;
  }

  return {
    read,
    /** The order with all that happened to it. Two statements. */
    async whole(key: string): Promise<store.WholeOrder | null> {
      const order = await read(key);
      if (!order) return null;
      return { ...order, transitions: await store.readTransitions(db, order.orderId) };
    },
    async byCheckout({ checkoutId }: { checkoutId: string }): Promise<{ order: Order | null }> {
      const row = await reads.do(checkoutId);
      const own = !isRefusal(row) && row?.checkoutId === checkoutId ? row : null;
      return { order: own && orderOf(own) };
    },
    async orders({ orderIds }: { orderIds: string[] }): Promise<{ orders: Order[] }> {
      const rows = await store.readOrders(db, orderIds);
      return { orders: rows.map(orderOf) };
    },
    /** null when payments does not answer: the order is worth seeing without them. */
    async paymentsOf(checkoutId: string): Promise<Payment[] | null> {
      try {
        const found = await payments.ofCheckout({ checkoutId });
        return isRefusal(found) ? null : found.payments;
      } catch (error) {
        log.warn({ err: error, checkoutId }, 'payments of an order not read');
        return null;
      }
    },
    ...orderLists({ db }),
  };
}

/** Pages of orders, newest first. */
function orderLists({ db }: Pick<RoomContext, 'db'>) {
  const below = (query: ListQuery) => idCursor(query.cursor, 'ord');
  return {
    async ofUser(userId: string, query: ListQuery): Promise<Page<store.OrderSummary> | NoCursor> {
      const before = below(query);
      if (isRefusal(before)) return before;
      const filter = { status: query.status ?? null, before, limit: query.limit + 1 };
      const rows = await store.listOfUser(db, userId, filter);
      return pageFrom(rows, query.limit, (row) => [row.orderId]);
    },
    async ofEverybody(
      query: ListQuery & { userId?: string; orderNumber?: string },
    ): Promise<Page<store.OrderSummary> | NoCursor> {
      const before = below(query);
      if (isRefusal(before)) return before;
      const rows = await store.listAll(db, {
        status: query.status ?? null,
        userId: query.userId ?? null,
        orderNumber: query.orderNumber ?? null,
        before,
        limit: query.limit + 1,
      });
      return pageFrom(rows, query.limit, (row) => [row.orderId]);
    },
    async ofSellers(
      sellerIds: readonly string[],
      query: ListQuery,
    ): Promise<Page<SellerOrderRow> | NoCursor> {
      const before = below(query);
      if (isRefusal(before)) return before;
      const statuses = sellerStatuses.filter((one) => !query.status || one === query.status);
      const filter = { statuses, before, limit: query.limit + 1 };
      const rows = await listOfSellers(db, sellerIds, filter);
      return pageFrom(rows, query.limit, (row) => [row.orderId]);
    },
  };
}

/** The id of an order that a caller may not see is as good as unknown. */
export const notFound = (orderId: string) => refuse('order-not-found', { orderId });
