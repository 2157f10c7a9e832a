-- One purchase under way. What was agreed (quote, lines, addresses) is in the saga's journal,
-- written once; here is what changes and what is looked up by.
create table checkout (
  checkout_id text collate "C" primary key,
  saga_id text collate "C" not null unique,
  user_id text collate "C" not null,
  cart_id text collate "C" not null,
  status text not null check (status in
    ('OPEN', 'PENDING', 'COMPLETED', 'RELEASED', 'EXPIRED', 'FAILED')),
  version int not null default 1,
  currency text not null,
  total_minor bigint not null check (total_minor >= 0),
  quote_id text not null,
  expires_at timestamptz not null,
  extensions int not null default 0,
  order_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
) with (fillfactor = 70);

-- A cart is in one checkout at a time, and becomes one order.
create unique index checkout_live_cart on checkout (cart_id)
  where status in ('OPEN', 'PENDING', 'COMPLETED');
