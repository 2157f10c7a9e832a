-- The coupon that was put into a cart, as it is written; the pricing room says what it does.
alter table cart add column coupon text check (length(coupon) between 1 and 100);

create or replace view cart_with_lines as
select c.cart_id, c.user_id, c.buyer_id, c.currency, c.status, c.version, c.order_id, c.merged_into,
  c.expires_at, c.created_at, c.updated_at, coalesce((
  select json_agg(json_build_object('itemId', i.item_id, 'variantId', i.variant_id,
    'productId', i.product_id, 'quantity', i.quantity, 'added_minor', i.added_minor,
    'seen_minor', i.seen_minor, 'sellerId', v.seller_id, 'sku', v.sku, 'name', v.name,
    'imageUrl', v.image_url, 'weight_g', v.weight_g, 'active', v.active) order by i.item_id)
  from cart_item i join variant_copy v using (variant_id)
  where i.cart_id = c.cart_id), '[]'::json) as lines, c.coupon
from cart c;

-- As before, and tells the coupon.
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
    'currency', c.currency, 'status', c.status, 'version', c.version, 'coupon', c.coupon,
    'lines', c.lines))
  into carts
  from unnest(ids) with ordinality t(id, k) join cart_with_lines c on c.cart_id = t.id;
end $$;
