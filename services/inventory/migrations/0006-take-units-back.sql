-- Units that buyers sent back. Those that can be sold again go onto the counter; those that cannot
-- come in and leave in the same step, so that the ledger explains every unit and no counter ever
-- shows one that is broken. Once for each ref, variant and warehouse; gives how many were new.
create function take_back_batch(
  p_ref text[], p_variant text[], p_product text[], p_seller text[], p_warehouse text[],
  p_restock int[], p_write_off int[], p_meta json
) returns int language plpgsql as $$
declare
  fresh int; variants text[]; warehouses text[]; plus int[]; zeros int[];
begin
  insert into stock (variant_id, warehouse_id, product_id, seller_id, on_hand)
  select v, w, min(p), min(x), 0
  from unnest(p_variant, p_warehouse, p_product, p_seller) t(v, w, p, x)
  group by v, w order by v, w
  on conflict do nothing;
  perform 1 from stock k
  where (k.variant_id, k.warehouse_id) in (select * from unnest(p_variant, p_warehouse))
  order by k.variant_id, k.warehouse_id for update;
  with asked as (
    select * from unnest(p_ref, p_variant, p_warehouse, p_restock, p_write_off)
      t(ref, variant_id, warehouse_id, restock, write_off)
  ), back as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select variant_id, warehouse_id, restock + write_off, 0, 'return', ref from asked
    on conflict do nothing
    returning variant_id, warehouse_id, ref
  ), gone as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select variant_id, warehouse_id, -a.write_off, 0, 'write-off', ref
    from back join asked a using (ref, variant_id, warehouse_id) where a.write_off > 0
  )
  select count(*)::int, array_agg(variant_id) filter (where a.restock > 0),
    array_agg(warehouse_id) filter (where a.restock > 0),
    array_agg(a.restock) filter (where a.restock > 0), array_agg(0) filter (where a.restock > 0)
  into fresh, variants, warehouses, plus, zeros
  from back join asked a using (ref, variant_id, warehouse_id);
  if variants is not null then
    perform apply_stock(variants, warehouses, plus, zeros, true, p_meta);
  end if;
  return fresh;
end $$;
