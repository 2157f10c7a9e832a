-- How often a row changed: a document in OpenSearch carries it as its version, so that what is
-- written late never wins. A transaction id would not do: a later change may have a lower one.
alter table fact add column change_no bigint not null default 1;
create function count_change() returns trigger language plpgsql as $$
begin
  new.change_no = old.change_no + 1;
  return new;
end
$$;
create trigger fact_change_no before update on fact
  for each row execute function count_change();

-- Indexes in OpenSearch: one that is asked, and one beside it while it is built.
create table engine_index (
  name text collate "C" primary key,
  -- What of the mapping it was made with; another one wants a new index.
  mapping text not null,
  is_live boolean not null default false,
  -- Loading: the last document that was written.
  after_category text collate "C" not null default '',
  after_row bigint not null default 0,
  is_loaded boolean not null default false,
  -- Following: the last change that was written.
  xid xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
  row_no bigint not null default 0,
  -- When nothing was left to write.
  caught_up_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index engine_index_live on engine_index (is_live);

-- One process writes at a time; a second one does no harm. One row.
create table engine_lease (
  single boolean primary key default true check (single),
  until timestamptz
);
insert into engine_lease default values;
