-- Money that the shop owes a person (store credit, one account for each currency) or the bearer of
-- a code (a gift card). What it holds for a payment is set aside before any other gateway is
-- asked, so taking it later cannot fail.
create table credit_account (
  account_id text collate "C" primary key,
  kind text not null check (kind in ('STORE_CREDIT', 'GIFT_CARD')),
  -- Of store credit; a gift card belongs to who has its code.
  user_id text collate "C",
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  balance_minor bigint not null default 0,
  held_minor bigint not null default 0,
  -- Counts events.
  version int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((kind = 'STORE_CREDIT') = (user_id is not null)),
  check (0 <= held_minor and held_minor <= balance_minor)
);
create unique index credit_account_of_user on credit_account (user_id, currency)
  where user_id is not null;

create table gift_card (
  account_id text collate "C" primary key references credit_account,
  -- Keyed hash of the code. The code itself is shown once, when the card is made.
  code_hash bytea not null unique,
  last4 text not null check (length(last4) = 4),
  amount_minor bigint not null check (amount_minor > 0),
  expires_at timestamptz,
  issued_by text not null,
  note text,
  created_at timestamptz not null default now()
);

-- What an account gained and lost, by what it was for, so that nothing is done twice.
create table movement (
  movement_id text collate "C" primary key,
  account_id text collate "C" not null references credit_account,
  kind text not null check (kind in ('issue', 'spend', 'refund', 'redeem')),
  amount_minor bigint not null check (amount_minor <> 0),
  checkout_id text collate "C",
  reason text,
  actor text not null,
  at timestamptz not null default now()
);
comment on table movement is 'append-only';
create index movement_by_account on movement (account_id, at, movement_id);

-- Credit set aside for a payment, by the payment's key. A row without an account says that the
-- key was given up before anything was set aside for it: it never will be.
create table credit_hold (
  key text collate "C" primary key,
  account_id text collate "C" references credit_account,
  checkout_id text collate "C",
  amount_minor bigint not null default 0 check (amount_minor >= 0),
  refunded_minor bigint not null default 0,
  state text not null check (state in ('held', 'captured', 'released')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (account_id is not null or state = 'released'),
  check (0 <= refunded_minor and refunded_minor <= amount_minor)
);
create index credit_hold_open on credit_hold (account_id) where state = 'held';
create index movement_by_time on movement (at, movement_id) where kind in ('spend', 'refund');
