import type { Sql } from '#kernel/db/db.ts';

export interface ReviewRow {
  paymentId: string;
  checkoutId: string;
  sagaId: string;
  userId: string;
  attempt: number;
  method: string;
  gateway: string;
  status: string;
  amount_minor: number;
  captured_minor: number;
  refunded_minor: number;
  refunding_minor: number;
  currency: string;
  idemKey: string;
  createdAt: Date;
  updatedAt: Date;
}

const COLUMNS = `
  payment_id as "paymentId", checkout_id as "checkoutId", saga_id as "sagaId",
  user_id as "userId", attempt, method, gateway, status, amount_minor, captured_minor,
  refunded_minor, refunding_minor, currency, idem_key as "idemKey", created_at as "createdAt",
  updated_at as "updatedAt"`;

const PAID =
  'select' +
  COLUMNS +
  ` from payment where payment_id > $1 and payment_id < $2 and captured_minor > 0
order by payment_id limit $3`;

/** Payments with captured money, after one id and before another. */
export async function readPaid(
  db: Sql,
  of: { after: string; before: string; limit: number },
): Promise<ReviewRow[]> {
  return db.rows<ReviewRow>(PAID, [of.after, of.before, of.limit]);
}

const OF =
  'select' +
  COLUMNS +
  ` from payment where payment_id = any($1::text[])
union select` +
  COLUMNS +
  ` from payment where checkout_id = any($2::text[])
union select` +
  COLUMNS +
  ' from payment where idem_key = any($3::text[])';

/** Payments by id, checkout or gateway key, in any status. */
export async function readReviewed(
  db: Sql,
  of: { paymentIds: string[]; checkoutIds: string[]; keys: string[] },
): Promise<ReviewRow[]> {
  return db.rows<ReviewRow>(OF, [of.paymentIds, of.checkoutIds, of.keys]);
}

export interface BreakRow {
  paymentId: string;
  checkoutId: string;
  kind: string;
  detail: unknown;
  amount_minor: number;
  currency: string;
  createdAt: Date;
  healed: boolean;
}

// The kind of a refund's break ends in the refund's id.
const BREAKS = `
select b.payment_id as "paymentId", p.checkout_id as "checkoutId", b.kind, b.detail,
  coalesce((b.detail->>'over_minor')::bigint, r.amount_minor, c.amount_minor, p.amount_minor)
    as amount_minor,
  coalesce(c.currency, p.currency) as currency,
  b.created_at as "createdAt", coalesce(r.status <> 'PENDING', false) as healed
from settlement_break b
join payment p on p.payment_id = b.payment_id
left join refund r on r.refund_id = nullif(split_part(b.kind, ':', 2), '')
left join chargeback c on c.payment_id = b.payment_id and b.kind = 'chargeback:' || c.dispute_id
where b.resolved_at is null
  and ($1::text is null or (b.payment_id, b.kind) > ($1, $2))
order by b.payment_id, b.kind limit $3`;

/** Settlement breaks that nobody has closed. */
export async function readOpenBreaks(
  db: Sql,
  of: { after: { paymentId: string; kind: string } | null; limit: number },
): Promise<BreakRow[]> {
  const { after, limit } = of;
  return db.rows<BreakRow>(BREAKS, [after?.paymentId ?? null, after?.kind ?? '', limit]);
}

const CLOSE = `
update settlement_break set resolved_at = now()
where payment_id = $1 and kind = $2 and resolved_at is null`;

/** Notes that a break has been dealt with; false when it was closed already. */
export async function closeBreak(
  db: Sql,
  of: { paymentId: string; kind: string },
): Promise<boolean> {
  return (await db.run(CLOSE, [of.paymentId, of.kind])) === 1;
}
