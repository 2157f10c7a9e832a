import type { Invariant } from './invariant.ts';

const needs = ['checkout', 'orders', 'inventory'];

export const saga: readonly Invariant[] = [
  {
    code: 'G1',
    when: 'instant',
    says: 'a checkout has one saga',
    needs: ['checkout'],
    over: 'shop',
    sql: `
select format('%s has %s sagas', checkout_id, count(*)) as detail
from (select i.input->>'checkoutId' as checkout_id
  from checkout.saga_state join checkout.saga_input i using (saga_id) where type = 'checkout') s
group by checkout_id having count(*) > 1
union all
select format('%s has no saga', c.checkout_id)
from checkout.checkout c left join checkout.saga_state s on s.saga_id = c.saga_id
where s.saga_id is null`,
  },
  {
    code: 'G2',
    when: 'instant',
    says: 'a completed saga has its order, and its units have left',
    needs,
    over: 'shop',
    sql: `
select format('%s is completed; checkout %s, order %s, reservation %s', s.saga_id, c.status,
  o.status, r.status) as detail
from checkout.saga_state s
left join checkout.checkout c on c.saga_id = s.saga_id
left join orders."order" o on o.checkout_id = c.checkout_id
left join inventory.reservation r on r.saga_id = s.saga_id
where s.type = 'checkout' and s.status = 'COMPLETED'
  and (c.status is distinct from 'COMPLETED' or r.status is distinct from 'consumed'
    or coalesce(o.status, 'FAILED') in ('PENDING', 'FAILED'))`,
  },
  {
    code: 'G3',
    when: 'instant',
    says: 'a compensated saga has left no order, hold or checkout behind',
    needs,
    over: 'shop',
    sql: `
select format('%s is compensated; checkout %s, order %s, reservation %s', s.saga_id, c.status,
  o.status, r.status) as detail
from checkout.saga_state s
left join checkout.checkout c on c.saga_id = s.saga_id
left join orders."order" o on o.checkout_id = c.checkout_id
left join inventory.reservation r on r.saga_id = s.saga_id
where s.type = 'checkout' and s.status = 'COMPENSATED'
  and (c.status in ('OPEN', 'PENDING', 'COMPLETED') or r.status in ('held', 'consumed')
    or o.status not in ('FAILED', 'CANCELLED'))`,
  },
  {
    code: 'G4',
    when: 'instant',
    says: 'nobody writes to a saga after losing it',
    needs: [],
    over: 'room',
    sql: `
select format('%s: %s was written by epoch %s after epoch %s', saga_id, step, epoch, before)
  as detail
from (
  select saga_id, step, epoch, lag(epoch) over (partition by saga_id order by seq) as before
  from %room%.saga_step_log
) log where epoch < before
union all
select format('%s: %s was written by epoch %s, the saga is at %s', l.saga_id, l.step, l.epoch,
  s.epoch)
from %room%.saga_step_log l join %room%.saga_state s on s.saga_id = l.saga_id
where l.epoch > s.epoch`,
  },
  {
    code: 'Q4',
    when: 'quiescent',
    says: 'no saga is under way, but for those that wait for a person to decide',
    needs: [],
    over: 'room',
    sql: `
select format('%s is %s at %s', saga_id, status, step) as detail
from %room%.saga_state
where status not in ('COMPLETED', 'COMPENSATED', 'FAILED') and not (
  status = 'WAITING' and (step like 'SHOPPER\\_%' or step like 'PERSON\\_%') and wake_at > now())`,
  },
];
