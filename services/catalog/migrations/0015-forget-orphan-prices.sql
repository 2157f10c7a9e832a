-- Prices whose variant is not there: of one that is about to be written, or that was deleted. They
-- are noted when a walk comes by, and forgotten when there is no variant an hour later.
create table orphan_price (
  variant_id text collate "C" not null,
  currency text not null,
  noted_at timestamptz not null default now(),
  primary key (variant_id, currency)
);
create index orphan_price_noted on orphan_price (noted_at);

-- The last variant that the walk looked at.
create table orphan_walk (
  single boolean primary key default true check (single),
  after text collate "C" not null
);
insert into orphan_walk (after) values ('');
