// News that gateways sent by themselves: those that wait for their payment, refunds that were
// made at the gateway by hand, and chargebacks.
import type { Db, Sql } from '#kernel/db/db.ts';
import type { DisputeNews, News } from './news.ts';
import { tellTwice } from './store-cover.ts';

const PARK = `
insert into parked_webhook (webhook_id, gateway, body, reason, news, payment_id, gateway_ref)
values ($1, $2, $3::jsonb, $4, $5::jsonb, $6, $7)
on conflict do nothing`;

/** Keeps signed news that fit no payment of ours; true when they are new. */
export async function parkWebhook(
  db: Sql,
  of: { gateway: string; body: string; reason: string; news: Exclude<News, { kind: 'other' }> },
): Promise<boolean> {
  const { gateway, body, reason, news } = of;
  const { paymentId, ref } = news.about;
  const id = `${gateway}:${news.id}`;
  const values = [id, gateway, body, reason, JSON.stringify(news), paymentId, ref];
  return (await db.run(PARK, values)) === 1;
}

export interface Parked {
  webhookId: string;
  gateway: string;
  news: Exclude<News, { kind: 'other' }>;
}

// Only news whose payment is there by now. What was looked at longest ago comes first, so that
// some that cannot be taken yet do not stand before all the others.
const ADOPTABLE = `
with due as (
  select w.webhook_id from parked_webhook w
  where w.adopted_at is null and w.news is not null and (
    exists (select from payment p where p.payment_id = w.payment_id and p.gateway = w.gateway)
    or exists (
      select from payment p where p.gateway = w.gateway and p.gateway_ref = w.gateway_ref))
  order by w.looked_at limit $1 for update skip locked
)
update parked_webhook w set looked_at = clock_timestamp() from due
where w.webhook_id = due.webhook_id
returning w.webhook_id as "webhookId", w.gateway, w.news`;

/** Parked news whose payment has appeared. */
export async function adoptable(db: Sql, limit: number): Promise<Parked[]> {
  return db.rows<Parked>(ADOPTABLE, [limit]);
}

const ADOPTED = `
update parked_webhook set adopted_at = now() where webhook_id = $1 and adopted_at is null`;

export async function markAdopted(db: Sql, webhookId: string): Promise<void> {
  await db.run(ADOPTED, [webhookId]);
}

const BY_HAND = `
with room as (
  select p.payment_id, p.checkout_id, p.saga_id,
    least($3, p.captured_minor - p.refunding_minor) as amount
  from payment p where p.payment_id = $1 and p.currency = $4 and p.captured_minor > 0
  for no key update
), made as (
  insert into refund (refund_id, payment_id, key, amount_minor, currency, reason, status,
    gateway_transaction_id)
  select $5, payment_id, $2, amount, $4, 'made-at-gateway', 'SUCCEEDED', $6
  from room where amount > 0
  on conflict do nothing
  returning refund_id, payment_id, amount_minor, currency
), paid as (
  update payment p set refunding_minor = p.refunding_minor + m.amount_minor,
    refunded_minor = p.refunded_minor + m.amount_minor,
    status = case when p.refunded_minor + m.amount_minor = p.captured_minor then 'REFUNDED'
      else 'PARTIALLY_REFUNDED' end,
    version = p.version + 1, updated_at = now()
  from made m where p.payment_id = m.payment_id
  returning p.payment_id, p.checkout_id, p.saga_id, new.version, new.status, m.refund_id,
    m.amount_minor as amount, m.currency as unit
), booked as (
  insert into journal (txn_id, account, payment_id, amount_minor, currency)
  select 'refund:' || refund_id, a.account, payment_id, a.sign * amount, unit
  from paid cross join (values ('gateway_receivable', -1), ('sales_clearing', 1)) a(account, sign)
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select 'REFUND_COMPLETED', 'payment', payment_id, version, saga_id, jsonb_build_object(
    'refundId', refund_id, 'paymentId', payment_id, 'checkoutId', checkout_id,
    'orderId', null, 'amount', amount, 'currency', unit, 'reason', 'made-at-gateway',
    'status', status), $7::jsonb
  from paid
)
select amount as booked from paid`;

/**
 * Books a refund that somebody made at the gateway, once per key; gives how much of it there was
 * room for. undefined: it is booked already, or there is no room at all.
 */
export async function refundByHand(
  db: Db,
  of: {
    paymentId: string;
    key: string;
    refundId: string;
    transactionId: string;
    amount_minor: number;
    currency: string;
    meta: string;
  },
): Promise<number | undefined> {
  const { paymentId, key, amount_minor, currency, refundId, transactionId, meta } = of;
  const values = [paymentId, key, amount_minor, currency, refundId, transactionId, meta];
  return db.tx(async (tx) => {
    const made = await tx.row<{ booked: number }>(BY_HAND, values);
    if (made) await tellTwice(tx, paymentId);
    return made?.booked;
  });
}

const REFUND_OF = `select refund_id as "refundId" from refund where payment_id = $1 and key = $2`;

/** True when a refund of this key is on record. */
export async function hasRefund(db: Sql, paymentId: string, key: string): Promise<boolean> {
  return (await db.row(REFUND_OF, [paymentId, key])) !== undefined;
}

const DISPUTE = `
with kept as (
  insert into chargeback (gateway, dispute_id, payment_id, amount_minor, currency, reason, status,
    won, told_at, taken, fee_minor, fee_currency)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $11, $12, $13)
  on conflict (gateway, dispute_id) do update set status = excluded.status, won = excluded.won,
    amount_minor = excluded.amount_minor, told_at = excluded.told_at, updated_at = now(),
    taken = excluded.taken, fee_minor = excluded.fee_minor, fee_currency = excluded.fee_currency
  where chargeback.won is null
    -- Some gateways tell whole seconds: of two that are as old the one that says more is newer.
    and (chargeback.told_at < excluded.told_at or chargeback.told_at = excluded.told_at
      and (excluded.won is not null or excluded.taken and not chargeback.taken
        or excluded.fee_minor > chargeback.fee_minor))
    and (chargeback.status, chargeback.amount_minor, chargeback.taken, chargeback.fee_minor)
      is distinct from (excluded.status, excluded.amount_minor, excluded.taken, excluded.fee_minor)
  returning gateway, payment_id, dispute_id, amount_minor, currency, reason, status, won, taken,
    fee_minor, fee_currency
), counted as (
  update payment p set version = p.version + 1, updated_at = now()
  from kept k where p.payment_id = k.payment_id
  returning p.payment_id, p.checkout_id, p.saga_id, new.version, k.dispute_id,
    k.amount_minor as amount, k.currency as unit, k.reason, k.status as stands, k.won, k.gateway as
    told_by, k.taken, k.fee_minor, k.fee_currency
)
insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
select 'PAYMENT_DISPUTED', 'payment', payment_id, version, saga_id, jsonb_build_object(
  'paymentId', payment_id, 'checkoutId', checkout_id, 'disputeId', dispute_id, 'amount', amount,
  'currency', unit, 'reason', reason, 'status', stands, 'won', won, 'gateway', told_by,
  'taken', taken, 'fee', fee_minor, 'feeCurrency', coalesce(fee_currency, unit)), $10::jsonb
from counted`;

/** Keeps what a gateway tells of a chargeback, with its event; older news change nothing. */
export async function keepDispute(
  db: Db,
  of: { gateway: string; paymentId: string; at: string; dispute: DisputeNews; meta: string },
): Promise<boolean> {
  const { gateway, paymentId, at, dispute, meta } = of;
  const { id, amount_minor, currency, reason, status, won } = dispute;
  const fee = [dispute.fee?.amount_minor ?? 0, dispute.fee?.currency ?? null];
  const facts = [amount_minor, currency, reason, status, won, at, meta, dispute.taken, ...fee];
  return db.tx(async (tx) => {
    const told = (await tx.run(DISPUTE, [gateway, id, paymentId, ...facts])) === 1;
    if (told) await tellTwice(tx, paymentId);
    return told;
  });
}
