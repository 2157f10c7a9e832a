// Coupons: never used more often than they may be, counted as they are used, and used by what was
// bought with them. These are the laws C1 to C3 of the design, whose codes the catalogue has.
import type { Invariant } from './invariant.ts';
import { prices } from './prices.ts';
import { promotions } from './promotions.ts';

const needs = ['pricing'];

export const coupons: readonly Invariant[] = [
  ...prices,
  ...promotions,
  {
    code: 'P1',
    when: 'instant',
    says: 'a coupon, and a code of it, is held and used no more often than it may be',
    needs,
    over: 'shop',
    sql: `
with live as (select * from pricing.coupon_use where state in ('held', 'consumed'))
select format('coupon %s: %s uses of %s', coupon_id, n, c.uses_max) as detail
from pricing.coupon c join (select coupon_id, count(*) as n from live group by 1) u
  using (coupon_id) where n > c.uses_max
union all
select format('code %s: %s uses of %s', code, n, k.code_max)
from pricing.coupon_code k join (select code, count(*) as n from live group by 1) u
  using (code) where n > k.code_max`,
  },
  {
    code: 'P2',
    when: 'instant',
    says: 'nobody holds and used a coupon more often than one person may',
    needs,
    over: 'shop',
    sql: `
select format('coupon %s: %s uses of %s by one person', coupon_id, n, c.person_max) as detail
from pricing.coupon c join (
  select coupon_id, person, count(*) as n from pricing.coupon_use
  where state in ('held', 'consumed') and person is not null group by 1, 2
) u using (coupon_id) where n > c.person_max`,
  },
  {
    code: 'P3',
    when: 'instant',
    says: 'what coupons and codes count as held, used and spent is what their uses come to',
    needs,
    over: 'shop',
    sql: `
with live as (
  select *, (state = 'held')::int as h, (state = 'consumed')::int as c
  from pricing.coupon_use where state in ('held', 'consumed')
), of_coupon as (
  select p.coupon_id, coalesce(sum(h), 0) as h, coalesce(sum(c), 0) as c,
    coalesce(sum(amount_minor) filter (where currency = p.budget_currency), 0) as spent
  from pricing.coupon p left join live using (coupon_id) group by p.coupon_id
), of_code as (
  select code, coalesce(sum(h), 0) as h, coalesce(sum(c), 0) as c from live group by code
)
select format('coupon %s counts %s held, %s used, %s spent; there are %s, %s, %s', coupon_id,
  p.held, p.used, p.spent_minor, o.h, o.c, o.spent) as detail
from pricing.coupon p join of_coupon o using (coupon_id)
where (p.held, p.used, p.spent_minor) is distinct from (o.h, o.c, o.spent)
union all
select format('code %s counts %s held, %s used; there are %s, %s', code, k.held, k.used, o.h, o.c)
from of_code o left join pricing.coupon_code k using (code)
where (k.held, k.used) is distinct from (o.h, o.c)
union all
select format('code %s counts %s held, %s used; there are none', code, k.held, k.used)
from pricing.coupon_code k
where k.held + k.used > 0 and not exists (select from live where live.code = k.code)`,
  },
  {
    code: 'P4',
    when: 'instant',
    says: 'a coupon is in a quote if, and only if, its use is kept, and an order has used it',
    needs: ['pricing', 'checkout'],
    over: 'shop',
    sql: `
with told as (
  select q.quote_id, q.checkout_id, d->>'promotionId' as coupon_id,
    (d->>'amount_minor')::bigint as amount_minor
  from pricing.quote q, jsonb_array_elements(q.discounts) d
  where q.discounts is not null and d ? 'code'
)
select format('%s: the quote says %s takes off %s, the use %s of %s', checkout_id, t.coupon_id,
  t.amount_minor, u.coupon_id, u.amount_minor) as detail
from told t full join pricing.coupon_use u using (checkout_id)
where t.coupon_id is distinct from u.coupon_id or t.quote_id is distinct from u.quote_id
  or u.amount_minor < t.amount_minor
union all
select format('%s is %s and its coupon %s', checkout_id, c.status, u.state)
from pricing.coupon_use u join checkout.checkout c using (checkout_id)
where (c.status = 'COMPLETED' and (u.state not in ('consumed', 'returned')
  or u.order_id is distinct from c.order_id))`,
  },
  {
    code: 'P5',
    when: 'quiescent',
    says: 'a coupon is held by a purchase that is under way, and used by an order',
    needs: ['pricing', 'checkout', 'orders'],
    over: 'shop',
    sql: `
select format('%s holds a coupon and is %s', checkout_id, coalesce(c.status, 'not there'))
  as detail
from pricing.coupon_use u left join checkout.checkout c using (checkout_id)
where u.state = 'held' and coalesce(c.status, '') not in ('OPEN', 'PENDING')
union all
select format('%s used a coupon and its order %s is %s', checkout_id, u.order_id,
  coalesce(o.status, 'not there'))
from pricing.coupon_use u left join orders."order" o using (checkout_id)
where u.state = 'consumed' and (o.order_id is distinct from u.order_id or o.status = 'FAILED')`,
  },
];
