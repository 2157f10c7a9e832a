-- The counters behind reservation lines, locked in key order so that batches never deadlock.
create function lock_counters(p_saga text[]) returns void language plpgsql as $$
begin
  perform 1 from stock s
  where (s.variant_id, s.warehouse_id) in (
    select l.variant_id, l.warehouse_id from reservation_line l where l.saga_id = any(p_saga))
  order by s.variant_id, s.warehouse_id for update;
end $$;

-- Consumes held reservations: the units leave the house. Gives every known saga with the status
-- it was found in: 'held' (now consumed), 'consumed' (a repeat), 'released' or 'expired'.
create function confirm_batch(
  p_saga text[], p_order text[], p_meta jsonb[],
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
    where r.saga_id = i.saga_id and r.status = 'held'
    returning r.saga_id, r.reservation_id, r.version, r.order_id, i.meta
  ), events as (
    insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
    select 'INVENTORY_CONFIRMED', 'reservation', reservation_id, version, saga_id,
      jsonb_build_object('reservationId', reservation_id, 'orderId', order_id), meta
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

-- Gives held units back. Gives the sagas that were released by this call.
create function release_batch(
  p_saga text[], p_status text, p_reason text[], p_meta jsonb[], out released text[]
) language plpgsql as $$
declare
  variants text[]; warehouses text[]; minus int[]; zeros int[];
begin
  select coalesce(array_agg(saga_id), '{}') into released
  from (select saga_id from reservation
    where saga_id = any(p_saga) and status = 'held' order by saga_id for update) r;
  if cardinality(released) = 0 then return; end if;
  perform lock_counters(released);
  with moved as (
    update reservation r set status = p_status, version = r.version + 1
    from unnest(p_saga, p_reason, p_meta) i(saga_id, reason, meta)
    where r.saga_id = i.saga_id and r.status = 'held'
    returning r.saga_id, r.reservation_id, r.version, i.reason, i.meta
  ), ledger as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select l.variant_id, l.warehouse_id, 0, -l.quantity, 'release',
      l.saga_id || '#' || m.version
    from reservation_line l join moved m using (saga_id)
  ), events as (
    insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
    select 'INVENTORY_RELEASED', 'reservation', reservation_id, version, saga_id,
      jsonb_build_object('reservationId', reservation_id, 'reason', reason), meta
    from moved
  )
  select array_agg(l.variant_id), array_agg(l.warehouse_id), array_agg(-l.quantity),
    array_agg(0)
  into variants, warehouses, minus, zeros
  from moved join reservation_line l using (saga_id);
  perform apply_stock(variants, warehouses, zeros, minus, false, p_meta[1]);
end $$;

-- Releases holds past their deadline by this clock, oldest first. Several sweepers may run:
-- rows that another has locked are skipped.
create function expire_batch(p_max int, p_meta jsonb, out released text[])
language plpgsql as $$
declare
  due text[];
begin
  select coalesce(array_agg(saga_id), '{}') into due
  from (select saga_id from reservation where status = 'held' and expires_at < now()
    order by expires_at limit p_max for update skip locked) r;
  if cardinality(due) = 0 then released := due; return; end if;
  released := release_batch(due, 'expired', array_fill('expired'::text, array[cardinality(due)]),
    array_fill(p_meta, array[cardinality(due)]));
end $$;

-- Takes a released or expired reservation's units again and consumes them at once: the money of
-- a late capture is here. All lines or nothing; any warehouse will do, the first one preferred.
-- A refusal is final ('released'): its money goes back, and a process that slept meanwhile must
-- not get the units after all. So is a release by the checkout itself.
create function reacquire(p_saga text, p_order text, p_meta jsonb, out done boolean)
language plpgsql as $$
declare
  r reservation; line record; slot record; need int; take int; ref text;
  variants text[] := '{}'; warehouses text[] := '{}'; products text[] := '{}';
  quantities int[] := '{}'; minus int[]; zeros int[];
begin
  select * into r from reservation where saga_id = p_saga for update;
  done := false;
  if not found then return; end if;
  if r.status = 'consumed' then done := true; return; end if;
  if r.status = 'released' then return; end if;
  perform 1 from stock
  where variant_id in (select variant_id from reservation_line where saga_id = p_saga)
  order by variant_id, warehouse_id for update;
  for line in
    select variant_id, min(product_id) as product_id, sum(quantity)::int as quantity
    from reservation_line where saga_id = p_saga group by variant_id
  loop
    need := line.quantity;
    for slot in
      select s.warehouse_id, s.on_hand - s.reserved as free from stock s
      left join reservation_line l on l.saga_id = p_saga and l.variant_id = s.variant_id
        and l.warehouse_id = s.warehouse_id
      where s.variant_id = line.variant_id and s.on_hand > s.reserved
      order by l.quantity desc nulls last, s.warehouse_id
    loop
      take := least(need, slot.free);
      variants := variants || line.variant_id; warehouses := warehouses || slot.warehouse_id;
      products := products || line.product_id; quantities := quantities || take;
      need := need - take;
      exit when need = 0;
    end loop;
    if need > 0 then
      update reservation set status = 'released' where saga_id = p_saga;
      return;
    end if;
  end loop;
  ref := p_saga || '#' || (r.version + 1);
  update reservation set status = 'consumed', order_id = p_order, version = r.version + 1
  where saga_id = p_saga;
  delete from reservation_line where saga_id = p_saga;
  insert into reservation_line (saga_id, variant_id, warehouse_id, product_id, quantity)
  select p_saga, * from unnest(variants, warehouses, products, quantities);
  select array_agg(-q order by n), array_agg(0 order by n) into minus, zeros
  from unnest(quantities) with ordinality t(q, n);
  insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
  select v, w, 0, q, 'reserve', ref from unnest(variants, warehouses, quantities) t(v, w, q)
  union all
  select v, w, -q, -q, 'sale', ref from unnest(variants, warehouses, quantities) t(v, w, q);
  perform apply_stock(variants, warehouses, minus, zeros, false, p_meta);
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  values ('INVENTORY_CONFIRMED', 'reservation', r.reservation_id, r.version + 1, p_saga,
    jsonb_build_object('reservationId', r.reservation_id, 'orderId', p_order), p_meta);
  done := true;
end $$;

-- Puts the units of cancelled orders back where they came from, once per order.
create function restock_batch(p_order text[], p_meta jsonb) returns int language plpgsql as $$
declare
  variants text[]; warehouses text[]; plus int[]; zeros int[];
begin
  perform lock_counters(array(select saga_id from reservation where order_id = any(p_order)));
  with back as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select l.variant_id, l.warehouse_id, l.quantity, 0, 'restock', r.order_id
    from reservation r join reservation_line l using (saga_id)
    where r.order_id = any(p_order) and r.status = 'consumed'
    on conflict do nothing
    returning variant_id, warehouse_id, d_on_hand
  )
  select array_agg(variant_id), array_agg(warehouse_id), array_agg(d_on_hand), array_agg(0)
  into variants, warehouses, plus, zeros from back;
  if variants is null then return 0; end if;
  perform apply_stock(variants, warehouses, plus, zeros, false, p_meta);
  return cardinality(variants);
end $$;

-- Changes on-hand counts by deltas, each once per ref. A delta that would take more than is free
-- is refused (applied = false, known = false); a repeat changes nothing (known = true).
create function adjust_batch(
  p_ref text[], p_variant text[], p_product text[], p_seller text[], p_warehouse text[],
  p_delta int[], p_reason text[], p_meta jsonb
) returns table (n int, applied boolean, known boolean, on_hand int, available int)
language plpgsql as $$
#variable_conflict use_column
declare
  i int; s stock; fresh text[];
  variants text[]; warehouses text[]; deltas int[]; zeros int[];
  zero int[] := array[0];
begin
  insert into stock (variant_id, warehouse_id, product_id, seller_id, on_hand)
  select v, w, min(p), min(x), 0
  from unnest(p_variant, p_warehouse, p_product, p_seller) t(v, w, p, x)
  group by v, w order by v, w
  on conflict do nothing;
  perform 1 from stock k
  where (k.variant_id, k.warehouse_id) in (select * from unnest(p_variant, p_warehouse))
  order by k.variant_id, k.warehouse_id for update;
  if 0 <= all (p_delta) then
    -- Nothing here can be refused: receipts and imports go as one statement.
    with added as (
      insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
      select * from (select unnest(p_variant) v, unnest(p_warehouse), unnest(p_delta), 0,
        unnest(p_reason), unnest(p_ref)) t
      on conflict do nothing
      returning variant_id, warehouse_id, d_on_hand, ref, reason
    )
    select array_agg(variant_id), array_agg(warehouse_id), array_agg(d_on_hand), array_agg(0),
      array_agg(concat_ws(':', ref, reason, variant_id, warehouse_id))
    into variants, warehouses, deltas, zeros, fresh from added;
    if variants is not null then
      perform apply_stock(variants, warehouses, deltas, zeros, true, p_meta);
    end if;
    -- Not a join: for one with an array the planner expects one row and compares each with each.
    return query
    select t.ord::int, t.is_fresh, not t.is_fresh, k.on_hand, k.on_hand - k.reserved
    from (select ord, variant_id, warehouse_id,
        concat_ws(':', ref, reason, variant_id, warehouse_id) in (select unnest(fresh)) as is_fresh
      from unnest(p_ref, p_reason, p_variant, p_warehouse) with ordinality
        u(ref, reason, variant_id, warehouse_id, ord)) t
    join stock k using (variant_id, warehouse_id)
    order by 1;
    return;
  end if;
  for i in 1 .. cardinality(p_ref) loop
    select * into s from stock k
    where k.variant_id = p_variant[i] and k.warehouse_id = p_warehouse[i];
    n := i; applied := false; known := exists (select from stock_ledger g
      where g.ref = p_ref[i] and g.reason = p_reason[i] and g.variant_id = p_variant[i]
        and g.warehouse_id = p_warehouse[i]);
    if not known and s.on_hand + p_delta[i] >= s.reserved then
      insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
      values (p_variant[i], p_warehouse[i], p_delta[i], 0, p_reason[i], p_ref[i]);
      perform apply_stock(array[p_variant[i]], array[p_warehouse[i]], array[p_delta[i]], zero,
        true, p_meta);
      applied := true;
      s.on_hand := s.on_hand + p_delta[i];
    end if;
    on_hand := s.on_hand; available := s.on_hand - s.reserved;
    return next;
  end loop;
end $$;
