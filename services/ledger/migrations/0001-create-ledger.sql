-- The books of the marketplace: double entry over all rooms that move money. Written from events
-- only, so nothing here is on the way of a purchase.
create table entry (
  -- Named after what it records (`sale:ord_…`, `capture:pay_…`), so nothing is booked twice.
  txn_id text collate "C" not null,
  line_no smallint not null check (line_no >= 1),
  kind text not null check (kind in ('capture', 'sale', 'refund', 'reversal', 'cancel', 'issue',
    'redeem')),
  account text not null check (account in ('buyer', 'gateway', 'seller', 'commission', 'tax',
    'shipping', 'store_credit', 'gift_card', 'credit_issued', 'suspense')),
  -- The seller of a seller's and a commission's line; '' elsewhere.
  owner text collate "C" not null default '',
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Debit positive, credit negative.
  amount_minor bigint not null check (amount_minor <> 0),
  checkout_id text collate "C",
  order_id text collate "C",
  -- Line of the order.
  order_line smallint,
  -- When it happened, by the clock of the room that told it.
  occurred_at timestamptz not null,
  booked_at timestamptz not null default now(),
  primary key (txn_id, line_no)
);
comment on table entry is 'append-only';

create index entry_by_checkout on entry (checkout_id) where checkout_id is not null;
create index entry_by_account on entry (account, owner, occurred_at, txn_id, line_no);
create index entry_by_time on entry (occurred_at, txn_id, line_no);

-- Sums of entries, kept by the trigger below and by nothing else.
create table balance (
  account text not null,
  owner text collate "C" not null,
  currency text not null,
  amount_minor bigint not null,
  entries bigint not null,
  primary key (account, owner, currency)
);

-- A transaction is written whole, in one statement, and sums to zero in each currency.
create function check_and_sum() returns trigger language plpgsql set search_path from current as $$
declare
  wrong text;
begin
  select txn_id into wrong from fresh group by txn_id, currency having sum(amount_minor) <> 0
  limit 1;
  if wrong is not null then
    raise exception 'the entries of % do not sum to zero', wrong
      using errcode = 'check_violation', constraint = 'entry_sums_to_zero';
  end if;
  insert into balance as b (account, owner, currency, amount_minor, entries)
  select account, owner, currency, sum(amount_minor)::bigint, count(*) from fresh
  group by account, owner, currency order by account, owner, currency
  on conflict (account, owner, currency) do update
  set amount_minor = b.amount_minor + excluded.amount_minor, entries = b.entries + excluded.entries;
  return null;
end $$;

create trigger entry_sums_to_zero after insert on entry
referencing new table as fresh for each statement execute function check_and_sum();

-- Sales that cannot be booked yet: their payment is open, or a category has to be looked up.
create table open_sale (
  order_id text collate "C" primary key,
  checkout_id text collate "C" not null,
  state text not null check (state in ('payment', 'category')),
  sale jsonb not null,
  since timestamptz not null default now()
);
create index open_sale_by_state on open_sale (state, order_id);

-- Refunds that came before their sale was booked.
create table open_reversal (
  refund_id text collate "C" primary key,
  order_id text collate "C" not null,
  reversal jsonb not null,
  since timestamptz not null default now()
);
create index open_reversal_by_order on open_reversal (order_id);

-- What the marketplace keeps of a sale. Of the rows that fit, the most particular one counts:
-- seller and category, then seller, then category, then neither; of these the latest one.
create table commission_rate (
  seller_id text collate "C" not null default '',
  category_id text collate "C" not null default '',
  rate_bp int not null check (rate_bp between 0 and 10000),
  since timestamptz not null default now(),
  actor text not null,
  primary key (seller_id, category_id, since)
);
insert into commission_rate (rate_bp, since, actor) values (1000, '-infinity', 'default');

-- Category of products, looked up once when a rate asks for it. '' for one that has none.
create table product_category (
  product_id text collate "C" primary key,
  category_id text collate "C" not null
);
