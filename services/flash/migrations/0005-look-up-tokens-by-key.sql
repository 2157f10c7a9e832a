-- What these two look up is found by key, whatever there is. A plan that is kept from when nobody
-- stood in line, or made before statistics tell that all of them stand in one line, reads the whole
-- of it for each batch, and the more have come the more everybody costs. So these statements are
-- planned each time (a fifth of a millisecond for a batch), and only ever go by an index.
create or replace function join_line(p_sale text, p_person text[], p_user text[])
returns table (person text, number int, joined_at timestamptz) language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_material = off as $$
#variable_conflict use_column
declare
  l record;
  is_known boolean[];
  fresh int := 0;
begin
  select * into l from line where sale_id = p_sale for update;
  if found and l.state in ('PRE_QUEUE', 'DRAW', 'RUNNING', 'PAUSED', 'SOLD_OUT') then
    execute 'select array_agg(t.number is not null order by q.n)
      from unnest($1) with ordinality q(person, n)
      left join ticket t on t.sale_id = $2 and t.person = q.person'
    into is_known using p_person, p_sale;
    insert into ticket (sale_id, number, person, user_id)
    select p_sale, l.tickets - 1 + row_number() over (order by q.n)::int, q.person, q.user_id
    from unnest(p_person, p_user, is_known) with ordinality q(person, user_id, is_known, n)
    where not q.is_known;
    get diagnostics fresh = row_count;
  end if;
  if fresh > 0 then update line set tickets = tickets + fresh where sale_id = p_sale; end if;
  return query execute 'select t.person, t.number, t.joined_at from unnest($1) q(person),
    lateral (select * from ticket k where k.sale_id = $2 and k.person = q.person limit 1) t'
  using p_person, p_sale;
end $$;

create or replace function claim_units(
  p_sale text, p_token text[], p_number int[], p_rank int[], p_user text[], p_variant text[],
  p_quantity int[]
) returns table (n int, outcome text, left_over int) language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_material = off as $$
#variable_conflict use_column
declare
  l record; i int; at int; rest int; need int;
  variants text[]; free int[]; taken int[];
  is_known boolean[]; outcomes text[]; lefts int[];
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
  select q.token, p_sale, q.number, q.rank, q.user_id, q.variant, q.quantity, 'HELD',
    now() + (select s.token_s from sale s where s.sale_id = p_sale) * interval '1 second'
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
  return query select q.n::int, q.outcome, q.left_over
  from unnest(outcomes, lefts) with ordinality q(outcome, left_over, n);
end $$;
