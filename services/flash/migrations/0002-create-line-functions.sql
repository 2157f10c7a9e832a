-- Puts people into the line in the order of the array; who is in it already keeps their number.
-- Gives nothing while the line is closed. A person stands in the array once.
create function join_line(p_sale text, p_person text[], p_user text[])
returns table (person text, number int, joined_at timestamptz) language plpgsql as $$
#variable_conflict use_column
declare
  l line%rowtype;
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

-- Claims units for people whose rank is in, in the order of the arrays; a number stands in them
-- once. One lock on the line and on the items, one write of each, however many claim. Outcomes:
-- 'claimed', 'known' (a token from before, whatever became of it), 'closed', 'not-yet',
-- 'turn-over', 'no-item', 'sold-out'. `left_over`: units of the item that were free.
create function claim_units(
  p_sale text, p_token text[], p_number int[], p_rank int[], p_user text[], p_variant text[],
  p_quantity int[]
) returns table (n int, outcome text, left_over int) language plpgsql as $$
#variable_conflict use_column
declare
  l line%rowtype; i int; at int; rest int; need int;
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

-- Ends tokens: SOLD, or RETURNED and their units are free again. Only from the states given, so
-- that a repeat changes nothing. The number that moved.
create function end_tokens(p_sale text, p_token text[], p_from text[], p_to text)
returns int language plpgsql as $$
declare
  moved int;
begin
  perform 1 from line where sale_id = p_sale for update;
  perform 1 from sale_item where sale_id = p_sale order by variant_id for update;
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

-- Ends the tokens whose time to begin a checkout is over, the oldest first.
create function expire_tokens(p_sale text, p_max int) returns int language plpgsql as $$
begin
  return end_tokens(p_sale, array(
    select token_id from token where sale_id = p_sale and state = 'HELD' and expires_at < now()
    order by expires_at limit p_max), array['HELD'], 'RETURNED');
end $$;

-- Begins checkouts with tokens, or goes on with them, in array order; a token stands in the
-- arrays once. A token is its person's, and good until it expires; once a checkout was begun it
-- can be gone on with until that one's time is over, and beginning anew prolongs that within
-- limits. Outcomes: 'ok', 'gone', 'address'.
create function take_tokens(p_token text[], p_user text[], p_address text[])
returns table (token_id text, outcome text) language plpgsql as $$
#variable_conflict use_column
declare
  i int; t token; s sale; used int;
begin
  -- One after the other for a sale, so that two tokens cannot both be the last of an address.
  perform 1 from line where sale_id in (
    select k.sale_id from token k where k.token_id = any(p_token)) order by sale_id for update;
  for i in 1 .. cardinality(p_token) loop
    select * into t from token k where k.token_id = p_token[i] for update;
    token_id := p_token[i];
    if not found or t.user_id is distinct from p_user[i] or t.state not in ('HELD', 'TAKEN')
      or t.expires_at < now()
    then
      outcome := 'gone';
    else
      select * into s from sale where sale_id = t.sale_id;
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
