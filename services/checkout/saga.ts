// The purchase, from quote to order, as ordinary code. Each step names its effect and how to
// take it back; what it does is idempotent by an id that is in the saga's input. The two waits
// are the shopper deciding and a gateway that has not said yet what it did.
import { assert } from '#kernel/core/assert.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { Saga, Wake } from '#kernel/saga/saga.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import type { ordersCalls } from '#services/orders/contract.ts';
import type { PaymentResult, paymentsCalls } from '#services/payments/contract.ts';
import type { pricingCalls, Quote } from '#services/pricing/contract.ts';
import { attempts_max } from './contract.ts';
import {
  changesOf,
  checkoutView,
  declineProblem,
  holdsUses,
  orderRequest,
  quoteRequest,
  type CheckoutInput,
  type CheckoutView,
  type PayRequest,
  type Said,
} from './model.ts';
import {
  chargeInParts,
  giveBack,
  release,
  settleParts,
  type Attempt,
  type Charge,
  type InParts,
} from './saga-parts.ts';
import { awaitOutcome, failPending, prolonged, reopened, type Waits } from './saga-bank.ts';

export interface SagaDeps {
  inventory: Client<typeof inventoryCalls>;
  orders: Client<typeof ordersCalls>;
  payments: Client<typeof paymentsCalls>;
  pricing: Client<typeof pricingCalls>;
  /** Longest time from sending a charge to knowing that no reply will come. */
  gateway_ms: number;
  /** The time by which holds end, in milliseconds since 1970. */
  databaseNow(): Promise<number>;
  state: {
    /** False when the cart is in another live checkout, or another run has the saga. */
    open(
      input: CheckoutInput,
      run: { id: string; epoch: number },
      facts: { quote: Quote; expiresAt: string },
    ): Promise<boolean>;
    end(input: CheckoutInput, reason: Refusal): Promise<void>;
    pending(input: CheckoutInput): Promise<void>;
    /** It may be paid again until then. */
    reopen(input: CheckoutInput, expiresAt: string): Promise<void>;
    complete(input: CheckoutInput): Promise<void>;
    /** `count`: which extension this is; a repeat counts none. */
    extend(input: CheckoutInput, of: { expiresAt: string; count: number | null }): Promise<void>;
  };
}

type S = Saga<CheckoutInput>;

/** What an order can be made of. */
interface Paid {
  charge: PaymentResult;
  /** An order was placed while the bank was waited for. */
  isPlaced: boolean;
}

/** The saga's code. Completes with the order as the shopper gets it. */
export function checkoutSaga(deps: SagaDeps): (saga: S) => Promise<Said> {
  return async (saga) => {
    const view = await reserve(deps, saga);
    const paid = await charged(deps, saga, view);
    return settle(deps, saga, { view, paid });
  };
}

/** Steps 1 to 3: the price is fixed, the units are held, the checkout is open. */
async function reserve(deps: SagaDeps, saga: S): Promise<CheckoutView> {
  const { input } = saga;
  const quote = await saga.step('QUOTE', {
    journal: 'after',
    do: () => deps.pricing.quote(quoteRequest(input)),
    undoes: (made) => input.coupon !== undefined || holdsUses(made),
    undo: (made) => freeQuote(deps, input, made),
    bar: async () => {
      await deps.pricing.barQuote({ checkoutId: input.checkoutId });
    },
  });
  if (isRefusal(quote)) return saga.fail(quote);
  const changed = changesOf(input, quote);
  if (isRefusal(changed)) return saga.fail(changed);

  const hold = await saga.step('HOLD', {
    journal: 'after',
    do: () =>
      deps.inventory.hold({
        sagaId: saga.id,
        lines: input.lines.map(({ variantId, productId, quantity }) => ({
          variantId,
          productId,
          quantity,
        })),
        ttl_ms: input.hold_ms,
        shipTo: quoteRequest(input).shipTo,
        holder: input.userId,
        ...(input.sale ? { unit: input.sale } : {}),
      }),
    undo: async (_, reason) => {
      await deps.inventory.release({ sagaId: saga.id, reason: reason.code });
    },
    bar: async (reason) => {
      await deps.inventory.release({ sagaId: saga.id, reason: reason.code });
    },
  });
  if (isRefusal(hold)) {
    // Only a repeat is told so: a run that died may have opened the checkout and not written it.
    if (hold.code === 'hold-gone') await deps.state.end(input, hold);
    return saga.fail(hold);
  }

  const open = await saga.step<true>('OPEN', {
    journal: 'after',
    do: async () => {
      const { expiresAt } = hold;
      const done = await deps.state.open(input, saga, { quote, expiresAt });
      return done ? true : refuse('checkout-in-progress');
    },
    undo: (_, reason) => deps.state.end(input, reason),
  });
  if (isRefusal(open)) return saga.fail(open);
  return checkoutView(input, quote, { hold, changes: changed });
}

/** Gives back what a quote holds besides prices; one that holds nothing is never asked for. */
async function freeQuote(
  { pricing }: SagaDeps,
  { checkoutId, coupon }: CheckoutInput,
  quote: Quote,
): Promise<void> {
  if (coupon !== undefined) await pricing.releaseCoupon({ checkoutId });
  if (holdsUses(quote)) await pricing.releaseUses({ checkoutId });
}

/** The shopper decides: pays (again), asks for more time, leaves, or lets the time pass. */
async function charged(deps: SagaDeps, saga: S, view: CheckoutView): Promise<Paid> {
  let until = view.expiresAt;
  let said: Said = { kind: 'open', view };
  let attempt = 0;
  const waits: Waits = { rounds: 0, turns: 0 };
  const inParts: InParts = new Set();
  for (let turn = 1; ; turn += 1) {
    const wake = await saga.wait(`SHOPPER_${turn}`, {
      signals: ['PAY', 'LEAVE', 'YIELD', 'EXTEND', 'SETTLED'],
      until,
      say: said,
    });
    if (wake.name === 'LEAVE' || wake.name === 'YIELD') {
      return saga.fail(refuse('checkout-ended', { reason: 'left' }));
    }
    if (wake.name === 'timeout') {
      return saga.fail(refuse('checkout-ended', { reason: 'expired' }));
    }
    if (wake.name === 'EXTEND') {
      until = (await extended(deps, saga, { turn, wake })) ?? until;
      said = { kind: 'open', view: { ...view, expiresAt: until } };
      continue;
    }
    if (wake.name === 'SETTLED') {
      const settled = wake.payload as PaymentResult;
      if (settled.outcome !== 'captured') continue;
      if (!inParts.has(settled.attempt)) return { charge: settled, isPlaced: waits.rounds > 0 };
      await giveBack(deps, saga, settled);
      continue;
    }
    if (attempt >= attempts_max) return saga.fail(refuse('attempts-used-up'));
    if (attempt > 0) {
      const closed = await closeAttempt(deps, saga, attempt);
      if (closed && !inParts.has(attempt)) return { charge: closed, isPlaced: waits.rounds > 0 };
      if (closed) await giveBack(deps, saga, closed);
    }
    attempt += 1;
    const pay = wake.payload as PayRequest;
    if (pay.parts) inParts.add(attempt);
    const charge = await chargeAny(deps, saga, { attempt, pay, view });
    const isWaiting = charge.outcome === 'pending' || charge.outcome === 'action';
    const facts = { view, charge, waits, inParts };
    const final = isWaiting ? await awaitOutcome(deps, saga, facts) : charge;
    if (final.outcome !== 'declined') return paid(deps, saga, { charge, final, waits });
    const { parts } = charge;
    if (isWaiting && parts) await release(deps, saga, { attempt, parts });
    const problem = declineProblem(final);
    if (isWaiting) until = await reopened(deps, saga, { charge, final, waits });
    else if (final.declineClass === 'terminal') return saga.fail(problem);
    said = { kind: 'declined', problem };
  }
}

/** A charge that is sure, with the credit beside it. */
async function paid(
  deps: SagaDeps,
  saga: S,
  { charge, final, waits }: { charge: Charge; final: PaymentResult; waits: Waits },
): Promise<Paid> {
  const isPlaced = waits.rounds > 0;
  const gone = charge.parts ? await settleParts(deps, saga, { charge, final }) : undefined;
  if (!gone) return { charge: final, isPlaced };
  if (isPlaced) await failPending(deps, saga, final);
  return saga.fail(gone);
}

async function extended(
  deps: SagaDeps,
  saga: S,
  { turn, wake }: { turn: number; wake: Wake },
): Promise<string | undefined> {
  const { ttl_ms, count = null } = wake.payload as { ttl_ms: number; count?: number };
  const hold = await saga.step(`EXTEND_${turn}`, {
    do: async () => {
      const done = await prolonged(deps, saga, ttl_ms);
      if (isRefusal(done)) return done;
      const { expiresAt } = done;
      await deps.state.extend(saga.input, { expiresAt, count });
      return done;
    },
  });
  return isRefusal(hold) ? undefined : hold.expiresAt;
}

/** Before another attempt the last one must be known unable to capture. */
async function closeAttempt(
  deps: SagaDeps,
  saga: S,
  attempt: number,
): Promise<PaymentResult | undefined> {
  const closed = await saga.step(`CLOSE_${attempt}`, {
    do: () => deps.payments.cancel({ checkoutId: saga.input.checkoutId, attempt }),
  });
  assert(!isRefusal(closed), 'cancelling an attempt is never refused');
  return closed.outcome === 'captured' ? (closed as PaymentResult) : undefined;
}

async function chargeAny(deps: SagaDeps, saga: S, of: Attempt): Promise<Charge> {
  const whole_minor = of.view.quote.total_minor;
  if (!of.pay.parts) return chargeOnce(deps, saga, { ...of, amount_minor: whole_minor });
  const rest = (amount_minor: number) => chargeOnce(deps, saga, { ...of, amount_minor });
  return chargeInParts(deps, saga, { ...of, rest });
}

async function chargeOnce(
  deps: SagaDeps,
  saga: S,
  { attempt, pay, view, amount_minor }: Attempt & { amount_minor: number },
): Promise<PaymentResult> {
  const { input } = saga;
  const { checkoutId } = input;
  const { paymentMethod: method, paymentToken: token } = pay;
  assert(method !== undefined && token !== undefined, 'what is charged outside has a method');
  const charge = await saga.step<PaymentResult>(`CHARGE_${attempt}`, {
    // The payments room keeps the attempt before it sends it, and asks before it sends again.
    journal: 'after',
    do: async () => {
      const uncovered = await coverGateway(deps, saga, { view, attempt });
      if (uncovered) return uncovered;
      return (await deps.payments.charge({
        checkoutId,
        sagaId: saga.id,
        quoteId: input.quoteId,
        attempt,
        method,
        token,
        amount_minor,
        currency: input.currency,
        userId: input.userId,
        ...(pay.save ? { save: true } : {}),
      })) as PaymentResult | Refusal;
    },
    undo: async (result) => {
      let last: { outcome: string; paymentId?: string } = result;
      if (last.outcome !== 'captured') {
        const closed = await deps.payments.cancel({ checkoutId, attempt });
        assert(!isRefusal(closed), 'cancelling an attempt is never refused');
        last = closed;
      }
      if (last.outcome !== 'captured' || !last.paymentId) return;
      await deps.payments.refund({
        checkoutId,
        paymentId: last.paymentId,
        key: `undo:${checkoutId}:${attempt}`,
        amount_minor,
        reason: 'checkout-ended',
      });
    },
  });
  if (isRefusal(charge)) return saga.fail(charge);
  return charge;
}

/**
 * The hold must outlive the gateway's worst case, so that what is captured is still ours. Where
 * it is gone nothing is charged: the attempt is closed, in case an earlier run had sent it.
 */
async function coverGateway(
  deps: SagaDeps,
  saga: S,
  { view, attempt }: { view: CheckoutView; attempt: number },
): Promise<PaymentResult | Refusal | undefined> {
  // A name for the charge, the money, its capture, and one gateway more in between.
  const need_ms = 4 * deps.gateway_ms + 60_000;
  if (Date.parse(view.expiresAt) - (await deps.databaseNow()) > need_ms) return undefined;
  const held = await deps.inventory.extend({ sagaId: saga.id, ttl_ms: need_ms });
  if (!isRefusal(held)) return undefined;
  const { checkoutId } = saga.input;
  const closed = await deps.payments.cancel({ checkoutId, attempt });
  assert(!isRefusal(closed), 'cancelling an attempt is never refused');
  return closed.outcome === 'captured' ? (closed as PaymentResult) : held;
}

/** What a quote holds of coupons, limits and first orders becomes the order's. */
async function useUp({ pricing }: SagaDeps, saga: S, quote: Quote): Promise<void> {
  const { checkoutId, orderId, coupon } = saga.input;
  if (coupon === undefined && !holdsUses(quote)) return;
  await saga.step<true>('COUPON', {
    journal: 'after',
    do: async () => {
      if (coupon !== undefined) await pricing.consumeCoupon({ checkoutId, orderId });
      if (holdsUses(quote)) await pricing.consumeUses({ checkoutId, orderId });
      return true;
    },
  });
}

/** From a charge that is captured or accepted to the order. */
async function settle(
  deps: SagaDeps,
  saga: S,
  { view, paid }: { view: CheckoutView; paid: Paid },
): Promise<Said> {
  const { input } = saga;
  const { charge, isPlaced } = paid;
  const paymentStatus = charge.outcome === 'accepted' ? 'PENDING' : 'CAPTURED';

  const confirmed = await saga.step('CONFIRM', {
    journal: 'after',
    do: () => deps.inventory.confirm({ sagaId: saga.id, orderId: input.orderId }),
  });
  if (isRefusal(confirmed)) {
    if (isPlaced) await failPending(deps, saga, charge);
    return saga.fail(confirmed);
  }
  await useUp(deps, saga, view.quote);
  const order = await saga.step('ORDER', {
    journal: 'after',
    do: () =>
      isPlaced
        ? deps.orders.settle({
            orderId: input.orderId,
            to: 'CONFIRMED',
            paymentId: charge.paymentId,
            paymentStatus,
            paymentMethod: charge.method,
          })
        : deps.orders.place(orderRequest(input, view, { charge, status: 'CONFIRMED' })),
  });
  assert(!isRefusal(order), 'an order for captured money is never refused');
  await saga.step<true>('FINISH', {
    journal: 'after',
    do: async () => {
      await deps.state.complete(input);
      return true;
    },
  });
  return {
    kind: 'ordered',
    order: { ...order, paymentStatus },
    paymentId: charge.paymentId,
    total_minor: view.quote.total_minor,
    currency: input.currency,
    actionUrl: null,
  };
}
