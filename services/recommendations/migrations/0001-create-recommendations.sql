-- What is bought together, as counts: no order and no person can be found in them.
create table item (
  product_id text collate "C" primary key,
  -- Baskets that held it.
  baskets int not null check (baskets > 0)
);

-- Both directions of a pair are rows, so that what goes with a product is one range.
create table pair (
  product_id text collate "C" not null,
  other_id text collate "C" not null,
  -- In one basket.
  together int not null default 0 check (together >= 0),
  -- In a basket now, in an earlier one of the same buyer before.
  later int not null default 0 check (later >= 0),
  primary key (product_id, other_id),
  check (product_id <> other_id and together + later > 0)
);
create index pair_other on pair (other_id);

-- How far orders are read, and how many baskets were counted, imported ones too. One row.
create table progress (
  only_row boolean primary key default true check (only_row),
  after_order text collate "C" not null default '',
  baskets bigint not null default 0 check (baskets >= 0)
);
insert into progress default values;

-- Files that were imported, so that a repeat counts nothing twice.
create table imported (
  ref text collate "C" primary key,
  baskets int not null,
  -- Baskets of it that are counted; all of them once it is done.
  counted int not null default 0,
  created_at timestamptz not null default now()
);

-- Whether what a person bought may be used for what they are shown. No row: no.
create table choice (
  user_id text collate "C" primary key,
  personal boolean not null,
  changed_at timestamptz not null default now()
);
