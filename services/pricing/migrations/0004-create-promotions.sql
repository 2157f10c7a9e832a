-- What is taken off prices. `definition` is a Promotion of model-rule.ts; what is asked for in SQL
-- stands beside it. Rows are never deleted, so the sum of their versions only grows: that is how a
-- process sees that something changed.
create table promotion (
  promotion_id text collate "C" primary key,
  definition jsonb not null,
  enabled boolean not null default true,
  ends_at timestamptz,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Why a quote has a discount: [{ promotionId, name, amount_minor }]; null where it has none.
alter table quote add column discounts jsonb;
