-- Changes counters by deltas and tells about it. Rows must be locked by the caller, in key order.
-- Display copies hear of a counter only while it is small (50 or less before or after) or when
-- `p_always` is set: above that a shop only says "in stock".
create function apply_stock(
  p_variant text[], p_warehouse text[], p_on_hand int[], p_reserved int[],
  p_always boolean, p_meta jsonb
) returns void language plpgsql as $$
begin
  with delta as (
    select variant_id, warehouse_id, sum(d_on_hand)::int as d_on_hand,
      sum(d_reserved)::int as d_reserved
    from unnest(p_variant, p_warehouse, p_on_hand, p_reserved)
      as t(variant_id, warehouse_id, d_on_hand, d_reserved)
    group by variant_id, warehouse_id
  ), moved as (
    update stock s set
      on_hand = s.on_hand + d.d_on_hand,
      reserved = s.reserved + d.d_reserved,
      version = s.version + case when d.d_on_hand <> d.d_reserved and (p_always
        or least(s.on_hand - s.reserved,
          s.on_hand - s.reserved + d.d_on_hand - d.d_reserved) <= 50) then 1 else 0 end,
      alerts = s.alerts + case
        when s.on_hand - s.reserved > s.low_at
          and s.on_hand - s.reserved + d.d_on_hand - d.d_reserved <= s.low_at then 1
        when s.on_hand - s.reserved = 0
          and s.on_hand - s.reserved + d.d_on_hand - d.d_reserved > 0 then 1
        else 0 end,
      updated_at = now()
    from delta d
    where s.variant_id = d.variant_id and s.warehouse_id = d.warehouse_id
    returning s.variant_id, s.warehouse_id, s.product_id, s.seller_id,
      new.on_hand - new.reserved as available, new.low_at,
      old.on_hand - old.reserved as before,
      new.version, new.version > old.version as news,
      new.alerts, new.alerts > old.alerts as alarm
  )
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select 'STOCK_CHANGED', 'stock', variant_id || ':' || warehouse_id, version,
    jsonb_build_object('variantId', variant_id, 'productId', product_id,
      'warehouseId', warehouse_id, 'available', available, 'version', version), p_meta
  from moved where news
  union all
  select case when available > before then 'BACK_IN_STOCK' else 'LOW_STOCK' end,
    'stock-alert', variant_id || ':' || warehouse_id, alerts,
    jsonb_build_object('variantId', variant_id, 'productId', product_id, 'sellerId', seller_id,
      'warehouseId', warehouse_id, 'available', available), p_meta
  from moved where alarm;
end $$;

-- Holds for many checkouts in one statement. Requests are served in array order: each gets all
-- of its lines, split over warehouses in its order of preference, or nothing.
-- The lines of request n are p_first[n] .. p_first[n + 1] - 1; a variant stands in at most one of
-- them. A line asks for p_quantity of pair p_pair: a variant as wanted at a place (p_pair_variant,
-- p_pair_place). (p_rank_place, p_rank_warehouse) lists the warehouses of each place, best first.
-- Gives the requests that already had a reservation (repeats), the takes, the short lines, and
-- this clock's time, from which every hold's deadline counts.
create function hold_batch(
  p_saga text[], p_reservation text[], p_ttl_ms int[], p_meta jsonb[], p_first int[],
  p_pair int[], p_product text[], p_quantity int[],
  p_pair_variant text[], p_pair_place int[], p_rank_place int[], p_rank_warehouse text[],
  out known int[], out take_line int[], out take_warehouse text[], out take_quantity int[],
  out short_line int[], out short_available int[], out held_at timestamptz
) language plpgsql as $$
#variable_conflict use_column
declare
  slot_variant text[]; slot_warehouse text[]; free int[];
  cand_from int[]; cand_to int[]; cand_slot int[];
  is_known boolean[];
  takes int := 0; t_request int[]; t_line int[]; t_slot int[]; t_quantity int[];
  request int; line int; pair int; c int; found int; need int; take int; enough boolean;
begin
  held_at := now();
  select array_agg(variant_id), array_agg(warehouse_id), array_agg(on_hand - reserved)
  into slot_variant, slot_warehouse, free
  from (select variant_id, warehouse_id, on_hand, reserved from stock
    where variant_id = any(p_pair_variant)
    order by variant_id, warehouse_id for update) s;
  free := coalesce(free, '{}');

  select coalesce(array_agg(q.n::int), '{}') into known
  from unnest(p_saga) with ordinality q(saga_id, n) join reservation r using (saga_id);
  is_known := array_fill(false, array[cardinality(p_saga)]);
  foreach request in array known loop is_known[request] := true; end loop;

  -- The slots of each pair, best first; they stand together in cand_slot.
  with candidate as (
    select p.n, s.slot,
      row_number() over (order by p.n, r.rank nulls last, s.warehouse) as position
    from unnest(p_pair_variant, p_pair_place) with ordinality p(variant, place, n)
    join unnest(slot_variant, slot_warehouse) with ordinality s(variant, warehouse, slot)
      on s.variant = p.variant
    left join unnest(p_rank_place, p_rank_warehouse) with ordinality r(place, warehouse, rank)
      on r.place = p.place and r.warehouse = s.warehouse
  ), spans as (
    select n, min(position)::int as first, max(position)::int as last from candidate group by n
  )
  select (select array_agg(slot::int order by position) from candidate),
    array_agg(coalesce(spans.first, 1) order by g.n),
    array_agg(coalesce(spans.last, 0) order by g.n)
  into cand_slot, cand_from, cand_to
  from generate_series(1, cardinality(p_pair_variant)) g(n) left join spans on spans.n = g.n;

  short_line := '{}'; short_available := '{}';
  -- Room for every take there can be: a line takes from each slot of its pair at most once.
  select array_fill(0, array[greatest(sum(cand_to[l.pair] - cand_from[l.pair] + 1), 1)::int])
  into t_line from unnest(p_pair) l(pair);
  t_request := t_line; t_slot := t_line; t_quantity := t_line;
  for request in 1 .. cardinality(p_saga) loop
    continue when is_known[request];
    enough := true;
    for line in p_first[request] .. p_first[request + 1] - 1 loop
      pair := p_pair[line];
      found := 0;
      for c in cand_from[pair] .. cand_to[pair] loop found := found + free[cand_slot[c]]; end loop;
      if found < p_quantity[line] then
        enough := false;
        short_line := short_line || line;
        short_available := short_available || found;
      end if;
    end loop;
    continue when not enough;
    for line in p_first[request] .. p_first[request + 1] - 1 loop
      pair := p_pair[line];
      need := p_quantity[line];
      for c in cand_from[pair] .. cand_to[pair] loop
        exit when need = 0;
        take := least(need, free[cand_slot[c]]);
        continue when take = 0;
        takes := takes + 1;
        free[cand_slot[c]] := free[cand_slot[c]] - take;
        t_request[takes] := request; t_line[takes] := line;
        t_slot[takes] := cand_slot[c]; t_quantity[takes] := take;
        need := need - take;
      end loop;
    end loop;
  end loop;

  take_line := t_line[1:takes]; take_quantity := t_quantity[1:takes];
  select coalesce(array_agg(slot_warehouse[slot] order by n), '{}') into take_warehouse
  from unnest(t_slot[1:takes]) with ordinality t(slot, n);
  if takes = 0 then return; end if;

  -- Joins, not subscripts: reading the n-th text of an array walks over all before it.
  with q as materialized (
    select saga_id, reservation_id, held_at + ms * interval '1 millisecond' as until, meta, n
    from unnest(p_saga, p_reservation, p_ttl_ms, p_meta) with ordinality
      q(saga_id, reservation_id, ms, meta, n)
  ), t as materialized (
    select q.saga_id, q.n, l.product, s.variant, s.warehouse, x.quantity
    from unnest(t_request[1:takes], t_line[1:takes], t_slot[1:takes], t_quantity[1:takes])
      x(request, line, slot, quantity)
    join q on q.n = x.request
    join unnest(p_product) with ordinality l(product, line) on l.line = x.line
    join unnest(slot_variant, slot_warehouse) with ordinality s(variant, warehouse, slot)
      on s.slot = x.slot
  ), held as (
    insert into reservation (saga_id, reservation_id, status, expires_at)
    select saga_id, reservation_id, 'held', until from q where n in (select n from t)
  ), lines as (
    insert into reservation_line (saga_id, variant_id, warehouse_id, product_id, quantity)
    select saga_id, variant, warehouse, product, quantity from t
  ), ledger as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select variant, warehouse, 0, quantity, 'reserve', saga_id from t
  )
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select 'INVENTORY_RESERVED', 'reservation', q.reservation_id, 1, q.saga_id,
    jsonb_build_object('reservationId', q.reservation_id, 'items', i.items,
      'expiresAt', to_jsonb(q.until)), q.meta
  from q join (
    select n, jsonb_agg(jsonb_build_object('productId', product, 'variantId', variant,
      'warehouseId', warehouse, 'quantityReserved', quantity)) as items
    from t group by n) i using (n);

  perform apply_stock(array_agg(slot_variant[slot]), array_agg(slot_warehouse[slot]),
    array_agg(0), array_agg(quantity), false, p_meta[1])
  from (select slot, sum(quantity)::int as quantity
    from unnest(t_slot[1:takes], t_quantity[1:takes]) x(slot, quantity)
    group by slot order by slot) d;
end $$;
