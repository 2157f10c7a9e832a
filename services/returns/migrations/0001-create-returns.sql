-- What can go back, for how long, in which condition: the closest rule of a thing counts.
create table return_rule (
  scope text not null check (scope in ('default', 'category', 'product', 'variant')),
  -- A category's path, a product's or variant's id, '' for the default.
  key text collate "C" not null,
  window_days int not null check (window_days between 0 and 3650),
  returnable boolean not null,
  why text check (why in ('hygiene', 'perishable', 'made-to-order', 'digital', 'final-sale')),
  condition text not null check (condition in ('UNUSED', 'OPENED', 'USED')),
  version int not null default 1,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (scope, key),
  check ((scope = 'default') = (key = '')),
  check (returnable = (why is null))
);

insert into return_rule (scope, key, window_days, returnable, condition, updated_by)
values ('default', '', 30, true, 'OPENED', 'install');

-- One row for each order with a return: its lock is what two requests wait for.
create table return_order (
  order_id text collate "C" primary key,
  order_number text collate "C" not null,
  user_id text collate "C" not null,
  at timestamptz not null default now()
);

-- Where the units of an order's line are. No more can be under way and back than were shipped.
create table order_unit (
  order_id text collate "C" not null,
  line_no int not null,
  shipped int not null,
  -- Of returns that are announced and not decided.
  open int not null default 0 check (open >= 0),
  refunded int not null default 0 check (refunded >= 0),
  exchanged int not null default 0 check (exchanged >= 0),
  primary key (order_id, line_no),
  constraint order_unit_shipped check (open + refunded + exchanged <= shipped)
);

-- A return: what one seller gets back of one order, in one parcel.
create table return_request (
  return_id text collate "C" primary key,
  return_number text collate "C" not null unique,
  order_id text collate "C" not null,
  order_number text collate "C" not null,
  checkout_id text collate "C" not null,
  payment_id text collate "C" not null,
  user_id text collate "C" not null,
  seller_id text collate "C" not null,
  -- The request that made it: a repeat finds what it made.
  request_key text collate "C" not null,
  status text not null,
  version int not null default 1,
  resolution text not null check (resolution in ('REFUND', 'EXCHANGE')),
  reason text not null,
  condition text not null,
  note text not null,
  currency text not null,
  -- Amounts and units of the order as they were bought: what goes back is computed from these.
  paid jsonb not null,
  -- { country, state?, postalCode }: where a replacement goes, for the choice of a warehouse.
  ship_to jsonb not null,
  -- Paid at the door: no gateway can give it back.
  cash boolean not null,
  tracking_number text,
  -- Of the last decision.
  round int not null default 0,
  rejected_reason text,
  evidence text,
  appeal text,
  appeal_status text check (appeal_status in ('OPEN', 'GRANTED', 'REFUSED')),
  -- Why a person should look: refund-refused, payout-due.
  attention text,
  replacement jsonb,
  -- When nothing has happened by then, it has expired.
  expires_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((appeal is null) = (appeal_status is null))
) with (fillfactor = 80);

create unique index return_by_request on return_request (order_id, request_key, seller_id);
create index return_by_user on return_request (user_id, return_id);
create index return_by_seller on return_request (seller_id, return_id);
create index return_by_status on return_request (status, return_id);
create index return_expiring on return_request (expires_at) where expires_at is not null;

create table return_line (
  return_id text collate "C" not null references return_request,
  line_no int not null,
  variant_id text collate "C" not null,
  product_id text collate "C" not null,
  warehouse_id text collate "C" not null,
  name text not null,
  image_url text,
  quantity int not null check (quantity > 0),
  -- Of an exchange: what comes instead.
  exchange_variant_id text collate "C",
  exchange_name text,
  received int not null default 0 check (received between 0 and quantity),
  restock int not null default 0 check (restock >= 0),
  write_off int not null default 0 check (write_off >= 0),
  approved int not null default 0 check (approved between 0 and quantity),
  primary key (return_id, line_no),
  check (restock + write_off <= received)
);

create table return_transition (
  return_id text collate "C" not null references return_request,
  seq int not null check (seq >= 1),
  from_status text,
  to_status text not null,
  reason text,
  -- customer, link, seller:slr_…, admin:usr_…, returns
  actor text not null,
  at timestamptz not null default now(),
  primary key (return_id, seq),
  check ((seq = 1) = (from_status is null)),
  -- The same table as in model.ts; a test compares the two.
  constraint return_transition_legal check ((coalesce(from_status, ''), to_status) in (
    ('', 'REQUESTED'),
    ('REQUESTED', 'LABELLED'), ('REQUESTED', 'IN_TRANSIT'), ('REQUESTED', 'RECEIVED'),
    ('REQUESTED', 'CANCELLED'), ('REQUESTED', 'EXPIRED'),
    ('LABELLED', 'IN_TRANSIT'), ('LABELLED', 'RECEIVED'), ('LABELLED', 'CANCELLED'),
    ('LABELLED', 'EXPIRED'),
    ('IN_TRANSIT', 'RECEIVED'), ('IN_TRANSIT', 'EXPIRED'),
    ('RECEIVED', 'INSPECTED'),
    ('INSPECTED', 'APPROVED'), ('INSPECTED', 'PARTIALLY_APPROVED'), ('INSPECTED', 'REJECTED'),
    ('APPROVED', 'REFUNDING'), ('APPROVED', 'EXCHANGED'),
    ('PARTIALLY_APPROVED', 'REFUNDING'), ('PARTIALLY_APPROVED', 'EXCHANGED'),
    ('REJECTED', 'APPROVED'), ('REJECTED', 'PARTIALLY_APPROVED'),
    ('REFUNDING', 'REFUNDED'),
    ('REFUNDED', 'APPROVED'), ('REFUNDED', 'PARTIALLY_APPROVED'),
    ('EXCHANGED', 'APPROVED'), ('EXCHANGED', 'PARTIALLY_APPROVED'),
    ('CANCELLED', 'RECEIVED'), ('EXPIRED', 'RECEIVED')))
);

-- What was granted, round by round: an appeal that is heard makes another. Its saga carries it out.
create table return_decision (
  return_id text collate "C" not null references return_request,
  round int not null check (round >= 1),
  saga_id text collate "C" not null unique,
  request_key text collate "C" not null,
  -- As in RETURN_APPROVED.
  lines jsonb not null,
  shipping_minor bigint not null check (shipping_minor >= 0),
  amount_minor bigint not null check (amount_minor >= 0),
  -- What the payments room gave of it; less where money went back before without goods.
  granted_minor bigint check (granted_minor between 0 and amount_minor),
  refund_id text collate "C",
  -- How cash was paid back.
  payout text,
  -- What it became: an exchange without stock becomes a refund.
  resolution text not null check (resolution in ('REFUND', 'EXCHANGE')),
  decided_by text not null,
  at timestamptz not null default now(),
  begun_at timestamptz,
  done_at timestamptz,
  primary key (return_id, round)
);
create index decision_to_begin on return_decision (at) where begun_at is null;
create index decision_by_refund on return_decision (refund_id) where refund_id is not null;

-- Money that operators gave back without goods.
create table goodwill (
  order_id text collate "C" not null,
  request_key text collate "C" not null,
  refund_id text collate "C" not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  reason text not null,
  actor text not null,
  at timestamptz not null default now(),
  primary key (order_id, request_key)
);
