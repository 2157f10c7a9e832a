/** What this room holds about a person, and how it forgets one. */
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import {
  erasedIn,
  personalItemsPerPage_max,
  type PersonalPage,
} from '#services/identity/contract.ts';
import * as store from './store-person.ts';
import { readPreferences } from './store-preference.ts';

export const personConsumers: ConsumerSpec[] = [
  { name: 'notifications.forget', from: { identity: ['USER_ERASED'] } },
];

/** One page of what a person was told, oldest first. */
export async function personalData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  const page = { userId, after: after ?? '', limit: personalItemsPerPage_max - 1 };
  const rows = await store.heldNotices(sql, page);
  const last = rows.length === page.limit ? rows.at(-1) : undefined;
  const told = rows.map((data) => ({ kind: 'notification', data }));
  const wished = after === null ? (await readPreferences(sql, [userId])).get(userId) : undefined;
  const items = wished === undefined ? told : [{ kind: 'preferences', data: wished }, ...told];
  return { items, next: last?.notificationId ?? null };
}

export const personReactions: Record<string, Handler> = {
  'notifications.forget': async (tx, events) => {
    const userIds = erasedIn(events);
    while ((await store.dropNotices(tx, userIds)) > 0);
    await store.dropPreferences(tx, userIds);
    await forgetReplies(tx, userIds);
  },
};
