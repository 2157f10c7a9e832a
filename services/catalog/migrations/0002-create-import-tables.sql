-- One row per import; `row_done` is the checkpoint: every row up to it has been dealt with.
-- A run holds the lease; after a crash the next run with the same id takes it over.
create table import_run (
  import_id text collate "C" primary key,
  seller_id text collate "C" not null,
  source text not null,
  format text not null,
  mapping jsonb not null,
  dry_run boolean not null,
  state text not null check (state in ('RUNNING', 'DONE', 'FAILED')),
  reason text,
  row_done int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  failed int not null default 0,
  lease_owner text,
  lease_until timestamptz,
  runs int not null default 1,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz
);
create index import_run_seller on import_run (seller_id, import_id);

create table import_error (
  import_id text collate "C" not null references import_run on delete cascade,
  seq int not null,
  line int not null,
  column_name text not null,
  field text not null,
  code text not null,
  expected text not null,
  got text not null,
  primary key (import_id, seq)
);

-- What imports have set a stock figure to. A new figure is sent to inventory as the difference
-- to the last one, under a ref made of the generation, so that a repeat has no second effect.
-- `pending` is true from the write here until inventory has answered.
create table import_stock (
  variant_id text collate "C" not null,
  warehouse_id text collate "C" not null,
  amount int not null check (amount >= 0),
  delta int not null,
  generation int not null,
  pending boolean not null,
  primary key (variant_id, warehouse_id)
);
create index import_stock_pending on import_stock (variant_id) where pending;
