-- What is left of promotions that give away no more than so much. The row without a currency counts
-- uses, the others money; `most` null: without end. Whoever changes one holds the lock of the row
-- without a currency, which is there for every promotion that ever had a limit.
create table promotion_purse (
  promotion_id text collate "C" not null,
  currency text collate "C" not null,
  most bigint check (most > 0),
  taken bigint not null default 0 check (taken >= 0),
  primary key (promotion_id, currency),
  constraint promotion_purse_most check (taken <= most)
) with (fillfactor = 80);

-- One use of such a promotion by a checkout. held: it may become an order; consumed: it is one;
-- released: it became none; returned: its order was cancelled.
create table promotion_use (
  checkout_id text collate "C" not null,
  promotion_id text collate "C" not null,
  quote_id text collate "C" not null,
  state text not null default 'held'
    check (state in ('held', 'consumed', 'released', 'returned')),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  order_id text collate "C",
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (checkout_id, promotion_id),
  check (state not in ('consumed', 'returned') or order_id is not null)
) with (fillfactor = 80);

create index promotion_use_of on promotion_use (promotion_id, checkout_id);
create index promotion_use_of_order on promotion_use (order_id) where state = 'consumed';

-- Whose first order a promotion for first orders was taken off in: one row a person, which is how
-- two checkouts at once do not both get it. `person` as in coupon_use; without an order it is held.
create table first_order (
  person text collate "C" primary key,
  checkout_id text collate "C" not null unique,
  quote_id text collate "C" not null,
  user_id text collate "C",
  order_id text collate "C",
  created_at timestamptz not null default now()
);

create index first_order_of_order on first_order (order_id) where order_id is not null;
create index first_order_of_user on first_order (user_id) where user_id is not null;
