/** The statement by which a room forgets the stored replies of a person who was erased. */
import type { Sql } from '#kernel/db/sql.ts';

/** Removes the idempotency keys of these people with their replies, which may hold addresses. */
export async function forgetReplies(sql: Sql, principals: readonly string[]): Promise<void> {
  await sql.run(
    `with gone as (
       delete from idempotency where principal = any($1::text[]) returning claim_id
     )
     delete from idempotency_reply where claim_id in (select claim_id from gone)`,
    [principals],
  );
}
