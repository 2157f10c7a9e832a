-- Categories form a tree. `path` holds the slugs from the root joined by '/', so that a subtree is
-- one range: path = p or (path >= p || '/' and path < p || '0'), as '0' follows '/' in "C" order.
create table category (
  category_id text collate "C" primary key,
  parent_id text collate "C" references category,
  slug text not null,
  name text not null,
  path text collate "C" not null,
  depth int not null check (depth between 1 and 12),
  external_id text,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint category_path_key unique (path) deferrable initially immediate
);
create index category_parent on category (parent_id);
create unique index category_external on category (external_id) where external_id is not null;

create table brand (
  brand_id text collate "C" primary key,
  name text not null,
  slug text not null constraint brand_slug_key unique,
  logo_url text,
  version int not null default 1,
  created_at timestamptz not null default now()
);
create unique index brand_name on brand (lower(name));

-- Definitions bind values: where a category (or one above it) defines a code, products there obey.
create table attribute (
  attribute_id text collate "C" primary key,
  category_id text collate "C" references category,
  code text not null,
  name text not null,
  kind text not null check (kind in ('text', 'number', 'choice')),
  unit text,
  choices text[] not null default '{}',
  required boolean not null default false,
  filterable boolean not null default true,
  version int not null default 1,
  constraint attribute_code_key unique nulls not distinct (category_id, code)
);

-- Images are a list inside the product: always read and written with it, at most 50.
create table product (
  product_id text collate "C" primary key,
  seller_id text collate "C" not null,
  slug text not null constraint product_slug_key unique,
  name text not null,
  description text not null,
  brand_id text collate "C" references brand,
  category_id text collate "C" not null references category,
  attributes jsonb not null default '{}',
  images jsonb not null default '[]',
  currency text not null,
  status text not null check (status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
  seller_approved boolean not null,
  external_ref text,
  rating_x100 int not null default 0 check (rating_x100 between 0 and 500),
  review_count int not null default 0 check (review_count >= 0),
  rating_version int not null default 0,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index product_external on product (seller_id, external_ref)
  where external_ref is not null;
create index product_seller on product (seller_id, product_id);
create index product_category on product (category_id);
create index product_brand on product (brand_id);

create table variant (
  variant_id text collate "C" primary key,
  product_id text collate "C" not null references product on delete cascade,
  seller_id text collate "C" not null,
  sku text not null,
  name text not null,
  attributes jsonb not null default '{}',
  weight_g int not null default 0 check (weight_g >= 0),
  barcode text,
  position int not null,
  removed boolean not null default false
);
create unique index variant_sku on variant (seller_id, sku) where not removed;
create index variant_product on variant (product_id, position);

-- Copies of other rooms' facts, for display only. No foreign keys: an event may come before its
-- variant is written. The higher version wins; version 0 is our own guess at creation.
create table variant_price (
  variant_id text collate "C" not null,
  currency text not null,
  base_minor bigint not null,
  sale_minor bigint,
  version int not null,
  primary key (variant_id, currency)
);
create table variant_stock (
  variant_id text collate "C" not null,
  warehouse_id text collate "C" not null,
  available int not null,
  version int not null,
  primary key (variant_id, warehouse_id)
);
create table seller_copy (
  seller_id text collate "C" primary key,
  name text not null,
  slug text not null,
  status text not null,
  version int not null
);
-- Work that goes over many products after one change (a seller is approved, a brand renamed, a
-- category moved), a page at a time; `after` is the last product done.
create table sweep (
  kind text not null check (kind in ('seller', 'brand', 'category')),
  key text collate "C" not null,
  after text collate "C" not null default '',
  primary key (kind, key)
);

-- One row per visible product and currency it has a price in: all that filters, sorts and facets
-- of the public list need, in one narrow table. Derived; `store-listing.ts` rebuilds any row.
-- product_id is a time-sorted id, so the primary key also serves the order by age.
-- bucket is a hash of the product from 0 to 999, for unbiased samples of broad filters.
create table listing (
  currency text collate "C" not null,
  product_id text collate "C" not null references product on delete cascade,
  variant_id text collate "C" not null,
  category_id text collate "C" not null,
  category_path text collate "C" not null,
  brand_id text collate "C",
  price_minor bigint not null,
  base_minor bigint not null,
  rating_x100 int not null,
  review_count int not null,
  variant_count int not null,
  in_stock boolean not null,
  attrs text[] not null,
  bucket smallint not null,
  primary key (currency, product_id)
);
create index listing_product on listing (product_id);
create index listing_category on listing (currency, category_path);
create index listing_price on listing (currency, price_minor, product_id);
create index listing_rating on listing (currency, rating_x100, product_id);
create index listing_popular on listing (currency, review_count, product_id);
create index listing_brand on listing (currency, brand_id);
create index listing_bucket on listing (currency, bucket);
create index listing_attrs on listing using gin (attrs);

-- Visible products in a category and below it; recounted in the background.
create table category_count (
  currency text collate "C" not null,
  category_id text collate "C" not null,
  products int not null,
  primary key (currency, category_id)
);
