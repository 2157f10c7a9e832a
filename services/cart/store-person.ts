/** SQL of what this room holds about a person: the carts that only they can order. */
import type { Sql } from '#kernel/db/db.ts';
import type { StoredCart } from './store.ts';

const OF_PERSON = `
select cart_id from cart
where status = 'ACTIVE' and (user_id = any($1::text[])
  or (user_id is null and buyer_id = any($1::text[])))`;

/** Active carts of these people, claimed ones too; 100 at most. Ended carts have no lines. */
export async function cartsOf(sql: Sql, userIds: readonly string[]): Promise<StoredCart[]> {
  return sql.rows<StoredCart>(
    `select cart_id as "cartId", user_id as "userId", buyer_id as "buyerId", currency, status,
       version, order_id as "orderId", merged_into as "mergedInto", lines
     from carts_by_id(array(` +
      OF_PERSON +
      ' limit 100))',
    [userIds],
  );
}

/** Removes the active carts of these people with their lines; how many. */
export async function dropCarts(tx: Sql, userIds: readonly string[]): Promise<number> {
  return tx.run(
    'with due as (' +
      OF_PERSON +
      ` for update
     ), items as (
       delete from cart_item where cart_id in (select cart_id from due)
     )
     delete from cart where cart_id in (select cart_id from due)`,
    [userIds],
  );
}
