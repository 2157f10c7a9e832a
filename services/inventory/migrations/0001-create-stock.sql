create table warehouse (
  warehouse_id text collate "C" primary key,
  name text not null,
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180),
  country text not null check (country ~ '^[A-Z]{2}$'),
  state text,
  seller_id text,
  version int not null default 1,
  created_at timestamptz not null default now()
);

-- One counter for a variant in a warehouse. `version` counts its STOCK_CHANGED events, `alerts`
-- its LOW_STOCK and BACK_IN_STOCK events.
create table stock (
  variant_id text collate "C" not null,
  warehouse_id text collate "C" not null references warehouse,
  product_id text not null,
  seller_id text not null,
  on_hand int not null,
  reserved int not null default 0,
  low_at int not null default 5 check (low_at >= 0),
  version int not null default 0,
  alerts int not null default 0,
  updated_at timestamptz not null default now(),
  primary key (variant_id, warehouse_id),
  check (reserved >= 0),
  check (reserved <= on_hand)
) with (fillfactor = 50);

create index stock_by_seller on stock (seller_id, variant_id, warehouse_id);

-- Append-only: every change of a counter, once for each (reason, ref, variant, warehouse).
create table stock_ledger (
  seq bigint generated always as identity,
  variant_id text collate "C" not null,
  warehouse_id text collate "C" not null,
  d_on_hand int not null,
  d_reserved int not null,
  reason text not null,
  ref text collate "C" not null,
  at timestamptz not null default now(),
  primary key (ref, reason, variant_id, warehouse_id)
);

-- A hold: all lines of one checkout, taken together, with one deadline by this clock.
create table reservation (
  saga_id text collate "C" primary key,
  reservation_id text not null,
  status text not null check (status in ('held', 'consumed', 'released', 'expired')),
  expires_at timestamptz not null,
  order_id text,
  version int not null default 1,
  created_at timestamptz not null default now()
) with (fillfactor = 70);

create index reservation_expiring on reservation (expires_at) where status = 'held';
create index reservation_by_order on reservation (order_id) where order_id is not null;

create table reservation_line (
  saga_id text collate "C" not null,
  variant_id text collate "C" not null,
  warehouse_id text collate "C" not null,
  product_id text not null,
  quantity int not null check (quantity > 0),
  primary key (saga_id, variant_id, warehouse_id)
);
