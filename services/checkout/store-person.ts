/** SQL of what this room holds about a person: their checkouts, with places in saga inputs. */
import type { Sql } from '#kernel/db/db.ts';

export interface HeldCheckout {
  checkoutId: string;
  cartId: string;
  status: string;
  currency: string;
  total_minor: number;
  orderId: string | null;
  createdAt: Date;
  lines: { name: string; variantId: string; quantity: number }[];
  shippingAddress: object | null;
  billingAddress: object | null;
}

/** A person's checkouts after an id, with what stands in their sagas. */
export async function heldCheckouts(
  sql: Sql,
  page: { userId: string; after: string; limit: number },
): Promise<HeldCheckout[]> {
  return sql.rows<HeldCheckout>(
    `select c.checkout_id as "checkoutId", c.cart_id as "cartId", c.status, c.currency,
       c.total_minor, c.order_id as "orderId", c.created_at as "createdAt",
       i.input -> 'shippingAddress' as "shippingAddress",
       i.input -> 'billingAddress' as "billingAddress",
       (select coalesce(json_agg(json_build_object('name', l ->> 'name', 'variantId',
         l ->> 'variantId', 'quantity', l -> 'quantity')), '[]')
        from json_array_elements(i.input -> 'lines') l) as lines
     from checkout c left join saga_input i using (saga_id)
     where c.user_id = $1 and c.checkout_id > $2 order by c.checkout_id limit $3`,
    [page.userId, page.after, page.limit],
  );
}

/** A person's checkouts whose sagas are not at their end: open, or being paid. */
export async function liveOfUser(
  sql: Sql,
  userId: string,
): Promise<{ checkoutId: string; status: string }[]> {
  return sql.rows(
    `select checkout_id as "checkoutId", status from checkout
     where user_id = $1 and status in ('OPEN', 'PENDING') order by checkout_id limit 20`,
    [userId],
  );
}

const PLACE = `json_build_object('addressId', '', 'userId', $1::text, 'name', 'erased',
  'line1', 'erased', 'city', 'erased', 'postalCode', '-', 'country',
  i.input -> 'shippingAddress' -> 'country')::jsonb`;

/**
 * Replaces the addresses in the inputs of a person's ended sagas, 500 at once; how many. Those
 * that still run are left for later.
 */
export async function forgetPlaces(sql: Sql, userId: string): Promise<number> {
  return sql.run(
    `update saga_input i set input = (i.input::jsonb || jsonb_build_object(
       'shippingAddress', ` +
      PLACE +
      `, 'billingAddress', ` +
      PLACE +
      `))::json
     from (select c.saga_id from checkout c join saga_state s using (saga_id)
       join saga_input k using (saga_id)
       where c.user_id = $1 and s.status in ('COMPLETED', 'COMPENSATED')
         and k.input -> 'shippingAddress' ->> 'name' <> 'erased'
       order by c.checkout_id limit 500) due
     where i.saga_id = due.saga_id`,
    [userId],
  );
}

/** Whether a person has checkouts that are under way. */
export async function hasLiveSagas(sql: Sql, userId: string): Promise<boolean> {
  const row = await sql.row(
    `select 1 from checkout c join saga_state s using (saga_id)
     where c.user_id = $1 and s.status not in ('COMPLETED', 'COMPENSATED') limit 1`,
    [userId],
  );
  return row !== undefined;
}
