/** What this room holds about a person, and how it forgets one. */
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import {
  erasedIn,
  personalItemsPerPage_max,
  type PersonalPage,
} from '#services/identity/contract.ts';
import { consentPage, dropConsents } from './store-consent.ts';
import * as store from './store-person.ts';
import { readPreferences } from './store-preference.ts';

export const personConsumers: ConsumerSpec[] = [
  { name: 'notifications.forget', from: { identity: ['USER_ERASED'] } },
];

/** One page of what a person was told, oldest first; after it what they agreed to. */
export async function personalData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  if (after?.startsWith(consents) === true) return consentsOf(sql, userId, after);
  const page = { userId, after: after ?? '', limit: personalItemsPerPage_max - 1 };
  const rows = await store.heldNotices(sql, page);
  const last = rows.length === page.limit ? rows.at(-1) : undefined;
  const told = rows.map((data) => ({ kind: 'notification', data }));
  const wished = after === null ? (await readPreferences(sql, [userId])).get(userId) : undefined;
  const items = wished === undefined ? told : [{ kind: 'preferences', data: wished }, ...told];
  return { items, next: last?.notificationId ?? consents };
}

/** Cursors of the second part: the log of consents, the newest first. */
const consents = 'consents:';

async function consentsOf(sql: Sql, userId: string, after: string): Promise<PersonalPage> {
  const before = after.slice(consents.length) || null;
  const rows = await consentPage(sql, { userId, before, limit: personalItemsPerPage_max });
  const last = rows.length === personalItemsPerPage_max ? rows.at(-1) : undefined;
  const items = rows.map((data) => ({ kind: 'consent', data }));
  return { items, next: last === undefined ? null : consents + last.consentId };
}

export const personReactions: Record<string, Handler> = {
  'notifications.forget': async (tx, events) => {
    const userIds = erasedIn(events);
    while ((await store.dropNotices(tx, userIds)) > 0);
    await store.dropPreferences(tx, userIds);
    await dropConsents(tx, userIds);
    await forgetReplies(tx, userIds);
  },
};
