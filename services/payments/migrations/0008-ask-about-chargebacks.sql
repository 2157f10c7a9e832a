-- When the gateway was last asked how an open chargeback stands: news of its end may be lost.
alter table chargeback add column asked_at timestamptz not null default now();
create index chargeback_open on chargeback (asked_at) where won is null;
