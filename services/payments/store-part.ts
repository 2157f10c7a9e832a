/** Statements about the parts of an attempt that are paid with credit. */
import type { Sql } from '#kernel/db/db.ts';
import type { CreditMethod } from './contract.ts';
import type { PaymentRow } from './model.ts';
import { COLUMNS } from './store.ts';

export interface NewPart {
  paymentId: string;
  checkoutId: string;
  sagaId: string;
  quoteId: string;
  userId: string;
  attempt: number;
  part: number;
  method: CreditMethod;
  gateway: string;
  amount_minor: number;
  currency: string;
  idemKey: string;
}

const AUTHORIZE = `
insert into payment (payment_id, checkout_id, saga_id, quote_id, user_id, attempt, part, method,
  gateway, amount_minor, authorized_minor, currency, status, idem_key)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, 'AUTHORIZED', $12)
on conflict do nothing`;

/** Keeps a part whose credit is set aside; one that is there already stays. */
export async function insertPart(db: Sql, part: NewPart): Promise<void> {
  const { paymentId, checkoutId, sagaId, quoteId, userId, attempt } = part;
  const head = [paymentId, checkoutId, sagaId, quoteId, userId, attempt, part.part, part.method];
  await db.run(AUTHORIZE, [...head, part.gateway, part.amount_minor, part.currency, part.idemKey]);
}

const LEFT = `
select checkout_id as "checkoutId", attempt, max(part) as parts from payment
where gateway = 'credit' and status = 'AUTHORIZED'
  and created_at < now() - $1 * interval '1 ms'
group by checkout_id, attempt order by min(created_at) limit $2`;

/** Attempts whose credit is set aside for longer than this, longest first. */
export async function leftAside(
  db: Sql,
  of: { older_ms: number; limit: number },
): Promise<{ checkoutId: string; attempt: number; parts: number }[]> {
  return db.rows(LEFT, [of.older_ms, of.limit]);
}

const BESIDE =
  'select' +
  COLUMNS +
  ` from payment p
where p.checkout_id = $1 and p.attempt = $2 and p.captured_minor > 0 order by p.part limit 11`;

/** The paid parts of an attempt, the outside one first. */
export async function paidParts(
  db: Sql,
  of: { checkoutId: string; attempt: number },
): Promise<PaymentRow[]> {
  return db.rows<PaymentRow>(BESIDE, [of.checkoutId, of.attempt]);
}
