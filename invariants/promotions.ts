// Promotions that give away no more than so much, and first orders: never more than there is,
// counted as it is taken, and taken by what was bought with it.
import type { Invariant } from './invariant.ts';

const needs = ['pricing'];

export const promotions: readonly Invariant[] = [
  {
    code: 'P8',
    when: 'instant',
    says: 'what is taken of a promotion is what its uses come to, and no more than there is',
    needs,
    over: 'shop',
    sql: `
with live as (select * from pricing.promotion_use where state in ('held', 'consumed'))
select format('promotion %s: %s %s of %s', p.promotion_id, p.taken, p.currency, p.most) as detail
from pricing.promotion_purse p where p.taken > p.most
union all
select format('promotion %s counts %s %s; its uses come to %s', p.promotion_id, p.taken, p.currency,
  u.much)
from pricing.promotion_purse p cross join lateral (
  select case when p.currency = '' then count(*)
    else coalesce(sum(l.amount_minor) filter (where l.currency = p.currency), 0) end as much
  from live l where l.promotion_id = p.promotion_id
) u
where p.taken <> u.much
union all
select format('promotion %s is used and counts nothing', promotion_id)
from live l where not exists (select from pricing.promotion_purse p
  where p.promotion_id = l.promotion_id and p.currency = '')`,
  },
  {
    code: 'P9',
    when: 'instant',
    says: 'a quote says what is held of promotions, and what is bought has used it',
    needs: ['pricing', 'checkout'],
    over: 'shop',
    sql: `
with told as (
  select q.quote_id, q.checkout_id, q.currency, d->>'promotionId' as promotion_id,
    (d->>'amount_minor')::bigint as amount_minor
  from pricing.quote q, jsonb_array_elements(q.discounts) d
  where q.discounts is not null and d ? 'held'
)
select format('%s used %s of %s, and its quote does not say so', u.checkout_id, u.amount_minor,
  u.promotion_id) as detail
from pricing.promotion_use u left join told t using (checkout_id, promotion_id)
where t.quote_id is distinct from u.quote_id or t.currency is distinct from u.currency
  or u.amount_minor < t.amount_minor
union all
select format('%s has a first order, and its quote does not say so', f.checkout_id)
from pricing.first_order f
where not exists (select from told t where t.quote_id = f.quote_id)
union all
select format('%s is open with %s, of which nothing is held', c.checkout_id, t.promotion_id)
from told t join checkout.checkout c using (checkout_id)
where c.status in ('OPEN', 'PENDING')
  and not exists (select from pricing.promotion_use u where u.checkout_id = t.checkout_id
    and u.promotion_id = t.promotion_id and u.state in ('held', 'consumed'))
  and not exists (select from pricing.first_order f where f.checkout_id = t.checkout_id)
union all
select format('%s is bought and its use of %s %s', c.checkout_id, u.promotion_id, u.state)
from pricing.promotion_use u join checkout.checkout c using (checkout_id)
where c.status = 'COMPLETED' and (u.state not in ('consumed', 'returned')
  or u.order_id is distinct from c.order_id)
union all
select format('%s is bought and its first order is %s', c.checkout_id, f.order_id)
from pricing.first_order f join checkout.checkout c using (checkout_id)
where c.status = 'COMPLETED' and f.order_id is distinct from c.order_id`,
  },
  {
    code: 'P10',
    when: 'quiescent',
    says: 'what is held of promotions is a purchase under way, what is used of them an order',
    needs: ['pricing', 'checkout', 'orders'],
    over: 'shop',
    sql: `
with used as (
  select checkout_id, order_id, state = 'held' as held from pricing.promotion_use
  where state in ('held', 'consumed')
  union all
  select checkout_id, order_id, order_id is null from pricing.first_order
)
select format('%s holds something and is %s', checkout_id, coalesce(c.status, 'not there'))
  as detail
from used u left join checkout.checkout c using (checkout_id)
where u.held and coalesce(c.status, '') not in ('OPEN', 'PENDING')
union all
select format('%s used something and its order %s is %s', checkout_id, u.order_id,
  coalesce(o.status, 'not there'))
from used u left join orders."order" o using (checkout_id)
where not u.held and (o.order_id is distinct from u.order_id or o.status = 'FAILED')
union all
select format('the first order of %s is %s, which was cancelled', person, f.order_id)
from pricing.first_order f join orders."order" o using (order_id) where o.status = 'CANCELLED'`,
  },
];
