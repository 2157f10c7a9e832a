/** Where an order goes, and another place for it. */
import type { Sql } from '#kernel/db/db.ts';
import type { Address } from '#services/identity/contract.ts';

/** Where it goes now. */
export async function readPlace(tx: Sql, orderId: string): Promise<Address | undefined> {
  const row = await tx.row<{ place: Address }>(
    'select shipping_address as place from "order" where order_id = $1',
    [orderId],
  );
  return row?.place;
}

export interface NewPlace {
  changeId: string;
  orderId: string;
  to: Address;
  changed: readonly string[];
  sellerIds: readonly string[];
  actor: string;
  meta: string;
}

// The bill stays with who was billed.
const CHANGE = `
with noted as (
  insert into address_change (change_id, order_id, changed, actor) values ($1, $2, $3, $4)
), head as (
  update "order" set billing_address = coalesce(billing_address, shipping_address),
    shipping_address = $5::jsonb, revision = revision + 1
  where order_id = $2
  returning order_number, checkout_id, saga_id, user_id
)
insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
select 'ORDER_ADDRESS_CHANGED', 'address-change', $1, 1, saga_id,
  jsonb_build_object('orderId', $2::text, 'orderNumber', order_number, 'checkoutId', checkout_id,
    'userId', user_id, 'changeId', $1::text, 'changed', to_jsonb($3::text[]),
    'sellerIds', to_jsonb($6::text[])), $7::jsonb
from head`;

/** Sends it there, with the record and the event; the order is locked before. One statement. */
export async function changePlace(tx: Sql, one: NewPlace): Promise<void> {
  const { changeId, orderId, changed, actor, to, sellerIds, meta } = one;
  await tx.run(CHANGE, [changeId, orderId, changed, actor, JSON.stringify(to), sellerIds, meta]);
}
