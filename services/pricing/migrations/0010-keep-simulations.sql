-- What orders of some days would have cost with a draft: how far it is and what it came to. A job
-- goes on from `cursor`, the last order looked at. Rows go a day later, with the next one.
create table simulation (
  simulation_id text collate "C" primary key,
  -- { promotion, replaces }: the draft, and the promotion that it would change.
  draft jsonb not null,
  state text not null default 'RUNNING' check (state in ('RUNNING', 'DONE', 'FAILED')),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  cursor text collate "C" not null,
  tally jsonb not null,
  created_by text not null,
  created_at timestamptz not null default now()
);
create index simulation_by_time on simulation (created_at);
