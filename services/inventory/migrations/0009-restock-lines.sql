-- Puts units of single lines back where they came from. The ledger's row is the one that the
-- whole order would write, so that a line goes back once, whichever of the two comes first.
create function restock_lines(p_order text[], p_variant text[], p_meta json) returns int
language plpgsql as $$
declare
  variants text[]; warehouses text[]; plus int[]; zeros int[];
begin
  perform lock_counters(array(select saga_id from reservation where order_id = any(p_order)));
  with back as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select l.variant_id, l.warehouse_id, l.quantity, 0, 'restock', r.order_id
    from (select distinct * from unnest(p_order, p_variant) u(order_id, variant_id)) asked
    join reservation r on r.order_id = asked.order_id
    join reservation_line l on l.saga_id = r.saga_id and l.variant_id = asked.variant_id
    where r.status = 'consumed'
    on conflict do nothing
    returning variant_id, warehouse_id, d_on_hand
  )
  select array_agg(variant_id), array_agg(warehouse_id), array_agg(d_on_hand), array_agg(0)
  into variants, warehouses, plus, zeros from back;
  if variants is null then return 0; end if;
  perform apply_stock(variants, warehouses, plus, zeros, false, p_meta);
  return cardinality(variants);
end $$;
