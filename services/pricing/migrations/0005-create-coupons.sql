-- What a coupon takes off and how often. `definition` is a Promotion of model-rule.ts in the stage
-- COUPON. `held` and `used` count its uses in checkouts and in orders; `spent_minor` is what both
-- take off, where there is a budget. Whoever changes them holds the lock of the row.
create table coupon (
  coupon_id text collate "C" primary key,
  definition jsonb not null,
  enabled boolean not null default true,
  uses_max int check (uses_max > 0),
  person_max int check (person_max > 0),
  code_max int check (code_max > 0),
  budget_minor bigint check (budget_minor > 0),
  budget_currency text check ((budget_currency is null) = (budget_minor is null)),
  accounts_only boolean not null,
  -- Whether a use is given back when its order is cancelled.
  returns boolean not null,
  held int not null default 0 check (held >= 0),
  used int not null default 0 check (used >= 0),
  spent_minor bigint not null default 0 check (spent_minor >= 0),
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint coupon_uses check (held + used <= uses_max),
  constraint coupon_budget check (spent_minor <= budget_minor)
) with (fillfactor = 80);

-- `code` is as it is looked up, `shown` as it is written. `code_max`: uses of this one code.
create table coupon_code (
  code text collate "C" primary key,
  shown text not null,
  coupon_id text collate "C" not null,
  batch_id text collate "C",
  code_max int check (code_max > 0),
  held int not null default 0 check (held >= 0),
  used int not null default 0 check (used >= 0),
  constraint coupon_code_uses check (held + used <= code_max)
) with (fillfactor = 80);

create index coupon_code_of on coupon_code (coupon_id, code);

-- Codes that are made in pages; `made` says how far.
create table coupon_batch (
  batch_id text collate "C" primary key,
  coupon_id text collate "C" not null,
  wanted int not null check (wanted between 1 and 100000),
  made int not null default 0 check (made between 0 and wanted),
  created_by text not null,
  created_at timestamptz not null default now()
);

create index coupon_batch_of on coupon_batch (coupon_id, batch_id);

-- One use of a coupon by a checkout. held: it may become an order; consumed: it is one; released:
-- it became none; returned: its order was cancelled. `person` stands for who buys, by e-mail where
-- there is one, so that a guest who comes again is the same.
create table coupon_use (
  checkout_id text collate "C" primary key,
  quote_id text not null,
  coupon_id text collate "C" not null,
  code text collate "C" not null,
  user_id text,
  person text,
  state text not null default 'held'
    check (state in ('held', 'consumed', 'released', 'returned')),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  order_id text collate "C",
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  check (state not in ('consumed', 'returned') or order_id is not null)
) with (fillfactor = 80);

create index coupon_use_of_coupon on coupon_use (coupon_id, person, checkout_id);
create index coupon_use_of_order on coupon_use (order_id) where state = 'consumed';
create index coupon_use_of_user on coupon_use (user_id, checkout_id) where user_id is not null;

-- Codes that were none, by who tried: kept for an hour, to slow guessing down.
create table coupon_guess (
  who text not null,
  tried_at timestamptz not null default now()
);

create index coupon_guess_of on coupon_guess (who, tried_at);
create index coupon_guess_old on coupon_guess (tried_at);
