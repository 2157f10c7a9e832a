import type { Invariant } from './invariant.ts';

const needs = ['inventory'];

export const stock: readonly Invariant[] = [
  {
    code: 'S1',
    when: 'instant',
    says: 'no counter is negative or holds more than there is',
    needs,
    over: 'shop',
    sql: `
select format('%s in %s: on hand %s, reserved %s', variant_id, warehouse_id, on_hand, reserved)
  as detail
from inventory.stock where on_hand < 0 or reserved < 0 or reserved > on_hand`,
  },
  {
    code: 'S2',
    when: 'instant',
    says: 'what is reserved is what holds hold',
    needs,
    over: 'shop',
    sql: `
select format('%s in %s: reserved %s, held %s', variant_id, warehouse_id, s.reserved, h.held)
  as detail
from inventory.stock s full join (
  select l.variant_id, l.warehouse_id, sum(l.quantity) as held
  from inventory.reservation r join inventory.reservation_line l using (saga_id)
  where r.status = 'held' group by l.variant_id, l.warehouse_id
) h using (variant_id, warehouse_id)
where coalesce(s.reserved, 0) <> coalesce(h.held, 0)`,
  },
  {
    code: 'S3',
    when: 'instant',
    says: 'every counter is the sum of its ledger',
    needs,
    over: 'shop',
    sql: `
select format('%s in %s: on hand %s, ledger %s; reserved %s, ledger %s', variant_id, warehouse_id,
  s.on_hand, l.on_hand, s.reserved, l.reserved) as detail
from inventory.stock s full join (
  select variant_id, warehouse_id, sum(d_on_hand) as on_hand, sum(d_reserved) as reserved
  from inventory.stock_ledger group by variant_id, warehouse_id
) l using (variant_id, warehouse_id)
where coalesce(s.on_hand, 0) <> coalesce(l.on_hand, 0)
  or coalesce(s.reserved, 0) <> coalesce(l.reserved, 0)`,
  },
  {
    code: 'S4',
    when: 'instant',
    says: 'a ledger effect is booked once',
    needs,
    over: 'shop',
    sql: `
select format('%s %s of %s in %s: %s times', reason, ref, variant_id, warehouse_id, count(*))
  as detail
from inventory.stock_ledger group by ref, reason, variant_id, warehouse_id having count(*) > 1`,
  },
  {
    code: 'S5',
    when: 'instant',
    says: 'a checkout holds a variant in a warehouse at most once',
    needs,
    over: 'shop',
    sql: `
select format('%s has %s reservations', saga_id, count(*)) as detail
from inventory.reservation group by saga_id having count(*) > 1
union all
select format('%s holds %s in %s %s times', saga_id, variant_id, warehouse_id, count(*))
from inventory.reservation_line group by saga_id, variant_id, warehouse_id having count(*) > 1`,
  },
  {
    code: 'S6',
    when: 'instant',
    says: 'what reservations consumed is what left by sale',
    needs,
    over: 'shop',
    sql: `
select format('%s in %s: consumed %s, sold %s', variant_id, warehouse_id, r.consumed, l.sold)
  as detail
from (
  select l.variant_id, l.warehouse_id, sum(l.quantity) as consumed
  from inventory.reservation r join inventory.reservation_line l using (saga_id)
  where r.status = 'consumed' group by l.variant_id, l.warehouse_id
) r full join (
  select variant_id, warehouse_id, -sum(d_on_hand) as sold
  from inventory.stock_ledger where reason = 'sale' group by variant_id, warehouse_id
) l using (variant_id, warehouse_id)
where coalesce(r.consumed, 0) <> coalesce(l.sold, 0)`,
  },
  {
    code: 'Q1',
    when: 'quiescent',
    says: 'no hold outlives its deadline by more than a sweep',
    needs,
    over: 'shop',
    sql: `
select format('hold %s ended %s', saga_id, expires_at) as detail
from inventory.reservation where status = 'held' and expires_at < now() - interval '5 seconds'`,
  },
];
