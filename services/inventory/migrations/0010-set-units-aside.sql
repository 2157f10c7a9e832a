-- Units set aside for a flash sale. They leave the counters when the sale is announced and are
-- held by nobody until a checkout that has one of the sale's tokens takes one: that one comes back
-- onto its counter and is held in the same step, so that all that follows (confirm, cancel,
-- restock, the ledger) is as for every other hold. A hold that ends without an order gives its
-- unit back to the sale; after the sale is over, to the shelf.
-- Locks, in this order: reservation, sale_pool, stock, sale_unit.
create table sale_pool (
  sale_id text collate "C" primary key,
  state text not null default 'open' check (state in ('open', 'over')),
  created_at timestamptz not null default now()
);

create table sale_pool_line (
  sale_id text collate "C" not null references sale_pool,
  variant_id text collate "C" not null,
  warehouse_id text collate "C" not null,
  product_id text not null,
  allotted int not null check (allotted > 0),
  free int not null check (free >= 0),
  -- Given back to the shelf.
  returned int not null default 0 check (returned >= 0),
  primary key (sale_id, variant_id, warehouse_id),
  check (free + returned <= allotted)
) with (fillfactor = 50);

-- What became of a token here. 'out': its saga has (or had, to the end) the unit; 'back': it may
-- take one again; 'void': it never can, because the sale has given its unit to somebody else.
create table sale_unit (
  token_id text collate "C" primary key,
  sale_id text not null,
  state text not null check (state in ('out', 'back', 'void')),
  saga_id text collate "C"
) with (fillfactor = 70);

create unique index sale_unit_of_saga on sale_unit (saga_id) where state = 'out';

-- Sets units aside for a sale, all or none, from the warehouses that have the most. A repeat
-- changes nothing. Gives what is short, if anything is.
create function allot(
  p_sale text, p_variant text[], p_product text[], p_quantity int[], p_meta json,
  out known boolean, out short_variant text[], out short_available int[]
) language plpgsql as $$
declare
  variants text[]; warehouses text[]; minus int[]; zeros int[];
begin
  insert into sale_pool (sale_id) values (p_sale) on conflict do nothing;
  known := not found;
  short_variant := '{}'; short_available := '{}';
  if known then return; end if;
  perform 1 from stock s where s.variant_id = any(p_variant)
  order by s.variant_id, s.warehouse_id for update;
  select array_agg(w.variant), array_agg(w.free) into short_variant, short_available
  from (select q.variant, q.quantity, coalesce(sum(s.on_hand - s.reserved), 0)::int as free
    from unnest(p_variant, p_quantity) q(variant, quantity)
    left join stock s on s.variant_id = q.variant group by q.variant, q.quantity) w
  where w.free < w.quantity;
  if short_variant is not null then
    delete from sale_pool where sale_id = p_sale;
    return;
  end if;
  short_variant := '{}'; short_available := '{}';
  with slot as (
    select s.variant_id, s.warehouse_id, q.product, q.quantity, s.on_hand - s.reserved as free,
      sum(s.on_hand - s.reserved) over (partition by s.variant_id
        order by s.on_hand - s.reserved desc, s.warehouse_id) as upto
    from stock s join unnest(p_variant, p_product, p_quantity) q(variant, product, quantity)
      on q.variant = s.variant_id
    where s.on_hand > s.reserved
  ), taken as (
    insert into sale_pool_line (sale_id, variant_id, warehouse_id, product_id, allotted, free)
    select p_sale, variant_id, warehouse_id, product, take, take
    from (select *, least(free, quantity - (upto - free))::int as take from slot) t
    where take > 0
    returning variant_id, warehouse_id, allotted
  ), ledger as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select variant_id, warehouse_id, -allotted, 0, 'sale-allot', p_sale from taken
  )
  select array_agg(variant_id), array_agg(warehouse_id), array_agg(-allotted), array_agg(0)
  into variants, warehouses, minus, zeros from taken;
  perform apply_stock(variants, warehouses, minus, zeros, true, p_meta);
end $$;

-- The sale is over: what nobody has goes back onto the shelf. What open checkouts hold goes there
-- when they give it back. A repeat changes nothing.
create function end_allotment(p_sale text, p_meta json) returns void language plpgsql as $$
declare
  variants text[]; warehouses text[]; plus int[]; zeros int[];
begin
  update sale_pool set state = 'over' where sale_id = p_sale and state = 'open';
  if not found then return; end if;
  perform 1 from stock s where (s.variant_id, s.warehouse_id) in (
    select l.variant_id, l.warehouse_id from sale_pool_line l where l.sale_id = p_sale)
  order by s.variant_id, s.warehouse_id for update;
  with back as (
    update sale_pool_line l set returned = l.returned + l.free, free = 0
    where l.sale_id = p_sale and l.free > 0
    returning l.variant_id, l.warehouse_id, old.free as units
  ), ledger as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select variant_id, warehouse_id, units, 0, 'sale-return', p_sale from back
  )
  select array_agg(variant_id), array_agg(warehouse_id), array_agg(units), array_agg(0)
  into variants, warehouses, plus, zeros from back;
  if variants is null then return; end if;
  perform apply_stock(variants, warehouses, plus, zeros, true, p_meta);
end $$;

-- Holds units that are set aside, for many checkouts with a token each. A token and a saga stand
-- in at most one of the requests. Gives the requests that were known, and the takes; the others
-- got nothing: their token is void, in use or unknown to a sale that is over.
create function hold_units(
  p_saga text[], p_reservation text[], p_ttl_ms int[], p_meta json[],
  p_sale text[], p_token text[], p_variant text[], p_quantity int[],
  out known int[], out take_request int[], out take_warehouse text[], out take_quantity int[],
  out held_at timestamptz
) language plpgsql as $$
#variable_conflict use_column
declare
  may int[]; fits int[]; variants text[]; warehouses text[]; plus int[];
begin
  held_at := now();
  take_request := '{}'; take_warehouse := '{}'; take_quantity := '{}';
  perform 1 from sale_pool where sale_id = any(p_sale) order by sale_id for update;
  select coalesce(array_agg(q.n::int), '{}') into known
  from unnest(p_saga) with ordinality q(saga_id, n) join reservation r using (saga_id);

  with q as (
    select n::int, sale, token, saga from unnest(p_sale, p_token, p_saga) with ordinality
      q(sale, token, saga, n)
    where n <> all (known)
      and exists (select from sale_pool p where p.sale_id = sale and p.state = 'open')
  ), out_now as (
    insert into sale_unit (token_id, sale_id, state, saga_id)
    select token, sale, 'out', saga from q order by token
    on conflict (token_id) do update set state = 'out', saga_id = excluded.saga_id
      where sale_unit.state = 'back' and sale_unit.sale_id = excluded.sale_id
    returning token_id
  )
  select coalesce(array_agg(q.n order by q.n), '{}') into may
  from q join out_now on out_now.token_id = q.token;
  if cardinality(may) = 0 then return; end if;

  -- Requests and lines of a variant lie one after the other on the same scale; who overlaps whom
  -- takes from them.
  with want as (
    select n::int, sale, variant, quantity,
      sum(quantity) over (partition by sale, variant order by n) as upto
    from unnest(p_sale, p_variant, p_quantity) with ordinality q(sale, variant, quantity, n)
    where n = any (may)
  ), line as (
    select sale_id, variant_id, warehouse_id, free,
      sum(free) over (partition by sale_id, variant_id order by warehouse_id) as upto
    from sale_pool_line where sale_id = any(p_sale) and free > 0
  ), take as (
    select w.n, l.warehouse_id, w.quantity as wanted,
      (least(w.upto, l.upto) - greatest(w.upto - w.quantity, l.upto - l.free))::int as quantity
    from want w join line l on l.sale_id = w.sale and l.variant_id = w.variant
      and l.upto - l.free < w.upto and w.upto - w.quantity < l.upto
  ), whole as (
    select n from take group by n having sum(quantity) = min(wanted)
  )
  select coalesce(array_agg(n order by n, warehouse_id), '{}'),
    coalesce(array_agg(warehouse_id order by n, warehouse_id), '{}'),
    coalesce(array_agg(quantity order by n, warehouse_id), '{}')
  into take_request, take_warehouse, take_quantity
  from take where n in (select n from whole);

  select coalesce(array_agg(distinct n), '{}') into fits from unnest(take_request) t(n);
  if cardinality(fits) < cardinality(may) then
    update sale_unit set state = 'back' where token_id in (
      select token from unnest(p_token) with ordinality q(token, n)
      where n = any (may) and n <> all (fits));
  end if;
  if cardinality(fits) = 0 then return; end if;

  select array_agg(variant), array_agg(warehouse), array_agg(quantity)
  into variants, warehouses, plus
  from (select q.variant, t.warehouse, sum(t.quantity)::int as quantity
    from unnest(take_request, take_warehouse, take_quantity) t(n, warehouse, quantity)
    join unnest(p_variant) with ordinality q(variant, n) on q.n = t.n
    group by q.variant, t.warehouse) d;
  perform 1 from stock s
  where (s.variant_id, s.warehouse_id) in (select * from unnest(variants, warehouses))
  order by s.variant_id, s.warehouse_id for update;
  with q as materialized (
    select n::int, saga_id, reservation_id, held_at + ms * interval '1 millisecond' as until,
      meta, sale, variant
    from unnest(p_saga, p_reservation, p_ttl_ms, p_meta, p_sale, p_variant) with ordinality
      q(saga_id, reservation_id, ms, meta, sale, variant, n)
    where n = any (fits)
  ), t as materialized (
    select q.n, q.saga_id, q.sale, q.variant, l.product_id, x.warehouse, x.quantity
    from unnest(take_request, take_warehouse, take_quantity) x(n, warehouse, quantity)
    join q on q.n = x.n
    join sale_pool_line l on l.sale_id = q.sale and l.variant_id = q.variant
      and l.warehouse_id = x.warehouse
  ), held as (
    insert into reservation (saga_id, reservation_id, status, expires_at)
    select saga_id, reservation_id, 'held', until from q
  ), lines as (
    insert into reservation_line (saga_id, variant_id, warehouse_id, product_id, quantity)
    select saga_id, variant, warehouse, product_id, quantity from t
  ), ledger as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select variant, warehouse, quantity, quantity, 'sale-take', saga_id from t
  ), less as (
    update sale_pool_line l set free = l.free - d.quantity
    from (select sale, variant, warehouse, sum(quantity)::int as quantity from t
      group by sale, variant, warehouse) d
    where l.sale_id = d.sale and l.variant_id = d.variant and l.warehouse_id = d.warehouse
  )
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select 'INVENTORY_RESERVED', 'reservation', q.reservation_id, 1, q.saga_id,
    json_build_object('reservationId', q.reservation_id, 'items', i.items,
      'expiresAt', to_json(q.until)), q.meta
  from q join (
    select n, json_agg(json_build_object('productId', product_id, 'variantId', variant,
      'warehouseId', warehouse, 'quantityReserved', quantity)) as items
    from t group by n) i using (n);
  perform apply_stock(variants, warehouses, plus, plus, false, p_meta[1]);
end $$;

-- Gives held units back to the sales they are from, those that still run. The reservations are
-- locked by the caller.
create function release_to_sale(
  p_saga text[], p_status text, p_reason text[], p_meta json[]
) returns void language plpgsql as $$
declare
  variants text[]; warehouses text[]; minus int[];
begin
  perform lock_counters(p_saga);
  with moved as (
    update reservation r set status = p_status, version = r.version + 1
    from unnest(p_saga, p_reason, p_meta) i(saga_id, reason, meta)
    where r.saga_id = i.saga_id and r.status = 'held'
    returning r.saga_id, r.reservation_id, r.version, i.reason, i.meta
  ), line as materialized (
    select l.*, m.version, u.sale_id from moved m join reservation_line l using (saga_id)
    join sale_unit u on u.saga_id = m.saga_id and u.state = 'out'
  ), ledger as (
    insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
    select variant_id, warehouse_id, -quantity, -quantity, 'sale-back', saga_id || '#' || version
    from line
  ), more as (
    update sale_pool_line p set free = p.free + d.quantity
    from (select sale_id, variant_id, warehouse_id, sum(quantity)::int as quantity from line
      group by sale_id, variant_id, warehouse_id) d
    where p.sale_id = d.sale_id and p.variant_id = d.variant_id
      and p.warehouse_id = d.warehouse_id
  ), back as (
    update sale_unit u set state = 'back'
    where u.state = 'out' and u.saga_id in (select saga_id from line)
  ), events as (
    insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
    select 'INVENTORY_RELEASED', 'reservation', reservation_id, version, saga_id,
      json_build_object('reservationId', reservation_id, 'reason', reason), meta
    from moved
  )
  select array_agg(variant_id), array_agg(warehouse_id), array_agg(-quantity)
  into variants, warehouses, minus from line;
  perform apply_stock(variants, warehouses, minus, minus, false, p_meta[1]);
end $$;

-- Gives held units back: to the shelf, or to the sale they were set aside for. Gives the sagas
-- that were released by this call. One look more than before at a table that is mostly empty.
alter function release_batch rename to release_to_stock;

create function release_batch(
  p_saga text[], p_status text, p_reason text[], p_meta json[], out released text[]
) language plpgsql as $$
declare
  from_sales text[]; to_sales text[]; rest text[];
begin
  if not exists (select from sale_unit where saga_id = any(p_saga) and state = 'out') then
    released := release_to_stock(p_saga, p_status, p_reason, p_meta);
    return;
  end if;
  perform 1 from reservation where saga_id = any(p_saga) and status = 'held'
  order by saga_id for update;
  perform 1 from sale_pool where sale_id in (
    select sale_id from sale_unit where saga_id = any(p_saga) and state = 'out')
  order by sale_id for update;
  select array_agg(u.saga_id), array_agg(u.saga_id) filter (where p.state = 'open')
  into from_sales, to_sales
  from sale_unit u join reservation r using (saga_id) join sale_pool p using (sale_id)
  where u.saga_id = any(p_saga) and u.state = 'out' and r.status = 'held';
  select array_agg(saga_id) into rest
  from unnest(p_saga) q(saga_id) where saga_id <> all (coalesce(to_sales, '{}'));
  if rest is null then
    released := '{}';
  else
    released := release_to_stock(
      rest, p_status,
      array(select reason from unnest(p_saga, p_reason) with ordinality q(saga_id, reason, n)
        where saga_id = any(rest) order by n),
      array(select meta from unnest(p_saga, p_meta) with ordinality q(saga_id, meta, n)
        where saga_id = any(rest) order by n));
  end if;
  update sale_pool_line p set returned = p.returned + d.quantity
  from (select u.sale_id, l.variant_id, l.warehouse_id, sum(l.quantity)::int as quantity
    from sale_unit u join reservation_line l using (saga_id)
    where u.state = 'out' and u.saga_id = any(released) and u.saga_id = any(from_sales)
    group by u.sale_id, l.variant_id, l.warehouse_id) d
  where p.sale_id = d.sale_id and p.variant_id = d.variant_id and p.warehouse_id = d.warehouse_id;
  update sale_unit set state = 'back' where state = 'out' and saga_id = any(released);
  if to_sales is null then return; end if;
  perform release_to_sale(
    to_sales, p_status,
    array(select reason from unnest(to_sales) with ordinality t(saga_id, n)
      join unnest(p_saga, p_reason) q(saga_id, reason) using (saga_id) order by t.n),
    array(select meta from unnest(to_sales) with ordinality t(saga_id, n)
      join unnest(p_saga, p_meta) q(saga_id, meta) using (saga_id) order by t.n));
  released := released || to_sales;
end $$;

-- What became of tokens: 'held', 'sold' or 'back'. With `p_void`, a token that has no unit can
-- never have one afterwards ('void'), whoever still has a request under way.
create function settle_units(p_token text[], p_sale text[], p_void boolean[])
returns table (token_id text, state text) language plpgsql as $$
#variable_conflict use_column
begin
  insert into sale_unit (token_id, sale_id, state)
  select t, s, 'void' from unnest(p_token, p_sale, p_void) q(t, s, v) where v order by t
  on conflict (token_id) do update set state = 'void' where sale_unit.state = 'back';
  return query
  select q.t, case when u.state = 'out' and r.status = 'consumed' then 'sold'
    when u.state = 'out' then 'held' else coalesce(u.state, 'back') end
  from unnest(p_token) q(t)
  left join sale_unit u on u.token_id = q.t
  left join reservation r on r.saga_id = u.saga_id;
end $$;
