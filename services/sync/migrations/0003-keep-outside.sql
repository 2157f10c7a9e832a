-- What a catalogue elsewhere said when it was last read. Its rows are the source of a comparison
-- like those of a room: a version for each, counted here where the catalogue has none.
create table outside (
  sku text collate "C" primary key,
  seller_id text collate "C" not null,
  version int not null check (version > 0),
  name text not null,
  base_minor bigint not null,
  sale_minor bigint,
  currency text not null,
  barcode text,
  -- As it came, for whoever writes it.
  row jsonb not null,
  -- The reading that met it last.
  seen text collate "C" not null,
  changed_at timestamptz not null default now()
);
