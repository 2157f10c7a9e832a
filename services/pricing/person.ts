/** What pricing holds about a person: the coupons they used. The books of coupons outlive them. */
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { toMajor } from '#kernel/core/money.ts';
import type { Sql } from '#kernel/db/db.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import {
  erasedIn,
  personalItemsPerPage_max,
  type PersonalPage,
} from '#services/identity/contract.ts';
import { forgetUsers, usesOf } from './store-coupon.ts';

export const personConsumers: ConsumerSpec[] = [
  { name: 'pricing.forget', from: { identity: ['USER_ERASED'] } },
];

/** One page of coupon uses, oldest checkout first. One statement. */
export async function personalData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  const limit = personalItemsPerPage_max;
  const rows = await usesOf(sql, { userId, after: after ?? '', limit });
  const items = rows.map(({ amount_minor, createdAt, ...row }) => {
    const amount = toMajor(amount_minor, row.currency);
    return { kind: 'coupon', data: { ...row, amount, createdAt: createdAt.toISOString() } };
  });
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { items, next: last?.checkoutId ?? null };
}

export const personReactions: Record<string, Handler> = {
  'pricing.forget': async (tx, events) => {
    const userIds = erasedIn(events);
    await forgetUsers(tx, userIds);
    await forgetReplies(tx, userIds);
  },
};
