-- What every room has: its outgoing events, what it took in and its idempotency keys.
-- Ids are text compared byte by byte: 'evt_' and the 32 hex digits of a UUIDv7 sort by time.

create table outbox (
  position bigint generated always as identity,
  -- Positions are given before commit, so they can become visible out of order. Readers go by
  -- (xid, position) and stop below pg_snapshot_xmin(pg_current_snapshot()).
  xid xid8 not null default pg_current_xact_id(),
  event_id text collate "C" not null default 'evt_' || replace(uuidv7()::text, '-', ''),
  type text not null,
  agg_type text not null,
  agg_id text collate "C" not null,
  agg_version int not null,
  saga_id text collate "C",
  payload jsonb not null,
  metadata jsonb not null,
  occurred_at timestamptz not null default now(),
  primary key (xid, position)
);

create table outbox_cursor (
  consumer text primary key,
  xid xid8 not null,
  position bigint not null,
  updated_at timestamptz not null default now()
);

create table inbox (
  consumer text not null,
  event_id text collate "C" not null,
  received_at timestamptz not null default now(),
  primary key (consumer, event_id)
);

create table redelivery (
  consumer text not null,
  event_id text collate "C" not null,
  agg_key text collate "C" not null,
  event jsonb not null,
  attempts int not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'parked')),
  reason text,
  next_at timestamptz,
  parked_at timestamptz,
  primary key (consumer, event_id)
);
create index redelivery_due on redelivery (state, next_at);
create index redelivery_by_aggregate on redelivery (consumer, agg_key);

create table idempotency (
  principal text collate "C" not null,
  route text not null,
  key text collate "C" not null,
  request_hash text not null,
  state text not null default 'running' check (state in ('running', 'done')),
  status int,
  headers jsonb,
  body text,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (principal, route, key)
);
create index idempotency_running on idempotency (started_at) where state = 'running';
create index idempotency_by_age on idempotency using brin (started_at);
