-- A charge as this gateway has it, one per key. A row without a method is a key that was
-- cancelled before its charge came.
create table charge (
  key text collate "C" primary key,
  charge_id text collate "C" not null unique,
  payment_ref text collate "C" not null,
  method text,
  token text,
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  state text not null check (state in ('captured', 'declined', 'pending', 'action', 'cancelled')),
  transaction_id text,
  decline_code text,
  decline_class text,
  -- What it becomes by itself, and when.
  due_at timestamptz,
  due_state text check (due_state in ('captured', 'declined')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
) with (fillfactor = 70);

create index charge_due on charge (due_at) where due_at is not null;

-- The ledger: every movement of money, once. Append-only; the oracle of tests.
create table gateway_txn (
  txn_id text collate "C" primary key,
  key text collate "C" not null,
  kind text not null check (kind in ('capture', 'refund')),
  -- Of the capture; a refund names its charge's key.
  charge_key text collate "C" not null,
  amount_minor bigint not null check (amount_minor > 0 or kind = 'capture'),
  currency text not null,
  payment_ref text collate "C" not null,
  at timestamptz not null default now(),
  unique (key, kind)
);

create index gateway_txn_by_charge on gateway_txn (charge_key);

-- News on their way to the shop: at least once, in any order, like a real gateway's.
create table webhook_out (
  webhook_id text collate "C" primary key,
  body text not null,
  next_at timestamptz,
  tries int not null default 0,
  delivered_at timestamptz,
  last_error text,
  created_at timestamptz not null default now()
);

create index webhook_due on webhook_out (next_at) where next_at is not null;

-- Fault switches: one row, so that a restart keeps them.
create table fault (
  one boolean primary key default true check (one),
  settings jsonb not null
);
