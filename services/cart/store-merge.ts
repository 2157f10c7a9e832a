/** The statements of a merge, which runs in one transaction: all of it or nothing. */
import type { Sql } from '#kernel/db/db.ts';
import type { Merged } from './model.ts';
import type { StoredCart } from './store.ts';

const LOCK = `
select cart_id from cart
where status = 'ACTIVE' and (cart_id = $1 or user_id = $2 or user_id = $3)
order by cart_id for update`;

const READ = `
select cart_id as "cartId", user_id as "userId", buyer_id as "buyerId", currency, status, version,
  order_id as "orderId", merged_into as "mergedInto", lines, coupon
from cart_with_lines
where cart_id = $1 or (status = 'ACTIVE' and (user_id = $2 or user_id = $3))`;

export interface MergeKeys {
  fromCartId: string | null;
  fromUserId: string | null;
  userId: string;
}

/** The carts that a merge is about, without a lock. Two users' active carts and the named one. */
export async function readForMerge(db: Sql, keys: MergeKeys): Promise<StoredCart[]> {
  return db.rows<StoredCart>(READ, [keys.fromCartId, keys.fromUserId, keys.userId]);
}

/** The same, locked until the transaction ends, and read after the lock. */
export async function lockForMerge(tx: Sql, keys: MergeKeys): Promise<StoredCart[]> {
  await tx.rows(LOCK, [keys.fromCartId, keys.fromUserId, keys.userId]);
  return readForMerge(tx, keys);
}

/** Makes a cart the user's own, as it is. Throws 23505 when they have one by now. */
export async function adoptCart(
  tx: Sql,
  { cartId, userId, keep_days }: { cartId: string; userId: string; keep_days: number | null },
): Promise<void> {
  await tx.run(
    `update cart set user_id = $2, version = version + 1, expires_at = keep_until($3::int),
       updated_at = now()
     where cart_id = $1`,
    [cartId, userId, keep_days],
  );
}

/** A coupon comes along into a cart that has none. */
export async function keepCoupon(tx: Sql, intoCartId: string, coupon: string): Promise<void> {
  await tx.run('update cart set coupon = coalesce(coupon, $2) where cart_id = $1', [
    intoCartId,
    coupon,
  ]);
}

/** Writes merged lines into a cart. */
export async function putLines(tx: Sql, intoCartId: string, puts: Merged['puts']): Promise<void> {
  await tx.run(
    `insert into cart_item as i
       (cart_id, variant_id, item_id, product_id, quantity, added_minor, seen_minor)
     select $1, "variantId", "itemId", "productId", quantity, added_minor, seen_minor
     from json_to_recordset($2::json) as t("variantId" text, "itemId" text, "productId" text,
       quantity int, added_minor bigint, seen_minor bigint)
     on conflict (cart_id, variant_id) do update
       set quantity = excluded.quantity, seen_minor = excluded.seen_minor`,
    [intoCartId, JSON.stringify(puts)],
  );
  await tx.run('update cart set version = version + 1, updated_at = now() where cart_id = $1', [
    intoCartId,
  ]);
}

/** Ends a cart whose lines are in another one now, and tells. */
export async function endMerged(
  tx: Sql,
  end: { cartId: string; intoCartId: string; userId: string; kept_days: number; meta: string },
): Promise<void> {
  await tx.run(
    `with ended as (
       update cart set status = 'MERGED', merged_into = $2, version = version + 1,
         updated_at = now(), expires_at = keep_until($4::int)
       where cart_id = $1 and status = 'ACTIVE' returning cart_id
     ), items as (
       delete from cart_item where cart_id in (select cart_id from ended)
     )
     insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     select 'CART_MERGED', 'cart', cart_id, 1,
       jsonb_build_object('cartId', cart_id, 'intoCartId', $2::text, 'userId', $3::text), $5::jsonb
     from ended`,
    [end.cartId, end.intoCartId, end.userId, end.kept_days, end.meta],
  );
}
