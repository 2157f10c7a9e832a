/** SQL of what this room holds about a person, and of forgetting them. */
import type { Sql } from '#kernel/db/db.ts';
import type { OrderStatus } from './contract.ts';

/** Ids of a person's orders after one, oldest first. */
export async function orderIdsOf(
  sql: Sql,
  page: { userId: string; after: string; limit: number },
): Promise<string[]> {
  const rows = await sql.rows<{ orderId: string }>(
    `select order_id as "orderId" from "order" where user_id = $1 and order_id > $2
     order by order_id limit $3`,
    [page.userId, page.after, page.limit],
  );
  return rows.map((row) => row.orderId);
}

export interface OpenOrder {
  orderNumber: string;
  status: OrderStatus;
}

// A parcel that left a month ago has arrived, whether or not anybody noted it.
const UNDER_WAY = `status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'RETURNED')
  or (status = 'SHIPPED' and updated_at > now() - interval '30 days')`;

/** A person's orders that are not at rest; 20 at most. */
export async function underWayOf(sql: Sql, userId: string): Promise<OpenOrder[]> {
  return sql.rows<OpenOrder>(
    'select order_number as "orderNumber", status from "order" where user_id = $1 and (' +
      UNDER_WAY +
      ') order by order_id limit 20',
    [userId],
  );
}

/** Notes whom to forget. */
export async function noteErasures(tx: Sql, userIds: readonly string[]): Promise<void> {
  await tx.run(
    'insert into erasure (user_id) select * from unnest($1::text[]) on conflict do nothing',
    [userIds],
  );
}

/** People who are not forgotten yet, the longest waiting first; 100 at most. */
export async function openErasures(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ userId: string }>(
    'select user_id as "userId" from erasure where done_at is null order by asked_at limit 100',
  );
  return rows.map((row) => row.userId);
}

// The first half of a postal code tells the region that a tax belongs to, and no street.
const PLACE = `jsonb_build_object('addressId', '', 'userId', user_id, 'name', 'erased',
  'line1', 'erased', 'city', 'erased', 'country', shipping_address -> 'country', 'postalCode',
  coalesce(nullif(left(regexp_replace(shipping_address ->> 'postalCode', '[\\s-]', '', 'g'),
    least(4, length(regexp_replace(shipping_address ->> 'postalCode', '[\\s-]', '', 'g')) / 2)),
    ''), '-'))
  || case when shipping_address ? 'state'
    then jsonb_build_object('state', shipping_address -> 'state') else '{}' end`;

/**
 * Takes name, street, city and phone out of a person's orders that are at rest, 500 at once; how
 * many. Goods, amounts and the region stay: the books need them.
 */
export async function forgetPlaces(sql: Sql, userId: string): Promise<number> {
  return sql.run(
    `with going as (select order_id from "order" where user_id = $1
       and (shipping_address ->> 'name' <> 'erased' or billing_address is not null)
       and not (` +
      UNDER_WAY +
      `) order by order_id limit 500
     ), papers as (
       update document d set people = null from going g
       where d.order_id = g.order_id and d.people is not null
     )
     update "order" set shipping_address = ` +
      PLACE +
      `, billing_address = null where order_id in (select order_id from going)`,
    [userId],
  );
}

/** Ends the forgetting of those who have no order under way; how many ended. */
export async function closeErasures(sql: Sql, userIds: readonly string[]): Promise<number> {
  return sql.run(
    `update erasure e set done_at = now() where e.user_id = any($1::text[])
       and not exists (select from "order" where user_id = e.user_id and (` +
      UNDER_WAY +
      '))',
    [userIds],
  );
}
