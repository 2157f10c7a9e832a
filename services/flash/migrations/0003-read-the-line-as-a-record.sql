-- `line` is also a type that PostgreSQL has, a geometric one: once statistics of the table had been
-- taken, sessions took `line%rowtype` for it and refused every join and claim. A record has no name
-- to be mistaken for.

create or replace function join_line(p_sale text, p_person text[], p_user text[])
returns table (person text, number int, joined_at timestamptz) language plpgsql as $$
#variable_conflict use_column
declare
  l record;
  fresh int;
begin
  select * into l from line where sale_id = p_sale for update;
  if not found or l.state not in ('PRE_QUEUE', 'DRAW', 'RUNNING', 'PAUSED', 'SOLD_OUT') then
    return query select t.person, t.number, t.joined_at from ticket t
    where t.sale_id = p_sale and t.person = any(p_person);
    return;
  end if;
  insert into ticket (sale_id, number, person, user_id)
  select p_sale, l.tickets - 1 + row_number() over (order by q.n)::int, q.person, q.user_id
  from unnest(p_person, p_user) with ordinality q(person, user_id, n)
  where not exists (select from ticket t where t.sale_id = p_sale and t.person = q.person);
  get diagnostics fresh = row_count;
  if fresh > 0 then update line set tickets = tickets + fresh where sale_id = p_sale; end if;
  return query select t.person, t.number, t.joined_at from ticket t
  where t.sale_id = p_sale and t.person = any(p_person);
end $$;

create or replace function claim_units(
  p_sale text, p_token text[], p_number int[], p_rank int[], p_user text[], p_variant text[],
  p_quantity int[]
) returns table (n int, outcome text, left_over int) language plpgsql as $$
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
  select array_agg(t.number is not null order by q.n) into is_known
  from unnest(p_number) with ordinality q(number, n)
  left join token t on t.sale_id = p_sale and t.number = q.number;
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
