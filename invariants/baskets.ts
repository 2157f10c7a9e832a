// What is bought together: counts say what orders say. R1 to R4 of the room's card, under K.
import type { Invariant } from './invariant.ts';

export const baskets: readonly Invariant[] = [
  {
    code: 'K1',
    when: 'instant',
    says: 'each settled order that was not cancelled is counted as a basket, and none twice',
    needs: ['recommendations', 'orders'],
    over: 'shop',
    sql: `
with settled as (
  select o.status not in ('FAILED', 'CANCELLED') and exists (select 1 from orders.order_line l
      where l.order_id = o.order_id and l.status <> 'CANCELLED') as live,
    -- An order that was stored long after its id was made may have come behind the cursor.
    case when o.order_id ~ '^ord_[0-9a-f]{32}$' then to_timestamp(
        ('x' || substr(o.order_id, 5, 12))::bit(48)::bigint / 1000.0)
      else o.created_at end > o.created_at - interval '1 minute' as prompt
  from orders."order" o where o.order_id <= (select after_order from recommendations.progress)
), sums as (
  select p.baskets, coalesce((select sum(counted) from recommendations.imported), 0) as imported,
    (select count(*) from settled) as ever, (select count(*) from settled where live and prompt)
      as live
  from recommendations.progress p
)
select format('%s baskets are counted: %s imported, and between %s and %s orders', baskets,
  imported, live, ever) as detail
from sums where baskets > imported + ever or baskets < live
union all
select format('%s is in %s of %s baskets', i.product_id, i.baskets, p.baskets)
from recommendations.item i cross join recommendations.progress p where i.baskets > p.baskets
union all
select format('%s and %s are in %s baskets together, %s in %s', r.product_id, r.other_id,
  r.together, r.product_id, i.baskets)
from recommendations.pair r join recommendations.item i using (product_id)
where r.together > i.baskets`,
  },
  {
    code: 'K2',
    when: 'instant',
    says: 'both directions of a pair count the same, until one was pruned',
    needs: ['recommendations'],
    over: 'shop',
    // A product that was pruned had four hundred partners and keeps two hundred; some may be gone.
    sql: `
with partners as (
  select product_id, count(*) as n from recommendations.pair group by product_id
)
select format('%s and %s: %s and %s, the other way %s and %s', a.product_id, a.other_id,
  a.together, a.later, coalesce(b.together, 0), coalesce(b.later, 0)) as detail
from recommendations.pair a
left join recommendations.pair b on b.product_id = a.other_id and b.other_id = a.product_id
left join partners p on p.product_id = a.product_id
left join partners q on q.product_id = a.other_id
where (a.together, a.later) is distinct from (b.together, b.later)
  and greatest(p.n, coalesce(q.n, 0)) < 100`,
  },
  {
    code: 'K3',
    when: 'instant',
    says: 'no product has more than 400 partners',
    needs: ['recommendations'],
    over: 'shop',
    sql: `
select format('%s has %s partners', product_id, count(*)) as detail
from recommendations.pair group by product_id having count(*) > 400`,
  },
  {
    code: 'K4',
    when: 'instant',
    says: 'only products of the catalogue, which says what lists show, are recommended',
    needs: ['recommendations', 'catalog'],
    over: 'shop',
    sql: `
select format('%s is counted and is no product', i.product_id) as detail
from recommendations.item i
where not exists (select 1 from catalog.product p where p.product_id = i.product_id)
union all
select format('%s goes with %s, which is not counted', r.product_id, r.other_id)
from recommendations.pair r
where not exists (select 1 from recommendations.item i where i.product_id = r.other_id)
  and not exists (select 1 from catalog.product p where p.product_id = r.other_id)`,
  },
];
