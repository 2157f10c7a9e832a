// The read path of orders: by id many requests share a statement, and pages of them for the
// customer, the seller and the operator.
import { batch } from '#kernel/core/batch.ts';
import { isId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, type Page } from '#kernel/http/page.ts';
import type { RoomContext } from '#kernel/service.ts';
import { again_max, againOf, type Bought } from './again.ts';
import type { Order, OrderStatus } from './contract.ts';
import { orderInvoices } from './invoices.ts';
import { isOpenForSellers, sellerStatuses } from './model.ts';
import { orderNeighbours, type Neighbours } from './neighbours.ts';
import { listOfSellers, ordersToSend, type SellerOrderRow } from './store-fulfil.ts';
import { readBaskets, readLately, readSales } from './store-basket.ts';
import { lastBought, listHistory } from './store-history.ts';
import * as store from './store-read.ts';
import { orderOf, type Around } from './views.ts';

export type Queries = ReturnType<typeof orderQueries>;

interface ListQuery {
  limit: number;
  cursor?: string;
  status?: OrderStatus;
}

interface HistoryQuery extends ListQuery {
  from?: string;
  to?: string;
  sellerId?: string;
  search?: string;
}

interface Delivered {
  order: Order | null;
  deliveredAt: string | null;
}

type NoCursor = Refusal<'validation-failed'>;

/** A moment, or that it is none: a schema lets the 61st second of a minute pass. */
function timeOf(text: string | undefined, name: string): Date | null | NoCursor {
  if (text === undefined) return null;
  const at = new Date(text);
  if (!Number.isNaN(at.getTime()) && at.getUTCFullYear() > 0) return at;
  const detail = 'is no moment of the calendar';
  return refuse('validation-failed', {
    errors: [{ pointer: `/${name}`, in: 'query', code: 'not-valid', detail }],
  });
}

/** The read path. Nothing here is cached: what an order says must be so. */
export function orderQueries(ctx: RoomContext) {
  const { db } = ctx;
  const neighbours = orderNeighbours(ctx);
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
    /** The order with all that happened to it. Two statements, or three. */
    async whole(key: string): Promise<store.WholeOrder | null> {
      const order = await read(key);
      return order && { ...order, ...(await happenedTo(db, order)) };
    },
    async withDelivery({ key }: { key: string }): Promise<Delivered> {
      const row = await read(key);
      if (!row) return { order: null, deliveredAt: null };
      const at = await store.readArrival(db, row.orderId);
      return { order: orderOf(row), deliveredAt: at?.toISOString() ?? null };
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
    /** Which of these lines are sold now; rejects when the catalogue is away. */
    again: (lines: readonly Bought[]) => againOfLines(neighbours, lines),
    /** The same of what a customer bought last, each variant once. */
    lastBought: async (userId: string) =>
      againOfLines(neighbours, await lastBought(db, userId, again_max)),
    addressOf: neighbours.addressOf,
    around: (order: store.WholeOrder) => aroundOf(neighbours, order),
    /** Chargebacks of its payments; null when payments does not answer. */
    disputes: (checkoutId: string) => neighbours.disputes(checkoutId),
    /** Their invoices and credit notes, made when they are asked for. */
    invoices: orderInvoices(ctx),
    /** Units sold by product in the next orders; for counting them up. */
    sold: (range: { after: string; before: string; limit: number }) => store.readSold(db, range),
    baskets: (range: Parameters<typeof readBaskets>[1]) => readBaskets(db, range),
    lately: (of: Parameters<typeof readLately>[1]) => readLately(db, of),
    sales: (range: Parameters<typeof readSales>[1]) => readSales(db, range),
    ...orderLists({ db }),
  };
}

/** Its moves, and the lines that were taken off it, which most orders have none of. */
async function happenedTo(db: RoomContext['db'], { orderId, lines }: store.OrderWithLines) {
  const [transitions, cancellations] = await Promise.all([
    store.readTransitions(db, orderId),
    lines.some((line) => line.status === 'CANCELLED') ? store.readCancellations(db, orderId) : [],
  ]);
  return { transitions, cancellations };
}

/** The order with what other rooms say about it. */
async function aroundOf(neighbours: Neighbours, order: store.WholeOrder): Promise<Around> {
  const [money, deliveries, standing] = await Promise.all([
    neighbours.money(order.checkoutId),
    neighbours.deliveries(order),
    neighbours.standing(order),
  ]);
  return { money, deliveries, standing };
}

async function againOfLines(neighbours: Neighbours, lines: readonly Bought[]) {
  if (lines.length === 0) return [];
  const ids = [...new Set(lines.map((line) => line.variantId))];
  const [variants, available] = await Promise.all([
    neighbours.variants(ids),
    neighbours.available(ids),
  ]);
  return againOf(lines, { variants, available });
}

/** Pages of orders, newest first. */
function orderLists({ db }: Pick<RoomContext, 'db'>) {
  const below = (query: ListQuery) => idCursor(query.cursor, 'ord');
  return {
    async ofUser(
      userId: string,
      query: HistoryQuery,
    ): Promise<Page<store.OrderSummary> | NoCursor> {
      const before = below(query);
      if (isRefusal(before)) return before;
      const [from, to] = [timeOf(query.from, 'from'), timeOf(query.to, 'to')];
      if (isRefusal(from)) return from;
      if (isRefusal(to)) return to;
      const { status = null, sellerId = null, search = null } = query;
      const filter = { status, before, limit: query.limit + 1 };
      const plain = from === null && to === null && sellerId === null && search === null;
      const rows = plain
        ? await store.listOfUser(db, userId, filter)
        : await listHistory(db, userId, { ...filter, from, to, sellerId, search });
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
    waiting: async ({ sellerIds }: { sellerIds: string[] }) => ({
      toSend: await ordersToSend(db, sellerIds),
    }),
    async ofSellers(
      sellerIds: readonly string[],
      query: ListQuery & { toSend?: boolean },
    ): Promise<Page<SellerOrderRow> | NoCursor> {
      const before = below(query);
      if (isRefusal(before)) return before;
      const toSend = query.toSend === true;
      const statuses = sellerStatuses.filter(
        (one) => (!query.status || one === query.status) && (!toSend || isOpenForSellers(one)),
      );
      const filter = { statuses, toSend, before, limit: query.limit + 1 };
      const rows = await listOfSellers(db, sellerIds, filter);
      return pageFrom(rows, query.limit, (row) => [row.orderId]);
    },
  };
}

/** The id of an order that a caller may not see is as good as unknown. */
export const notFound = (orderId: string) => refuse('order-not-found', { orderId });
