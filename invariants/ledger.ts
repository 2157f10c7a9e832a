// The books against the rooms that move the money: they are written from events, so what they
// say of payments and orders holds once all events have arrived.
import type { Invariant } from './invariant.ts';
import { tax } from './tax.ts';

export const ledger: readonly Invariant[] = [
  ...tax,
  {
    code: 'L1',
    when: 'instant',
    says: 'the balance of every account is the sum of its entries',
    needs: ['ledger'],
    over: 'shop',
    sql: `
select format('%s %s: balance %s %s of %s entries, entries %s of %s', account, owner,
  b.amount_minor, currency, b.entries, e.amount_minor, e.entries) as detail
from ledger.balance b full join (
  select account, owner, currency, sum(amount_minor) as amount_minor, count(*) as entries
  from ledger.entry group by account, owner, currency
) e using (account, owner, currency)
where (b.amount_minor, b.entries) is distinct from (e.amount_minor, e.entries)`,
  },
  {
    code: 'L2',
    when: 'quiescent',
    says: 'the books hold what payments captured and gave back',
    needs: ['ledger', 'payments'],
    over: 'shop',
    sql: `
select format('%s %s: payments hold %s, the books %s', account, currency, coalesce(p.net, 0),
  coalesce(e.net, 0)) as detail
from (
  select case method when 'GIFT_CARD' then 'gift_card' when 'STORE_CREDIT' then 'store_credit'
    else 'gateway' end as account, currency, sum(captured_minor - refunded_minor) as net
  from payments.payment where captured_minor > 0 group by 1, 2
) p full join (
  select account, currency, sum(amount_minor) as net from ledger.entry
  where kind in ('capture', 'refund') and account <> 'buyer' group by account, currency
) e using (account, currency)
where coalesce(p.net, 0) <> coalesce(e.net, 0)`,
  },
  {
    code: 'L3',
    when: 'quiescent',
    says: 'sellers, tax and shipping have what orders say, and nothing of orders that ended',
    needs: ['ledger', 'orders'],
    over: 'shop',
    sql: `
with booked as (
  select order_id,
    sum(amount_minor) filter (where kind = 'sale' and account = 'buyer') as buyer,
    -sum(amount_minor) filter (
      where kind = 'sale' and account in ('seller', 'commission')) as goods,
    -sum(amount_minor) filter (where kind = 'sale' and account = 'tax') as tax,
    -sum(amount_minor) filter (where kind = 'sale' and account = 'shipping') as shipping,
    sum(amount_minor) filter (where account = 'buyer') as standing
  from ledger.entry where kind in ('sale', 'reversal', 'cancel') group by order_id
)
select format('%s is %s: total %s, goods %s, tax %s, shipping %s; booked %s, %s, %s, %s, left %s',
  order_id, o.status, o.total_minor, o.goods, o.tax, o.way, b.buyer, b.goods, b.tax, b.shipping,
  b.standing) as detail
from (
  select p.order_id, p.status, p.total_minor,
    p.subtotal_minor - p.discount_minor - coalesce(l.included, 0) as goods,
    p.tax_minor + coalesce(l.included, 0) + p.included_shipping_minor as tax,
    p.shipping_minor - p.included_shipping_minor as way
  from orders."order" p left join (
    select order_id, sum(included_minor) as included from orders.order_line group by order_id
  ) l using (order_id)
) o full join booked b using (order_id)
where case
  when o.status in ('PENDING', 'FAILED') then b.order_id is not null
  when o.status = 'CANCELLED' then coalesce(b.standing, 0) <> 0
  else (o.total_minor, o.goods, o.tax, o.way)
    is distinct from (coalesce(b.buyer, 0), coalesce(b.goods, 0), coalesce(b.tax, 0),
      coalesce(b.shipping, 0)) or b.standing < 0 end
union all
select format('%s line %s is booked for %s, sold for %s', e.order_id, e.order_line, e.owner,
  l.seller_id)
from ledger.entry e left join orders.order_line l
  on l.order_id = e.order_id and l.line_no = e.order_line
where e.account in ('seller', 'commission') and e.kind <> 'booking'
  and l.seller_id is distinct from e.owner`,
  },
  {
    code: 'L4',
    when: 'quiescent',
    says: 'nobody owes or is owed for a purchase, but who pays at the door',
    needs: ['ledger', 'orders'],
    over: 'shop',
    sql: `
select format('%s, order %s: the buyer stands at %s %s', b.checkout_id, o.status, b.net, b.currency)
  as detail
from (
  select checkout_id, currency, sum(amount_minor) as net from ledger.entry
  where account = 'buyer' group by checkout_id, currency
) b left join orders."order" o using (checkout_id)
where case when o.payment_method = 'COD' then b.net < 0 or b.net > o.total_minor
  else b.net <> 0 end`,
  },
  {
    code: 'L7',
    when: 'quiescent',
    says: 'the books say of chargebacks what payments was told',
    needs: ['ledger', 'payments'],
    over: 'shop',
    sql: `
select format('%s %s: payments say %s, the books %s', account, currency, coalesce(c.sum, 0),
  coalesce(e.sum, 0)) as detail
from (
  select account, currency, sum(amount_minor) as sum from (
    select case when won is null then 'disputed' else 'dispute_loss' end as account, currency,
      amount_minor
    from payments.chargeback where taken and won is distinct from true
    union all
    select 'dispute_fee', fee_currency, fee_minor from payments.chargeback where fee_minor > 0
  ) t group by account, currency
) c full join (
  select account, currency, sum(amount_minor) as sum from ledger.entry
  where kind = 'dispute' and account <> 'gateway' group by account, currency
) e using (account, currency)
where coalesce(c.sum, 0) <> coalesce(e.sum, 0)`,
  },
  {
    code: 'L8',
    when: 'quiescent',
    says: 'the books say of refunds that chargebacks paid what payments says',
    needs: ['ledger', 'payments'],
    over: 'shop',
    sql: `
select format('%s: payments say %s, the books %s', currency, coalesce(p.sum, 0),
  coalesce(e.sum, 0)) as detail
from (
  select currency, sum(covered_minor) as sum from payments.payment where covered_minor > 0
  group by currency
) p full join (
  select currency, sum(amount_minor) as sum from ledger.entry
  where kind = 'cover' and account = 'buyer' group by currency
) e using (currency)
where coalesce(p.sum, 0) <> coalesce(e.sum, 0)`,
  },
];
