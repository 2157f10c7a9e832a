/**
 * Money back without goods, by an operator: a part of what was captured and is not going back
 * already, or nothing. Support may give up to a limit; more is for finance.
 */
import { exponentOf, fromMajor, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { maskCards } from '#kernel/telemetry/redact.ts';
import type { Neighbours } from './neighbours.ts';
import { noteGoodwill } from './store-settle.ts';

/** Major units of any currency that support may give back at once. */
export const supportRefund_max = 100;

export interface GoodwillOf {
  key: string;
  amount: number;
  reason: string;
  requestKey: string;
  actor: string;
  /** Of finance: no limit but what was paid. */
  finance: boolean;
}

export interface GivenBack {
  refundId: string;
  amount: number;
  currency: string;
  status: 'SUCCEEDED' | 'PENDING' | 'COVERED';
  /** Why it is not sent yet: the buyer's bank has the money too, until it decides. */
  waitsFor: 'chargeback' | null;
}

type No =
  | 'order-not-found'
  | 'amount-precision'
  | 'refund-needs-finance'
  | 'refund-too-high'
  | 'payment-not-captured'
  | 'payment-not-found';

/** Gives it back once per key. One call to orders, one to payments, one statement. */
export function goodwill({ db }: Pick<RoomContext, 'db'>, neighbours: Neighbours) {
  return async (of: GoodwillOf): Promise<GivenBack | Refusal<No>> => {
    const now = await neighbours.order(of.key);
    if (!now) return refuse('order-not-found', { orderId: of.key });
    const { orderId, checkoutId, paymentId, currency } = now.order;
    const amount_minor = fromMajor(of.amount, currency);
    if (isRefusal(amount_minor)) return amount_minor;
    if (!of.finance && amount_minor > supportRefund_max * 10 ** exponentOf(currency)) {
      return refuse('refund-needs-finance', { limit: supportRefund_max, currency });
    }
    const made = await neighbours.refund({
      checkoutId,
      paymentId,
      orderId,
      amount_minor,
      key: `goodwill:${of.requestKey}`.slice(0, 200),
      reason: 'goodwill',
      whole: true,
    });
    if (isRefusal(made)) {
      const left = made.detail['left_minor'];
      if (made.code !== 'refund-too-high' || typeof left !== 'number') return made;
      return refuse('refund-too-high', { left: toMajor(left, currency), currency });
    }
    const { requestKey, actor } = of;
    const { refundId, status, waitsFor } = made;
    const reason = maskCards(of.reason.trim());
    await noteGoodwill(db, {
      orderId,
      requestKey,
      refundId,
      amount_minor: made.amount_minor,
      currency,
      reason,
      actor,
    });
    return { refundId, amount: toMajor(made.amount_minor, currency), currency, status, waitsFor };
  };
}
