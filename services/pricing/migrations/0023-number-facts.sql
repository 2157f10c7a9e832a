-- One number for all that rules ask of variants and a process remembers: what they are, their
-- stock, sums of demand, competitors' prices. It is another after each change, in the commit of it.
alter table rule_input add column learned bigint not null default 1;
alter table rule_input add column number bigint
  generated always as (summed + compared + learned) stored;

-- Which variants changed, by the number of their newest change; at most one row for each of them.
create table fact_change (
  variant_id text collate "C" primary key,
  learned bigint not null
) with (fillfactor = 80);
create index fact_change_learned on fact_change (learned);

-- A trigger, so that processes of the version before count as well.
create function number_facts() returns trigger language plpgsql
set search_path from current as $$
declare
  now_learned bigint;
begin
  if not exists (select from is_now n join was w using (variant_id)
    where (n.version, n.stock) is distinct from (w.version, w.stock)) then
    return null;
  end if;
  -- The lock of this row makes the order of numbers the order of commits.
  update rule_input set learned = learned + 1 returning learned into now_learned;
  insert into fact_change (variant_id, learned)
  select variant_id, coalesce(now_learned, 0) from is_now n join was w using (variant_id)
  where (n.version, n.stock) is distinct from (w.version, w.stock)
  order by variant_id
  on conflict (variant_id) do update set learned = excluded.learned;
  return null;
end $$;

create trigger facts_are_numbered after update on price_fact
  referencing old table as was new table as is_now
  for each statement execute function number_facts();
