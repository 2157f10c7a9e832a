-- Passkeys (WebAuthn). Only the public half is here: what is stolen from this table opens nothing.
create table passkey (
  passkey_id text collate "C" primary key,
  user_id text collate "C" not null references account,
  -- base64url, chosen by the authenticator; one key belongs to one account.
  credential_id text collate "C" not null unique,
  public_key bytea not null,
  -- Uses as the authenticator counts them; 0 for those that do not count.
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  -- Kept by a password manager or a cloud, so it outlives the device.
  synced boolean not null,
  name text not null check (name <> ''),
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_of_user on passkey (user_id, passkey_id);

-- A random value that an authenticator is asked to sign, once and soon: a use deletes the row.
create table ceremony (
  challenge text collate "C" primary key,
  purpose text not null check (purpose in ('register', 'sign-in', 'prove')),
  -- null: whoever signs in is not known yet.
  user_id text collate "C",
  expires_at_ms bigint not null,
  constraint ceremony_of_somebody check ((purpose = 'sign-in') = (user_id is null))
);
create index ceremony_expiry on ceremony (expires_at_ms);
create index ceremony_of_user on ceremony (user_id) where user_id is not null;

-- When the person who logged in last proved who they are; null: when it was opened.
alter table session add column proved_at_ms bigint;
