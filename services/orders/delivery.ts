/** When the parcels of an order are expected, and what happened to its money; pure. */
import { toMajor } from '#kernel/core/money.ts';
import type { Payment, Refund } from '#services/payments/contract.ts';
import type { OrderStatus } from './contract.ts';
import type { WholeOrder } from './store-read.ts';

/** First and last likely day, as dates. */
export interface Dates {
  from: string;
  to: string;
}

/** Where units leave from, as far as it is known. */
export interface Place {
  warehouseId: string;
  name: string;
  country: string;
  state: string | null;
}

/** A parcel that left, or one that will: all that a seller still has to send. */
export interface Parcel {
  shipmentId: string | null;
  sellerId: string;
  carrier: string | null;
  trackingNumber: string | null;
  items: { lineNo: number; quantity: number }[];
  warehouseIds: string[];
  /** ISO time; null: it has not left. */
  shippedAt: string | null;
}

/** Deliveries that are asked about in one call; an order with more shows no dates for the rest. */
export const parcels_max = 20;

const sending: readonly OrderStatus[] = ['CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED'];

const isoOf = (at: string) => new Date(at).toISOString();

/** The parcels of an order: those that left, oldest first, then one for each seller's rest. */
export function parcelsOf(order: WholeOrder): Parcel[] {
  if (!sending.includes(order.status)) return [];
  const byNo = new Map(order.lines.map((line) => [line.lineNo, line]));
  const houses = (lineNos: readonly number[]) => [
    ...new Set(lineNos.flatMap((lineNo) => byNo.get(lineNo)?.warehouseIds ?? [])),
  ];
  const left = order.shipments.map((one): Parcel => {
    const { shipmentId, sellerId, carrier, trackingNumber, lines } = one;
    const warehouseIds = houses(lines.map((line) => line.lineNo));
    const shippedAt = isoOf(one.shippedAt);
    return { shipmentId, sellerId, carrier, trackingNumber, items: lines, warehouseIds, shippedAt };
  });
  const waiting = order.lines.filter(
    (line) => line.shipped < line.quantity && line.status !== 'CANCELLED',
  );
  const rest = [...Map.groupBy(waiting, (line) => line.sellerId)].map(
    ([sellerId, lines]): Parcel => ({
      shipmentId: null,
      sellerId,
      carrier: null,
      trackingNumber: null,
      items: lines.map(({ lineNo, quantity, shipped }) => {
        return { lineNo, quantity: quantity - shipped };
      }),
      warehouseIds: houses(lines.map((line) => line.lineNo)),
      shippedAt: null,
    }),
  );
  return [...left, ...rest].slice(0, parcels_max);
}

/**
 * The times to ask dates for: of each parcel when it left; then the order's own time, which is
 * what was promised, and now, which is what can still be kept.
 */
export function leavingTimes(order: WholeOrder, parcels: readonly Parcel[], now: Date): string[] {
  const ordered = order.createdAt.toISOString();
  return [...parcels.map((one) => one.shippedAt ?? ordered), now.toISOString()];
}

export interface Expected {
  expected: Dates | null;
  /** It is not there by the day that was promised, or cannot be any more. */
  late: boolean;
}

/** When a parcel is expected: `own` by when it left or was promised to, `now` if it left today. */
export function expectedOf(
  parcel: Parcel,
  dates: { own: Dates; now: Dates; today: string },
): Expected {
  const { own, now, today } = dates;
  if (parcel.shippedAt !== null) return { expected: own, late: today > own.to };
  if (now.from > own.to) return { expected: now, late: true };
  return { expected: { from: now.from > own.from ? now.from : own.from, to: own.to }, late: false };
}

/** Days that banks usually take at most to book what a gateway has sent back. */
export const refundBooked_days_max = 10;

const day_ms = 24 * 60 * 60_000;

export type MoneyState =
  | 'unpaid'
  | 'pay-at-the-door'
  | 'paid'
  | 'refund-due'
  | 'refund-under-way'
  /** The buyer's bank has the money too, until it decides. */
  | 'refund-waits'
  | 'partly-refunded'
  | 'refunded'
  /** The buyer's bank gave the buyer what was to go back. */
  | 'charged-back';

const ended: readonly OrderStatus[] = ['CANCELLED', 'FAILED', 'RETURNED', 'REFUNDED'];

/** What was paid for an order, what went or goes back, and when it should arrive. */
export function moneyOf(
  order: Pick<WholeOrder, 'status' | 'total_minor' | 'currency'>,
  { payments, refunds }: { payments: readonly Payment[]; refunds: readonly Refund[] },
) {
  const { status, currency } = order;
  const major = (minor: number) => toMajor(minor, currency);
  const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
  const paid = sum(payments.map((one) => one.captured_minor));
  const refunded = sum(payments.map((one) => one.refunded_minor));
  const covered = sum(payments.map((one) => one.covered_minor));
  const pending = refunds.filter((one) => one.status === 'PENDING');
  const refunding = sum(pending.map((one) => one.amount_minor - one.covered_minor));
  const rest = paid - refunded - covered - refunding;
  const due = ended.includes(status) ? Math.max(0, rest) : 0;
  const waits = pending.some((one) => one.waitsFor !== null);
  const atTheDoor = payments.some((one) => one.status === 'ACCEPTED');
  return {
    state: stateOf({ paid, refunded, covered, refunding, due, atTheDoor, waits }),
    currency,
    total: major(order.total_minor),
    paid: major(paid),
    refunded: major(refunded),
    refunding: major(refunding),
    /** What of it the buyer's bank has given back. */
    covered: major(covered),
    /** Will go back by itself; the refund has not begun yet. */
    refundDue: major(due),
    refunds: refunds.map((one) => ({
      refundId: one.refundId,
      amount: major(one.amount_minor),
      reason: one.reason,
      status: one.status,
      covered: major(one.covered_minor),
      waitsFor: one.waitsFor,
      needsAttention: one.refused,
      createdAt: one.createdAt,
      doneAt: one.doneAt,
      expectedBy: one.doneAt === null || one.status === 'COVERED' ? null : bookedBy(one.doneAt),
    })),
  };
}

const bookedBy = (doneAt: string) =>
  new Date(Date.parse(doneAt) + refundBooked_days_max * day_ms).toISOString().slice(0, 10);

function stateOf(of: {
  paid: number;
  refunded: number;
  covered: number;
  refunding: number;
  due: number;
  atTheDoor: boolean;
  waits: boolean;
}): MoneyState {
  if (of.waits) return 'refund-waits';
  if (of.refunding > 0) return 'refund-under-way';
  if (of.due > 0) return 'refund-due';
  if (of.covered > 0) return 'charged-back';
  if (of.refunded > 0) return of.refunded >= of.paid ? 'refunded' : 'partly-refunded';
  if (of.paid > 0) return 'paid';
  return of.atTheDoor ? 'pay-at-the-door' : 'unpaid';
}
