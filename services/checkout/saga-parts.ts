// Paying a purchase in parts. Credit is set aside first (RESERVE), then the rest is charged, then
// the credit is taken (TAKE), which cannot be refused; where the rest is declined the credit is
// given up (RELEASE). Money of an attempt whose credit was given up is no payment of the whole, so
// it goes back (GIVE_BACK).
import { assert } from '#kernel/core/assert.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Saga } from '#kernel/saga/saga.ts';
import type { PaymentResult } from '#services/payments/contract.ts';
import type { CheckoutInput, CheckoutView, PayRequest } from './model.ts';
import type { SagaDeps } from './saga.ts';

type S = Saga<CheckoutInput>;

/** A charge, and how many parts of it are paid with credit. */
export type Charge = PaymentResult & { parts?: number };

/** Attempts with credit in them: money of one that is over pays only a part of the whole. */
export type InParts = Set<number>;

export interface Attempt {
  attempt: number;
  pay: PayRequest;
  view: CheckoutView;
}

interface Reserved {
  parts: { paymentId: string; method: 'GIFT_CARD' | 'STORE_CREDIT'; amount_minor: number }[];
  rest_minor: number;
}

/** Sets the credit aside and has the rest charged, if there is one. */
export async function chargeInParts(
  deps: SagaDeps,
  saga: S,
  of: Attempt & { rest(rest_minor: number): Promise<PaymentResult> },
): Promise<Charge> {
  const { attempt, pay } = of;
  const reserved = await reserve(deps, saga, of);
  if (isRefusal(reserved)) return declined(saga, of, { why: String(reserved.detail.why) });
  const parts = reserved.parts.length;
  if (reserved.rest_minor === 0) return covered(saga, of, reserved);
  if (!pay.paymentMethod) {
    await release(deps, saga, { attempt, parts });
    return declined(saga, of, { why: 'rest-unpaid' });
  }
  const charge = await of.rest(reserved.rest_minor);
  if (charge.outcome === 'declined') await release(deps, saga, { attempt, parts });
  return { ...charge, parts };
}

async function reserve(
  deps: SagaDeps,
  saga: S,
  { attempt, pay, view }: Attempt,
): Promise<Reserved | Refusal> {
  const { checkoutId, quoteId, userId, currency } = saga.input;
  const parts = pay.parts ?? [];
  return saga.step<Reserved>(`RESERVE_${attempt}`, {
    do: () =>
      deps.payments.reserveParts({
        checkoutId,
        sagaId: saga.id,
        quoteId,
        attempt,
        userId,
        currency,
        total_minor: view.quote.total_minor,
        parts: parts.map(({ method, accountId, amount_minor }) => {
          return { method, accountId, amount_minor };
        }),
      }) as Promise<Reserved | Refusal>,
    undo: async () => {
      await deps.payments.releaseParts({ checkoutId, attempt, parts: parts.length });
    },
  });
}

/** Everything is paid with credit; it is taken before the order is made. */
function covered(saga: S, { attempt, view }: Attempt, reserved: Reserved): Charge {
  const [first] = reserved.parts;
  assert(first !== undefined, 'what is covered has a part');
  const { paymentId, method } = first;
  const what = { amount_minor: view.quote.total_minor, currency: saga.input.currency };
  return { paymentId, attempt, method, outcome: 'captured', ...what, parts: reserved.parts.length };
}

function declined(saga: S, { attempt, pay, view }: Attempt, { why }: { why: string }): Charge {
  return {
    paymentId: '-',
    attempt,
    method: pay.paymentMethod ?? pay.parts?.[0]?.method ?? 'CARD',
    outcome: 'declined',
    declineCode: why,
    declineClass: 'fixable',
    amount_minor: view.quote.total_minor,
    currency: saga.input.currency,
  };
}

/** Gives the credit of an attempt up. */
export async function release(
  deps: SagaDeps,
  saga: S,
  { attempt, parts }: { attempt: number; parts: number },
): Promise<void> {
  const { checkoutId } = saga.input;
  const done = await saga.step(`RELEASE_${attempt}`, {
    do: () => deps.payments.releaseParts({ checkoutId, attempt, parts }),
  });
  assert(!isRefusal(done), 'giving credit up is never refused');
}

/** Takes the credit of an attempt; refused only when it had been given up. */
async function take(
  deps: SagaDeps,
  saga: S,
  { attempt, parts }: { attempt: number; parts: number },
): Promise<Refusal | undefined> {
  const { checkoutId } = saga.input;
  const taken = await saga.step(`TAKE_${attempt}`, {
    do: () => deps.payments.captureParts({ checkoutId, attempt, parts }),
  });
  return isRefusal(taken) ? refuse('hold-gone', { credit: true }) : undefined;
}

/** The credit beside a charge that is sure: taken with it, or not needed. */
export async function settleParts(
  deps: SagaDeps,
  saga: S,
  { charge, final }: { charge: Charge; final: PaymentResult },
): Promise<Refusal | undefined> {
  const { attempt, parts = 0 } = charge;
  if (final.attempt === attempt) return take(deps, saga, { attempt, parts });
  await release(deps, saga, { attempt, parts });
  return undefined;
}

/** Money of an attempt that is over, and that pays only a part: it goes back where it came from. */
export async function giveBack(deps: SagaDeps, saga: S, late: PaymentResult): Promise<void> {
  const { checkoutId } = saga.input;
  const { attempt, paymentId, amount_minor } = late;
  const done = await saga.step(`GIVE_BACK_${attempt}`, {
    do: () =>
      deps.payments.refund({
        checkoutId,
        paymentId,
        key: `late:${paymentId}`,
        amount_minor,
        reason: 'captured-after-decline',
      }),
  });
  assert(!isRefusal(done), 'money that came can go back');
}
