import type { Sql } from '#kernel/db/db.ts';

export interface ChargebackRow {
  gateway: string;
  disputeId: string;
  paymentId: string;
  checkoutId: string;
  amount_minor: number;
  currency: string;
  reason: string;
  status: string;
  won: boolean | null;
  taken: boolean;
  fee_minor: number;
  feeCurrency: string | null;
  at: Date;
  changedAt: Date;
}

const COLUMNS = `
select c.gateway, c.dispute_id as "disputeId", c.payment_id as "paymentId",
  p.checkout_id as "checkoutId", c.amount_minor, c.currency, c.reason, c.status, c.won, c.taken,
  c.fee_minor, c.fee_currency as "feeCurrency", c.created_at as at, c.updated_at as "changedAt"
from chargeback c join payment p on p.payment_id = c.payment_id
`;

const OF_PAYMENT =
  COLUMNS + 'where c.payment_id = $1 order by c.created_at, c.dispute_id limit 100';

/** Chargebacks of a payment. */
export async function chargebacksOf(db: Sql, paymentId: string): Promise<ChargebackRow[]> {
  return db.rows<ChargebackRow>(OF_PAYMENT, [paymentId]);
}

const OF_CHECKOUT =
  COLUMNS + 'where p.checkout_id = $1 order by c.created_at, c.dispute_id limit 100';

/** Chargebacks of all payments of a checkout. */
export async function chargebacksOfCheckout(db: Sql, checkoutId: string): Promise<ChargebackRow[]> {
  return db.rows<ChargebackRow>(OF_CHECKOUT, [checkoutId]);
}

const LIST =
  COLUMNS +
  `
where ($1::boolean is null or (c.won is null) = $1)
  and ($2::timestamptz is null or (c.created_at, c.gateway, c.dispute_id) < ($2, $3, $4))
order by c.created_at desc, c.gateway desc, c.dispute_id desc limit $5`;

/** Chargebacks of everybody, newest first, after a key; `open`: null for both kinds. */
export async function listChargebacks(
  db: Sql,
  of: { open: boolean | null; before: readonly [string, string, string] | null; limit: number },
): Promise<ChargebackRow[]> {
  const [at, gateway, disputeId] = of.before ?? [null, null, null];
  return db.rows<ChargebackRow>(LIST, [of.open, at, gateway, disputeId, of.limit]);
}

const CLAIM = `
with due as (
  select gateway, dispute_id from chargeback
  where won is null and asked_at < now() - $2 * interval '1 ms'
  order by asked_at limit $1 for update skip locked
)
update chargeback c set asked_at = now() from due
where c.gateway = due.gateway and c.dispute_id = due.dispute_id
returning c.gateway, c.dispute_id as "disputeId", c.payment_id as "paymentId"`;

export interface OpenDispute {
  gateway: string;
  disputeId: string;
  paymentId: string;
}

/** Open chargebacks that nobody has asked about for so long; asked about now. */
export async function claimOpenDisputes(
  db: Sql,
  limit: number,
  every_ms: number,
): Promise<OpenDispute[]> {
  return db.rows<OpenDispute>(CLAIM, [limit, every_ms]);
}
