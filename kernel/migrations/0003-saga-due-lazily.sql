-- When recovery looks at a saga at the latest. Moved forward at once, but put off only when it
-- has come: the wake time and the lease of a busy saga change with each write, and an index on
-- them would cost each of those writes more than the write itself. Null: the saga has ended.
alter table saga_state add column due_at timestamptz;
update saga_state set due_at = now()
where status in ('STARTED', 'IN_PROGRESS', 'WAITING', 'COMPENSATING');
drop index saga_state_waiting;
drop index saga_state_leased;
create index saga_state_due on saga_state (due_at) where due_at is not null;
alter table saga_state add constraint saga_state_looked_after
  check (due_at is not null or status in ('COMPLETED', 'COMPENSATED', 'FAILED'));
