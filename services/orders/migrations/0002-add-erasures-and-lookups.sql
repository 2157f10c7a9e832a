-- People who asked to be forgotten, until no order of theirs is under way and none names them.
create table erasure (
  user_id text collate "C" primary key,
  asked_at timestamptz not null default now(),
  done_at timestamptz
);
create index erasure_open on erasure (asked_at) where done_at is null;

-- Tries to open an order by its number and an e-mail, by a hash of the number, whether or not
-- there is such an order.
create table lookup_attempt (
  bucket text collate "C" primary key,
  used int not null,
  since timestamptz not null default now()
);
create index lookup_attempt_by_age on lookup_attempt (since);
