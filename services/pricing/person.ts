/** What pricing holds about a person: coupons they used, first orders, exemptions from tax. */
import { createHash } from 'node:crypto';
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
import { firstOrdersOf, forgetFirsts } from './store-limit.ts';
import { forgetMembers } from './store-list.ts';
import { exemptionsPage, forgetExemptions } from './store-tax.ts';

export const personConsumers: ConsumerSpec[] = [
  { name: 'pricing.forget', from: { identity: ['USER_ERASED'] } },
];

/** The same for everybody who writes this e-mail, else the id. */
export function personKey(userId: string, email: string | null): string {
  const known = email?.trim().toLowerCase();
  return known ? createHash('sha256').update(known).digest('base64url') : userId;
}

/** As many exemptions as one person is told of, and as many first orders. */
const exemptions_max = 20;

/** One page of coupon uses, oldest checkout first; first orders and exemptions end the last. */
export async function personalData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  const limit = personalItemsPerPage_max - 2 * exemptions_max;
  const rows = await usesOf(sql, { userId, after: after ?? '', limit });
  const items = rows.map(({ amount_minor, createdAt, ...row }) => {
    const amount = toMajor(amount_minor, row.currency);
    return { kind: 'coupon', data: { ...row, amount, createdAt: createdAt.toISOString() } };
  });
  const last = rows.length === limit ? rows.at(-1) : undefined;
  if (last) return { items, next: last.checkoutId };
  const exempt = await exemptionsPage(sql, { below: 'tey', userId, limit: exemptions_max });
  const more = exempt.map(({ userId: _, ...data }) => ({ kind: 'tax-exemption', data }));
  const firsts = (await firstOrdersOf(sql, userId)).map(({ createdAt, ...one }) => {
    return { kind: 'first-order', data: { ...one, createdAt: createdAt.toISOString() } };
  });
  return { items: [...items, ...firsts, ...more], next: null };
}

export const personReactions: Record<string, Handler> = {
  'pricing.forget': async (tx, events) => {
    const userIds = erasedIn(events);
    await forgetUsers(tx, userIds);
    await forgetFirsts(tx, userIds);
    await forgetExemptions(tx, userIds);
    await forgetMembers(tx, userIds);
    await forgetReplies(tx, userIds);
  },
};
