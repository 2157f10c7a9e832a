// What counts as a difference: pure rules over what the rooms say. Amounts are minor units.
import { toMajor } from '#kernel/core/money.ts';
import type { RefusedRefund } from '#services/booking/contract.ts';
import type { Standing } from '#services/sync/contract.ts';
import type {
  BreakClass,
  ReviewedHold,
  ReviewedOrder,
  ReviewedPayment,
  SettlementBreak,
  StockDrift,
} from './contract.ts';

/** A difference as one look found it. */
export interface Finding {
  class: BreakClass;
  /** Names it among those of its class. */
  subject: string;
  subjects: Record<string, string>;
  money: { amount_minor: number; currency: string } | null;
  sentence: string;
}

/** How the saga behind something stands; 'unknown' when a room that may lead it is away. */
export type SagaStanding = 'open' | 'ended' | 'absent' | 'unknown';

/** Orders that somebody counts on. */
const live = new Set(['CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'RETURNED', 'REFUNDED']);
/** Orders whose units must have left the shelf. */
const supplied = new Set(['CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED']);

export const isLive = (order: ReviewedOrder | undefined): boolean =>
  order !== undefined && live.has(order.status);

/** Captured money that is neither back nor on its way back. */
export const leftOf = (payment: ReviewedPayment): number =>
  payment.captured_minor - payment.refunding_minor;

const amount = (minor: number, currency: string) => `${toMajor(minor, currency)} ${currency}`;

/** A hold that no purchase will ever use. */
export function orphanOf(hold: ReviewedHold, saga: SagaStanding): Finding | undefined {
  if (hold.status !== 'held' || saga === 'open' || saga === 'unknown') return undefined;
  const why = saga === 'absent' ? 'nothing that could use it exists' : 'its purchase has ended';
  return {
    class: 'hold-without-order',
    subject: hold.sagaId,
    subjects: { sagaId: hold.sagaId, reservationId: hold.reservationId },
    money: null,
    sentence: `${hold.units} units are held by ${hold.reservationId}, but ${why}.`,
  };
}

/** Captured money without an order, while nobody is at work on it. */
export function unorderedOf(
  payment: ReviewedPayment,
  of: { order: ReviewedOrder | undefined; saga: SagaStanding },
): Finding | undefined {
  const left = leftOf(payment);
  if (left <= 0 || isLive(of.order)) return undefined;
  if (of.saga === 'open' || of.saga === 'unknown') return undefined;
  const { paymentId, checkoutId, sagaId, currency } = payment;
  const order = of.order
    ? `its order ${of.order.orderId} is ${of.order.status}`
    : 'no order exists';
  return {
    class: 'captured-without-order',
    subject: paymentId,
    subjects: {
      paymentId,
      checkoutId,
      sagaId,
      ...(of.order ? { orderId: of.order.orderId } : {}),
    },
    money: { amount_minor: left, currency },
    sentence: `${amount(left, currency)} were captured by ${paymentId}, but ${order}.`,
  };
}

/** More captured than an order costs, over all payments of its checkout. */
export function surplusOf(
  order: ReviewedOrder,
  payments: readonly ReviewedPayment[],
): Finding | undefined {
  const left = payments.reduce((sum, one) => sum + Math.max(0, leftOf(one)), 0);
  if (left <= order.total_minor) return undefined;
  const { orderId, checkoutId, currency, total_minor } = order;
  const over = left - total_minor;
  return {
    class: 'captured-above-order',
    subject: orderId,
    subjects: { orderId, checkoutId },
    money: { amount_minor: over, currency },
    sentence:
      `${amount(left, currency)} were captured for order ${orderId}, which costs ` +
      `${amount(total_minor, currency)}: ${amount(over, currency)} too much.`,
  };
}

/** An order whose units never left the shelf. */
export function unsuppliedOf(
  order: ReviewedOrder,
  hold: ReviewedHold | undefined,
): Finding | undefined {
  if (!supplied.has(order.status) || hold?.status === 'consumed') return undefined;
  const { orderId, checkoutId, sagaId, total_minor, currency } = order;
  const state = hold ? `its hold is ${hold.status}` : 'it never had a hold';
  return {
    class: 'order-without-stock',
    subject: orderId,
    subjects: { orderId, checkoutId, sagaId },
    money: { amount_minor: total_minor, currency },
    sentence: `Order ${order.orderNumber} is ${order.status}, but no units were taken: ${state}.`,
  };
}

const pays = new Set(['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'ACCEPTED', 'AUTHORIZED']);

/** An order that nobody has paid or will pay at the door. */
export function unpaidOf(
  order: ReviewedOrder,
  payments: readonly ReviewedPayment[],
): Finding | undefined {
  if (!supplied.has(order.status) || order.total_minor === 0) return undefined;
  if (payments.some((one) => pays.has(one.status))) return undefined;
  const { orderId, checkoutId, paymentId, total_minor, currency } = order;
  return {
    class: 'order-without-payment',
    subject: orderId,
    subjects: { orderId, checkoutId, paymentId },
    money: { amount_minor: total_minor, currency },
    sentence: `Order ${order.orderNumber} is ${order.status}, but no payment of it was taken.`,
  };
}

/** A pending order whose purchase has ended without it. */
export function leftPendingOf(order: ReviewedOrder, saga: SagaStanding): Finding | undefined {
  if (order.status !== 'PENDING' || saga === 'open' || saga === 'unknown') return undefined;
  const { orderId, checkoutId, sagaId, paymentId, total_minor, currency } = order;
  return {
    class: 'order-left-pending',
    subject: orderId,
    subjects: { orderId, checkoutId, sagaId, paymentId },
    money: { amount_minor: total_minor, currency },
    sentence: `Order ${order.orderNumber} waits for its payment, but its purchase has ended.`,
  };
}

export interface Booked {
  captured_minor: number;
  refunded_minor: number;
  currency: string;
}

/** Our payment against the gateway's books; `books` undefined: they do not know it. */
export function mismatchOf(
  payment: ReviewedPayment,
  books: Booked | undefined,
): Finding | undefined {
  const { paymentId, checkoutId, sagaId, currency, gateway } = payment;
  const base = { subject: paymentId, subjects: { paymentId, checkoutId, sagaId } };
  const theirs = books?.captured_minor ?? 0;
  const ours = payment.captured_minor;
  if (theirs > 0 && ours === 0) {
    return {
      class: 'gateway-capture-lost',
      ...base,
      money: { amount_minor: theirs, currency: books?.currency ?? currency },
      sentence:
        `${gateway} captured ${amount(theirs, books?.currency ?? currency)} for ${paymentId}, ` +
        `which we have as ${payment.status}.`,
    };
  }
  if (ours > 0 && theirs === 0) {
    return {
      class: 'gateway-capture-missing',
      ...base,
      money: { amount_minor: ours, currency },
      sentence: `We booked ${amount(ours, currency)} for ${paymentId}; ${gateway} has no capture.`,
    };
  }
  const refunded = books?.refunded_minor ?? 0;
  // A refund that is made there and still promised here is on its way: payments goes on asking.
  const onItsWay = refunded >= payment.refunded_minor && refunded <= payment.refunding_minor;
  const same = theirs === ours && onItsWay;
  if (same && (books === undefined || books.currency === currency)) return undefined;
  const off = Math.abs(ours - payment.refunded_minor - (theirs - refunded));
  return {
    class: 'gateway-amount-differs',
    ...base,
    money: { amount_minor: off, currency },
    sentence:
      `For ${paymentId} we have ${amount(ours, currency)} captured and ` +
      `${amount(payment.refunded_minor, currency)} refunded; ${gateway} has ` +
      `${amount(theirs, books?.currency ?? currency)} and ` +
      `${amount(refunded, books?.currency ?? currency)}.`,
  };
}

/** A counter that its ledger or its holds do not explain. */
export function driftOf(drift: StockDrift): Finding {
  const { variantId, warehouseId, onHand, reserved, ledgerOnHand, ledgerReserved, held } = drift;
  return {
    class: 'stock-drift',
    subject: `${variantId}|${warehouseId}`,
    subjects: { variantId, warehouseId },
    money: null,
    sentence:
      `The counter of ${variantId} in ${warehouseId} says ${onHand} on hand and ${reserved} ` +
      `held; its ledger says ${ledgerOnHand} and ${ledgerReserved}, its holds ${held}.`,
  };
}

/** What the kinds of settlement breaks mean, by the part before the colon. */
const settlementWords: Readonly<Record<string, string>> = {
  'refund-refused': 'the gateway refuses to refund',
  'refund-differs': 'the gateway refunded another amount than was asked for',
  'refund-at-gateway': 'somebody refunded at the gateway and not through us',
  'capture-mismatch': 'the gateway captured another amount or currency than was asked for',
  'refund-and-chargeback': 'the buyer has money twice, by a refund and by a chargeback',
  chargeback: 'the shopper disputes the payment at their bank',
};

/** A difference that payments noted while settling. */
export function settlementOf(noted: SettlementBreak): Finding {
  const { paymentId, checkoutId, kind, amount_minor, currency } = noted;
  const [name = ''] = kind.split(':');
  const what = settlementWords[name] ?? 'the gateway and we differ';
  return {
    class: 'settlement-break',
    subject: `${paymentId}|${kind}`,
    subjects: { paymentId, checkoutId },
    money: { amount_minor, currency },
    sentence: `For ${paymentId} ${what} (${kind}).`,
  };
}

/** Money that a booking owes back and that payments refuses to give. */
export function refusedOf(one: RefusedRefund): Finding {
  const { bookingId, no, paymentId, amount_minor, currency, code } = one;
  return {
    class: 'booking-refund-refused',
    subject: `${bookingId}|${no}`,
    subjects: { bookingId, no: String(no), paymentId, checkoutId: bookingId },
    money: { amount_minor, currency },
    sentence:
      `${bookingId} owes back ${amount(amount_minor, currency)} of ${paymentId}, and payments ` +
      `refuses: ${code}.`,
  };
}

/** What the comparison of a copy with its source could not put right. */
export function copyOf(one: Standing): Finding {
  const { job, says, key, kind, reason } = one;
  const versions = `${one.sourceVersion ?? 'none'} and ${one.copyVersion ?? 'none'}`;
  const why = reason === null ? '' : ` ${reason}`;
  const what =
    key === null
      ? `The comparison ${job} (${says}) did not come to its end: ${kind}.`
      : `${key} is ${kind} in the copy of ${job} (${says}); the versions are ${versions}.`;
  return {
    class: 'copy-differs',
    subject: key === null ? job : `${job}|${key}`,
    subjects: { job, ...(key === null ? {} : { key }) },
    money: null,
    sentence: what + why,
  };
}

/** A saga that goes nowhere. */
export function stuckOf(saga: {
  sagaId: string;
  room: string;
  type: string;
  status: string;
  step: string | null;
  atRisk: { amount_minor: number; currency: string } | null;
  links: Record<string, string>;
}): Finding {
  return {
    class: 'saga-stuck',
    subject: saga.sagaId,
    subjects: { ...saga.links, sagaId: saga.sagaId, room: saga.room },
    money: saga.atRisk,
    sentence:
      `The ${saga.type} saga of ${saga.room} is ${saga.status}` +
      `${saga.step === null ? '' : ` at ${saga.step}`} and makes no step.`,
  };
}
