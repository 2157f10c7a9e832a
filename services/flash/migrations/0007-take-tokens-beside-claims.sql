-- Whoever begins a checkout does not wait for the line's row any more, nor do claims for them: two
-- tokens can be the last of an address only where the address is the same, and that is what is
-- locked. Tokens are locked in the order of their ids, here and where they end.
create or replace function take_tokens(p_token text[], p_user text[], p_address text[])
returns table (token_id text, outcome text) language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_material = off as $$
#variable_conflict use_column
declare
  i int; t record; s record; used int;
begin
  perform pg_advisory_xact_lock(a.key) from (
    select distinct hashtextextended('flash ' || k.sale_id || ' ' || q.address, 0) as key
    from unnest(p_token, p_address) q(token, address) join token k on k.token_id = q.token
    order by 1) a;
  perform 1 from token k where k.token_id = any(p_token) order by k.token_id for update;
  for i in 1 .. cardinality(p_token) loop
    select * into t from token k where k.token_id = p_token[i];
    token_id := p_token[i];
    if not found or t.user_id is distinct from p_user[i] or t.state not in ('HELD', 'TAKEN')
      or t.expires_at < now()
    then
      outcome := 'gone';
    else
      select * into s from sale k where k.sale_id = t.sale_id;
      select coalesce(sum(k.quantity), 0) into used from token k
      where k.sale_id = t.sale_id and k.address_key = p_address[i]
        and k.state in ('TAKEN', 'SOLD') and k.token_id <> t.token_id;
      if used + t.quantity > s.per_address then
        outcome := 'address';
      else
        update token k set state = 'TAKEN', address_key = p_address[i],
          expires_at = least(
            greatest(k.expires_at, now() + s.checkout_s * interval '1 second'),
            k.claimed_at + (s.token_s + 2 * s.checkout_s) * interval '1 second'),
          check_at = now() + interval '2 seconds'
        where k.token_id = t.token_id;
        outcome := 'ok';
      end if;
    end if;
    return next;
  end loop;
end $$;

create or replace function end_tokens(p_sale text, p_token text[], p_from text[], p_to text)
returns int language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_material = off as $$
declare
  moved int;
begin
  perform 1 from line where sale_id = p_sale for update;
  perform 1 from sale_item where sale_id = p_sale order by variant_id for update;
  perform 1 from token where token_id = any(p_token) and sale_id = p_sale and state = any(p_from)
  order by token_id for update;
  with gone as (
    update token set state = p_to, check_at = null
    where token_id = any(p_token) and sale_id = p_sale and state = any(p_from)
    returning variant_id, quantity
  ), per_item as (
    select variant_id, sum(quantity)::int as units from gone group by variant_id
  ), items as (
    update sale_item s set held = s.held - d.units,
      sold = s.sold + case when p_to = 'SOLD' then d.units else 0 end
    from per_item d where s.sale_id = p_sale and s.variant_id = d.variant_id
  ), total as (
    update line l set held = l.held - d.units,
      sold = l.sold + case when p_to = 'SOLD' then d.units else 0 end
    from (select sum(units)::int as units from per_item) d
    where l.sale_id = p_sale and d.units > 0
  )
  select count(*)::int into moved from gone;
  return moved;
end $$;
