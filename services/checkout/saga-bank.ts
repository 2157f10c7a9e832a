// What follows a charge whose outcome is not known, or that the shopper must confirm at their bank:
// the order waits, the gateway is asked now and then, and after its no the purchase goes on where
// somebody is there to pay another way.
import { assert } from '#kernel/core/assert.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { Saga, Wake } from '#kernel/saga/saga.ts';
import type { PaymentResult } from '#services/payments/contract.ts';
import {
  declineProblem,
  GIVEN_UP,
  mayTryAgain,
  orderRequest,
  priceLock_ms,
  type CheckoutInput,
  type CheckoutView,
  type PlacedOrder,
  type Said,
} from './model.ts';
import { giveBack, type InParts } from './saga-parts.ts';
import type { SagaDeps } from './saga.ts';

type S = Saga<CheckoutInput>;

/** How long a waiting saga trusts events before it asks the gateway itself. */
const ASK_EVERY_MS = 30_000;
/** Time for another way to pay after the bank's no, where the hold does not last longer. */
const RETRY_MS = 5 * 60_000;
const LONG_AGO = new Date(0).toISOString();

/** Waits for banks so far: each has steps of its own. */
export interface Waits {
  rounds: number;
  turns: number;
}

/**
 * After the bank's no: units and prices stay for somebody who is there to pay another way, and
 * the order waits for it. Else everything goes back. Gives the new deadline.
 */
export async function reopened(
  deps: SagaDeps,
  saga: S,
  { charge, final, waits }: { charge: PaymentResult; final: PaymentResult; waits: Waits },
): Promise<string> {
  const { input } = saga;
  const again = mayTryAgain(charge, final);
  const hold = again
    ? await saga.step(`REOPEN_${waits.rounds}`, {
        do: async () => {
          const ttl_ms = Math.min(input.hold_ms, RETRY_MS);
          const held = await prolonged(deps, saga, ttl_ms);
          if (isRefusal(held)) return held;
          const { paymentId, method: paymentMethod } = charge;
          const { orderId } = input;
          const facts = { orderId, paymentId, paymentMethod, paymentStatus: 'FAILED' } as const;
          await deps.orders.noteAttempt(facts);
          await deps.state.reopen(input, held.expiresAt);
          return held;
        },
      })
    : undefined;
  if (hold === undefined || isRefusal(hold)) {
    await failPending(deps, saga, final);
    return saga.fail(declineProblem(final));
  }
  await forgetStale(saga, waits.rounds);
  return hold.expiresAt;
}

/** What was asked for while the bank was waited for is no answer to how that came out. */
async function forgetStale(saga: S, round: number): Promise<void> {
  const options = { signals: ['PAY', 'YIELD', 'EXTEND', 'GIVE_UP'], until: LONG_AGO };
  for (let turn = 1; ; turn += 1) {
    const wake = await saga.wait(`STALE_${round}_${turn}`, options);
    if (wake.name === 'timeout') return;
  }
}

/** Units and prices for longer, the prices at least as long as the units. */
export async function prolonged(
  deps: SagaDeps,
  saga: S,
  ttl_ms: number,
): Promise<{ expiresAt: string } | Refusal> {
  await deps.pricing.prolong({ quoteId: saga.input.quoteId, ttl_ms: priceLock_ms(ttl_ms) });
  return deps.inventory.extend({ sagaId: saga.id, ttl_ms });
}

/**
 * The gateway has not said what it did, or the shopper must act at their bank. The order is
 * PENDING meanwhile; a webhook or the poller settles it, and now and then the saga asks.
 */
export async function awaitOutcome(
  deps: SagaDeps,
  saga: S,
  {
    view,
    charge,
    waits,
    inParts,
  }: { view: CheckoutView; charge: PaymentResult; waits: Waits; inParts: InParts },
): Promise<PaymentResult> {
  const { input } = saga;
  waits.rounds += 1;
  const { order, since } = await pendingOrder(deps, saga, { view, charge, round: waits.rounds });
  const said: Said = {
    kind: charge.outcome === 'action' ? 'action' : 'pending',
    order: { ...order, paymentStatus: 'PENDING' },
    paymentId: charge.paymentId,
    total_minor: view.quote.total_minor,
    currency: input.currency,
    actionUrl: charge.actionUrl ?? null,
  };
  for (let asked = 1; ; asked += 1) {
    waits.turns += 1;
    const until = new Date(Date.parse(since) + asked * ASK_EVERY_MS).toISOString();
    const options = { signals: ['SETTLED', 'LEAVE', 'GIVE_UP'], until, say: said };
    const wake = await saga.wait(`GATEWAY_${waits.turns}`, options);
    const result = await outcomeOf(deps, saga, { turn: waits.turns, wake, charge, inParts });
    if (result.outcome === 'captured' || result.outcome === 'declined') return result;
  }
}

/** The order that waits for its money; the one of an earlier try where there was one. */
async function pendingOrder(
  deps: SagaDeps,
  saga: S,
  { view, charge, round }: { view: CheckoutView; charge: PaymentResult; round: number },
): Promise<{ order: Omit<PlacedOrder, 'paymentStatus'>; since: string }> {
  const { input } = saga;
  const { orderId } = input;
  const nth = round === 1 ? '' : `_${round}`;
  const order = await saga.step(`ORDER_PENDING${nth}`, {
    do: async () => {
      const placed = await deps.orders.place(
        orderRequest(input, view, { charge, status: 'PENDING' }),
      );
      const { paymentId, method: paymentMethod } = charge;
      if (round > 1) {
        const facts = { orderId, paymentId, paymentMethod, paymentStatus: 'PENDING' } as const;
        await deps.orders.noteAttempt(facts);
      }
      return placed;
    },
    undo: async () => {
      const { paymentId } = charge;
      await deps.orders.settle({ orderId, to: 'FAILED', paymentId, paymentStatus: 'FAILED' });
    },
  });
  assert(!isRefusal(order), 'a pending order is never refused');
  const since = await saga.step<string>(`PENDING${nth}`, {
    do: async () => {
      await deps.state.pending(input);
      return new Date(await deps.databaseNow()).toISOString();
    },
  });
  assert(!isRefusal(since), 'a time is never refused');
  return { order, since };
}

async function outcomeOf(
  deps: SagaDeps,
  saga: S,
  {
    turn,
    wake,
    charge,
    inParts,
  }: { turn: number; wake: Wake; charge: PaymentResult; inParts: InParts },
): Promise<PaymentResult> {
  if (wake.name === 'SETTLED') {
    const settled = wake.payload as PaymentResult;
    const isOther = settled.outcome === 'captured' && settled.attempt !== charge.attempt;
    if (isOther && inParts.has(settled.attempt)) {
      await giveBack(deps, saga, settled);
      return charge;
    }
    // Late news that an earlier attempt was declined say nothing about this one.
    const isOurs = settled.attempt === charge.attempt || settled.outcome === 'captured';
    return isOurs ? settled : charge;
  }
  const { checkoutId } = saga.input;
  const found = await saga.step(`ASK_${turn}`, {
    do: async () => {
      // A hold may not end while its money may still arrive.
      await deps.inventory.extend({ sagaId: saga.id, ttl_ms: 4 * ASK_EVERY_MS });
      if (wake.name === 'LEAVE' || wake.name === 'GIVE_UP') {
        return deps.payments.cancel({ checkoutId, attempt: charge.attempt });
      }
      return deps.payments.resolve({ checkoutId, attempt: charge.attempt });
    },
  });
  assert(!isRefusal(found), 'asking about an attempt is never refused');
  if (found.outcome === 'absent' || found.outcome === 'cancelled') {
    const given = wake.name === 'GIVE_UP';
    const declineCode = given ? GIVEN_UP : found.outcome;
    const declineClass = given ? 'retryable' : 'terminal';
    return { ...charge, outcome: 'declined', declineClass, declineCode };
  }
  return found as PaymentResult;
}

/** The order that waited for its money ends. */
export async function failPending(deps: SagaDeps, saga: S, charge: PaymentResult): Promise<void> {
  await saga.step('ORDER_FAILED', {
    do: () =>
      deps.orders.settle({
        orderId: saga.input.orderId,
        to: 'FAILED',
        paymentId: charge.paymentId,
        paymentStatus: charge.outcome === 'captured' ? 'REFUNDED' : 'FAILED',
      }),
  });
}
