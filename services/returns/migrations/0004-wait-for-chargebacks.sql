-- What of a decision's money a lost chargeback has paid, and what the rest waits for.
alter table return_decision
  add column covered_minor bigint not null default 0,
  add column waits_for text;
