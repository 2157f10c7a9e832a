-- One look at everything. It is done page by page: after each page its place is written, so that
-- another process goes on where one stopped.
create table run (
  run_id text collate "C" primary key,
  kind text not null check (kind in ('hourly', 'asked')),
  -- recent: what is younger than three days; full: everything.
  span text not null check (span in ('recent', 'full')),
  asked_by text,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  -- Names the part that is looked at, and the place in it.
  part int not null default 0,
  place json,
  looked bigint not null default 0,
  found int not null default 0,
  repaired int not null default 0,
  opened int not null default 0,
  -- Parts that were left out, because a room did not answer.
  notes text[] not null default '{}',
  asked_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  check ((state in ('done', 'failed')) = (finished_at is not null))
);
-- At most one that is not finished: who asks for another gets this one.
create unique index run_unfinished on run ((true)) where state in ('waiting', 'running');

-- Who may write: a process with an older epoch changes nothing.
create table runner (
  one boolean primary key default true check (one),
  owner text,
  epoch int not null default 0,
  lease_until timestamptz not null default '-infinity'
);
insert into runner default values;

-- A difference between two rooms, or between us and a gateway.
create table break (
  break_id text collate "C" primary key,
  class text not null,
  -- What it is about, once while it is open: the ids are in `subjects`.
  subject text collate "C" not null,
  subjects jsonb not null,
  amount_minor bigint check (amount_minor >= 0),
  currency text,
  sentence text not null,
  state text not null default 'open' check (state in ('open', 'repaired', 'accepted')),
  seen int not null default 1,
  run_id text collate "C" not null,
  action text,
  done_by text,
  reason text,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  closed_at timestamptz,
  check ((state = 'open') = (closed_at is null)),
  check ((amount_minor is null) = (currency is null))
);
create unique index break_open on break (class, subject) where state = 'open';
create index break_by_subject on break (class, subject);
create index break_by_state on break (state, break_id);
create index break_by_class on break (class, break_id);

-- What was done about it, by whom and why. Written once.
create table break_entry (
  break_id text collate "C" not null,
  seq bigint generated always as identity,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  reason text,
  primary key (break_id, seq)
);

-- What the books of gateways say in one run, summed by payment of ours. Removed with its run's end.
create table gateway_seen (
  run_id text collate "C" not null,
  payment_id text collate "C" not null,
  gateway text not null,
  captured_minor bigint not null,
  refunded_minor bigint not null,
  currency text not null,
  primary key (run_id, payment_id)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are kept as they are', tg_table_name using errcode = '23001';
end $$;

create function keep_break() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' or (old.break_id, old.class, old.subject, old.first_seen_at)
    is distinct from (new.break_id, new.class, new.subject, new.first_seen_at)
  then
    raise exception 'a break keeps what it is, and stays closed' using errcode = '23001';
  end if;
  return new;
end $$;

create trigger kept before update on break for each row execute function keep_break();
create trigger never_deleted before delete on break
  for each row execute function refuse_change();
create trigger never_truncated before truncate on break
  for each statement execute function refuse_change();
create trigger never_deleted before delete or update on break_entry
  for each row execute function refuse_change();
create trigger never_truncated before truncate on break_entry
  for each statement execute function refuse_change();
comment on table break is 'never deleted';
comment on table break_entry is 'append-only';
