// Money against itself: the journal, the refunds, the quotes and the gateway's own ledger.
import type { Invariant } from './invariant.ts';

const needs = ['payments'];
const quoted = ['payments', 'pricing'];

// What banks have taken back of each payment; another currency cannot be compared, so then all.
const banked = `
with taken as (
  select payment_id, sum(amount) as taken, sum(amount) filter (where won = false) as lost
  from (
    select c.payment_id, c.won, case when c.currency = p.currency
      then least(c.amount_minor, p.captured_minor) else p.captured_minor end as amount
    from payments.chargeback c join payments.payment p using (payment_id)
    where c.taken and c.won is distinct from true
  ) one group by payment_id
)`;

const ledger: readonly Invariant[] = [
  {
    code: 'M1',
    when: 'instant',
    says: 'every journal entry sums to zero, and the journal knows what each payment holds',
    needs: ['payments', 'ledger'],
    over: 'shop',
    sql: `
select format('%s: %s %s left over', txn_id, sum(amount_minor), currency) as detail
from payments.journal group by txn_id, currency having sum(amount_minor) <> 0
union all
select format('%s: %s %s left over in the books', txn_id, sum(amount_minor), currency)
from ledger.entry group by txn_id, currency having sum(amount_minor) <> 0
union all
select format('%s: holds %s, journal %s', payment_id, p.captured_minor - p.refunded_minor, j.net)
from payments.payment p full join (
  select payment_id, sum(amount_minor) as net
  from payments.journal where account = 'gateway_receivable' group by payment_id
) j using (payment_id)
where coalesce(p.captured_minor - p.refunded_minor, 0) <> coalesce(j.net, 0)`,
  },
  {
    code: 'M2',
    when: 'instant',
    says: 'refunded is at most captured, captured at most authorized, and nothing is negative',
    needs,
    over: 'shop',
    sql: `
select format('%s: authorized %s, captured %s, refunded %s', payment_id, authorized_minor,
  captured_minor, refunded_minor) as detail
from payments.payment
where refunding_minor > captured_minor or captured_minor > authorized_minor
  or authorized_minor > amount_minor or refunded_minor > refunding_minor
  or least(authorized_minor, captured_minor, refunded_minor) < 0`,
  },
  {
    code: 'M3',
    when: 'instant',
    says: 'what a payment gave back is the sum of its refunds',
    needs,
    over: 'shop',
    sql: `
select format('%s: refunded %s and covered %s of %s, its refunds %s and %s of %s', payment_id,
  p.refunded_minor, p.covered_minor, p.refunding_minor, r.done, r.covered, r.asked) as detail
from payments.payment p full join (
  select payment_id, sum(amount_minor) as asked, sum(covered_minor) as covered,
    sum(amount_minor - covered_minor) filter (where status = 'SUCCEEDED') as done
  from payments.refund group by payment_id
) r using (payment_id)
where coalesce(p.refunded_minor, 0) <> coalesce(r.done, 0)
  or coalesce(p.covered_minor, 0) <> coalesce(r.covered, 0)
  or coalesce(p.refunding_minor, 0) <> coalesce(r.asked, 0)`,
  },
  {
    code: 'M4',
    when: 'instant',
    // The parts of one attempt are one payment.
    says: 'no checkout is charged twice',
    needs,
    over: 'shop',
    sql: `
select format('%s has %s captured payments', checkout_id, count(distinct attempt)) as detail
from payments.payment where captured_minor > refunded_minor + covered_minor
group by checkout_id having count(distinct attempt) > 1`,
  },
  {
    code: 'M5',
    when: 'instant',
    says: 'the price charged, over all parts of a payment, is the price shown',
    needs: quoted,
    over: 'shop',
    sql: `
select format('%s captured %s of %s %s, all parts are %s, quote %s says %s %s', p.payment_id,
  p.captured_minor, p.amount_minor, p.currency, p.whole_minor, p.quote_id, q.total_minor,
  q.currency) as detail
from (
  select *, sum(amount_minor) over (partition by checkout_id, attempt) as whole_minor
  from payments.payment
) p left join pricing.quote q on q.quote_id = p.quote_id
where p.captured_minor <> 0 and p.checkout_id not like 'bkg\\_%'
  and (p.captured_minor, p.whole_minor, p.currency, p.checkout_id)
    is distinct from (p.amount_minor, q.total_minor, q.currency, q.checkout_id)`,
  },
  {
    code: 'M6',
    when: 'instant',
    says: 'the arithmetic of every quote is right',
    needs: ['pricing'],
    over: 'shop',
    sql: `
select format('%s: lines %s less %s, subtotal %s, discount %s, total %s', quote_id, l.total, l.off,
  q.subtotal_minor, q.discount_minor, q.total_minor) as detail
from pricing.quote q left join (
  select quote_id, sum(total_minor) as total, sum(discount_minor) as off,
    bool_or(total_minor <> quantity * unit_minor or quantity <= 0 or unit_minor < 0) as wrong
  from pricing.quote_line group by quote_id
) l using (quote_id)
where l.wrong or q.subtotal_minor is distinct from l.total or q.discount_minor <> l.off
  or q.total_minor <> q.subtotal_minor - q.discount_minor + q.shipping_minor + q.tax_minor
  or least(q.discount_minor, q.shipping_minor, q.tax_minor, q.total_minor) < 0
  or q.discount_minor > q.subtotal_minor`,
  },
  {
    code: 'M8',
    when: 'instant',
    says: 'a key given to a gateway belongs to one payment',
    needs,
    over: 'shop',
    sql: `
select format('%s belongs to %s payments', idem_key, count(*)) as detail
from payments.payment group by idem_key having count(*) > 1`,
  },
  {
    code: 'M10',
    when: 'instant',
    // The bank may take what is on its way back already; then a break tells it.
    says: 'no buyer has money twice, by refunds and by chargebacks, unless a break tells it',
    needs,
    over: 'shop',
    sql:
      banked +
      `
select format('%s: refunded %s, taken back by the bank %s of %s captured', payment_id,
  p.refunded_minor, t.taken, p.captured_minor) as detail
from payments.payment p join taken t using (payment_id)
where p.refunded_minor + t.taken > p.captured_minor and not exists (
  select from payments.settlement_break b where b.payment_id = p.payment_id
    and b.kind = 'refund-and-chargeback' and b.resolved_at is null)`,
  },
  {
    code: 'M11',
    when: 'instant',
    says: 'chargebacks cover of refunds at most what was lost by them',
    needs,
    over: 'shop',
    sql:
      banked +
      `
select format('%s: covered %s, lost %s', payment_id, p.covered_minor, coalesce(t.lost, 0))
  as detail
from payments.payment p left join taken t using (payment_id)
where p.covered_minor > coalesce(t.lost, 0)`,
  },
  {
    code: 'Q17',
    when: 'quiescent',
    says: 'no refund waits for a chargeback that is over',
    needs,
    over: 'shop',
    sql: `
select format('%s of %s waits since %s', refund_id, payment_id, waits_since) as detail
from payments.refund r
where r.status = 'PENDING' and r.waits_since is not null and not exists (
  select from payments.chargeback c
  where c.payment_id = r.payment_id and c.taken and c.won is null)`,
  },
  {
    code: 'Q3',
    when: 'quiescent',
    says: 'no authorization is left neither captured nor given up',
    needs,
    over: 'shop',
    sql: `
select format('%s is %s: authorized %s, captured %s', payment_id, status, authorized_minor,
  captured_minor) as detail
from payments.payment
where authorized_minor > 0 and captured_minor = 0
  and status not in ('FAILED', 'CANCELLED', 'ACCEPTED')`,
  },
];

// The sandbox gateway's own ledger is the second opinion. In production there is none in this
// database, and a reconciliation with the gateway's reports takes its place.
const gateway: readonly Invariant[] = [
  {
    code: 'M7',
    when: 'instant',
    // A gateway that takes something else cannot be kept from it; it must be on record, and Q7
    // says whether it went back.
    says: 'the gateway never captured more for a payment than was quoted, unless a break tells it',
    needs: ['payments', 'pricing', 'sandbox'],
    over: 'shop',
    sql: `
select format('%s: the gateway captured %s %s, quoted %s %s', g.charge_key, g.captured, g.currency,
  q.total_minor, q.currency) as detail
from (
  select charge_key, currency, sum(amount_minor) as captured
  from sandbox.gateway_txn where kind = 'capture' group by charge_key, currency
) g
left join payments.payment p on p.idem_key = g.charge_key
left join pricing.quote q on q.quote_id = p.quote_id
where (g.captured > coalesce(q.total_minor, 0) or g.currency is distinct from q.currency)
  and not exists (
    select from payments.settlement_break b
    where b.payment_id = p.payment_id and b.kind = 'capture-mismatch')
  and coalesce(p.checkout_id, '') not like 'bkg\\_%'
  and coalesce(p.status, '') not in ('INITIATED', 'PENDING', 'ACTION', 'AUTHORIZED')`,
  },
  {
    code: 'M9',
    when: 'instant',
    says: 'once its saga has ended, gateways and credit hold at most what a checkout was shown',
    needs: ['payments', 'pricing', 'sandbox', 'checkout', 'credit'],
    over: 'shop',
    sql: `
with taken as (
  select charge_key, case kind when 'capture' then amount_minor else -amount_minor end as net
  from sandbox.gateway_txn
  union all
  select key, amount_minor - refunded_minor from credit.credit_hold where state = 'captured'
), held as (
  select p.checkout_id, max(p.saga_id) as saga_id, max(p.quote_id) as quote_id, sum(g.net) as net
  from taken g join payments.payment p on p.idem_key = g.charge_key
  group by p.checkout_id
)
select format('%s: the gateway holds %s of %s shown', h.checkout_id, h.net, q.total_minor) as detail
from held h
join pricing.quote q on q.quote_id = h.quote_id
left join checkout.saga_state s on s.saga_id = h.saga_id
where h.net > q.total_minor and coalesce(s.status, 'COMPLETED') in ('COMPLETED', 'COMPENSATED')`,
  },
  {
    code: 'Q7',
    when: 'quiescent',
    says: 'we and the gateway agree on what each payment holds',
    needs: ['payments', 'sandbox'],
    over: 'shop',
    sql: `
select format('%s: we say %s, the gateway %s', coalesce(p.payment_id, g.charge_key),
  p.captured_minor - p.refunded_minor, g.net) as detail
from (select * from payments.payment where gateway = 'sandbox') p full join (
  select charge_key,
    sum(case kind when 'capture' then amount_minor else -amount_minor end) as net
  from sandbox.gateway_txn group by charge_key
) g on g.charge_key = p.idem_key
where coalesce(p.captured_minor - p.refunded_minor, 0) <> coalesce(g.net, 0)`,
  },
];

export const money: readonly Invariant[] = [...ledger, ...gateway];
