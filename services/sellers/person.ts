/** What this room holds about a person, and how it forgets one. */
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import { erasedIn, type PersonalPage } from '#services/identity/contract.ts';
import * as store from './store-person.ts';

export const consumers: readonly ConsumerSpec[] = [
  { name: 'sellers.forget', from: { identity: ['USER_ERASED'] } },
];

/** Memberships, former ones too: all on one page. */
export async function personalData(
  sql: Sql,
  { userId }: { userId: string },
): Promise<PersonalPage> {
  const rows = await store.heldMemberships(sql, userId);
  return { items: rows.map((data) => ({ kind: 'membership', data })), next: null };
}

/** Whoever is erased works for no seller any more; what is left names them. */
export const reactions: Readonly<Record<string, Handler>> = {
  'sellers.forget': async (tx, events) => {
    const userIds = erasedIn(events);
    await store.forgetInvitations(tx, userIds);
    await store.forgetMembers(tx, userIds);
    await forgetReplies(tx, userIds);
  },
};
