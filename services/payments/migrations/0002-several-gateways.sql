-- Gateways that name a charge themselves: the name is here before money can move.
alter table payment add column gateway_ref text collate "C";
create unique index payment_by_ref on payment (gateway, gateway_ref) where gateway_ref is not null;

-- AUTHORIZED: set aside at the gateway, not taken yet.
alter table payment drop constraint payment_status_check;
alter table payment add constraint payment_status_check check (status in ('INITIATED', 'PENDING',
  'ACTION', 'AUTHORIZED', 'CAPTURED', 'ACCEPTED', 'FAILED', 'CANCELLED', 'REFUNDED',
  'PARTIALLY_REFUNDED'));

-- Gateways that were tried first and surely charged nothing, in order. Written in the statement
-- that hands the attempt to the next one, so a crash between the two leaves one that may charge.
create table gateway_turn (
  payment_id text collate "C" not null,
  turn int not null,
  gateway text not null,
  gateway_ref text,
  reason text not null,
  at timestamptz not null default now(),
  primary key (payment_id, turn)
);

-- A way to pay that somebody kept. The token is the gateway's; no card number ever comes here.
create table saved_method (
  method_id text collate "C" primary key,
  user_id text collate "C" not null,
  gateway text not null,
  method text not null check (method in ('CARD', 'PAYPAL', 'UPI')),
  token text not null,
  customer text,
  brand text not null,
  last4 text not null check (last4 ~ '^[0-9]{0,4}$'),
  expiry_month int check (expiry_month between 1 and 12),
  expiry_year int check (expiry_year between 2000 and 2100),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  unique (user_id, gateway, token)
);

create unique index saved_method_default on saved_method (user_id) where is_default;

-- Attempts whose way to pay is to be kept once they have paid.
create table save_wish (
  payment_id text collate "C" primary key,
  user_id text collate "C" not null,
  at timestamptz not null default now()
);

create index save_wish_by_user on save_wish (user_id);

-- Whose name at a gateway somebody has.
create table gateway_customer (
  user_id text collate "C" not null,
  gateway text not null,
  customer text not null,
  primary key (user_id, gateway)
);

-- Money that a buyer's bank took back, or wants to. Never deleted.
create table chargeback (
  gateway text not null,
  dispute_id text collate "C" not null,
  payment_id text collate "C" not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  reason text not null,
  status text not null,
  -- null while it is open.
  won boolean,
  told_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (gateway, dispute_id)
);

create index chargeback_by_payment on chargeback (payment_id);

-- What news say is kept in our form, so that they can be taken when their payment appears.
alter table parked_webhook add column news jsonb;
alter table parked_webhook add column payment_id text collate "C";
alter table parked_webhook add column gateway_ref text collate "C";
alter table parked_webhook add column adopted_at timestamptz;
alter table parked_webhook add column looked_at timestamptz not null default now();
create index parked_webhook_waiting on parked_webhook (looked_at) where adopted_at is null;

-- Reconciliation reads breaks in the order in which they were found.
create index settlement_break_by_time on settlement_break (created_at, payment_id, kind);
