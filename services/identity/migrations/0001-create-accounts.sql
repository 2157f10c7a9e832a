-- People, guests included: a guest becomes an account by keeping the row and its id.
-- `email` is normalised (NFKC, lower case); guests may share one, accounts may not.
create table account (
  user_id text collate "C" primary key,
  kind text not null check (kind in ('guest', 'user')),
  email text collate "C",
  password_hash text,
  name text not null default '',
  phone text,
  locale text not null default 'en',
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
  roles text[] not null default '{}',
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint account_complete
    check (kind = 'guest' or (email is not null and password_hash is not null)),
  constraint account_guest_without_roles check (kind = 'user' or roles = '{}')
);
create unique index account_email on account (email) where kind = 'user';
create index account_any_email on account (email) where email is not null;
create index account_name on account (lower(name) collate "C" text_pattern_ops);
create index account_super on account (user_id) where 'super' = any (roles);

-- A session is a family of refresh tokens that follow one another from one login.
-- Times come from the issuing process's clock, so that tokens and sessions agree.
create table session (
  session_id text collate "C" primary key,
  user_id text collate "C" not null references account,
  kind text not null check (kind in ('guest', 'user')),
  -- Keyed hash of the address it was opened from: tells known places apart, names none.
  network text not null,
  started_at_ms bigint not null,
  expires_at_ms bigint not null,
  ended_at_ms bigint,
  end_reason text
);
create index session_live on session (user_id, started_at_ms) where ended_at_ms is null;
create index session_network on session (user_id, network);
create index session_expiry on session (expires_at_ms);

create table refresh_token (
  hash text collate "C" primary key,
  session_id text collate "C" not null references session on delete cascade,
  expires_at_ms bigint not null,
  rotated_at_ms bigint
);
create index refresh_token_session on refresh_token (session_id);
create index refresh_token_expiry on refresh_token (expires_at_ms);

-- What every process must know within a second. Read by snapshot (see store-session.ts), so
-- that a row which becomes visible late is never skipped.
create table revocation (
  position bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  subject text collate "C" not null,
  before_ms bigint not null,
  created_at timestamptz not null default now()
);
create index revocation_by_commit on revocation (xid);
create index revocation_by_age on revocation (created_at);

-- Failed logins by a hash of the e-mail, whether or not there is such an account.
create table login_attempt (
  bucket text collate "C" primary key,
  failures int not null,
  first_at_ms bigint not null,
  last_at_ms bigint not null
);
create index login_attempt_by_age on login_attempt (last_at_ms);

create table address (
  address_id text collate "C" primary key,
  user_id text collate "C" not null references account,
  version int not null default 1,
  name text not null,
  line1 text not null,
  line2 text,
  city text not null,
  state text,
  postal_code text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  phone text,
  is_default boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint address_deleted_is_no_default check (deleted_at is null or not is_default)
);
create index address_of_user on address (user_id, address_id) where deleted_at is null;
create unique index address_default on address (user_id) where is_default;

create table api_key (
  key_id text collate "C" primary key,
  seller_id text collate "C" not null,
  created_by text collate "C" not null,
  name text not null,
  hash text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_of_seller on api_key (seller_id, key_id) where revoked_at is null;
