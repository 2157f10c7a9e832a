-- An attempt to pay for a checkout. The row is there before the gateway hears of it, so a crash
-- leaves something to ask about. A row of method NONE says that an attempt was cancelled before
-- it began: a charge that comes later finds it and does nothing.
create table payment (
  payment_id text collate "C" primary key,
  checkout_id text collate "C" not null,
  saga_id text collate "C" not null,
  quote_id text collate "C" not null,
  user_id text collate "C" not null,
  attempt int not null check (attempt >= 1),
  method text not null check (method in ('CARD', 'PAYPAL', 'UPI', 'COD', 'NONE')),
  gateway text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  authorized_minor bigint not null default 0,
  captured_minor bigint not null default 0,
  -- Of succeeded refunds; refunding_minor also has those under way.
  refunded_minor bigint not null default 0,
  refunding_minor bigint not null default 0,
  status text not null check (status in ('INITIATED', 'PENDING', 'ACTION', 'CAPTURED', 'ACCEPTED',
    'FAILED', 'CANCELLED', 'REFUNDED', 'PARTIALLY_REFUNDED')),
  idem_key text collate "C" not null unique,
  gateway_transaction_id text,
  decline_code text,
  decline_class text check (decline_class in ('retryable', 'fixable', 'terminal')),
  action_url text,
  -- Counts events; 0 before the first.
  version int not null default 0,
  -- When the gateway is asked next; null when nothing is open.
  next_poll_at timestamptz,
  polls int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (checkout_id, attempt),
  check (0 <= refunded_minor and refunded_minor <= refunding_minor),
  check (refunding_minor <= captured_minor),
  check (captured_minor <= authorized_minor),
  check (authorized_minor <= amount_minor)
) with (fillfactor = 70);

create index payment_due on payment (next_poll_at) where next_poll_at is not null;

create table refund (
  refund_id text collate "C" primary key,
  payment_id text collate "C" not null references payment,
  key text collate "C" not null,
  order_id text collate "C",
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  reason text not null,
  status text not null check (status in ('PENDING', 'SUCCEEDED')),
  gateway_transaction_id text,
  -- The gateway said no; a person must look, and the task goes on asking.
  refused_at timestamptz,
  tries int not null default 0,
  next_try_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (payment_id, key)
);

create index refund_due on refund (next_try_at) where status = 'PENDING';

-- Double entry, append-only: the lines of a txn sum to zero in each currency. A txn is named by
-- what it records, so nothing is booked twice.
create table journal (
  txn_id text collate "C" not null,
  account text not null check (account in ('gateway_receivable', 'sales_clearing')),
  -- Written in the statement that moves the payment: a foreign key would look it up again.
  payment_id text collate "C" not null,
  -- Debit positive, credit negative.
  amount_minor bigint not null,
  currency text not null,
  at timestamptz not null default now(),
  primary key (txn_id, account)
);

create index journal_by_payment on journal (payment_id);

-- What we and a gateway see differently. Never deleted; a person or a later answer resolves it.
create table settlement_break (
  payment_id text collate "C" not null,
  kind text not null,
  detail jsonb not null,
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  primary key (payment_id, kind)
);

-- Signed news about payments that are not ours.
create table parked_webhook (
  webhook_id text collate "C" primary key,
  gateway text not null,
  body jsonb not null,
  reason text not null,
  at timestamptz not null default now()
);
