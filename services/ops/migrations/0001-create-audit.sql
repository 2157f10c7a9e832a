-- What operators did. Each entry carries the hash of the one before it: who changes or removes an
-- entry, even as the owner of the table, breaks the chain from there on.
create table audit (
  seq bigint primary key,
  audit_id text collate "C" not null unique,
  at timestamptz not null,
  actor text not null,
  action text not null,
  target text collate "C" not null,
  reason text,
  outcome text not null check (outcome in ('asked', 'done', 'refused', 'unknown')),
  -- JSON as it came: what is hashed must stay as it is, byte for byte.
  detail text not null,
  request_id text,
  previous text not null,
  hash text not null
);
create index audit_by_target on audit (target, seq);
create index audit_by_actor on audit (actor, seq);

create table audit_tip (
  one boolean primary key default true check (one),
  seq bigint not null default 0,
  hash text not null default repeat('0', 64)
);
insert into audit_tip default values;

create function audit_hash(a audit) returns text language sql immutable as $$
  select encode(sha256(convert_to(json_build_array(a.seq, a.audit_id,
    to_char(a.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.actor, a.action, a.target,
    a.reason, a.outcome, a.detail, a.request_id, a.previous)::text, 'utf8')), 'hex')
$$;

-- One writer at a time: the chain has one end.
create function append_audit(
  p_id text, p_actor text, p_action text, p_target text, p_reason text, p_outcome text,
  p_detail text, p_request text
) returns bigint language plpgsql as $$
declare
  tip audit_tip; entry audit;
begin
  select * into tip from audit_tip for update;
  entry := row(tip.seq + 1, p_id, clock_timestamp(), p_actor, p_action, p_target, p_reason,
    p_outcome, p_detail, p_request, tip.hash, '');
  entry.hash := audit_hash(entry);
  insert into audit select (entry).*;
  update audit_tip set seq = entry.seq, hash = entry.hash;
  return entry.seq;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are kept as they are', tg_table_name using errcode = '23001';
end $$;
create trigger never_deleted before delete or update on audit
  for each row execute function refuse_change();
create trigger never_truncated before truncate on audit
  for each statement execute function refuse_change();

comment on table audit is 'append-only';

-- What needs two persons: one asks, another confirms in time.
create table approval (
  approval_id text collate "C" primary key,
  action text not null,
  room text not null,
  target text collate "C" not null,
  asked_by text not null,
  reason text not null,
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null,
  confirmed_by text,
  confirm_reason text,
  confirmed_at timestamptz,
  check (confirmed_by is distinct from asked_by),
  check ((confirmed_by is null) = (confirmed_at is null))
);
create index approval_waiting on approval (target) where confirmed_at is null;
comment on table approval is 'never deleted';

-- What the checker of all invariants said; it runs outside of every room.
create table invariant_check (
  check_id text collate "C" primary key,
  asked_by text,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  violations int,
  result jsonb,
  error text
);
create unique index invariant_check_running on invariant_check ((true)) where finished_at is null;
