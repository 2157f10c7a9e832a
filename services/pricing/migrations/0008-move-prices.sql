-- What was told of a price where rules or schedules make it another than base_minor and sale_minor;
-- null: those were told. Version 0: nothing was told yet.
alter table price
  add column told_base_minor bigint check (told_base_minor >= 0),
  add column told_sale_minor bigint check (told_sale_minor between 0 and told_base_minor);

-- What rules ask of a variant, kept from the first time on that a rule asked.
create table price_fact (
  variant_id text collate "C" primary key,
  product_id text not null,
  seller_id text not null,
  brand text,
  category_id text not null,
  version int not null,
  -- Units that could be sold when stock was looked at last; null: it was not.
  stock int check (stock >= 0)
) with (fillfactor = 80);
create index price_fact_product on price_fact (product_id);

-- Units sold by product and hour, of the last day, and their sum; counted from orders by a task
-- while a rule asks for it.
create table demand_hour (
  product_id text collate "C" not null,
  hour timestamptz not null,
  units int not null check (units > 0),
  primary key (product_id, hour)
);
create index demand_hour_old on demand_hour (hour);

create table product_demand (
  product_id text collate "C" primary key,
  units int not null check (units > 0)
);

-- The last order that was counted; `ready`: all of the last day are.
create table demand_cursor (
  single boolean primary key default true check (single),
  order_id text collate "C" not null,
  ready boolean not null
);

-- What others ask for the same, as an operator brought it in.
create table competitor_price (
  variant_id text collate "C" not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  source text collate "C" not null,
  price_minor bigint not null check (price_minor >= 0),
  seen_at timestamptz not null,
  primary key (variant_id, currency, source)
);

-- Groups of customers, and places, that have prices of their own. The members of a list are a
-- segment that rules and promotions can be for.
create table price_list (
  list_id text collate "C" primary key,
  name text not null,
  -- Everybody whose goods go there is in it.
  countries text[] not null default '{}',
  enabled boolean not null default true,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table price_list_member (
  user_id text collate "C" not null,
  list_id text collate "C" not null,
  added_by text not null,
  added_at timestamptz not null default now(),
  primary key (user_id, list_id)
);
create index price_list_member_of on price_list_member (list_id, user_id);

-- Prices with a time. base: the price from then on; sale: a lower one between two times; list: what
-- members of a list pay where it is lower.
create table price_entry (
  entry_id text collate "C" primary key,
  list_id text collate "C" not null default '',
  variant_id text collate "C" not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  kind text not null check (kind in ('base', 'sale', 'list')),
  price_minor bigint not null check (price_minor >= 0),
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until > valid_from),
  seller_id text not null,
  -- Its beginning and end were told in lists.
  begun boolean not null default false,
  ended boolean not null default false,
  removed_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  check ((kind = 'list') = (list_id <> '')),
  check (kind <> 'base' or valid_until is null)
) with (fillfactor = 80);
create index price_entry_open on price_entry (variant_id, currency) where not ended;
create index price_entry_begins on price_entry (valid_from) where not begun and not ended;
create index price_entry_ends on price_entry (valid_until)
  where not ended and valid_until is not null;
create index price_entry_of_list on price_entry (list_id, entry_id) where not ended;
create index price_entry_of_seller on price_entry (seller_id, entry_id) where not ended;

-- Prices to be told anew.
create table price_due (
  variant_id text collate "C" not null,
  currency text not null,
  seq bigint generated always as identity,
  at timestamptz not null default now(),
  primary key (variant_id, currency)
);

-- How far all prices have been looked at since what moves them changed last.
create table price_walk (
  single boolean primary key default true check (single),
  owner text not null default '',
  lease_until timestamptz not null default '-infinity',
  -- What the walk is for, and what the last whole one was for.
  wanted text not null default '',
  done text not null default '',
  after_variant text collate "C" not null default '',
  after_currency text not null default ''
);
insert into price_walk default values;

create index price_told on price (variant_id) where told_base_minor is not null;
