-- A claim tells what a shopper is answered: whoever got a unit is not looked up again, which was a
-- second statement for each batch. One row for all of them, lists in the order of the claims.
-- `claim_units` stays for processes of the version before, until they are gone.
create function claim_batch(
  p_sale text, p_token text[], p_number int[], p_rank int[], p_user text[], p_variant text[],
  p_quantity int[], out outcomes text[], out lefts int[], out expires_at timestamptz
) language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_material = off as $$
#variable_conflict use_column
declare
  l record; i int; at int; rest int; need int;
  variants text[]; free int[]; taken int[];
  is_known boolean[];
begin
  select * into l from line where sale_id = p_sale for update;
  if not found then return; end if;
  select array_agg(variant_id), array_agg(quantity - held - sold) into variants, free
  from (select variant_id, quantity, held, sold from sale_item where sale_id = p_sale
    order by variant_id for update) s;
  taken := array_fill(0, array[cardinality(variants)]);
  execute 'select array_agg(t.number is not null order by q.n)
    from unnest($1) with ordinality q(number, n)
    left join token t on t.sale_id = $2 and t.number = q.number'
  into is_known using p_number, p_sale;
  select now() + s.token_s * interval '1 second' into expires_at from sale s
  where s.sale_id = p_sale;
  rest := l.spare;
  for i in 1 .. cardinality(p_token) loop
    at := array_position(variants, p_variant[i]);
    lefts[i] := coalesce(free[at], 0);
    -- Who was let in and is in time has one unit for sure; more only of what is left over.
    need := p_quantity[i] - case when p_rank[i] >= l.passed then 1 else 0 end;
    outcomes[i] := case
      when is_known[i] then 'known'
      when l.state not in ('RUNNING', 'PAUSED', 'SOLD_OUT') then 'closed'
      when p_rank[i] >= l.released then 'not-yet'
      when at is null then 'no-item'
      when free[at] < p_quantity[i] then 'sold-out'
      when need > rest and p_rank[i] >= l.passed then 'sold-out'
      when need > rest then 'turn-over'
      else 'claimed' end;
    if outcomes[i] = 'claimed' then
      rest := rest - need;
      free[at] := free[at] - p_quantity[i];
      taken[at] := taken[at] + p_quantity[i];
    elsif outcomes[i] = 'sold-out' then
      lefts[i] := least(lefts[i], rest + p_quantity[i] - need);
    end if;
  end loop;
  insert into token (token_id, sale_id, number, rank, user_id, variant_id, quantity, state,
    expires_at)
  select q.token, p_sale, q.number, q.rank, q.user_id, q.variant, q.quantity, 'HELD', expires_at
  from unnest(p_token, p_number, p_rank, p_user, p_variant, p_quantity, outcomes)
    q(token, number, rank, user_id, variant, quantity, outcome)
  where q.outcome = 'claimed';
  if found then
    update sale_item s set held = s.held + d.quantity
    from unnest(variants, taken) d(variant, quantity)
    where s.sale_id = p_sale and s.variant_id = d.variant and d.quantity > 0;
    update line k set held = k.held + (select sum(q) from unnest(taken) q), spare = rest
    where k.sale_id = p_sale;
  end if;
end $$;
