// Flash sales: units are where they are said to be, people are let in once and in order.
import type { Invariant } from './invariant.ts';

export const flash: readonly Invariant[] = [
  {
    code: 'F1',
    when: 'instant',
    says: 'what a sale says is held and sold is what its tokens are, and no more than there is',
    needs: ['flash'],
    over: 'shop',
    sql: `
with own as (
  select sale_id, variant_id, sum(quantity) filter (where state in ('HELD', 'TAKEN')) as held,
    sum(quantity) filter (where state = 'SOLD') as sold
  from flash.token group by sale_id, variant_id
), total as (
  select sale_id, sum(quantity) as quantity, sum(held) as held, sum(sold) as sold
  from flash.sale_item group by sale_id
)
select format('%s of %s: held %s, tokens %s; sold %s, tokens %s', variant_id, sale_id,
  i.held, coalesce(o.held, 0), i.sold, coalesce(o.sold, 0)) as detail
from flash.sale_item i full join own o using (sale_id, variant_id)
where coalesce(i.held, 0) <> coalesce(o.held, 0) or coalesce(i.sold, 0) <> coalesce(o.sold, 0)
  or i.held + i.sold > i.quantity
union all
select format('%s: %s units, held %s, sold %s; its items: %s, %s, %s', sale_id, l.allocation,
  l.held, l.sold, t.quantity, t.held, t.sold)
from flash.line l join total t using (sale_id)
where l.allocation <> t.quantity or l.held <> t.held or l.sold <> t.sold`,
  },
  {
    code: 'F2',
    when: 'instant',
    says: 'a person is in a line once, and its numbers have no gaps',
    needs: ['flash'],
    over: 'shop',
    sql: `
select format('%s says %s tickets, has %s up to number %s', sale_id, l.tickets,
  count(t.number), max(t.number)) as detail
from flash.line l left join flash.ticket t using (sale_id)
group by sale_id, l.tickets
having l.tickets <> count(t.number) or coalesce(max(t.number) + 1, 0) <> l.tickets
union all
select format('%s is in %s %s times', person, sale_id, count(*))
from flash.ticket group by sale_id, person having count(*) > 1
union all
select format('%s of %s has no ticket', token_id, k.sale_id)
from flash.token k left join flash.ticket t using (sale_id, number) where t.number is null`,
  },
  {
    code: 'F3',
    when: 'instant',
    says: 'what was set aside for a sale is free, given back, held or sold',
    needs: ['inventory'],
    over: 'shop',
    sql: `
with used as (
  select u.sale_id, l.variant_id, l.warehouse_id, sum(l.quantity) as units
  from inventory.sale_unit u join inventory.reservation r using (saga_id)
  join inventory.reservation_line l using (saga_id)
  where u.state = 'out' and r.status in ('held', 'consumed')
  group by u.sale_id, l.variant_id, l.warehouse_id
)
select format('%s of %s in %s: %s set aside, free %s, given back %s, held or sold %s', variant_id,
  sale_id, warehouse_id, p.allotted, p.free, p.returned, coalesce(u.units, 0)) as detail
from inventory.sale_pool_line p full join used u using (sale_id, variant_id, warehouse_id)
where p.allotted is distinct from p.free + p.returned + coalesce(u.units, 0)`,
  },
  {
    code: 'F4',
    when: 'instant',
    says: 'a unit that is held or sold is not offered to somebody else',
    needs: ['flash', 'inventory'],
    over: 'shop',
    sql: `
select format('%s was given up, and its unit is %s', t.token_id, r.status) as detail
from flash.token t join inventory.sale_unit u using (token_id)
join inventory.reservation r using (saga_id)
where t.state = 'RETURNED' and u.state = 'out' and r.status in ('held', 'consumed')`,
  },
  {
    code: 'F5',
    when: 'instant',
    says: 'nobody has claimed who was not let in',
    needs: ['flash'],
    over: 'shop',
    sql: `
select format('%s has rank %s, let in are %s', token_id, t.rank, l.released) as detail
from flash.token t join flash.line l using (sale_id) where t.rank >= l.released`,
  },
  {
    code: 'F6',
    when: 'quiescent',
    says: 'sales and stock agree on what was sold, and after a sale nothing is set aside',
    needs: ['flash', 'inventory'],
    over: 'shop',
    sql: `
with gone as (
  select u.token_id from inventory.sale_unit u join inventory.reservation r using (saga_id)
  where u.state = 'out' and r.status = 'consumed'
)
select format('%s: %s', coalesce(t.token_id, g.token_id), case when g.token_id is null
  then 'sold, and its unit is there' else 'its unit was sold, it is ' || coalesce(t.state, 'none')
  end) as detail
from (select * from flash.token where state = 'SOLD'
  or token_id in (select token_id from gone)) t
full join gone g using (token_id)
where g.token_id is null or t.state is distinct from 'SOLD'
union all
select format('%s is over, its units are %s', sale_id, p.state)
from flash.line l join flash.sale s using (sale_id)
left join inventory.sale_pool p using (sale_id)
where l.state = 'ENDED' and l.held = 0
  and (s.moving is not null or p.state = 'open')`,
  },
];
