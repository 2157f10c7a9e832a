/** What this room holds about a person, and how it forgets one: wholly. */
import type { Sql } from '#kernel/db/db.ts';
import type { Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import {
  erasedIn,
  personalItemsPerPage_max,
  type PersonalPage,
} from '#services/identity/contract.ts';
import * as store from './store-person.ts';

const parts: readonly store.PersonPart[] = ['wishlist', 'wish', 'gift', 'alert', 'address'];

/** Lists, things, what was bought for others, alerts; one statement a page. */
export async function personalData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  const [name, key = ''] = (after ?? '').split('|');
  const part = parts.find((one) => one === name) ?? 'wishlist';
  const limit = personalItemsPerPage_max;
  const rows = await store.heldOf(sql, part, { userId, after: key, limit });
  const last = rows.length === limit ? rows.at(-1) : undefined;
  const following = parts[parts.indexOf(part) + 1];
  const items = rows.map(({ data }) => ({ kind: part, data }));
  if (last !== undefined) return { items, next: `${part}|${last.key}` };
  return { items, next: following === undefined ? null : `${following}|` };
}

export const personReactions: Readonly<Record<string, Handler>> = {
  'wishes.forget': async (tx, events) => {
    const userIds = erasedIn(events);
    await store.forgetPeople(tx, userIds);
    await forgetReplies(tx, userIds);
  },
};
