-- Who was refused for want of a variant, for a while: what others hold of it is no longer theirs
-- to keep for as long as they like. A few rows for each variant prove enough; see wants.ts.
create table want (
  variant_id text collate "C" not null,
  -- The shopper; '' where nobody was named.
  holder text collate "C" not null,
  requested int not null check (requested > 0),
  refused_at timestamptz not null default now(),
  primary key (variant_id, holder)
);

create index want_by_age on want (refused_at);
