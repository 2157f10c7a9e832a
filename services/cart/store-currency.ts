/** The currency of a cart, changed together with the price of every line. */
import type { Sql } from '#kernel/db/db.ts';

const SWITCH = `
with held as (
  select cart_id from cart where cart_id = $1 and version = $2 and status = 'ACTIVE' for update
), head as (
  update cart c set currency = $3, version = c.version + 1, updated_at = now()
  from held where c.cart_id = held.cart_id
), lines as (
  update cart_item i set added_minor = coalesce(p.unit_minor, 0),
    seen_minor = coalesce(p.unit_minor, 0)
  from held, cart_item own left join unnest($4::text[], $5::bigint[]) p(variant_id, unit_minor)
    on p.variant_id = own.variant_id
  where i.cart_id = held.cart_id and own.cart_id = i.cart_id and own.variant_id = i.variant_id
)
select cart_id from held`;

/** False where the cart is at another version by now. One statement. */
export async function setCurrency(
  db: Sql,
  of: { cartId: string; version: number; currency: string; prices: ReadonlyMap<string, number> },
): Promise<boolean> {
  const { cartId, version, currency, prices } = of;
  const values = [cartId, version, currency, [...prices.keys()], [...prices.values()]];
  return (await db.row(SWITCH, values)) !== undefined;
}
