-- The same as before. What a hold tells is put together as text: nested calls that build JSON cost
-- more than the rows they describe.
create or replace function hold_batch(
  p_saga text[], p_reservation text[], p_ttl_ms int[], p_meta json[], p_first int[],
  p_pair int[], p_product text[], p_quantity int[],
  p_pair_variant text[], p_pair_place int[], p_rank_place int[], p_rank_warehouse text[],
  out known int[], out take_line int[], out take_warehouse text[], out take_quantity int[],
  out short_line int[], out short_available int[], out held_at timestamptz
) language plpgsql as $$
declare
  slot record;
  wanted int;
  middle text;
  alike boolean := cardinality(p_pair_variant) = 1
    and cardinality(p_quantity) = cardinality(p_saga);
begin
  if alike then
    select s.variant_id, min(s.warehouse_id) as warehouse_id, min(s.free) as free,
      count(*) as counters
    into slot
    from (select variant_id, warehouse_id, on_hand - reserved as free from stock
      where variant_id = p_pair_variant[1]
      order by variant_id, warehouse_id for update) s
    group by s.variant_id;
    select sum(quantity) into wanted from unnest(p_quantity) q(quantity);
    alike := slot.counters = 1 and wanted <= slot.free
      and not exists (select from reservation r where r.saga_id = any(p_saga));
  end if;
  if alike is not true then
    select h.* from hold_with_choice(p_saga, p_reservation, p_ttl_ms, p_meta, p_first, p_pair,
      p_product, p_quantity, p_pair_variant, p_pair_place, p_rank_place, p_rank_warehouse) h
    into known, take_line, take_warehouse, take_quantity, short_line, short_available, held_at;
    return;
  end if;
  held_at := now();
  known := '{}'; short_line := '{}'; short_available := '{}';
  take_quantity := p_quantity;
  take_warehouse := array_fill(slot.warehouse_id, array[cardinality(p_saga)]);
  take_line := array(select generate_series(1, cardinality(p_saga)));
  middle := ', "variantId": ' || to_json(slot.variant_id) || ', "warehouseId": '
    || to_json(slot.warehouse_id) || ', "quantityReserved": ';
  with q as materialized (
    select saga_id, reservation_id, held_at + ms * interval '1 millisecond' as until, meta,
      product, quantity
    from unnest(p_saga, p_reservation, p_ttl_ms, p_meta, p_product, p_quantity)
      q(saga_id, reservation_id, ms, meta, product, quantity)
  ), held as (
    insert into reservation (saga_id, reservation_id, status, expires_at)
    select saga_id, reservation_id, 'held', until from q
  ), lines as (
    insert into reservation_line (saga_id, variant_id, warehouse_id, product_id, quantity)
    select saga_id, slot.variant_id, slot.warehouse_id, product, quantity from q
  ), ledger as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select slot.variant_id, slot.warehouse_id, 0, quantity, 'reserve', saga_id from q
  )
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select 'INVENTORY_RESERVED', 'reservation', reservation_id, 1, saga_id,
    ('{"reservationId": ' || to_json(reservation_id) || ', "items": [{"productId": '
      || to_json(product) || middle || quantity || '}], "expiresAt": ' || to_json(until)
      || '}')::json, meta
  from q;
  perform apply_stock(array[slot.variant_id], array[slot.warehouse_id], array[0], array[wanted],
    false, p_meta[1]);
end $$;
