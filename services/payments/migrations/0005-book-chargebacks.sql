-- Whether the bank has taken the money, and what the gateway asks for its work, so that the books
-- can follow a case.
-- Milliseconds are what a place in a list can tell.
alter table chargeback
  alter column created_at type timestamptz(3),
  add column taken boolean not null default true,
  add column fee_minor bigint not null default 0,
  add column fee_currency text;

create index chargeback_by_time on chargeback (created_at desc, gateway desc, dispute_id desc);
