-- What is proved by mail: a link that resets a password, a six-digit code. Only a hash of the
-- secret is kept; the secret itself is derived from the id when the mail is written.
create table challenge (
  challenge_id text collate "C" primary key,
  purpose text not null check (purpose in ('reset', 'sign-in', 'verify-email')),
  -- null: nobody has the e-mail that was asked for. The row makes both cases cost the same.
  user_id text collate "C",
  -- Of the account when asked: with another e-mail the challenge is void.
  email text collate "C",
  proof text collate "C" not null unique,
  attempts int not null default 0,
  created_at_ms bigint not null,
  expires_at_ms bigint not null,
  closed_at_ms bigint
);
create index challenge_of_user on challenge (user_id) where user_id is not null;
create index challenge_expiry on challenge (expires_at_ms);

-- How often something may be asked for, by a keyed hash of whom it is about. One row a window.
create table allowance (
  bucket text collate "C" primary key,
  used int not null,
  used_max int not null,
  since_ms bigint not null,
  window_ms bigint not null
);
create index allowance_by_age on allowance ((since_ms + window_ms));

-- 'ERASED': the person is gone; the row stays so that ids in other rooms lead to nobody.
alter table account
  add column email_verified_at timestamptz,
  add column erased_at timestamptz,
  drop constraint account_status_check,
  add constraint account_status_check check (status in ('ACTIVE', 'SUSPENDED', 'ERASED')),
  drop constraint account_complete,
  add constraint account_complete check (
    kind = 'guest' or status = 'ERASED' or (email is not null and password_hash is not null)),
  add constraint account_erased_is_empty check (status <> 'ERASED' or (
    email is null and password_hash is null and name = '' and phone is null and roles = '{}'));

-- What a person recognises a session by: 'Firefox on Windows', never the whole header.
alter table session
  add column device text not null default '',
  add column last_used_at_ms bigint;
