// What operators are told about a purchase that is under way, and what must be done before they
// may have it undone. The hold decides: once its units are consumed there is, or will be, an order.
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { SagaFacts, SagaStory } from '#kernel/saga/runner.ts';
import type { PaymentResult } from '#services/payments/contract.ts';
import type { Quote } from '#services/pricing/contract.ts';
import type { CheckoutInput } from './model.ts';
import type { SagaDeps } from './saga.ts';

type Facts = SagaFacts<CheckoutInput>;

const MAY_HAVE_MOVED = new Set(['captured', 'pending', 'action']);

/** A purchase in words, with the ids that belong to it. Pure. */
export function tellCheckout({ sagaId, input, status, steps }: Facts): SagaStory {
  const { checkoutId, orderId, userId, cartId, quoteId, currency } = input;
  const quote = steps['QUOTE'] as Quote | undefined;
  const charges = chargesOf(steps);
  const last = charges.at(-1);
  const units = input.lines.reduce((sum, line) => sum + line.quantity, 0);
  const money = quote ? `${toMajor(quote.total_minor, currency)} ${currency}` : 'no price yet';
  const moved = last !== undefined && MAY_HAVE_MOVED.has(last.outcome) && !('FINISH' in steps);
  const links: Record<string, string> = { sagaId, checkoutId, orderId, userId, cartId, quoteId };
  if (last) links['paymentId'] = last.paymentId;
  const payment = last ? `payment attempt ${last.attempt} ${last.outcome}` : 'nothing paid';
  const reservation = (steps['HOLD'] as { reservationId?: string } | undefined)?.reservationId;
  if (reservation) links['reservationId'] = reservation;
  return {
    summary: `Purchase of ${units} units for ${money}: ${payment}; ${wordsFor(status)}.`,
    links,
    atRisk: moved && quote ? { amount_minor: quote.total_minor, currency } : null,
  };
}

function chargesOf(steps: Facts['steps']): PaymentResult[] {
  return Object.entries(steps)
    .filter(([name]) => name.startsWith('CHARGE_'))
    .map(([, output]) => output as PaymentResult)
    .sort((a, b) => a.attempt - b.attempt);
}

const words: Record<Facts['status'], string> = {
  STARTED: 'it has just begun',
  IN_PROGRESS: 'it is at work or waits to be tried again',
  WAITING: 'it waits for the shopper or for the gateway',
  COMPLETED: 'it became an order',
  COMPENSATING: 'it is being undone',
  COMPENSATED: 'it was undone',
  FAILED: 'it was given up by a person',
};

const wordsFor = (status: Facts['status']): string => words[status];

/**
 * Sees to it that nothing more can come of a purchase: gives the units back, closes every payment
 * attempt and the one that could come next, refunds what was captured, and fails a pending order.
 * Refused once the units have left: then it is an order, which is cancelled as one.
 */
export function undoCheckout(
  deps: Pick<SagaDeps, 'inventory' | 'payments' | 'orders' | 'pricing'>,
): (saga: Facts) => Promise<Refusal | void> {
  const { inventory, payments, orders, pricing } = deps;
  return async ({ sagaId, input }) => {
    const { checkoutId, orderId } = input;
    await inventory.release({ sagaId, reason: 'operator' });
    const { holds } = await inventory.holdsOf({ sagaIds: [sagaId] });
    if (holds[0]?.status === 'consumed') return refuse('units-have-left', { orderId });
    // Its quote may have been made by a run that died before it could write so.
    if (input.coupon !== undefined) await pricing.releaseCoupon({ checkoutId });
    await pricing.releaseUses({ checkoutId });
    const { payments: attempts } = await payments.ofCheckout({ checkoutId });
    const begun = new Set(attempts.map((one) => one.attempt));
    // Credit set aside for an attempt is given up by the undoing of the step that set it aside.
    for (const attempt of [...begun, Math.max(0, ...begun) + 1]) {
      const closed = await payments.cancel({ checkoutId, attempt });
      if (isRefusal(closed) || closed.outcome !== 'captured' || !('paymentId' in closed)) continue;
      await payments.refund({
        checkoutId,
        paymentId: closed.paymentId,
        // The key of the saga's own undoing: whoever comes second finds it done.
        key: `undo:${checkoutId}:${attempt}`,
        amount_minor: closed.amount_minor,
        reason: 'checkout-ended',
      });
    }
    const paymentId = attempts.at(-1)?.paymentId ?? '-';
    const facts = { orderId, paymentId, to: 'FAILED', paymentStatus: 'FAILED' } as const;
    const settled = await orders.settle(facts);
    if (isRefusal(settled) || settled.status === 'FAILED') return undefined;
    return refuse('order-exists', { orderId, status: settled.status });
  };
}
