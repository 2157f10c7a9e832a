// Bookings: places are sold once, and money is a ticket or goes back.
import type { Invariant } from './invariant.ts';

const needs = ['booking'];
const paid = ['booking', 'payments'];

export const booking: readonly Invariant[] = [
  {
    code: 'N1',
    when: 'instant',
    says: 'a counter is what live bookings have claimed, and no more than there is',
    needs,
    over: 'shop',
    sql: `
with own as (
  select b.session_id, i.type_id, sum(i.quantity) as units
  from booking.booking b join booking.booking_item i using (booking_id)
  where b.state <> 'CANCELLED' group by b.session_id, i.type_id
)
select format('%s of %s: %s of %s claimed, bookings have %s', type_id, session_id, q.claimed,
  q.quota, coalesce(o.units, 0)) as detail
from booking.quota q full join own o using (session_id, type_id)
where coalesce(q.claimed, 0) <> coalesce(o.units, 0) or q.claimed > q.quota`,
  },
  {
    code: 'N2',
    when: 'instant',
    says: 'a seat is in one live booking, which it names, and has one valid ticket at most',
    needs,
    over: 'shop',
    sql: `
with booked as (
  select b.session_id, s.seat, b.booking_id
  from booking.booking b join booking.booking_item i using (booking_id)
  cross join unnest(i.seats) s(seat) where b.state <> 'CANCELLED'
)
select format('%s of %s: the seat says %s, booked by %s', seat, session_id, t.booking_id,
  b.booking_id) as detail
from (select * from booking.seat where booking_id is not null) t
full join booked b using (session_id, seat)
where t.booking_id is distinct from b.booking_id
union all
select format('%s of %s has %s valid tickets', seat, session_id, count(*))
from booking.ticket where state = 'VALID' and seat is not null
group by session_id, seat having count(*) > 1
union all
select format('%s is for %s, which is booked by %s', k.ticket_id, k.seat, t.booking_id)
from booking.ticket k left join booking.seat t using (session_id, seat)
where k.state = 'VALID' and k.seat is not null and t.booking_id is distinct from k.booking_id`,
  },
  {
    code: 'N3',
    when: 'instant',
    says: 'who has tickets has paid the price for as many, or they cost nothing',
    needs: paid,
    over: 'shop',
    sql: `
select format('%s is %s: %s valid tickets of %s', b.booking_id, b.state, count(t.ticket_id),
  b.quantity) as detail
from booking.booking b left join booking.ticket t
  on t.booking_id = b.booking_id and t.state = 'VALID'
group by b.booking_id
having count(t.ticket_id) <> case b.state when 'CONFIRMED' then b.quantity else 0 end
union all
select format('%s is confirmed at %s %s, knows of %s, payments captured %s', b.booking_id,
  b.total_minor, b.currency, b.captured_minor, coalesce(p.captured_minor, 0))
from booking.booking b left join payments.payment p
  on p.payment_id = b.payment_id and p.checkout_id = b.booking_id and p.currency = b.currency
where b.state = 'CONFIRMED' and b.total_minor > 0
  and (b.captured_minor <> b.total_minor or p.captured_minor is distinct from b.total_minor)`,
  },
  {
    code: 'N4',
    when: 'quiescent',
    says: 'captured money of a booking is a booking, or goes back as its rules say',
    needs: paid,
    over: 'shop',
    sql: `
with owed as (
  select booking_id, sum(amount_minor) as due,
    coalesce(sum(amount_minor) filter (where state = 'DONE'), 0) as done
  from booking.booking_refund group by booking_id
)
select format('%s: %s captured by %s, refunded %s; the booking is %s, knows of %s, owes back %s',
  p.checkout_id, p.captured_minor, p.payment_id, p.refunded_minor + p.covered_minor,
  coalesce(b.state, 'none'), coalesce(b.captured_minor, 0), coalesce(o.due, 0)) as detail
from payments.payment p left join booking.booking b on b.booking_id = p.checkout_id
left join owed o using (booking_id)
where p.checkout_id like 'bkg\\_%' and p.captured_minor > 0
  and p.captured_minor > p.refunded_minor + p.covered_minor
  and (b.captured_minor is distinct from p.captured_minor
    or p.refunded_minor + p.covered_minor < coalesce(o.due, 0)
    or (b.state <> 'CONFIRMED' and b.confirmed_at is null))
union all
select format('%s owes %s and payments holds nothing of it', o.booking_id, o.due - o.done)
from owed o left join payments.payment p
  on p.checkout_id = o.booking_id and p.captured_minor > 0
where o.due > o.done and p.payment_id is null`,
  },
  {
    code: 'N5',
    when: 'quiescent',
    says: 'no booking waits longer than its clock and ten minutes',
    needs,
    over: 'shop',
    sql: `
select format('%s is %s since %s', booking_id, state, hold_until) as detail
from booking.booking where hold_until < now() - interval '10 minutes'`,
  },
  {
    code: 'N6',
    when: 'instant',
    says: 'a ticket has one holder: who took it last, and who handed it on holds it no more',
    needs,
    over: 'shop',
    sql: `
select format('%s has %s tickets in hands', coalesce(t.root_id, t.ticket_id), count(*)) as detail
from booking.ticket t where t.state <> 'HANDED_ON'
group by coalesce(t.root_id, t.ticket_id) having count(*) > 1
union all
select format('%s is %s, was accepted %s times', t.ticket_id, t.state, count(h.hand_over_id))
from booking.ticket t left join booking.hand_over h
  on h.ticket_id = t.ticket_id and h.state = 'ACCEPTED'
group by t.ticket_id
having count(h.hand_over_id) <> case t.state when 'HANDED_ON' then 1 else 0 end
union all
select format('%s of %s is held by %s, taken by %s', n.ticket_id, n.booking_id, n.holder_id,
  h.taken_by)
from booking.ticket n left join booking.hand_over h on h.new_ticket_id = n.ticket_id
left join booking.ticket o on o.ticket_id = h.ticket_id
where n.root_id is not null and (h.taken_by is distinct from n.holder_id
  or coalesce(o.root_id, o.ticket_id) is distinct from n.root_id
  or (o.booking_id, o.session_id, o.type_id, o.seat)
    is distinct from (n.booking_id, n.session_id, n.type_id, n.seat))
union all
select format('%s is offered by %s, held by %s', t.ticket_id, h.from_user,
  coalesce(t.holder_id, b.user_id))
from booking.hand_over h join booking.ticket t using (ticket_id)
join booking.booking b on b.booking_id = t.booking_id
where h.state = 'OFFERED'
  and (t.state <> 'VALID' or h.from_user <> coalesce(t.holder_id, b.user_id))
union all
select format('%s was let in with %s, which was handed on', k.ticket_id, k.scan_id)
from booking.scan k join booking.ticket t using (ticket_id)
where k.verdict = 'welcome' and t.state = 'HANDED_ON'`,
  },
];
