-- What these look up is found by key, whatever there is. A plan that was made while little was in
-- the shop and is kept read all counters for each order that was cancelled, and every hold there
-- was, by the index of those that may expire, for each that was confirmed or given back. So these
-- go by keys only, and say 'held' in a way that does not lead to that index. Without plain index
-- scans a whole table cannot be read by way of its key either; what is left needs a condition. A
-- later version of such a function must say the same settings.
create or replace function confirm_batch(
  p_saga text[], p_order text[], p_meta json[],
  out found_saga text[], out found_status text[]
) language plpgsql as $$
declare
  held text[]; variants text[]; warehouses text[]; minus int[];
begin
  select coalesce(array_agg(saga_id), '{}'), coalesce(array_agg(status), '{}')
  into found_saga, found_status
  from (select saga_id, status from reservation
    where saga_id = any(p_saga) order by saga_id for update) r;
  select coalesce(array_agg(s), '{}') into held
  from unnest(found_saga, found_status) t(s, status) where status = 'held';
  if cardinality(held) = 0 then return; end if;
  perform lock_counters(held);
  with moved as (
    update reservation r set status = 'consumed', order_id = i.order_id, version = r.version + 1
    from unnest(p_saga, p_order, p_meta) i(saga_id, order_id, meta)
    where r.saga_id = i.saga_id and r.status || '' = 'held'
    returning r.saga_id, r.reservation_id, r.version, r.order_id, i.meta
  ), events as (
    insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
    select 'INVENTORY_CONFIRMED', 'reservation', reservation_id, version, saga_id,
      json_build_object('reservationId', reservation_id, 'orderId', order_id), meta
    from moved
  )
  select array_agg(l.variant_id), array_agg(l.warehouse_id), array_agg(-l.quantity)
  into variants, warehouses, minus
  from moved join reservation_line l using (saga_id);
  insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
  select variant_id, warehouse_id, -quantity, -quantity, 'sale', saga_id
  from reservation_line where saga_id = any(held);
  perform apply_stock(variants, warehouses, minus, minus, false, p_meta[1]);
end $$;

create or replace function release_to_stock(
  p_saga text[], p_status text, p_reason text[], p_meta json[], out released text[]
) language plpgsql as $$
declare
  variants text[]; warehouses text[]; minus int[]; zeros int[];
begin
  select coalesce(array_agg(saga_id), '{}') into released
  from (select saga_id from reservation where saga_id = any(p_saga) and status || '' = 'held'
    order by saga_id for update) r;
  if cardinality(released) = 0 then return; end if;
  perform lock_counters(released);
  with moved as (
    update reservation r set status = p_status, version = r.version + 1
    from unnest(p_saga, p_reason, p_meta) i(saga_id, reason, meta)
    where r.saga_id = i.saga_id and r.status || '' = 'held'
    returning r.saga_id, r.reservation_id, r.version, i.reason, i.meta
  ), ledger as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select l.variant_id, l.warehouse_id, 0, -l.quantity, 'release',
      l.saga_id || '#' || m.version
    from reservation_line l join moved m using (saga_id)
  ), events as (
    insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
    select 'INVENTORY_RELEASED', 'reservation', reservation_id, version, saga_id,
      json_build_object('reservationId', reservation_id, 'reason', reason), meta
    from moved
  )
  select array_agg(l.variant_id), array_agg(l.warehouse_id), array_agg(-l.quantity),
    array_agg(0)
  into variants, warehouses, minus, zeros
  from moved join reservation_line l using (saga_id);
  perform apply_stock(variants, warehouses, zeros, minus, false, p_meta[1]);
end $$;

do $$
declare
  f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p
    where p.pronamespace = current_schema()::regnamespace and p.proname in (
      'apply_stock', 'lock_counters', 'confirm_batch', 'release_to_stock', 'release_to_sale',
      'release_batch', 'release_for_good', 'restock_batch', 'restock_lines', 'reacquire',
      'settle_units')
  loop
    execute format('alter function %s set enable_seqscan = off', f);
    execute format('alter function %s set enable_indexscan = off', f);
    execute format('alter function %s set enable_indexonlyscan = off', f);
    execute format('alter function %s set enable_hashjoin = off', f);
    execute format('alter function %s set enable_mergejoin = off', f);
  end loop;
end $$;
