-- A cart. user_id: whose one active cart it is; null while only its id (a secret) opens it.
-- buyer_id: the user who took an anonymous cart to a checkout while having a cart already; from
-- then on nobody else may order it. expires_at: null for accounts; moves in whole days, so that
-- most changes of a cart touch no index.
create table cart (
  cart_id text collate "C" primary key,
  user_id text collate "C",
  buyer_id text collate "C",
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'MERGED', 'CONVERTED')),
  version int not null default 1 check (version > 0),
  order_id text collate "C",
  merged_into text collate "C",
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'CONVERTED') = (order_id is not null)),
  check ((status = 'MERGED') = (merged_into is not null))
) with (fillfactor = 70);

create unique index cart_of_user on cart (user_id)
  where status = 'ACTIVE' and user_id is not null;
create index cart_expiring on cart (expires_at) where expires_at is not null;

-- Who changes lines holds the row lock of the cart. No foreign key: that lock is the guard, and
-- a key would lock and check the same row again for each line.
create table cart_item (
  cart_id text collate "C" not null,
  variant_id text collate "C" not null,
  item_id text collate "C" not null,
  product_id text collate "C" not null,
  quantity int not null check (quantity > 0),
  added_minor bigint not null check (added_minor >= 0),
  seen_minor bigint not null check (seen_minor >= 0),
  added_at timestamptz not null default now(),
  primary key (cart_id, variant_id)
) with (fillfactor = 70);

-- What lines need of the catalogue, for variants that were put into a cart. Version 0: being
-- asked for; an event that comes meanwhile finds the row and wins by its version.
create table variant_copy (
  variant_id text collate "C" primary key,
  product_id text collate "C" not null,
  seller_id text collate "C" not null,
  sku text not null,
  name text not null,
  image_url text,
  weight_g int not null,
  active boolean not null,
  version int not null,
  copied_at timestamptz not null default now()
) with (fillfactor = 80);

create view cart_with_lines as
select c.*, coalesce((
  select json_agg(json_build_object('itemId', i.item_id, 'variantId', i.variant_id,
    'productId', i.product_id, 'quantity', i.quantity, 'added_minor', i.added_minor,
    'seen_minor', i.seen_minor, 'sellerId', v.seller_id, 'sku', v.sku, 'name', v.name,
    'imageUrl', v.image_url, 'weight_g', v.weight_g, 'active', v.active) order by i.item_id)
  from cart_item i join variant_copy v using (variant_id)
  where i.cart_id = c.cart_id), '[]'::json) as lines
from cart c;
