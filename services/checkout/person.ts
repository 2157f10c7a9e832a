/** What this room holds about a person, what of it is under way, and how it forgets them. */
import { Failure } from '#kernel/core/error.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import type { Client } from '#kernel/http/contract.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import type { RoomContext } from '#kernel/service.ts';
import {
  erasedIn,
  personalItemsPerPage_max,
  type PersonalPage,
  type Unfinished,
} from '#services/identity/contract.ts';
import type { Payment, paymentsCalls } from '#services/payments/contract.ts';
import * as store from './store-person.ts';

export const personConsumers: ConsumerSpec[] = [
  { name: 'checkout.forget', from: { identity: ['USER_ERASED'] } },
];

const FORGET_JOB = 'checkout.forget';

/** One page of checkouts with their payment attempts. One statement and one call. */
export function personalData(ctx: RoomContext, payments: Client<typeof paymentsCalls>) {
  return async (of: { userId: string; after: string | null }): Promise<PersonalPage> => {
    const page = { userId: of.userId, after: of.after ?? '', limit: personalItemsPerPage_max };
    const rows = await store.heldCheckouts(ctx.db, page);
    const checkoutIds = rows.map((row) => row.checkoutId);
    const found = rows.length === 0 ? undefined : await payments.ofCheckouts({ checkoutIds });
    const paid = found === undefined || isRefusal(found) ? [] : found.payments;
    const items = rows.map(({ total_minor, ...row }) => {
      const attempts = paid.filter((one) => one.checkoutId === row.checkoutId).map(attemptData);
      const data = { ...row, total: toMajor(total_minor, row.currency), payments: attempts };
      return { kind: 'checkout', data };
    });
    const last = rows.length === page.limit ? rows.at(-1) : undefined;
    return { items, next: last?.checkoutId ?? null };
  };
}

function attemptData(payment: Payment) {
  const { paymentId, attempt, method, status, amount_minor, refunded_minor, currency } = payment;
  return {
    paymentId,
    attempt,
    method,
    status,
    amount: toMajor(amount_minor, currency),
    refunded: toMajor(refunded_minor, currency),
    currency,
    createdAt: payment.createdAt,
  };
}

/** Checkouts that are open or being paid: leave them, or wait for them. */
export async function unfinished(ctx: RoomContext, userId: string): Promise<Unfinished[]> {
  const rows = await store.liveOfUser(ctx.db, userId);
  return rows.map(({ checkoutId, status }) => {
    const reason = status === 'OPEN' ? 'checkout-open' : 'payment-pending';
    return { kind: 'checkout', id: checkoutId, reason };
  });
}

/** Stored replies go at once; addresses in sagas by a job, which comes again until all have. */
export function personReactions(ctx: RoomContext): Record<string, Handler> {
  return {
    'checkout.forget': async (tx, events) => {
      const userIds = erasedIn(events);
      await forgetReplies(tx, userIds);
      const items = userIds.map((userId) => ({ payload: { userId }, key: `forget:${userId}` }));
      await ctx.jobs.addMany(tx, FORGET_JOB, { items });
    },
  };
}

export function personJobs(ctx: RoomContext) {
  return {
    [FORGET_JOB]: async (raw: unknown) => {
      const { userId } = raw as { userId: string };
      while ((await store.forgetPlaces(ctx.db, userId)) > 0);
      // A run that begins again would read its input: tried again once it has ended.
      if (await store.hasLiveSagas(ctx.db, userId)) throw new Failure('room-unavailable');
    },
  };
}
