import type { Sql } from '#kernel/db/db.ts';

const SAGAS = `
select saga_id as "sagaId" from (
  (select saga_id from checkout where $1::text is not null and user_id = $1
    order by checkout_id desc limit 200)
  union
  select saga_id from checkout where checkout_id = $2
  union
  select saga_id from checkout where $3::text is not null and cart_id = $3
    and status in ('OPEN', 'PENDING', 'COMPLETED')
) found`;

/** The sagas of a person's last 200 checkouts, of a checkout, or of a cart's live one. */
export async function sagasOf(
  db: Sql,
  of: { userId: string | null; checkoutId: string | null; cartId: string | null },
): Promise<string[]> {
  const rows = await db.rows<{ sagaId: string }>(SAGAS, [of.userId, of.checkoutId, of.cartId]);
  return rows.map((row) => row.sagaId);
}
