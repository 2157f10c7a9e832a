// The rooms as reconciliation asks them, in bounded pages.
import { isAway } from '#kernel/core/error.ts';
import { opsCalls } from '#kernel/ops/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { bookingCalls } from '#services/booking/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { syncRoomCalls } from '#services/sync/contract.ts';
import { reviewPage_max, type ReviewedOrder, type ReviewedPayment } from './contract.ts';
import type { SagaStanding } from './model.ts';

const ENDED = new Set(['COMPLETED', 'COMPENSATED', 'FAILED']);
const SAGAS_PAGE = 100;
const STUCK_PAGES_MAX = 20;

export type Neighbours = ReturnType<typeof reconciliationNeighbours>;

export function reconciliationNeighbours(ctx: RoomContext) {
  const booking = ctx.client(bookingCalls);
  const inventory = ctx.client(inventoryCalls);
  const orders = ctx.client(ordersCalls);
  const payments = ctx.client(paymentsCalls);
  const sync = ctx.client(syncRoomCalls);
  // Most sagas are purchases: who leads those is asked first, and mostly alone.
  const leaders = [...ctx.rooms].sort(
    (a, b) => Number(b === 'checkout') - Number(a === 'checkout'),
  );

  /**
   * How these sagas stand, whoever leads them. Every room is asked until all are found: one that
   * is away may lead what no other knows.
   */
  async function standings(sagaIds: readonly string[]): Promise<Map<string, SagaStanding>> {
    const found = new Map<string, SagaStanding>();
    let away = false;
    for (const room of leaders) {
      const left = [...new Set(sagaIds)].filter((id) => id !== '' && !found.has(id));
      if (left.length === 0) break;
      try {
        for (let from = 0; from < left.length; from += SAGAS_PAGE) {
          const { sagas } = await ctx.client(opsCalls(room)).opsSagas({
            ...anySaga,
            sagaIds: left.slice(from, from + SAGAS_PAGE),
          });
          for (const one of sagas) found.set(one.sagaId, ENDED.has(one.status) ? 'ended' : 'open');
        }
      } catch (error) {
        if (!isAway(error)) throw error;
        away = true;
      }
    }
    for (const sagaId of sagaIds) {
      if (!found.has(sagaId)) found.set(sagaId, away && sagaId !== '' ? 'unknown' : 'absent');
    }
    return found;
  }

  const known = { booking, inventory, orders, payments, sync };
  return { ...known, ...sagaFinders(ctx, leaders), standings, rooms: ctx.rooms };
}

/** Sagas that stand still, in the rooms that lead them. */
function sagaFinders(ctx: RoomContext, leaders: readonly string[]) {
  /** Open sagas of a room that made no step for so long. */
  async function idleSagas(room: string, idle_ms: number) {
    const all = [];
    let before: string | null = null;
    for (let page = 0; page < STUCK_PAGES_MAX; page += 1) {
      const found: Awaited<ReturnType<typeof ask>> = await ask(before);
      all.push(...found.sagas);
      before = found.floor;
      if (before === null) break;
    }
    return all;

    function ask(after: string | null) {
      const filter = { ...anySaga, sagaIds: null, open: true, idle_ms, before: after };
      return ctx.client(opsCalls(room)).opsSagas(filter);
    }
  }

  async function sagaById(sagaId: string, idle_ms: number) {
    for (const room of leaders) {
      const filter = { ...anySaga, sagaIds: [sagaId], idle_ms };
      const { sagas } = await ctx.client(opsCalls(room)).opsSagas(filter);
      if (sagas[0] !== undefined) return sagas[0];
    }
    return undefined;
  }

  const wake = (room: string, sagaId: string) => ctx.client(opsCalls(room)).opsResume({ sagaId });

  return { idleSagas, sagaById, wake };
}

const anySaga = {
  status: null,
  type: null,
  open: false,
  idle_ms: null,
  before: null,
  limit: SAGAS_PAGE,
};

/** Orders by checkout. */
export function byCheckout(orders: readonly ReviewedOrder[]): Map<string, ReviewedOrder> {
  return new Map(orders.map((order) => [order.checkoutId, order]));
}

export function paymentsByCheckout(
  payments: readonly ReviewedPayment[],
): Map<string, ReviewedPayment[]> {
  const found = new Map<string, ReviewedPayment[]>();
  for (const payment of payments) {
    const mine = found.get(payment.checkoutId);
    if (mine) mine.push(payment);
    else found.set(payment.checkoutId, [payment]);
  }
  return found;
}

/** Splits ids into calls that a contract allows. */
export function pagesOfIds<T>(ids: readonly T[]): T[][] {
  const pages: T[][] = [];
  for (let from = 0; from < ids.length; from += reviewPage_max) {
    pages.push(ids.slice(from, from + reviewPage_max));
  }
  return pages;
}
