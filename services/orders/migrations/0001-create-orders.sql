-- Orders. What was bought and for how much never changes after the first insert; the status
-- moves, and each move is one row in order_transition and one event.
-- No foreign keys: the same statement writes an order and all that belongs to it, nothing deletes
-- them, and the triggers behind foreign keys would cost as much as the rows.
create table "order" (
  order_id text collate "C" primary key,
  order_number text collate "C" not null unique,
  checkout_id text collate "C" not null unique,
  saga_id text collate "C" not null,
  user_id text collate "C" not null,
  cart_id text collate "C" not null,
  quote_id text collate "C" not null,
  payment_id text collate "C" not null,
  status text not null,
  payment_method text not null,
  payment_status text not null
    check (payment_status in ('PENDING', 'CAPTURED', 'FAILED', 'REFUNDED')),
  currency text not null,
  subtotal_minor bigint not null check (subtotal_minor >= 0),
  discount_minor bigint not null check (discount_minor between 0 and subtotal_minor),
  shipping_minor bigint not null check (shipping_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null check (total_minor >= 0),
  shipping_method text not null,
  shipping_address jsonb not null,
  -- null: the same as the shipping address, which spares most orders a copy.
  billing_address jsonb,
  -- Counts transitions; equals the seq of the last one and the version of its event.
  version int not null default 1,
  -- Counts every visible change: also picks, shipments and refunds.
  revision int not null default 1,
  created_at timestamptz not null default now(),
  -- Of the last transition: its event is kept at least as long from then on.
  updated_at timestamptz not null default now(),
  check (total_minor = subtotal_minor - discount_minor + shipping_minor + tax_minor)
) with (fillfactor = 80);

create index order_by_user on "order" (user_id, order_id);
-- New orders are CONFIRMED and are found by their id, so they do not pay for this index.
create index order_by_status on "order" (status, order_id) where status <> 'CONFIRMED';

create table order_line (
  order_id text collate "C" not null,
  line_no int not null,
  variant_id text collate "C" not null,
  product_id text collate "C" not null,
  seller_id text collate "C" not null,
  warehouse_ids text[] not null,
  quantity int not null check (quantity > 0),
  unit_minor bigint not null check (unit_minor >= 0),
  total_minor bigint not null check (total_minor = unit_minor * quantity),
  name text not null,
  sku text,
  image_url text,
  status text not null default 'NEW' check (status in ('NEW', 'PICKED', 'PACKED', 'SHIPPED')),
  shipped int not null default 0 check (shipped between 0 and quantity),
  primary key (order_id, line_no),
  check ((status = 'SHIPPED') = (shipped = quantity))
) with (fillfactor = 80);

create index order_line_by_seller on order_line (seller_id, order_id);

create table order_transition (
  order_id text collate "C" not null,
  seq int not null check (seq >= 1),
  from_status text,
  to_status text not null,
  reason text,
  -- checkout, payments, customer, seller:slr_…, admin:usr_…
  actor text not null,
  at timestamptz not null default now(),
  primary key (order_id, seq),
  check ((seq = 1) = (from_status is null)),
  -- The same table as in model.ts; a test compares the two.
  constraint order_transition_legal check ((coalesce(from_status, ''), to_status) in (
    ('', 'PENDING'), ('', 'CONFIRMED'),
    ('PENDING', 'CONFIRMED'), ('PENDING', 'FAILED'), ('PENDING', 'CANCELLED'),
    ('CONFIRMED', 'PROCESSING'), ('CONFIRMED', 'CANCELLED'),
    ('PROCESSING', 'SHIPPED'), ('PROCESSING', 'CANCELLED'),
    ('SHIPPED', 'DELIVERED'), ('SHIPPED', 'RETURNED'),
    ('DELIVERED', 'RETURNED'), ('RETURNED', 'REFUNDED')))
);

create table shipment (
  shipment_id text collate "C" primary key,
  order_id text collate "C" not null,
  seller_id text collate "C" not null,
  carrier text not null,
  tracking_number text not null,
  -- [{ lineNo, quantity }]
  lines jsonb not null,
  shipped_at timestamptz not null default now()
);

create index shipment_by_order on shipment (order_id);
