import type { Invariant } from './invariant.ts';

export const catalogue: readonly Invariant[] = [
  {
    code: 'C1',
    when: 'instant',
    says: 'what is for sale is listed as the catalogue knows it, and nothing else is',
    needs: ['catalog'],
    over: 'shop',
    sql: `
with expected as (
  select p.product_id, vp.currency, p.seller_id, p.category_id, p.brand_id, p.version,
    min(coalesce(vp.sale_minor, vp.base_minor)) as price_minor, count(*)::int as variants,
    bool_or(s.variant_id is not null) as in_stock
  from catalog.product p
  join catalog.variant v on v.product_id = p.product_id and not v.removed
  join catalog.variant_price vp on vp.variant_id = v.variant_id
  left join (select distinct variant_id from catalog.variant_stock where available > 0) s
    on s.variant_id = v.variant_id
  where p.status = 'ACTIVE' and p.seller_approved
  group by p.product_id, vp.currency
)
select case
    when l.product_id is null then format('%s in %s is not listed', product_id, currency)
    when e.product_id is null then format('%s in %s is not for sale', product_id, currency)
    else format('%s in %s is listed at %s with %s variants, in stock %s; it has %s, %s, %s',
      product_id, currency, l.price_minor, l.variant_count, l.in_stock, e.price_minor, e.variants,
      e.in_stock)
  end as detail
from expected e
full join (select * from catalog.listing where unlisted_at is null) l
  using (product_id, currency)
where e.product_id is null or l.product_id is null
  or (l.seller_id, l.category_id, l.brand_id, l.product_version, l.price_minor, l.variant_count,
      l.in_stock) is distinct from
    (e.seller_id, e.category_id, e.brand_id, e.version, e.price_minor, e.variants, e.in_stock)`,
  },
  {
    code: 'Q11',
    when: 'quiescent',
    says: 'active products of approved sellers with a price are listed at it, and nothing else is',
    needs: ['catalog', 'pricing', 'sellers'],
    over: 'shop',
    sql: `
with expected as (
  select p.product_id, r.currency,
    -- What rules or times make of a price is told, and listed as it was told.
    min(case when r.told_base_minor is null
      then least(r.base_minor, coalesce(r.sale_minor, r.base_minor))
      else coalesce(r.told_sale_minor, r.told_base_minor) end) as price_minor
  from catalog.product p
  join sellers.seller s on s.seller_id = p.seller_id and s.status = 'APPROVED'
  join catalog.variant v on v.product_id = p.product_id and not v.removed
  join pricing.price r on r.variant_id = v.variant_id
  where p.status = 'ACTIVE' group by p.product_id, r.currency
)
select format('%s in %s costs %s and is listed at %s', product_id, currency,
  coalesce(e.price_minor::text, 'nothing'), coalesce(l.price_minor::text, 'nothing')) as detail
from expected e
full join (select * from catalog.listing where unlisted_at is null) l
  using (product_id, currency)
where e.price_minor is distinct from l.price_minor`,
  },
  {
    code: 'Q12',
    when: 'quiescent',
    says: 'a product is listed as in stock when a unit of it is free',
    needs: ['catalog', 'inventory'],
    over: 'shop',
    sql: `
with free as (
  select distinct v.product_id from inventory.stock s
  join catalog.variant v on v.variant_id = s.variant_id and not v.removed
  where s.on_hand > s.reserved
)
select format('%s in %s is listed as in stock: %s', l.product_id, l.currency, l.in_stock) as detail
from catalog.listing l left join free f using (product_id)
where l.unlisted_at is null and l.in_stock <> (f.product_id is not null)`,
  },
];
