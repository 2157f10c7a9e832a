-- Lists of things that somebody would like. token is the secret of a shared list's address; it
-- goes when sharing ends, and with it every link that was ever sent.
create table wishlist (
  list_id text collate "C" primary key,
  user_id text collate "C" not null,
  -- '' is the list that is made with the first thing; pages have a word for it.
  name text not null,
  is_default boolean not null default false,
  visibility text not null default 'private'
    check (visibility in ('private', 'link', 'public')),
  token text collate "C" unique,
  -- The owner does not see what was bought.
  gift boolean not null default false,
  items int not null default 0 check (items between 0 and 200),
  version int not null default 1,
  created_at timestamptz not null default now(),
  constraint wishlist_shared check ((visibility = 'private') = (token is null))
);
create unique index wishlist_default on wishlist (user_id) where is_default;
create index wishlist_user on wishlist (user_id, list_id);

-- A thing on a list. Names and picture are those of the day it was added, for when the catalogue
-- does not answer or has it no more; added_minor is the price that day, null where there was none.
create table item (
  item_id text collate "C" primary key,
  list_id text collate "C" not null references wishlist on delete cascade,
  user_id text collate "C" not null,
  product_id text collate "C" not null,
  variant_id text collate "C" not null,
  slug text not null,
  name text not null,
  variant_name text not null,
  image_url text,
  note text not null default '',
  -- 1 some day, 2 usual, 3 very much.
  priority smallint not null default 2 check (priority between 1 and 3),
  wanted int not null default 1 check (wanted between 1 and 99),
  -- The sum of gift.quantity.
  bought int not null default 0 check (bought between 0 and 9999),
  added_minor bigint check (added_minor >= 0),
  currency text not null,
  version int not null default 1,
  created_at timestamptz not null default now(),
  constraint item_once unique (list_id, variant_id)
);
create index item_list on item (list_id, item_id);
create index item_priority on item (list_id, priority, item_id);
create index item_user on item (user_id, product_id);

-- Who says to have bought how many of a thing.
create table gift (
  item_id text collate "C" not null references item on delete cascade,
  user_id text collate "C" not null,
  quantity int not null check (quantity between 1 and 99),
  created_at timestamptz not null default now(),
  primary key (item_id, user_id)
);
create index gift_user on gift (user_id, item_id);

-- What somebody waits for, however many do: a variant (back), a variant in a currency (cheaper),
-- words (appears). due: something happened, look at it; due_no grows with each, so that what
-- happens during a look is looked at again.
create table subject (
  kind text not null check (kind in ('back', 'cheaper', 'appears')),
  subject text collate "C" not null,
  due boolean not null default true,
  due_no int not null default 0,
  -- Units in the warehouse that had none before: as many as there are at all, it was gone.
  came int,
  came_at timestamptz,
  -- Of words: the longest of them, all of them, and the product that has them all.
  anchor text collate "C",
  words text[],
  product_id text collate "C",
  looked_at timestamptz not null default '-infinity',
  primary key (kind, subject)
) with (fillfactor = 70);
create index subject_due on subject (kind, subject) where due;
create index subject_looked on subject (kind, looked_at);
create index subject_anchor on subject (anchor) where kind = 'appears';

-- Who waits for it. A person waits for a thing once.
create table alert (
  alert_id text collate "C" primary key,
  user_id text collate "C" not null,
  kind text not null check (kind in ('back', 'cheaper', 'appears')),
  subject text collate "C" not null,
  product_id text collate "C",
  variant_id text collate "C",
  currency text,
  -- As it was typed.
  query text,
  -- PENDING: the address is not confirmed; WAITING: to be told; IDLE: was told, or it never went.
  state text not null check (state in ('PENDING', 'WAITING', 'IDLE')),
  -- Told each time it comes back, not once.
  repeat boolean not null default false,
  -- The price when it was added; a notice comes below below_minor, which is the price last told.
  reference_minor bigint,
  below_minor bigint,
  -- Of the address that a guest must confirm, and the only one that is written to.
  email_hash text,
  round int not null default 0,
  told_at timestamptz,
  created_at timestamptz not null default now(),
  constraint alert_once unique (user_id, kind, subject),
  constraint alert_price check ((kind = 'cheaper') = (reference_minor is not null)),
  constraint alert_below check ((kind = 'cheaper') = (below_minor is not null)),
  constraint alert_drop check (below_minor <= reference_minor)
) with (fillfactor = 70);
create index alert_waiting on alert (kind, subject, alert_id) where state = 'WAITING';
create index alert_idle on alert (kind, subject, alert_id) where state = 'IDLE' and repeat;
create index alert_user on alert (user_id, alert_id);
create index alert_pending on alert (email_hash, created_at) where state = 'PENDING';
create index alert_variant on alert (user_id, variant_id) where variant_id is not null;
create index alert_old on alert (created_at) where state <> 'WAITING' and not repeat;

-- Guests' addresses that were confirmed, as hashes: asked once, not for each thing.
create table reader (
  user_id text collate "C" primary key,
  email_hash text not null,
  confirmed_at timestamptz not null default now()
);

-- Requests to confirm an address, so that nobody's mailbox is filled with them.
create table asked (
  asked_id text collate "C" primary key,
  email_hash text not null,
  user_id text collate "C" not null,
  created_at timestamptz not null default now()
);
create index asked_hash on asked (email_hash, created_at);

-- Notices of a person on a day: beyond some they come in the app alone.
create table told_day (
  user_id text collate "C" not null,
  day date not null,
  notices int not null,
  primary key (user_id, day)
);
create index told_day_day on told_day (day);
