// Tickets in the books: a booking that is confirmed gives its organiser the price less commission,
// and one that is cancelled takes back what the buyer gets.
import type { EventEnvelope } from '#kernel/events/event.ts';
import { percentOf } from '#kernel/core/money.ts';
import { rateFor, type Leg, type Rate, type Txn } from './model.ts';

interface Booked {
  bookingId: string;
  sellerId: string;
  totalAmount: number;
  currency: string;
  confirmedAt: string | null;
  amount?: number;
  no?: number;
  reason?: string;
}

/** Refunds of a sale. Money that came for none is given back without touching one. */
const TAKES_BACK = new Set(['by-buyer', 'by-organiser']);

/** The transaction of a booking's event; none where nothing was sold or taken back. */
export function bookingTxns(event: EventEnvelope, rates: readonly Rate[]): Txn[] {
  const of = event.payload as unknown as Booked;
  const isSale = event.eventType === 'BOOKING_CONFIRMED';
  const amount_minor = isSale ? of.totalAmount : -(of.amount ?? 0);
  if (amount_minor === 0 || (!isSale && !TAKES_BACK.has(of.reason ?? ''))) return [];
  const { sellerId, currency, bookingId } = of;
  // The rate of the day of the sale, also for what comes back.
  const at_ms = Date.parse(of.confirmedAt ?? event.timestamp);
  const rate_bp = rateFor(rates, { sellerId, categoryId: '', at_ms });
  // What comes back is a part of the whole, so both are rounded the same way.
  const sign = Math.sign(amount_minor);
  const kept = sign * percentOf(Math.abs(amount_minor), rate_bp);
  const leg = (account: Leg['account'], owner: string, minor: number): Leg => {
    return { account, owner, amount_minor: minor, orderLine: null };
  };
  const legs = [
    leg('buyer', '', amount_minor),
    leg('seller', sellerId, kept - amount_minor),
    leg('commission', sellerId, -kept),
  ];
  return [
    {
      txnId: isSale ? `booking:${bookingId}` : `booking:${bookingId}:${of.no ?? 0}`,
      kind: 'booking',
      currency,
      checkoutId: bookingId,
      orderId: null,
      occurredAt: event.timestamp,
      legs: legs.filter((one) => one.amount_minor !== 0),
    },
  ];
}
