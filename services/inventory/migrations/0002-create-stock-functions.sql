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
-- p_line_request holds the 1-based request of each line, ascending; a variant stands in at most
-- one line of a request. p_place is each request's preference, (p_rank_place, p_rank_warehouse)
-- lists the warehouses of each preference, best first.
-- Gives: requests that already had a reservation (repeats), the takes, and the short lines.
create function hold_batch(
  p_saga text[], p_reservation text[], p_ttl_ms int[], p_place int[], p_meta jsonb[],
  p_line_request int[], p_line_variant text[], p_line_product text[], p_line_quantity int[],
  p_rank_place int[], p_rank_warehouse text[],
  out known int[], out take_line int[], out take_warehouse text[], out take_quantity int[],
  out short_line int[], out short_available int[], out held_until timestamptz[]
) language plpgsql as $$
#variable_conflict use_column
declare
  slot_variant text[]; slot_warehouse text[]; free int[];
  line_from int[]; line_to int[];
  cand_from int[]; cand_to int[]; cand_slot int[];
  known_flag boolean[];
  takes int := 0; t_line int[]; t_slot int[]; t_quantity int[];
  request int; line int; c int; found int; need int; take int; enough boolean;
begin
  select array_agg(variant_id), array_agg(warehouse_id), array_agg(on_hand - reserved)
  into slot_variant, slot_warehouse, free
  from (select variant_id, warehouse_id, on_hand, reserved from stock
    where variant_id = any(p_line_variant)
    order by variant_id, warehouse_id for update) s;
  free := coalesce(free, '{}');

  select array_agg(r.saga_id is not null order by q.n) into known_flag
  from unnest(p_saga) with ordinality q(saga_id, n) left join reservation r using (saga_id);

  select array_agg(coalesce(first, 1) order by n), array_agg(coalesce(last, 0) order by n)
  into line_from, line_to
  from generate_series(1, array_length(p_saga, 1)) n
  left join (select request, min(l)::int as first, max(l)::int as last
    from unnest(p_line_request) with ordinality x(request, l) group by request) g
    on g.request = n;

  with candidate as (
    select l.n::int as line, s.slot::int as slot,
      row_number() over (order by l.n, r.rank nulls last, s.warehouse) as position
    from unnest(p_line_variant, p_line_request) with ordinality l(variant, request, n)
    join unnest(slot_variant, slot_warehouse) with ordinality s(variant, warehouse, slot)
      on s.variant = l.variant
    left join unnest(p_rank_place, p_rank_warehouse) with ordinality r(place, warehouse, rank)
      on r.place = p_place[l.request] and r.warehouse = s.warehouse
  ), spans as (
    select line, min(position)::int as first, max(position)::int as last
    from candidate group by line
  )
  select (select array_agg(slot order by position) from candidate),
    array_agg(coalesce(first, 1) order by n), array_agg(coalesce(last, 0) order by n)
  into cand_slot, cand_from, cand_to
  from generate_series(1, array_length(p_line_variant, 1)) n left join spans on spans.line = n;

  known := '{}'; short_line := '{}'; short_available := '{}';
  t_line := array_fill(0, array[greatest(coalesce(array_length(cand_slot, 1), 0), 1)]);
  t_slot := t_line; t_quantity := t_line;
  for request in 1 .. array_length(p_saga, 1) loop
    if known_flag[request] then known := known || request; continue; end if;
    enough := true;
    for line in line_from[request] .. line_to[request] loop
      found := 0;
      for c in cand_from[line] .. cand_to[line] loop found := found + free[cand_slot[c]]; end loop;
      if found < p_line_quantity[line] then
        enough := false;
        short_line := short_line || line;
        short_available := short_available || found;
      end if;
    end loop;
    continue when not enough;
    for line in line_from[request] .. line_to[request] loop
      need := p_line_quantity[line];
      for c in cand_from[line] .. cand_to[line] loop
        exit when need = 0;
        take := least(need, free[cand_slot[c]]);
        continue when take = 0;
        takes := takes + 1;
        free[cand_slot[c]] := free[cand_slot[c]] - take;
        t_line[takes] := line; t_slot[takes] := cand_slot[c]; t_quantity[takes] := take;
        need := need - take;
      end loop;
    end loop;
  end loop;

  take_line := t_line[1:takes]; take_quantity := t_quantity[1:takes];
  select coalesce(array_agg(slot_warehouse[slot] order by n), '{}') into take_warehouse
  from unnest(t_slot[1:takes]) with ordinality t(slot, n);
  select array_agg(now() + ms * interval '1 millisecond' order by n) into held_until
  from unnest(p_ttl_ms) with ordinality t(ms, n);
  if takes > 0 then
    perform write_holds(p_saga, p_reservation, held_until, p_meta, p_line_request,
      p_line_variant, p_line_product, take_line, take_warehouse, take_quantity);
  end if;
end $$;

-- The writes of hold_batch: reservations, lines, counters, ledger and events.
create function write_holds(
  p_saga text[], p_reservation text[], p_until timestamptz[], p_meta jsonb[],
  p_line_request int[], p_line_variant text[], p_line_product text[],
  take_line int[], take_warehouse text[], take_quantity int[]
) returns void language plpgsql as $$
declare
  variants text[]; zeros int[];
begin
  with l as materialized (
    select line.n, line.request, line.variant, line.product
    from unnest(p_line_request, p_line_variant, p_line_product) with ordinality
      line(request, variant, product, n)
  ), q as materialized (
    select * from unnest(p_saga, p_reservation, p_until, p_meta) with ordinality
      q(saga_id, reservation_id, until, meta, n)
  ), t as materialized (
    select q.saga_id, q.n as request, l.variant, l.product, x.warehouse, x.quantity, x.n
    from unnest(take_line, take_warehouse, take_quantity) with ordinality
      x(line, warehouse, quantity, n)
    join l on l.n = x.line join q on q.n = l.request
  ), held as (
    insert into reservation (saga_id, reservation_id, status, expires_at)
    select saga_id, reservation_id, 'held', until from q
    where n in (select request from t)
  ), lines as (
    insert into reservation_line (saga_id, variant_id, warehouse_id, product_id, quantity)
    select saga_id, variant, warehouse, product, quantity from t
  ), ledger as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select variant, warehouse, 0, quantity, 'reserve', saga_id from t
  ), events as (
    insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
    select 'INVENTORY_RESERVED', 'reservation', q.reservation_id, 1, q.saga_id,
      jsonb_build_object('reservationId', q.reservation_id, 'items', i.items,
        'expiresAt', to_json(q.until)), q.meta
    from q join (
      select request, jsonb_agg(jsonb_build_object('productId', product, 'variantId', variant,
        'warehouseId', warehouse, 'quantityReserved', quantity)) as items
      from t group by request) i on i.request = q.n
  )
  select array_agg(variant order by n), array_agg(0 order by n) into variants, zeros from t;
  perform apply_stock(variants, take_warehouse, zeros, take_quantity, false, p_meta[1]);
end $$;

