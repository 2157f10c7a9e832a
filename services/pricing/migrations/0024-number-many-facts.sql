-- Which rows changed is read once and without a join: a session keeps the plan that it made for one
-- row, and a join by that plan compares each of 5,000 rows with each.
create or replace function number_facts() returns trigger language plpgsql
set search_path from current as $$
declare
  changed text[];
  now_learned bigint;
begin
  select array_agg(variant_id order by variant_id) into changed from (
    select variant_id, version, stock from is_now
    except
    select variant_id, version, stock from was
  ) other;
  if changed is null then
    return null;
  end if;
  -- The lock of this row makes the order of numbers the order of commits.
  update rule_input set learned = learned + 1 returning learned into now_learned;
  insert into fact_change (variant_id, learned)
  select variant_id, coalesce(now_learned, 0) from unnest(changed) as u (variant_id)
  on conflict (variant_id) do update set learned = excluded.learned;
  return null;
end $$;
