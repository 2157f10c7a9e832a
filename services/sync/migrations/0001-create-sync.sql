-- One comparison of a copy with its source. It is done range by range: what was looked at twice
-- and repaired is written with the key that was reached, so another process goes on where one
-- stopped.
create table run (
  run_id text collate "C" primary key,
  job text not null,
  -- Looks only: what differs is listed and nothing is repaired.
  dry boolean not null,
  -- Goes on although the source has far fewer rows than the last time.
  accept_shrink boolean not null,
  asked_by text,
  state text not null default 'waiting'
    check (state in ('waiting', 'running', 'done', 'failed', 'refused')),
  -- The last key that is dealt with; null: none yet.
  place json,
  source_rows bigint not null default 0,
  compared bigint not null default 0,
  missing bigint not null default 0,
  stale bigint not null default 0,
  differs bigint not null default 0,
  extra bigint not null default 0,
  ahead bigint not null default 0,
  repaired bigint not null default 0,
  failed bigint not null default 0,
  -- Why it waits, failed or was refused.
  note text,
  tries int not null default 0,
  next_at timestamptz not null default now(),
  asked_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  check ((state in ('done', 'failed', 'refused')) = (finished_at is not null))
);
-- At most one of a kind that is not finished: who asks for another gets this one.
create unique index run_unfinished on run (job, dry) where state in ('waiting', 'running');
create index run_by_job on run (job, run_id);

-- Who may write: a process with an older epoch changes nothing.
create table runner (
  one boolean primary key default true check (one),
  owner text,
  epoch int not null default 0,
  lease_until timestamptz not null default '-infinity'
);
insert into runner default values;

-- What a run found. A run with very many keeps those that were not repaired.
create table difference (
  run_id text collate "C" not null references run on delete cascade,
  -- The parts of the key with a space between.
  key text collate "C" not null,
  kind text not null check (kind in ('missing', 'stale', 'differs', 'extra', 'ahead')),
  source_version bigint,
  copy_version bigint,
  -- left: nothing is to be done, because the run only looks or the copy is ahead.
  state text not null check (state in ('found', 'repaired', 'failed', 'left')),
  reason text,
  at timestamptz not null default now(),
  primary key (run_id, key)
);
