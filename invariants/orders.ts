// The order against what was quoted, paid and told: one order for a checkout, its lines the
// quote's, its history legal, its money there.
import type { Invariant } from './invariant.ts';

const needs = ['orders'];

const agreed: readonly Invariant[] = [
  {
    code: 'O1',
    when: 'instant',
    says: 'a checkout becomes at most one order',
    needs,
    over: 'shop',
    sql: `
select format('%s has %s orders', checkout_id, count(*)) as detail
from orders."order" group by checkout_id having count(*) > 1`,
  },
  {
    code: 'O2',
    when: 'instant',
    says: 'no order is under way without its money, but for cash on delivery',
    needs: ['orders', 'payments'],
    over: 'shop',
    sql: `
select format('%s is %s, total %s, captured %s', o.order_id, o.status, o.total_minor,
  w.captured) as detail
from orders."order" o left join payments.payment p on p.payment_id = o.payment_id
left join (
  select checkout_id, attempt, sum(captured_minor) as captured
  from payments.payment group by checkout_id, attempt
) w on w.checkout_id = p.checkout_id and w.attempt = p.attempt
where o.status in ('CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'RETURNED')
  and case o.payment_method when 'COD' then p.status is distinct from 'ACCEPTED'
    else p.payment_id is null or w.captured < o.total_minor
      or p.currency <> o.currency or p.checkout_id <> o.checkout_id end`,
  },
  {
    code: 'O3',
    when: 'instant',
    says: 'the total of an order is the total that was quoted',
    needs: ['orders', 'pricing'],
    over: 'shop',
    sql: `
select format('%s: total %s %s, quoted %s %s', o.order_id, o.total_minor, o.currency,
  q.total_minor, q.currency) as detail
from orders."order" o left join pricing.quote q on q.quote_id = o.quote_id
where (o.total_minor, o.subtotal_minor, o.discount_minor, o.shipping_minor, o.tax_minor,
    o.currency, o.checkout_id)
  is distinct from (q.total_minor, q.subtotal_minor, q.discount_minor, q.shipping_minor,
    q.tax_minor, q.currency, q.checkout_id)`,
  },
  {
    code: 'O4',
    when: 'instant',
    says: 'the lines of an order are the lines that were quoted',
    needs: ['orders', 'pricing'],
    over: 'shop',
    sql: `
select format('%s line %s: %s x %s at %s, quoted %s x %s at %s', o.order_id,
  coalesce(l.line_no, q.line_no), l.quantity, l.variant_id, l.unit_minor, q.quantity, q.variant_id,
  q.unit_minor) as detail
from (select o.order_id, q.* from orders."order" o join pricing.quote_line q using (quote_id)) q
full join orders.order_line l on l.order_id = q.order_id and l.line_no = q.line_no
left join orders."order" o on o.order_id = coalesce(l.order_id, q.order_id)
where (l.variant_id, l.seller_id, l.quantity, l.unit_minor, l.total_minor, l.discount_minor)
  is distinct from (q.variant_id, q.seller_id, q.quantity, q.unit_minor, q.total_minor,
    q.discount_minor)`,
  },
  {
    code: 'O5',
    when: 'instant',
    says: 'orders only move as they may',
    needs,
    over: 'shop',
    sql: `
select format('%s moved from %s to %s', order_id, coalesce(from_status, 'nothing'), to_status)
  as detail
from orders.order_transition
where (coalesce(from_status, ''), to_status) not in (
  ('', 'PENDING'), ('', 'CONFIRMED'),
  ('PENDING', 'CONFIRMED'), ('PENDING', 'FAILED'), ('PENDING', 'CANCELLED'),
  ('CONFIRMED', 'PROCESSING'), ('CONFIRMED', 'CANCELLED'),
  ('PROCESSING', 'SHIPPED'), ('PROCESSING', 'CANCELLED'),
  ('SHIPPED', 'DELIVERED'), ('SHIPPED', 'RETURNED'),
  ('DELIVERED', 'RETURNED'), ('RETURNED', 'REFUNDED'))`,
  },
  {
    code: 'O6',
    when: 'instant',
    says: 'the history of an order has no gap and ends in its status',
    needs,
    over: 'shop',
    sql: `
with step as (
  select order_id, seq, to_status, from_status,
    row_number() over (partition by order_id order by seq) as nth,
    lag(to_status) over (partition by order_id order by seq) as before,
    lead(seq) over (partition by order_id order by seq) as next
  from orders.order_transition
)
select format('%s: move %s goes from %s after %s', order_id, seq, from_status, before) as detail
from step where seq <> nth or from_status is distinct from before
union all
select format('%s is %s at version %s, its last move %s to %s', order_id, o.status, o.version,
  t.seq, t.to_status)
from orders."order" o full join (select * from step where next is null) t using (order_id)
where (o.status, o.version) is distinct from (t.to_status, t.seq)`,
  },
  {
    code: 'O7',
    when: 'instant',
    says: 'the seller of a line is the seller of its variant',
    needs: ['orders', 'catalog'],
    over: 'shop',
    sql: `
select format('%s line %s of %s: sold for %s, belongs to %s', l.order_id, l.line_no, l.variant_id,
  l.seller_id, v.seller_id) as detail
from orders.order_line l join catalog.variant v using (variant_id)
where v.seller_id <> l.seller_id`,
  },
  {
    code: 'O8',
    when: 'instant',
    says: 'a cart becomes at most one order',
    needs: ['orders', 'checkout'],
    over: 'shop',
    sql: `
select format('%s was completed %s times', cart_id, count(*)) as detail
from checkout.checkout where status = 'COMPLETED' group by cart_id having count(*) > 1
union all
select format('%s has %s orders', cart_id, count(*))
from orders."order" where status <> 'FAILED' group by cart_id having count(*) > 1`,
  },
];

/** Lines that were taken off an order that goes on. */
const cancelled: readonly Invariant[] = [
  {
    code: 'O9',
    when: 'instant',
    says: 'a line is cancelled once, at what it came to, none of it left, and something stays',
    needs,
    over: 'shop',
    sql: `
select format('%s line %s is %s with %s sent, cancelled by %s', order_id, line_no, l.status,
  l.shipped, coalesce(c.cancellation_id, 'nobody')) as detail
from orders.order_line l full join orders.cancelled_line c using (order_id, line_no)
where (l.status is not distinct from 'CANCELLED') <> (c.cancellation_id is not null)
  or l.status = 'CANCELLED' and (l.shipped > 0 or c.goods_minor <> l.total_minor)
union all
select format('%s came to %s, its lines to %s', cancellation_id, n.amount_minor, l.sum)
from orders.cancellation n full join (
  select cancellation_id, sum(goods_minor - discount_minor + tax_minor) as sum
  from orders.cancelled_line group by cancellation_id
) l using (cancellation_id)
where n.amount_minor is distinct from l.sum
union all
select format('%s goes on as %s without a line', o.order_id, o.status)
from orders."order" o where o.status <> 'CANCELLED'
  and o.order_id in (select order_id from orders.cancelled_line)
  and not exists (
    select from orders.order_line l where l.order_id = o.order_id and l.status <> 'CANCELLED')`,
  },
  {
    code: 'Q15',
    when: 'quiescent',
    says: 'units of cancelled lines are on the shelf again, once',
    needs: ['orders', 'inventory'],
    over: 'shop',
    sql: `
select format('%s line %s: %s of %s cancelled, %s are back', l.order_id, l.line_no, l.quantity,
  l.variant_id, coalesce(b.units, 0)) as detail
from orders.order_line l left join (
  select ref, variant_id, sum(d_on_hand) as units
  from inventory.stock_ledger where reason = 'restock' group by ref, variant_id
) b on b.ref = l.order_id and b.variant_id = l.variant_id
where l.status = 'CANCELLED' and b.units is distinct from l.quantity`,
  },
  {
    code: 'Q16',
    when: 'quiescent',
    says: 'what cancelled lines came to goes back, as far as anything of it was there',
    needs: ['orders', 'payments'],
    over: 'shop',
    sql: `
with given as (
  select split_part(key, '#', 1) as key, sum(amount_minor) as amount_minor
  from payments.refund where key like 'items:%' group by 1
), held as (
  select checkout_id, attempt, sum(captured_minor - refunding_minor) as left
  from payments.payment group by checkout_id, attempt
)
select format('%s of %s came to %s, payments gave %s', n.cancellation_id, n.order_id,
  n.amount_minor, coalesce(g.amount_minor, 0)) as detail
from orders.cancellation n join orders."order" o using (order_id)
left join payments.payment p on p.payment_id = o.payment_id
left join held h on h.checkout_id = p.checkout_id and h.attempt = p.attempt
left join given g on g.key = 'items:' || n.cancellation_id
where case o.payment_method when 'COD' then coalesce(g.amount_minor, 0) <> 0
  else coalesce(g.amount_minor, 0) > n.amount_minor
    or coalesce(g.amount_minor, 0) < n.amount_minor and h.left > 0 end`,
  },
];

/** What a room's row says it has told, against the last event it is known to have written. */
const told: readonly Invariant[] = [
  {
    code: 'E2',
    when: 'instant',
    says: 'every change that a room tells is one event',
    needs,
    over: 'shop',
    sql: `
select format('%s is at version %s, its last event at %s', order_id, o.version, e.last) as detail
from orders."order" o full join (
  select agg_id as order_id, max(agg_version) as last
  from orders.outbox where agg_type = 'order' group by agg_id
) e using (order_id)
where o.version is distinct from e.last
  and not (e.last is null and o.updated_at < now() - interval '167 hours')`,
  },
  {
    code: 'E2',
    when: 'instant',
    says: 'every move of a payment is one event',
    needs: ['payments'],
    over: 'shop',
    sql: `
select format('%s is at version %s, its last event at %s', payment_id, p.version, e.last) as detail
from payments.payment p full join (
  select agg_id as payment_id, max(agg_version) as last
  from payments.outbox where agg_type = 'payment' group by agg_id
) e using (payment_id)
where p.version is distinct from coalesce(e.last, 0)
  and not (e.last is null and p.updated_at < now() - interval '167 hours')`,
  },
  {
    code: 'E2',
    when: 'instant',
    says: 'every move of a hold is one event',
    needs: ['inventory'],
    over: 'shop',
    sql: `
select format('%s is at version %s, its last event at %s', reservation_id, r.version, e.last)
  as detail
from inventory.reservation r full join (
  select agg_id as reservation_id, max(agg_version) as last
  from inventory.outbox where agg_type = 'reservation' group by agg_id
) e using (reservation_id)
where r.version is distinct from e.last
  and not (e.last is null and (r.version = 0 or r.created_at < now() - interval '167 hours'))`,
  },
  {
    code: 'E2',
    when: 'instant',
    says: 'every change of a counter that is told is one event',
    needs: ['inventory'],
    over: 'shop',
    sql: `
select format('%s in %s is at version %s, its last event at %s', variant_id, warehouse_id,
  s.version, e.last) as detail
from inventory.stock s left join (
  select agg_id, max(agg_version) as last
  from inventory.outbox where agg_type = 'stock' group by agg_id
) e on e.agg_id = s.variant_id || ':' || s.warehouse_id
where s.version <> coalesce(e.last, 0)
  and not (e.last is null and s.updated_at < now() - interval '167 hours')`,
  },
  {
    code: 'E2',
    when: 'instant',
    says: 'every move of a checkout is one event',
    needs: ['checkout'],
    over: 'shop',
    sql: `
select format('%s is at version %s, its last event at %s', checkout_id, c.version, e.last) as detail
from checkout.checkout c full join (
  select agg_id as checkout_id, max(agg_version) as last
  from checkout.outbox where agg_type = 'checkout' group by agg_id
) e using (checkout_id)
where c.version is distinct from e.last
  and not (e.last is null and c.updated_at < now() - interval '167 hours')`,
  },
];

const settled: readonly Invariant[] = [
  {
    code: 'Q2',
    when: 'quiescent',
    says: 'no captured money is without an order or its refund',
    needs: ['orders', 'payments'],
    over: 'shop',
    sql: `
select format('%s of %s: captured %s, refunded %s, order %s', p.payment_id, p.checkout_id,
  p.captured_minor, p.refunded_minor, coalesce(o.status, 'none')) as detail
from payments.payment p left join (
  select o.checkout_id, o.status, lead.attempt
  from orders."order" o join payments.payment lead on lead.payment_id = o.payment_id
) o on o.checkout_id = p.checkout_id and o.attempt = p.attempt
where p.captured_minor > p.refunded_minor + p.covered_minor
  and p.checkout_id not like 'bkg\\_%'
  and coalesce(o.status, 'FAILED') in ('PENDING', 'FAILED', 'CANCELLED', 'REFUNDED')`,
  },
  {
    code: 'Q8',
    when: 'quiescent',
    says: 'every order that a client was told about exists, at the price it was told',
    needs,
    over: 'journal',
    sql: `
select format('%s of %s: told %s %s, there is %s %s', told."orderId", told."checkoutId",
  told."total_minor", told.currency, o.total_minor, o.currency) as detail
from json_to_recordset($1::json) as told("checkoutId" text, "orderId" text,
  "total_minor" bigint, currency text)
left join orders."order" o
  on o.order_id = told."orderId" and o.checkout_id = told."checkoutId"
where (o.total_minor, o.currency) is distinct from (told."total_minor", told.currency)`,
  },
  {
    code: 'Q9',
    when: 'quiescent',
    says: 'the money we hold is the worth of the orders that are live and paid',
    needs: ['orders', 'payments'],
    over: 'shop',
    sql: `
select format('%s: holding %s, live orders are worth %s', currency, p.net, o.worth) as detail
from (
  select currency, sum(captured_minor - refunded_minor - covered_minor) as net
  from payments.payment where checkout_id not like 'bkg\\_%' group by currency
) p full join (
  select o.currency, sum(o.total_minor - coalesce(w.refunded, 0)) as worth
  from orders."order" o left join payments.payment p using (payment_id)
  left join (
    select checkout_id, attempt, sum(refunded_minor + covered_minor) as refunded
    from payments.payment group by checkout_id, attempt
  ) w on w.checkout_id = p.checkout_id and w.attempt = p.attempt
  where o.status in ('CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'RETURNED')
    and o.payment_method <> 'COD' group by o.currency
) o using (currency)
where coalesce(p.net, 0) <> coalesce(o.worth, 0)`,
  },
];

/** Documents: numbers for the tax office, amounts for the buyer. */
const papers: readonly Invariant[] = [
  {
    code: 'D1',
    when: 'instant',
    says: 'invoices and credit notes are numbered without gaps',
    needs: ['orders'],
    over: 'shop',
    sql: `
select format('%s %s: %s documents, the highest number is %s, the series stands at %s', kind, year,
  coalesce(d.count, 0), coalesce(d.highest, 0), coalesce(s.last, 0)) as detail
from (
  select kind, year, count(*) as count, max(seq) as highest
  from orders.document group by kind, year
) d full join orders.document_series s using (kind, year)
where coalesce(d.count, 0) <> coalesce(s.last, 0)
  or coalesce(d.highest, 0) <> coalesce(s.last, 0)`,
  },
  {
    code: 'D2',
    when: 'instant',
    says: 'an invoice says what the order cost, and its credit notes give back no more tax',
    needs: ['orders'],
    over: 'shop',
    sql: `
select format('%s: the invoice says %s, tax %s; the order %s, tax %s', d.order_id,
  d.facts->>'total_minor', d.facts->>'tax_minor', o.total_minor, o.tax_minor) as detail
from orders.document d left join orders."order" o using (order_id)
where d.kind = 'invoice' and ((d.facts->>'total_minor')::bigint, (d.facts->>'tax_minor')::bigint,
  (d.facts->>'subtotal_minor')::bigint, d.facts->>'currency')
  is distinct from (o.total_minor, o.tax_minor, o.subtotal_minor, o.currency)
union all
select format('%s: credit notes give back %s of %s tax', order_id, sum(tax), max(o.tax_minor))
from (
  select order_id, (facts->>'tax_minor')::bigint as tax
  from orders.document where kind = 'credit-note'
) n join orders."order" o using (order_id)
group by order_id having sum(tax) > max(o.tax_minor)`,
  },
];

export const orders: readonly Invariant[] = [
  ...agreed,
  ...cancelled,
  ...told,
  ...papers,
  ...settled,
];
