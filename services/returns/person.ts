/** What this room holds about a person, and what of it is under way. */
import type { Sql } from '#kernel/db/db.ts';
import {
  personalItemsPerPage_max,
  type PersonalPage,
  type Unfinished,
} from '#services/identity/contract.ts';
import * as store from './store-person.ts';
import { readWhole } from './store-read.ts';
import { ownReturnJson } from './views.ts';

/** One page of whole returns, oldest first. Two statements. */
export async function personalData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
  now_ms: number,
): Promise<PersonalPage> {
  const page = { userId, after: after ?? '', limit: personalItemsPerPage_max };
  const ids = await store.returnIdsOf(sql, page);
  const rows = ids.length === 0 ? [] : await readWhole(sql, ids);
  const items = rows.map((row) => {
    const { actions: _, ...data } = ownReturnJson(row, now_ms);
    return { kind: 'return', data };
  });
  return { items, next: ids.length === page.limit ? (ids.at(-1) ?? null) : null };
}

/** Returns that need their buyer, or whose money is not out. */
export async function unfinished(sql: Sql, userId: string): Promise<Unfinished[]> {
  const open = await store.underWayOf(sql, userId);
  return open.map(({ returnNumber, status }) => {
    const reason = status === 'REFUNDING' ? 'refund-pending' : 'return-open';
    return { kind: 'return', id: returnNumber, reason };
  });
}
