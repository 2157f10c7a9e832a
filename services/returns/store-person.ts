/** SQL of what this room holds about a person, and of forgetting their words. */
import type { Sql } from '#kernel/db/db.ts';
import type { ReturnStatus } from './contract.ts';

/** Ids of a person's returns after one, oldest first. */
export async function returnIdsOf(
  sql: Sql,
  page: { userId: string; after: string; limit: number },
): Promise<string[]> {
  const rows = await sql.rows<{ returnId: string }>(
    `select return_id as "returnId" from return_request where user_id = $1 and return_id > $2
     order by return_id limit $3`,
    [page.userId, page.after, page.limit],
  );
  return rows.map((row) => row.returnId);
}

/** A person's returns that are under way; 20 at most. */
export async function underWayOf(
  sql: Sql,
  userId: string,
): Promise<{ returnNumber: string; status: ReturnStatus }[]> {
  return sql.rows(
    `select return_number as "returnNumber", status from return_request
     where user_id = $1 and status not in
       ('REFUNDED', 'EXCHANGED', 'REJECTED', 'CANCELLED', 'EXPIRED')
     order by return_id limit 20`,
    [userId],
  );
}

/** Takes out what people wrote; goods and amounts stay, since the books need them. */
export async function forgetWords(tx: Sql, userIds: readonly string[]): Promise<void> {
  await tx.run(
    `update return_request set note = '', pictures = '[]',
       appeal = case when appeal is null then null else '' end,
       ship_to = ship_to - 'postalCode' || '{"postalCode": "-"}'
     where user_id = any($1::text[])`,
    [userIds],
  );
}
