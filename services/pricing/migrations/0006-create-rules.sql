-- What moves unit prices. `definition` is a PriceRule of model-rule.ts. As with promotions, rows
-- are never deleted, so that the sum of their versions only grows.
create table price_rule (
  rule_id text collate "C" primary key,
  definition jsonb not null,
  enabled boolean not null default true,
  ends_at timestamptz,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What rules and promotions were before they were changed, to tell why something cost what it did.
create table definition_past (
  ref text collate "C" not null,
  version int not null,
  kind text not null check (kind in ('rule', 'promotion')),
  definition jsonb not null,
  enabled boolean not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  primary key (ref, version)
);
create index definition_past_until on definition_past (until_at);
