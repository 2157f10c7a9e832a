-- The journal of the sagas that this room leads.
create table saga_state (
  saga_id text collate "C" primary key,
  type text not null,
  key text collate "C" not null,
  status text not null check (status in
    ('STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED', 'COMPENSATING', 'COMPENSATED', 'FAILED')),
  epoch int not null default 1 check (epoch > 0),
  lease_owner text,
  lease_until timestamptz,
  wake_at timestamptz,
  step text,
  signals int not null default 0,
  attempts int not null default 0,
  correlation_id text,
  result jsonb,
  flagged_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (type, key)
) with (fillfactor = 60);

-- Apart from the state, which is written again and again: an update copies its whole row.
create table saga_input (
  saga_id text collate "C" primary key,
  input json not null
);

create index saga_state_waiting on saga_state (wake_at) where status = 'WAITING';
create index saga_state_leased on saga_state (lease_until)
  where status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING');

-- One row for each write of a run: the steps that it tells of, in order.
create table saga_journal (
  saga_id text collate "C" not null,
  seq bigint generated always as identity,
  epoch int not null,
  entries json not null,
  at timestamptz not null default now(),
  primary key (saga_id, seq)
);

-- The same, one row for each step, for people and checks.
create view saga_step_log as
select j.saga_id, j.seq, j.epoch, e.step, e.status, e.output, j.at
from saga_journal j
cross join lateral json_to_recordset(j.entries) as e(step text, status text, output jsonb);

create table saga_signal (
  seq bigint generated always as identity,
  saga_id text collate "C" not null,
  name text not null,
  dedupe text collate "C" not null,
  payload jsonb not null,
  at timestamptz not null default now(),
  primary key (saga_id, dedupe)
);
