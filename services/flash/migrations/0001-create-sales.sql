create table sale (
  sale_id text collate "C" primary key,
  name text not null,
  rules text not null,
  currency text not null,
  pre_queue_at timestamptz not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- How long who was let in may take to claim, a claim may take to begin a checkout, and a
  -- checkout may take to be paid.
  claim_s int not null check (claim_s > 0),
  token_s int not null check (token_s > 0),
  checkout_s int not null check (checkout_s > 0),
  per_person int not null check (per_person > 0),
  per_address int not null check (per_address >= per_person),
  seed text not null,
  seed_hash text not null,
  ticket_key text not null,
  -- Stock is being moved out or back, and it is not known yet that it has been.
  moving text check (moving in ('out', 'back')),
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (pre_queue_at < starts_at),
  check (starts_at < ends_at)
);

create index sale_moving on sale (sale_id) where moving is not null;

-- What changes while people stand in line; narrow, since every join, claim and tick writes it.
-- `released`: ranks below it may claim. `passed`: ranks below it have had their time, and get what
-- is left over (`spare`). One process at a time writes the watermark: that of the lease, and an
-- older epoch writes nothing.
create table line (
  sale_id text collate "C" primary key references sale on delete cascade,
  state text not null default 'DRAFT' check (state in ('DRAFT', 'ANNOUNCED', 'PRE_QUEUE', 'DRAW',
    'RUNNING', 'PAUSED', 'SOLD_OUT', 'ENDED')),
  rate_per_minute int not null check (rate_per_minute >= 0),
  tickets int not null default 0,
  drawn int check (drawn <= tickets),
  released int not null default 0 check (released <= tickets),
  passed int not null default 0 check (passed <= released),
  spare int not null default 0 check (spare >= 0),
  carry_milli bigint not null default 0,
  ticked_at timestamptz,
  allocation int not null default 0,
  held int not null default 0 check (held >= 0),
  sold int not null default 0 check (sold >= 0),
  mark text,
  mark_version int not null default 0,
  marked_at timestamptz,
  lease_owner text,
  lease_until timestamptz,
  epoch int not null default 0,
  check (held + sold <= allocation)
) with (fillfactor = 50);

create index line_live on line (sale_id) where state not in ('DRAFT', 'ENDED');

create table sale_item (
  sale_id text collate "C" not null references sale on delete cascade,
  variant_id text collate "C" not null,
  product_id text not null,
  seller_id text not null,
  name text not null,
  image_url text,
  weight_g int not null,
  tax_class text,
  quantity int not null check (quantity > 0),
  price_minor bigint not null check (price_minor >= 0),
  base_minor bigint not null,
  held int not null default 0 check (held >= 0),
  sold int not null default 0 check (sold >= 0),
  -- From the announcement to the end: a thing is in one such sale.
  open boolean not null default false,
  primary key (sale_id, variant_id),
  check (held + sold <= quantity)
) with (fillfactor = 50);

create unique index sale_item_open on sale_item (variant_id) where open;

-- Who stands in line. `person` is an account, or the mark of a guest's verified address.
create table ticket (
  sale_id text collate "C" not null references sale,
  number int not null,
  person text collate "C" not null,
  user_id text collate "C",
  joined_at timestamptz not null default now(),
  primary key (sale_id, number)
);

create unique index ticket_of_person on ticket (sale_id, person);
create index ticket_of_user on ticket (user_id) where user_id is not null;

-- The right to buy a unit. HELD: to begin a checkout until it expires. TAKEN: begun; what became
-- of it is known to the stock. RETURNED and SOLD are ends.
create table token (
  token_id text collate "C" primary key,
  sale_id text collate "C" not null references sale,
  number int not null,
  rank int not null,
  user_id text collate "C",
  variant_id text collate "C" not null,
  quantity int not null check (quantity > 0),
  state text not null check (state in ('HELD', 'TAKEN', 'SOLD', 'RETURNED')),
  claimed_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- When the stock is asked about a TAKEN one.
  check_at timestamptz,
  address_key text collate "C"
) with (fillfactor = 70);

create unique index token_of_ticket on token (sale_id, number);
create index token_by_rank on token (sale_id, rank);
create index token_expiring on token (sale_id, expires_at) where state = 'HELD';
create index token_to_check on token (check_at) where state = 'TAKEN';
create index token_of_address on token (sale_id, address_key) where state in ('TAKEN', 'SOLD');
create index token_of_user on token (user_id) where user_id is not null;

-- How far the line was at which time, for as long as that decides anything.
create table release_log (
  sale_id text collate "C" not null references sale on delete cascade,
  at timestamptz not null,
  released int not null,
  primary key (sale_id, at)
);
