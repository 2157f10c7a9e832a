-- What products are found by. A copy: the truth is the catalogue's, pricing's and inventory's.
-- A product that is gone keeps its row with live = false, so that what comes late finds a higher
-- version. Texts change seldom and are wide; facts change often and are narrow: two tables.
create table document (
  product_id text collate "C" primary key,
  -- Small and never used again.
  row_no bigint generated always as identity constraint document_row_key unique,
  -- The product's; a higher one wins.
  version int not null,
  live boolean not null,
  -- Grows when what it is found by is different.
  text_no int not null default 1,
  seller_id text collate "C" not null,
  category_id text collate "C" not null,
  slug text not null,
  name text not null,
  brand text not null,
  image_url text,
  -- Each `code=value`, separated by the unit separator.
  attrs text not null,
  -- In lower case.
  skus text[] not null,
  -- A name, B brand, C attribute values, D description: as lexemes, with positions.
  words tsvector not null,
  -- Lexemes of all but the description after the letter of the best part they are in.
  terms text not null,
  written_at timestamptz not null default now()
);
create index document_words on document using gin (words);
create index document_skus on document using gin (skus) where live;
create index document_category on document (category_id, row_no);

create table fact (
  row_no bigint primary key,
  product_id text collate "C" not null constraint fact_product_key unique,
  live boolean not null,
  text_no int not null,
  in_stock boolean not null,
  -- Currency → [variantId, variants, price_minor, base_minor] of the cheapest variant.
  offers jsonb not null,
  rating_x100 int not null default 0,
  review_count int not null default 0,
  rating_version int not null default 0,
  change_xid xid8 not null default pg_current_xact_id()
) with (fillfactor = 80);
create index fact_change on fact (change_xid);

-- Products that something was heard of; looked up at their rooms a moment later. seq tells whether
-- something was heard again meanwhile.
create sequence due_seq;
create table due (
  product_id text collate "C" primary key,
  seq bigint not null default nextval('due_seq'),
  tries int not null default 0,
  since timestamptz not null default now(),
  next_at timestamptz not null default now()
);
create index due_next on due (next_at);
-- Prices tell their variant only.
create table due_variant (
  variant_id text collate "C" primary key,
  seq bigint not null default nextval('due_seq')
);
create table currency (currency text primary key);
insert into currency values ('USD');

create table category (
  category_id text collate "C" primary key,
  name text not null,
  path text collate "C" not null,
  -- 0: read off a product's path, not told by the catalogue.
  version int not null,
  deleted boolean not null
);

-- Words as people write them, with the lexeme they are found by; '' for words too common to count.
create table word (
  word text collate "C" primary key,
  lexeme text collate "C" not null,
  -- In a name, brand, category or attribute: worth completing and correcting to.
  shown boolean not null
);

-- Rules of the operators. words: each of them finds what the others find.
create table synonym (
  synonym_id text collate "C" primary key,
  words text[] not null check (cardinality(words) between 2 and 20),
  version int not null default 1,
  updated_at timestamptz not null default now()
);
create table boost (
  boost_id text collate "C" primary key,
  kind text not null check (kind in ('brand', 'category', 'product')),
  key text not null,
  points int not null check (points between -10 and 10 and points <> 0),
  version int not null default 1,
  updated_at timestamptz not null default now(),
  constraint boost_key unique (kind, key)
);
create table pin (
  pin_id text collate "C" primary key,
  query text not null constraint pin_query_key unique,
  product_ids text[] not null check (cardinality(product_ids) between 1 and 20),
  version int not null default 1,
  updated_at timestamptz not null default now()
);

-- What was searched for, by day; only how often, never by whom.
create table query_day (
  day date not null,
  query text not null,
  searches int not null,
  zero int not null,
  primary key (day, query)
);

-- The walk over the catalogue that finds and repairs what events lost. One row.
create table walk (
  single boolean primary key default true check (single),
  after text collate "C" not null default '',
  lease_until timestamptz,
  compared bigint not null default 0,
  repaired bigint not null default 0,
  round_started_at timestamptz not null default now(),
  rounds int not null default 0
);
insert into walk default values;

-- Lower case without accents; punctuation separates.
create function plain_text(given text) returns text
language sql immutable parallel safe as $$
  select lower(translate(
    regexp_replace(normalize(coalesce(given, ''), NFKD), '[\u0300-\u036f]', '', 'g'),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
$$;

-- The lexeme of one plain word; '' when it is too common to count.
create function lexeme_of(config regconfig, word text) returns text
language sql immutable parallel safe as $$
  select coalesce((tsvector_to_array(to_tsvector(config, word)))[1], '')
$$;
