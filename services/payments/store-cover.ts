// Refunds against chargebacks of the same payment. Whoever reads here holds the payment's row:
// news of chargebacks change that row too, so that of a refund on its way and a chargeback that
// comes in, the second always sees the first.
import type { Db, Sql } from '#kernel/db/db.ts';
import { coverOf } from './model-cover.ts';

/** What may be done about a refund that is open. */
export type Ready =
  /** Nothing is left to be done. */
  | { step: 'over' }
  /** It has been noted that the gateway is asked now. */
  | { step: 'send'; send_minor: number; turn: number }
  /** A chargeback is open. */
  | { step: 'wait' }
  /** A chargeback is there, and the gateway may have made the refund before: it must be asked. */
  | { step: 'ask'; send_minor: number; turn: number; isOld: boolean };

interface RefundNow {
  status: string;
  paymentId: string;
  amount_minor: number;
  covered_minor: number;
  whole: boolean;
  turn: number;
  sent: boolean;
  isOld: boolean;
}

const REFUND = `
select status, payment_id as "paymentId", amount_minor, covered_minor, whole, turn,
  sent_at is not null as sent,
  coalesce(sent_at < now() - $2 * interval '1 ms', false) as "isOld"
from refund where refund_id = $1 for no key update`;

const LOCK = 'select 1 as locked from payment where payment_id = $1 for no key update';

// Another currency than the payment's cannot be compared: then the bank has all of it.
const STANDS = `
select p.captured_minor, p.refunding_minor, p.refunded_minor, p.covered_minor,
  coalesce(sum(c.taken_minor) filter (where c.won is null), 0)::bigint as open_minor,
  coalesce(sum(c.taken_minor) filter (where c.won = false), 0)::bigint as lost_minor
from payment p left join lateral (
  select c.won, case when c.currency = p.currency then least(c.amount_minor, p.captured_minor)
    else p.captured_minor end as taken_minor
  from chargeback c where c.payment_id = p.payment_id and c.taken
) c on true
where p.payment_id = $1 group by p.payment_id`;

export interface Stands {
  captured_minor: number;
  refunding_minor: number;
  refunded_minor: number;
  covered_minor: number;
  open_minor: number;
  lost_minor: number;
}

/** How a payment stands between us and the buyer's bank. */
export async function standsOf(tx: Sql, paymentId: string): Promise<Stands | undefined> {
  return tx.row<Stands>(STANDS, [paymentId]);
}

const WAIT = `
update refund set waits_since = coalesce(waits_since, now()), updated_at = now(),
  next_try_at = now() + $2 * interval '1 ms'
where refund_id = $1`;
const SEND = `
update refund set waits_since = null, sent_at = now(), updated_at = now() where refund_id = $1`;

const COVER = `
with covered as (
  update refund set covered_minor = covered_minor + $2, turn = turn + 1, waits_since = null,
    updated_at = now(),
    status = case when covered_minor + $2 = amount_minor then 'COVERED' else status end,
    next_try_at = case when covered_minor + $2 = amount_minor then null else next_try_at end
  where refund_id = $1
  returning refund_id, payment_id, order_id, currency, reason, status
), paid as (
  update payment p set covered_minor = p.covered_minor + $2, version = p.version + 1,
    updated_at = now()
  from covered c where p.payment_id = c.payment_id
  returning p.payment_id, p.checkout_id, p.attempt, p.saga_id, new.version, p.status, p.method,
    c.refund_id, c.order_id, c.currency as unit, c.reason, c.status as ends
)
insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
select 'REFUND_COVERED', 'payment', payment_id, version, saga_id, jsonb_build_object(
  'refundId', refund_id, 'paymentId', payment_id, 'checkoutId', checkout_id, 'orderId', order_id,
  'amount', $2, 'currency', unit, 'reason', reason, 'status', status, 'paymentMethod', method,
  'isWhole', ends = 'COVERED', 'left', (select sum(s.captured_minor - s.refunded_minor
      - s.covered_minor) - $2 from payment s
    where s.checkout_id = paid.checkout_id and s.attempt = paid.attempt),
  'leadPaymentId', (select s.payment_id from payment s where s.checkout_id = paid.checkout_id
    and s.attempt = paid.attempt and s.captured_minor > 0 order by s.part limit 1)), $3::jsonb
from paid`;

/**
 * What may be done about a refund now; waiting, sending and covering are on record when this
 * returns. One transaction of four or five statements.
 */
export async function readyRefund(
  db: Db,
  refundId: string,
  of: { wait_ms: number; old_ms: number; meta: string },
): Promise<Ready> {
  return db.tx(async (tx) => {
    const now = await tx.row<RefundNow>(REFUND, [refundId, of.old_ms]);
    if (!now || now.status !== 'PENDING') return { step: 'over' };
    await tx.row(LOCK, [now.paymentId]);
    const stands = await standsOf(tx, now.paymentId);
    if (!stands) return { step: 'over' };
    const { turn } = now;
    const send_minor = now.amount_minor - now.covered_minor;
    const more_minor = coverOf(now, stands);
    const isHeld = stands.open_minor > 0 || more_minor > 0;
    if (isHeld && now.sent) {
      if (stands.open_minor > 0) await tx.run(WAIT, [refundId, of.wait_ms]);
      return { step: 'ask', send_minor, turn, isOld: now.isOld };
    }
    if (stands.open_minor > 0) {
      await tx.run(WAIT, [refundId, of.wait_ms]);
      return { step: 'wait' };
    }
    if (more_minor > 0) {
      await tx.run(COVER, [refundId, more_minor, of.meta]);
      if (more_minor === send_minor) return { step: 'over' };
    }
    await tx.run(SEND, [refundId]);
    const more = more_minor > 0 ? 1 : 0;
    return { step: 'send', send_minor: send_minor - more_minor, turn: turn + more };
  });
}

const UNSENT = `
update refund set sent_at = null, next_try_at = now()
where refund_id = $1 and status = 'PENDING' and sent_at < now() - $2 * interval '1 ms'`;

/** Notes that the gateway has never heard of a refund, and cannot hear of it any more. */
export async function notSent(db: Sql, refundId: string, old_ms: number): Promise<void> {
  await db.run(UNSENT, [refundId, old_ms]);
}

const WAKE = `
update refund set next_try_at = now()
where payment_id = $1 and status = 'PENDING' and waits_since is not null`;

/** Has the refunds of a payment looked at that wait for a chargeback. */
export async function wakeRefunds(db: Sql, paymentId: string): Promise<void> {
  await db.run(WAKE, [paymentId]);
}

const TWICE = `
insert into settlement_break (payment_id, kind, detail)
values ($1, 'refund-and-chargeback', $2::jsonb)
on conflict (payment_id, kind) do update set detail = excluded.detail, resolved_at = null`;
const NOT_TWICE = `
update settlement_break set resolved_at = now(), detail = detail || $2::jsonb
where payment_id = $1 and kind = 'refund-and-chargeback' and resolved_at is null`;

/**
 * Records that refunds and chargebacks together are more than was captured, or that they are not
 * any more. In the transaction of what changed one of them; the payment's row is locked.
 */
export async function tellTwice(tx: Sql, paymentId: string): Promise<void> {
  const stands = await standsOf(tx, paymentId);
  if (!stands) return;
  const { refunded_minor, open_minor, lost_minor, captured_minor } = stands;
  const over_minor = refunded_minor + open_minor + lost_minor - captured_minor;
  const is = open_minor + lost_minor > 0 && over_minor > 0;
  const detail = { over_minor: Math.max(0, over_minor), refunded_minor, open_minor, lost_minor };
  await tx.run(is ? TWICE : NOT_TWICE, [paymentId, JSON.stringify(detail)]);
}
