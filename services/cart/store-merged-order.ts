/**
 * Orders of carts that were merged into another one while they were being bought: a guest pays,
 * logs in, and the bank says yes. What was ordered leaves the cart that has the lines by now.
 */
import type { Sql } from '#kernel/db/db.ts';
import type { Conversion } from './store.ts';

const MARK = `
update cart set settled_order = $2
where cart_id = $1 and status = 'MERGED' and settled_order is null
returning cart_id`;

// Merges can follow one another; ten are more than anybody makes within one payment.
const TARGET = `
with recursive chain as (
  select cart_id, status, merged_into, 1 as depth from cart where cart_id = $1
  union all
  select c.cart_id, c.status, c.merged_into, chain.depth + 1
  from chain join cart c on c.cart_id = chain.merged_into
  where chain.status = 'MERGED' and chain.depth < 10
)
select c.cart_id as "cartId" from cart c join chain using (cart_id)
where c.status = 'ACTIVE' for update of c`;

const TAKE = `
with ordered as (
  select variant_id, sum(quantity)::int as quantity
  from unnest($2::text[], $3::int[]) l(variant_id, quantity) group by variant_id
), gone as (
  delete from cart_item i using ordered o
  where i.cart_id = $1 and i.variant_id = o.variant_id and i.quantity <= o.quantity
), fewer as (
  update cart_item i set quantity = i.quantity - o.quantity from ordered o
  where i.cart_id = $1 and i.variant_id = o.variant_id and i.quantity > o.quantity
)
update cart set version = version + 1, updated_at = now() where cart_id = $1`;

/**
 * Takes what these orders bought out of the carts that their own carts were merged into, each
 * order once. Carts that were not merged, and targets that have ended, stay as they are; how many
 * carts changed. Three statements for each merged cart, which are few.
 */
export async function settleMerged(
  tx: Sql,
  orders: readonly Pick<Conversion, 'cartId' | 'orderId' | 'lines'>[],
): Promise<number> {
  let changed = 0;
  for (const { cartId, orderId, lines } of orders) {
    if ((await tx.row(MARK, [cartId, orderId])) === undefined) continue;
    const target = await tx.row<{ cartId: string }>(TARGET, [cartId]);
    if (target === undefined) continue;
    changed += await tx.run(TAKE, [
      target.cartId,
      lines.map((line) => line.variantId),
      lines.map((line) => line.quantity),
    ]);
  }
  return changed;
}
