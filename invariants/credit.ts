// Gift cards and store credit: what accounts hold, what is set aside, and that payments and the
// books say the same. Credit is a gateway of its own, so its side of M7, Q3 and Q7 is here, and
// the laws of coupons stand beside it.
import { coupons } from './coupons.ts';
import type { Invariant } from './invariant.ts';

const needs = ['credit', 'payments'];

export const credit: readonly Invariant[] = [
  ...coupons,
  {
    code: 'L5',
    when: 'instant',
    says: 'credit is the sum of its movements, and what is set aside the sum of its holds',
    needs: ['credit'],
    over: 'shop',
    sql: `
select format('%s: balance %s, movements %s, set aside %s, holds %s', account_id, a.balance_minor,
  m.sum, a.held_minor, h.sum) as detail
from credit.credit_account a
left join (select account_id, sum(amount_minor) from credit.movement group by account_id) m
  using (account_id)
left join (
  select account_id, sum(amount_minor) from credit.credit_hold where state = 'held'
  group by account_id
) h using (account_id)
where a.balance_minor <> coalesce(m.sum, 0) or a.held_minor <> coalesce(h.sum, 0)`,
  },
  {
    code: 'L6',
    when: 'quiescent',
    says: 'the books owe what gift cards and store credit hold',
    needs: ['credit', 'ledger'],
    over: 'shop',
    sql: `
select format('%s %s: accounts hold %s, the books owe %s', account, currency, coalesce(a.held, 0),
  coalesce(e.owed, 0)) as detail
from (
  select lower(kind) as account, currency, sum(balance_minor) as held
  from credit.credit_account group by 1, 2
) a full join (
  select account, currency, -sum(amount_minor) as owed from ledger.entry
  where account in ('gift_card', 'store_credit') group by account, currency
) e using (account, currency)
where coalesce(a.held, 0) <> coalesce(e.owed, 0)`,
  },
  {
    code: 'M7',
    when: 'instant',
    says: 'credit never gave more for a part than the part is worth',
    needs,
    over: 'shop',
    sql: `
select format('%s: took %s for a part of %s', h.key, h.amount_minor,
  coalesce(p.amount_minor::text, 'nothing')) as detail
from credit.credit_hold h left join payments.payment p on p.idem_key = h.key
where h.state = 'captured' and h.amount_minor is distinct from p.amount_minor`,
  },
  {
    code: 'Q3',
    when: 'quiescent',
    says: 'no credit is left set aside',
    needs: ['credit'],
    over: 'shop',
    sql: `
select format('%s of %s is set aside for %s', amount_minor, account_id, key) as detail
from credit.credit_hold where state = 'held'`,
  },
  {
    code: 'Q7',
    when: 'quiescent',
    says: 'payments and credit agree on what each part holds',
    needs,
    over: 'shop',
    sql: `
select format('%s: we say %s, credit %s', coalesce(p.payment_id, h.key),
  coalesce(p.captured_minor - p.refunded_minor, 0), coalesce(h.net, 0)) as detail
from (select * from payments.payment where gateway = 'credit') p full join (
  select key, amount_minor - refunded_minor as net from credit.credit_hold
  where state = 'captured'
) h on h.key = p.idem_key
where coalesce(p.captured_minor - p.refunded_minor, 0) <> coalesce(h.net, 0)`,
  },
];
