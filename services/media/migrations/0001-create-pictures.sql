-- Pictures that people sent, as rows; their bytes are files. A row is there before its file is and
-- until its file is gone, so that a crash at any point leaves nothing that nobody knows of.
create table picture (
  picture_id text collate "C" primary key,
  -- usr_… who sent it, or slr_… for whom.
  owner_id text collate "C" not null,
  purpose text not null check (purpose in ('product', 'review', 'return')),
  -- STORING: the file is being written. GONE: it is being removed.
  state text not null check (state in ('STORING', 'READY', 'GONE')),
  -- Of the bytes that were sent: the same again finds what is here.
  source_hash text not null,
  -- Hash of what is kept, and a tag that nobody can guess.
  file text collate "C" not null unique,
  bytes int not null check (bytes > 0),
  width int not null check (width > 0),
  height int not null check (height > 0),
  -- Everybody may see it.
  shown boolean not null default false,
  -- Of the event that said so last.
  shown_version int not null default 0,
  -- What it is used for; null: nothing yet.
  ref text collate "C",
  -- Sellers who may look at it besides its owner.
  seller_ids text[] not null default '{}',
  -- When the room that uses it is asked again whether it does.
  keep_until timestamptz not null,
  created_at timestamptz not null default now()
) with (fillfactor = 90);

create index picture_owner on picture (owner_id, picture_id);
create index picture_source on picture (owner_id, source_hash);
create index picture_due on picture (keep_until);
create index picture_ref on picture (ref) where ref is not null;

-- What each owner has; changed with the rows, in the same statement.
create table picture_quota (
  owner_id text collate "C" primary key,
  pictures int not null check (pictures >= 0),
  unused int not null check (unused >= 0 and unused <= pictures),
  bytes bigint not null check (bytes >= 0)
);
