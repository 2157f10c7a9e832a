// What this room holds about a person, and how it forgets one. The rule: what is published stays,
// for others chose by it, but nobody is named as its author; what is not published goes, and so do
// votes, complaints and the copies of purchases.
import type { Sql } from '#kernel/db/db.ts';
import { metaFor } from '#kernel/events/caused.ts';
import type { Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import {
  erasedIn,
  personalItemsPerPage_max,
  type PersonalPage,
} from '#services/identity/contract.ts';
import { postKinds } from './contract.ts';
import * as store from './store-person.ts';
import { removePosts } from './store.ts';
import { linesOf, postsOf } from './store-read.ts';
import { heldJson, lineJson } from './views.ts';

/** Pages of one part begin with its name. */
const parts = ['post', 'vote', 'purchase'] as const;

/** What somebody wrote, how they voted, what they may review; one statement a page. */
export async function personalData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  const [part = 'post', ...rest] = (after ?? '').split('|');
  const limit = personalItemsPerPage_max;
  const of = { userId, limit };
  const [first = '', second = '0'] = rest;
  if (part === 'vote') {
    const rows = await store.votesOf(sql, { ...of, after: first });
    return pageOf('vote', rows, (row) => row.postId);
  }
  if (part === 'purchase') {
    const before = first === '' ? null : ([first, Number(second)] as const);
    const none = { orderNumber: null, productId: null, open: false };
    const rows = (await linesOf(sql, { ...of, ...none, before })).map(lineJson);
    return pageOf('purchase', rows, (row) => row.orderId + '|' + String(row.lineNo));
  }
  const before = first === '' ? null : first;
  const rows = (await postsOf(sql, { ...of, kinds: postKinds, before })).map(heldJson);
  return pageOf('post', rows, (row) => row.postId);
}

/** The rows, and where the next page begins: further on in this part, or in the next one. */
function pageOf<Row extends object>(
  part: (typeof parts)[number],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): PersonalPage {
  const last = rows.length === personalItemsPerPage_max ? rows.at(-1) : undefined;
  const next = parts[parts.indexOf(part) + 1];
  const items = rows.map((data) => ({ kind: part === 'post' ? 'review' : part, data }));
  if (last !== undefined) return { items, next: part + '|' + keyOf(last) };
  return { items, next: next === undefined ? null : next + '|' };
}

export const personReactions: Record<string, Handler> = {
  'reviews.forget': async (tx, events) => {
    const [first] = events;
    if (first === undefined) return;
    const meta = metaFor(first);
    const userIds = erasedIn(events);
    for (;;) {
      const postIds = await store.unpublishedOf(tx, userIds);
      if (postIds.length === 0) break;
      await removePosts(tx, postIds, { actor: 'former', meta });
    }
    await store.forgetPeople(tx, userIds);
    await forgetReplies(tx, userIds);
  },
};
