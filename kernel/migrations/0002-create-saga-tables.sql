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
  input jsonb not null
);

create index saga_state_waiting on saga_state (wake_at) where status = 'WAITING';
create index saga_state_leased on saga_state (lease_until)
  where status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING');

create table saga_step_log (
  seq bigint generated always as identity,
  saga_id text collate "C" not null,
  step text not null,
  status text not null check (status in ('STARTED', 'COMPLETED', 'FAILED', 'COMPENSATED')),
  epoch int not null,
  output jsonb,
  at timestamptz not null default now(),
  primary key (saga_id, step, status)
);

create table saga_signal (
  seq bigint generated always as identity,
  saga_id text collate "C" not null,
  name text not null,
  dedupe text collate "C" not null,
  payload jsonb not null,
  at timestamptz not null default now(),
  primary key (saga_id, dedupe)
);
