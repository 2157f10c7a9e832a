/** SQL about one person: what the room holds, and forgetting it. */
import type { Sql } from '#kernel/db/db.ts';

/** Tickets and tokens of a person, a page of them after this key. */
export async function heldOf(
  sql: Sql,
  of: { userId: string; after: string; limit: number },
): Promise<{ kind: string; key: string; data: unknown }[]> {
  return sql.rows(
    `select kind, key, data from (
       select 'flash-ticket' as kind, 'a' || sale_id as key,
         json_build_object('saleId', sale_id, 'number', number, 'joinedAt', joined_at) as data
       from ticket where user_id = $1
       union all
       select 'flash-token', 'b' || token_id, json_build_object('saleId', sale_id,
         'tokenId', token_id, 'variantId', variant_id, 'quantity', quantity, 'state', state,
         'claimedAt', claimed_at)
       from token where user_id = $1
     ) held where key > $2 order by key limit $3`,
    [of.userId, of.after, of.limit],
  );
}

/** Places and tokens stay, and nobody's name is on them. */
export async function forgetPeople(sql: Sql, userIds: readonly string[]): Promise<void> {
  await sql.run(
    `update ticket set user_id = null, person = 'gone:' || number where user_id = any($1::text[])`,
    [[...userIds]],
  );
  await sql.run(
    `with k as materialized (select token_id from token where user_id = any($1::text[])
       order by token_id for update)
     update token t set user_id = null, address_key = null from k where t.token_id = k.token_id`,
    [[...userIds]],
  );
}
