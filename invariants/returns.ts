// What goes back: no unit twice, no cent more than was paid, every unit explained by the stock
// ledger, and nothing granted that is not carried out.
import type { Invariant } from './invariant.ts';

const needs = ['returns'];

const legal = `
  ('', 'REQUESTED'),
  ('REQUESTED', 'LABELLED'), ('REQUESTED', 'IN_TRANSIT'), ('REQUESTED', 'RECEIVED'),
  ('REQUESTED', 'CANCELLED'), ('REQUESTED', 'EXPIRED'),
  ('LABELLED', 'IN_TRANSIT'), ('LABELLED', 'RECEIVED'), ('LABELLED', 'CANCELLED'),
  ('LABELLED', 'EXPIRED'), ('IN_TRANSIT', 'RECEIVED'), ('IN_TRANSIT', 'EXPIRED'),
  ('RECEIVED', 'INSPECTED'), ('INSPECTED', 'APPROVED'), ('INSPECTED', 'PARTIALLY_APPROVED'),
  ('INSPECTED', 'REJECTED'), ('APPROVED', 'REFUNDING'), ('APPROVED', 'EXCHANGED'),
  ('PARTIALLY_APPROVED', 'REFUNDING'), ('PARTIALLY_APPROVED', 'EXCHANGED'),
  ('REJECTED', 'APPROVED'), ('REJECTED', 'PARTIALLY_APPROVED'), ('REFUNDING', 'REFUNDED'),
  ('REFUNDED', 'APPROVED'), ('REFUNDED', 'PARTIALLY_APPROVED'), ('EXCHANGED', 'APPROVED'),
  ('EXCHANGED', 'PARTIALLY_APPROVED'), ('CANCELLED', 'RECEIVED'), ('EXPIRED', 'RECEIVED')`;

const moves: readonly Invariant[] = [
  {
    code: 'R5',
    when: 'instant',
    says: 'returns only move as they may; their history has no gap and ends in their status',
    needs,
    over: 'shop',
    sql:
      `
with step as (
  select return_id, seq, to_status, from_status,
    row_number() over (partition by return_id order by seq) as nth,
    lag(to_status) over (partition by return_id order by seq) as before,
    lead(seq) over (partition by return_id order by seq) as next
  from returns.return_transition
)
select format('%s: move %s goes from %s after %s', return_id, seq, from_status, before) as detail
from step where seq <> nth or from_status is distinct from before
union all
select format('%s moved from %s to %s', return_id, coalesce(from_status, 'nothing'), to_status)
from step where (coalesce(from_status, ''), to_status) not in (` +
      legal +
      `)
union all
select format('%s is %s at version %s, its last move %s to %s', return_id, r.status, r.version,
  t.seq, t.to_status)
from returns.return_request r full join (select * from step where next is null) t
  using (return_id)
where (r.status, r.version) is distinct from (t.to_status, t.seq)`,
  },
  {
    code: 'E2',
    when: 'instant',
    says: 'every move of a return is one event',
    needs,
    over: 'shop',
    sql: `
select format('%s is at version %s, its last event at %s', return_id, r.version, e.last) as detail
from returns.return_request r full join (
  select agg_id as return_id, max(agg_version) as last
  from returns.outbox where agg_type = 'return' group by agg_id
) e using (return_id)
where r.version is distinct from e.last
  and not (e.last is null and r.updated_at < now() - interval '167 hours')`,
  },
];

const counts: readonly Invariant[] = [
  {
    code: 'R6',
    when: 'instant',
    says: 'no more units go back than left, and each is counted where its return says',
    needs: ['returns', 'orders'],
    over: 'shop',
    sql: `
with claimed as (
  select r.order_id, l.line_no, sum(l.quantity) as units
  from returns.return_request r join returns.return_line l using (return_id)
  where r.status in ('REQUESTED', 'LABELLED', 'IN_TRANSIT', 'RECEIVED', 'INSPECTED')
  group by r.order_id, l.line_no
), granted as (
  select r.order_id, (i->>'lineNo')::int as line_no,
    sum((i->>'units')::int) filter (where d.resolution = 'REFUND') as refunded,
    sum((i->>'units')::int) filter (where d.resolution = 'EXCHANGE') as exchanged
  from returns.return_decision d join returns.return_request r using (return_id)
  cross join jsonb_array_elements(d.lines) i
  group by 1, 2
)
select format('%s line %s: shipped %s; open %s of %s, refunded %s of %s, exchanged %s of %s',
  u.order_id, u.line_no, l.shipped, u.open, c.units, u.refunded, g.refunded, u.exchanged,
  g.exchanged) as detail
from returns.order_unit u
left join orders.order_line l using (order_id, line_no)
full join claimed c using (order_id, line_no)
full join granted g using (order_id, line_no)
where coalesce(u.open, 0) <> coalesce(c.units, 0)
  or coalesce(u.refunded, 0) <> coalesce(g.refunded, 0)
  or coalesce(u.exchanged, 0) <> coalesce(g.exchanged, 0)
  or coalesce(u.open + u.refunded + u.exchanged, 0) > coalesce(l.shipped, 0)`,
  },
  {
    code: 'R7',
    when: 'instant',
    says: 'what returns gave back is what payments gave for them, and never above what was paid',
    needs: ['returns', 'payments'],
    over: 'shop',
    sql: `
with given as (
  select split_part(key, '#', 1) as key, sum(amount_minor) as amount_minor
  from payments.refund where key like 'return:%' group by 1
), paid as (
  select checkout_id, sum(captured_minor) as captured_minor
  from payments.payment group by checkout_id
)
select format('%s round %s: granted %s by %s, payments gave %s', d.return_id, d.round,
  d.granted_minor, d.refund_id, g.amount_minor) as detail
from returns.return_decision d
left join given g on g.key = 'return:' || d.return_id || ':' || d.round
where d.refund_id is not null and g.amount_minor is distinct from d.granted_minor
union all
select format('%s: returns granted %s of %s captured', checkout_id, sum(d.granted_minor),
  max(p.captured_minor))
from returns.return_decision d join returns.return_request r using (return_id)
join paid p using (checkout_id)
where d.refund_id is not null
group by checkout_id having sum(d.granted_minor) > max(p.captured_minor)`,
  },
  {
    code: 'R8',
    when: 'instant',
    says: 'every unit that a return put back or wrote off is in the stock ledger, once',
    needs: ['returns', 'inventory'],
    over: 'shop',
    sql: `
with decided as (
  select d.return_id || ':' || d.round || ':' || (i->>'lineNo') as ref, d.done_at,
    (i->>'units')::int as units, (i->>'writeOff')::int as written_off
  from returns.return_decision d cross join jsonb_array_elements(d.lines) i
), booked as (
  select ref, coalesce(sum(d_on_hand) filter (where reason = 'return'), 0) as units,
    coalesce(-sum(d_on_hand) filter (where reason = 'write-off'), 0) as written_off
  from inventory.stock_ledger where ref like 'ret\\_%' group by ref
)
select format('%s: %s units decided, %s of them written off; the ledger says %s and %s', ref,
  d.units, d.written_off, b.units, b.written_off) as detail
from decided d full join booked b using (ref)
where (d.units, d.written_off) is distinct from (b.units, b.written_off)
  and not (b.units is null and d.done_at is null)`,
  },
];

const settled: readonly Invariant[] = [
  {
    code: 'Q13',
    when: 'quiescent',
    says: 'what was granted is carried out, but for cash that a person hands back',
    needs,
    over: 'shop',
    sql: `
select format('%s round %s of %s is not carried out: the return is %s', d.return_id, d.round, d.at,
  r.status) as detail
from returns.return_decision d join returns.return_request r using (return_id)
where d.done_at is null and r.attention is distinct from 'payout-due'
union all
select format('%s is %s and nobody works for it', return_id, status)
from returns.return_request r
where status in ('APPROVED', 'PARTIALLY_APPROVED', 'REFUNDING') and not exists (
  select from returns.return_decision d where d.return_id = r.return_id and d.done_at is null)`,
  },
  {
    code: 'Q14',
    when: 'quiescent',
    says: 'an order knows the units that went back for money',
    needs: ['returns', 'orders'],
    over: 'shop',
    sql: `
with gone as (
  select r.order_id, d.return_id || ':' || d.round as ref, (i->>'lineNo')::int as line_no,
    (i->>'units')::int as quantity
  from returns.return_decision d join returns.return_request r using (return_id)
  cross join jsonb_array_elements(d.lines) i
  where d.resolution = 'REFUND' and (d.done_at is not null or r.attention = 'payout-due')
)
select format('%s line %s by %s: %s units went back, the order says %s', order_id, line_no, ref,
  g.quantity, l.quantity) as detail
from gone g full join orders.line_return l using (order_id, ref, line_no)
where g.quantity is distinct from l.quantity`,
  },
];

export const returns: readonly Invariant[] = [...moves, ...counts, ...settled];
