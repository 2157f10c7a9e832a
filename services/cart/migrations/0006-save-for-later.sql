-- Lines put aside. owner: the user's id, or the id of an anonymous cart (a secret) until somebody
-- signs in. expires_at: null for accounts, else as with carts in whole days.
create table saved_item (
  owner text collate "C" not null,
  variant_id text collate "C" not null,
  item_id text collate "C" not null,
  product_id text collate "C" not null,
  quantity int not null check (quantity > 0),
  -- Unit price when it was put aside: changes are measured against it.
  seen_minor bigint not null check (seen_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expires_at timestamptz,
  saved_at timestamptz not null default now(),
  primary key (owner, variant_id)
);

create index saved_item_expiring on saved_item (expires_at) where expires_at is not null;
