-- What buyers' banks have asked for, as it stands; news of it may be lost.
create table dispute (
  dispute_id text collate "C" primary key,
  payment_ref text collate "C" not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  status text not null check (status in ('needs_response', 'won', 'lost')),
  fee_minor bigint not null check (fee_minor >= 0)
);
