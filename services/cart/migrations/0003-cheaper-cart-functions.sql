-- The same as before with fewer writes: a cart that was made a moment ago is neither locked nor
-- given another version, and lines of an ended cart are read while they are removed.

drop function make_carts(text[], text[], text[], text[], int[], boolean[]);

-- Makes carts where callers have none; gives the ids of those it made. A user without a cart takes
-- over the anonymous cart they name; another process that made the user's cart a moment ago wins
-- without a fuss.
create function make_carts(
  p_user text[], p_hint text[], p_new text[], p_currency text[], p_days int[], p_wanted boolean[]
) returns text[] language plpgsql as $$
declare
  made text[];
begin
  if exists (select from unnest(p_user, p_hint) t(u, h) where u is not null and h is not null)
  then
    update cart c set user_id = t.u, version = c.version + 1, expires_at = keep_until(t.days)
    from (select distinct on (h) * from unnest(p_user, p_hint, p_days, p_wanted) t(u, h, days, w)
      where w and u is not null and h is not null order by h, u) t
    where c.cart_id = t.h and c.user_id is null and c.status = 'ACTIVE'
      and coalesce(c.buyer_id, t.u) = t.u
      and not exists (select from cart o where o.user_id = t.u and o.status = 'ACTIVE');
  end if;
  with new_cart as (
    insert into cart (cart_id, user_id, currency, expires_at)
    select t.id, t.u, t.currency, keep_until(t.days)
    from unnest(p_new, p_user, p_hint, p_currency, p_days, p_wanted)
      t(id, u, h, currency, days, w)
    where t.w and case when t.u is null then t.h is null
      else not exists (select from cart o where o.user_id = t.u and o.status = 'ACTIVE') end
    order by t.u, t.id
    on conflict (user_id) where status = 'ACTIVE' and user_id is not null do nothing
    returning cart_id
  )
  select coalesce(array_agg(cart_id), '{}') into made from new_cart;
  return made;
end $$;

create or replace function add_to_carts(
  p_user text[], p_hint text[], p_new text[], p_currency text[], p_days int[],
  p_cart int[], p_variant text[], p_product text[], p_quantity int[], p_price bigint[],
  p_priced_in text[], p_item text[], p_lines_max int, p_quantity_max int,
  out verdicts text[], out have int[], out carts json
) language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  wanted boolean[]; ids text[]; made text[];
begin
  -- A cart is made only for a line that can go in.
  select array_agg(good order by k) into wanted
  from (select l.k, bool_or(exists (select from variant_copy v
      where v.variant_id = l.variant and v.product_id = l.product and v.active)) as good
    from unnest(p_cart, p_variant, p_product) l(k, variant, product) group by l.k) g;
  made := make_carts(p_user, p_hint, p_new, p_currency, p_days, wanted);
  ids := find_carts(p_user, p_hint, p_new);
  -- Nobody else can see what was made just now: no lock is needed, and no new version.
  if not (ids <@ made) then
    perform 1 from cart where cart_id = any(ids) and cart_id <> all(made)
    order by cart_id for update;
    -- Again: a cart may have ended while we waited for its lock.
    ids := find_carts(p_user, p_hint, p_new);
  end if;
  with line as (
    select l.*, c.cart_id, c.currency as cart_currency, coalesce(i.quantity, 0) as had,
      v.version, v.product_id, v.active
    from unnest(p_cart, p_variant, p_product, p_quantity, p_price, p_priced_in, p_item)
      with ordinality l(k, variant, product, quantity, price, priced_in, item, n)
    left join cart c on c.cart_id = ids[l.k]
    left join cart_item i on i.cart_id = c.cart_id and i.variant_id = l.variant
    left join variant_copy v on v.variant_id = l.variant and v.version > 0
  ), judged as (
    select *, case
      when version is null then 'unknown'
      when product_id <> product then 'mismatch'
      when not active then 'inactive'
      when cart_id is null then 'gone'
      when cart_currency <> priced_in then 'currency'
      when had + quantity > p_quantity_max then 'quantity'
      when had = 0 then 'new'
      else 'added' end as verdict
    from line
  ), final as (
    select *, case when verdict <> 'new' then verdict
      when (select count(*) from cart_item i where i.cart_id = j.cart_id)
        + row_number() over (partition by cart_id, verdict order by n) <= p_lines_max
      then 'added' else 'lines' end as outcome
    from judged j
  ), put as (
    insert into cart_item as i
      (cart_id, variant_id, item_id, product_id, quantity, added_minor, seen_minor)
    select cart_id, variant, item, product, quantity, price, price
    from final where outcome = 'added'
    on conflict (cart_id, variant_id) do update set
      quantity = i.quantity + excluded.quantity, seen_minor = excluded.seen_minor
  ), touched as (
    update cart c set version = c.version + 1, updated_at = now(),
      expires_at = keep_until(p_days[f.k])
    from (select distinct cart_id, k from final
      where outcome = 'added' and cart_id <> all(made)) f
    where c.cart_id = f.cart_id
  )
  select array_agg(outcome order by n), array_agg(had order by n) into verdicts, have from final;
  select json_agg(json_build_object('k', k, 'cartId', c.cart_id, 'userId', c.user_id,
    'currency', c.currency, 'status', c.status, 'version', c.version, 'lines', c.lines))
  into carts
  from unnest(ids) with ordinality t(id, k) join cart_with_lines c on c.cart_id = t.id;
end $$;

create or replace function convert_carts(
  p_cart text[], p_order text[], p_user text[], p_next text[], p_meta text[],
  p_line_cart text[], p_line_variant text[], p_line_quantity int[],
  p_lines_max int, p_quantity_max int, p_days int, p_kept_days int
) returns int language plpgsql
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  ended text[]; passing text[]; r record; target text;
begin
  perform 1 from cart where cart_id = any(p_cart) and status = 'ACTIVE'
  order by cart_id for update;
  with moved as (
    update cart c set status = 'CONVERTED', order_id = t.order_id, version = c.version + 1,
      user_id = coalesce(c.user_id, t.user_id), updated_at = now(),
      expires_at = keep_until(p_kept_days)
    from unnest(p_cart, p_order, p_user, p_meta) t(cart_id, order_id, user_id, meta)
    where c.cart_id = t.cart_id and c.status = 'ACTIVE'
    returning c.cart_id, c.user_id, c.order_id, t.meta, old.expires_at is not null as passes
  ), told as (
    insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
    select 'CART_CONVERTED', 'cart', cart_id, 1, json_build_object('cartId', cart_id,
      'userId', user_id, 'orderId', order_id), meta::json
    from moved
  )
  select array_agg(cart_id), array_agg(cart_id) filter (where passes) into ended, passing
  from moved;
  if ended is null then return 0; end if;
  for r in
    with gone as (
      delete from cart_item where cart_id = any(ended) returning *
    ), ordered as (
      select cart_id, variant_id, sum(quantity)::int as quantity
      from unnest(p_line_cart, p_line_variant, p_line_quantity) l(cart_id, variant_id, quantity)
      group by cart_id, variant_id
    ), left_over as materialized (
      select i.*, i.quantity - coalesce(o.quantity, 0) as rest
      from gone i left join ordered o using (cart_id, variant_id)
      where i.quantity > coalesce(o.quantity, 0)
    )
    select l.*, c.currency, t.user_id, t.next
    from left_over l
    join unnest(p_cart, p_user, p_next) t(cart_id, user_id, next) using (cart_id)
    join cart c using (cart_id)
    order by t.user_id, l.item_id
  loop
    insert into cart (cart_id, user_id, currency, expires_at)
    values (r.next, r.user_id, r.currency,
      keep_until(case when r.cart_id = any(passing) then p_days end))
    on conflict (user_id) where status = 'ACTIVE' and user_id is not null do nothing;
    update cart c set version = c.version + 1, updated_at = now()
    where c.user_id = r.user_id and c.status = 'ACTIVE' and c.currency = r.currency
      and (select count(*) from cart_item i where i.cart_id = c.cart_id) < p_lines_max
    returning c.cart_id into target;
    continue when target is null;
    insert into cart_item as i
      (cart_id, variant_id, item_id, product_id, quantity, added_minor, seen_minor, added_at)
    values (target, r.variant_id, r.item_id, r.product_id, r.rest, r.added_minor, r.seen_minor,
      r.added_at)
    on conflict (cart_id, variant_id) do update
      set quantity = least(p_quantity_max, i.quantity + excluded.quantity);
  end loop;
  return cardinality(ended);
end $$;
