create table seller (
  seller_id text collate "C" primary key,
  name text not null,
  -- The name as compared: NFKC, lower case, single spaces.
  name_key text collate "C" not null constraint seller_name_key unique,
  slug text collate "C" not null constraint seller_slug_key unique,
  description text not null,
  status text not null check (status in ('PENDING', 'APPROVED', 'SUSPENDED')),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index seller_by_status on seller (status, seller_id);

-- A removed member keeps the row without a role, so that versions go on without a gap.
create table member (
  seller_id text collate "C" not null references seller,
  user_id text collate "C" not null,
  role text check (role in ('owner', 'catalogue', 'fulfilment', 'finance', 'read-only')),
  version int not null default 1,
  updated_at timestamptz not null default now(),
  primary key (seller_id, user_id)
);
create index member_of on member (user_id) where role is not null;

create table invitation (
  invitation_id text collate "C" primary key,
  seller_id text collate "C" not null references seller,
  -- Normalised; only this person can use it.
  email text collate "C" not null,
  role text not null check (role in ('owner', 'catalogue', 'fulfilment', 'finance', 'read-only')),
  hash text collate "C" not null constraint invitation_hash_key unique,
  invited_by text collate "C" not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_by text collate "C",
  closed_at timestamptz
);
create index invitation_open on invitation (seller_id, invitation_id) where closed_at is null;
