/** What this room holds about a person: what they wrote and what was written to them. */
import type { Sql } from '#kernel/db/db.ts';
import { personalItemsPerPage_max, type PersonalPage } from '#services/identity/contract.ts';
import { heldOf } from './store.ts';

/** One page, by conversation and number; one statement. */
export async function personalData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  const [threadId = '', seq = '0'] = (after ?? '').split('|');
  const limit = personalItemsPerPage_max;
  const rows = await heldOf(sql, { userId, after: [threadId, Number(seq)], limit });
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    items: rows.map(({ at, body: text, ...row }) => {
      return { kind: 'message', data: { ...row, text, at: at.toISOString() } };
    }),
    next: last === undefined ? null : `${last.threadId}|${last.seq}`,
  };
}
