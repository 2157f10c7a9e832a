/** Chargebacks in the books: each piece of news books what it changes, so none can be missed. */
import type { EventEnvelope } from '#kernel/events/event.ts';
import { disputeLegs, standing, type Leg, type Txn } from './model.ts';

interface Disputed {
  paymentId: string;
  checkoutId: string;
  disputeId: string;
  amount: number;
  currency: string;
  won: boolean | null;
  gateway?: string;
  taken?: boolean;
  fee?: number;
  feeCurrency?: string;
}

/** What all transactions of a case are named after. */
export function caseOf(event: EventEnvelope): string {
  const { gateway = '', disputeId } = event.payload as unknown as Disputed;
  return `dispute:${gateway}:${disputeId}:`;
}

/**
 * The transactions that bring a case from what is booked to what the news say; the money and the
 * fee may have different currencies. `booked`, by currency, is changed to what stands then.
 */
export function disputeTxns(event: EventEnvelope, booked: Map<string, Leg[]>): Txn[] {
  const told = event.payload as unknown as Disputed;
  const { amount, currency, won, taken = true, fee = 0, feeCurrency = currency } = told;
  const wanted = new Map<string, Leg[]>([
    [currency, disputeLegs({ amount_minor: taken ? amount : 0, won, fee_minor: 0 })],
  ]);
  const charged = disputeLegs({ amount_minor: 0, won, fee_minor: fee });
  wanted.set(feeCurrency, [...(wanted.get(feeCurrency) ?? []), ...charged]);
  return [...new Set([...wanted.keys(), ...booked.keys()])].flatMap((unit) => {
    const target = wanted.get(unit) ?? [];
    const before = (booked.get(unit) ?? []).map((one) => {
      return { ...one, amount_minor: -one.amount_minor };
    });
    const legs = standing([...target, ...before]);
    booked.set(unit, target);
    if (legs.length === 0) return [];
    return {
      txnId: `${caseOf(event)}${event.aggregate.version}:${unit}`,
      kind: 'dispute' as const,
      currency: unit,
      checkoutId: told.checkoutId,
      orderId: null,
      occurredAt: event.timestamp,
      legs,
    };
  });
}
