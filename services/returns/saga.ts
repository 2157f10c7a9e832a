// What a decision sets going, as ordinary code: the units into the stock ledger, the replacement
// or the money out, the order told. Nothing here is undone: goods are in the house and the buyer
// was told, so every step is repeated until it is done. Each is idempotent by the return and the
// round of its decision, also for the saga that comes after one that was given up.
import { assert } from '#kernel/core/assert.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { Saga } from '#kernel/saga/saga.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import type { ordersCalls } from '#services/orders/contract.ts';
import type { paymentsCalls } from '#services/payments/contract.ts';
import type { State } from './state.ts';
import type { ToBegin } from './store-settle.ts';

export interface SagaDeps {
  clock: Clock;
  inventory: Client<typeof inventoryCalls>;
  orders: Client<typeof ordersCalls>;
  payments: Client<typeof paymentsCalls>;
  state: State;
}

type S = Saga<ToBegin>;

/** A replacement is confirmed at once; the hold only has to outlive a restart. */
const HOLD_MS = 24 * 60 * 60_000;
/** How long a saga trusts the refund's event before it asks payments itself; doubles. */
const ASK_FIRST_MS = 5_000;
const ASK_MS_MAX = 6 * 60 * 60_000;
/** Somebody pays cash back by hand; the saga looks up from its sleep once a month. */
const PERSON_MS = 30 * 24 * 60 * 60_000;

/** Names what a decision does in other rooms. */
export const refOf = ({ returnId, round }: { returnId: string; round: number }): string =>
  `${returnId}:${round}`;

export interface Ended {
  outcome: 'refunded' | 'exchanged';
  granted_minor: number;
}

export function returnSaga(deps: SagaDeps): (saga: S) => Promise<Ended> {
  return async (saga) => {
    await bookUnits(deps, saga);
    if (saga.input.resolution === 'EXCHANGE' && (await replaced(deps, saga))) {
      await once(saga, 'EXCHANGED', () => deps.state.exchanged(saga.input));
      return { outcome: 'exchanged', granted_minor: 0 };
    }
    const { amount_minor } = await once(saga, 'REFUNDING', () => deps.state.refunding(saga.input));
    await tellOrder(deps, saga);
    const granted_minor = await moneyBack(deps, saga, amount_minor);
    await settleOrder(deps, saga);
    return { outcome: 'refunded', granted_minor };
  };
}

/** A step that is not refused, and finds its first effect when it is done again. */
async function once<T>(saga: S, name: string, work: () => Promise<T>): Promise<T> {
  const output = await saga.step<T>(name, { journal: 'after', do: work });
  assert(!isRefusal(output), `${name} of a return is never refused`);
  return output;
}

/** Onto the shelf, or in and out of the books. */
async function bookUnits({ inventory }: SagaDeps, saga: S): Promise<void> {
  const { lines, sellerId } = saga.input;
  await once(saga, 'STOCK', async () => {
    const booked = await inventory.takeBack({
      lines: lines.map(({ lineNo, variantId, productId, warehouseId, restock, writeOff }) => ({
        ref: `${refOf(saga.input)}:${lineNo}`,
        variantId,
        productId,
        warehouseId,
        restock,
        writeOff,
        sellerId,
      })),
    });
    assert(!isRefusal(booked), 'units go back to a warehouse that exists');
    return booked;
  });
}

/** True when what comes instead was there and has left the counters. */
async function replaced({ inventory }: SagaDeps, saga: S): Promise<boolean> {
  const { lines, shipTo, orderId } = saga.input;
  const hold = await saga.step('HOLD', {
    journal: 'after',
    do: () =>
      inventory.hold({
        sagaId: saga.input.holdId ?? saga.id,
        lines: lines.map(({ exchangeVariantId, variantId, productId, units }) => {
          return { variantId: exchangeVariantId ?? variantId, productId, quantity: units };
        }),
        ttl_ms: HOLD_MS,
        shipTo,
      }),
    bar: async ({ code }) => {
      await inventory.release({ sagaId: saga.input.holdId ?? saga.id, reason: code });
    },
  });
  if (isRefusal(hold)) return false;
  const confirmed = await saga.step('CONFIRM', {
    journal: 'after',
    do: () => inventory.confirm({ sagaId: saga.input.holdId ?? saga.id, orderId }),
  });
  return !isRefusal(confirmed);
}

/** The order knows what went back; with its last unit it is RETURNED. */
async function tellOrder({ orders }: SagaDeps, saga: S): Promise<void> {
  const { orderId, lines } = saga.input;
  await once(saga, 'ORDER', async () => {
    const placed = await orders.takeBack({
      orderId,
      ref: refOf(saga.input),
      lines: lines.map(({ lineNo, units }) => ({ lineNo, quantity: units })),
    });
    assert(!isRefusal(placed), 'what is returned was ordered');
    return placed;
  });
}

interface Refunded {
  refundId: string | null;
  /** COVERED: the buyer's bank has given the buyer all of it. */
  status: 'SUCCEEDED' | 'PENDING' | 'COVERED' | 'BY-HAND';
  amount_minor: number;
  covered_minor?: number;
}

/** The money is asked for by a key of this decision, until the gateway has sent it. */
async function moneyBack(deps: SagaDeps, saga: S, amount_minor: number): Promise<number> {
  const first = await once(saga, 'MONEY', () => askRefund(deps, saga.input, amount_minor));
  if (first.status === 'BY-HAND') return payByHand(deps, saga, first);
  const last = first.status === 'PENDING' ? await awaitGateway(deps, saga, amount_minor) : first;
  await once(saga, 'REFUNDED', () => deps.state.refunded(saga.input, last));
  return last.amount_minor;
}

async function askRefund(
  { payments, state }: SagaDeps,
  input: ToBegin,
  amount_minor: number,
): Promise<Refunded> {
  const { checkoutId, paymentId, orderId } = input;
  if (amount_minor === 0) return { refundId: null, status: 'SUCCEEDED', amount_minor: 0 };
  const key = `return:${refOf(input)}`;
  const wish = { checkoutId, paymentId, orderId, key, amount_minor, reason: 'return' };
  const made = await payments.refund(wish);
  // Cash was never captured: nobody but a person can hand it back.
  if (isRefusal(made)) return { refundId: null, status: 'BY-HAND', amount_minor };
  await state.noteRefund(input, made);
  const { refundId, status, covered_minor } = made;
  return { refundId, status, amount_minor: made.amount_minor, covered_minor };
}

/** The refund's event wakes the saga; now and then it asks, should the news be lost. */
async function awaitGateway(deps: SagaDeps, saga: S, amount_minor: number): Promise<Refunded> {
  const since = await once(saga, 'SENT', async () => deps.clock.date().toISOString());
  let at_ms = Date.parse(since);
  for (let turn = 1; ; turn += 1) {
    at_ms += Math.min(ASK_FIRST_MS * 2 ** (turn - 1), ASK_MS_MAX);
    const until = new Date(at_ms).toISOString();
    await saga.wait(`GATEWAY_${turn}`, { signals: ['REFUNDED'], until });
    const now = await once(saga, `ASK_${turn}`, () => askRefund(deps, saga.input, amount_minor));
    if (now.status !== 'PENDING') return now;
  }
}

async function payByHand(deps: SagaDeps, saga: S, due: Refunded): Promise<number> {
  const since = await once(saga, 'PAYOUT', async () => {
    await deps.state.payoutDue(saga.input, due.amount_minor);
    return deps.clock.date().toISOString();
  });
  for (let turn = 1; ; turn += 1) {
    const until = new Date(Date.parse(since) + turn * PERSON_MS).toISOString();
    const wake = await saga.wait(`PERSON_PAYOUT_${turn}`, { signals: ['PAID_OUT'], until });
    if (wake.name !== 'PAID_OUT') continue;
    const { reference } = wake.payload as { reference: string };
    const paid = { ...due, payout: reference };
    await once(saga, 'REFUNDED', () => deps.state.refunded(saga.input, paid));
    return due.amount_minor;
  }
}

/** The last of the order's returns to end settles it. */
async function settleOrder({ orders, state }: SagaDeps, saga: S): Promise<void> {
  const { orderId } = saga.input;
  await once(saga, 'SETTLED', async () => {
    if (!(await state.allSettled(orderId))) return null;
    const placed = await orders.settleReturned({ orderId });
    assert(!isRefusal(placed), 'the order of a return is there');
    return placed.status;
  });
}
