// What bookings make of the news of other rooms. Each event is judged by `decide` against the
// booking as it stands, under its lock, so order, repeats and simultaneity do not matter.
import { metaFor } from '#kernel/events/caused.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import type { RoomContext } from '#kernel/service.ts';
import { erasedIn } from '#services/identity/contract.ts';
import { BOOKING_PREFIX, isBooking, type VectorClock } from './contract.ts';
import { decide, relationOf, type Decision, type PaymentNews } from './model.ts';
import * as store from './store-booking.ts';
import type { BookingRow, Move } from './store-booking.ts';
import { forgetHands } from './store-hand.ts';
import { endRefund, forgetPeople, noteHeard } from './store-log.ts';

export const consumers: ConsumerSpec[] = [
  {
    name: 'booking.payments',
    // Payments of orders are none of ours: they are not even delivered.
    saga: BOOKING_PREFIX,
    from: {
      payments: [
        'PAYMENT_PENDING',
        'PAYMENT_COMPLETED',
        'PAYMENT_FAILED',
        'REFUND_COMPLETED',
        'REFUND_COVERED',
      ],
    },
  },
  { name: 'booking.told', from: { notifications: ['BOOKING_TOLD'] } },
  { name: 'booking.forget', from: { identity: ['USER_ERASED'] } },
];

interface PaymentFacts {
  paymentId: string;
  checkoutId: string;
  amount: number;
  currency: string;
  status: string;
  failureCode?: string;
  reason?: string;
  isWhole?: boolean;
  /** How many events of the booking payments had seen. */
  seen?: number;
}

export function bookingReactions(ctx: Pick<RoomContext, 'outbox'>): Record<string, Handler> {
  return {
    'booking.payments': async (tx, events) => {
      const ours = events.filter((event) => isBooking(String(event.payload['checkoutId'])));
      for (const round of rounds(ours, (event) => String(event.payload['checkoutId']))) {
        await react(tx, round);
      }
      ctx.outbox.poke();
    },
    'booking.told': async (tx, events) => {
      for (const event of events) await hearTold(tx, event);
    },
    'booking.forget': async (tx, events) => {
      await forgetPeople(tx, erasedIn(events));
      await forgetHands(tx, erasedIn(events));
      await forgetReplies(tx, erasedIn(events));
    },
  };
}

/** Lists in which each key is once, in order: a booking is moved once by a statement. */
export function rounds<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const lists: T[][] = [];
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    const at = counts.get(key) ?? 0;
    counts.set(key, at + 1);
    (lists[at] ??= []).push(item);
  }
  return lists;
}

/** One event for each of these bookings. Three statements, and two for each of them. */
async function react(tx: Sql, events: readonly EventEnvelope[]): Promise<void> {
  const ids = events.map((event) => String(event.payload['checkoutId']));
  const rows = new Map((await store.lockBookings(tx, ids)).map((row) => [row.bookingId, row]));
  const moves: Move[] = [];
  for (const event of events) {
    const facts = event.payload as unknown as PaymentFacts;
    const row = rows.get(facts.checkoutId);
    if (!row) continue;
    const clock = clockOf(event, facts);
    const heard = {
      bookingId: row.bookingId,
      room: 'payments',
      type: event.eventType,
      eventId: event.eventId,
      lamport: event.metadata.lamport,
      clock,
      relation: relationOf(clock, row.clock),
    };
    const isRefund = event.eventType.startsWith('REFUND_');
    const did = isRefund ? await noteRefund(tx, row, event) : undefined;
    const decision = isRefund ? null : decide(row, newsOf(event.eventType, facts));
    await noteHeard(tx, { ...heard, did: did ?? didOf(decision) });
    if (decision === null) continue;
    if (decision.do === 'note') {
      const { paymentId, status: paymentState } = facts;
      await store.notePayment(tx, { bookingId: row.bookingId, paymentId, paymentState });
    }
    const move = moveFor(row, { ...newsOf(event.eventType, facts), decision });
    if (move) moves.push({ ...move, meta: JSON.parse(metaFor(event)) });
  }
  await store.moveBookings(tx, moves);
}

/** The clock of news of payments: how much of the booking they knew, and which event it is. */
function clockOf(event: EventEnvelope, { seen = 0 }: PaymentFacts): VectorClock {
  return { booking: seen, payments: event.aggregate.version, notifications: 0 };
}

function didOf(decision: Decision | null): string {
  if (decision === null) return '';
  if (decision.do === 'nothing') return `nothing: ${decision.why}`;
  return decision.do;
}

function newsOf(type: string, facts: PaymentFacts): PaymentNews {
  const { paymentId, amount: amount_minor, currency } = facts;
  const what = facts.failureCode ?? facts.status;
  const kinds = { PAYMENT_COMPLETED: 'captured', PAYMENT_FAILED: 'failed' } as const;
  const kind = type in kinds ? kinds[type as keyof typeof kinds] : 'waits';
  return { kind, paymentId, amount_minor, currency, what };
}

/** What becomes of a booking by a decision about money; null where it only stays as it is. */
export function moveFor(
  row: Pick<BookingRow, 'bookingId'>,
  of: PaymentNews & { decision: Decision },
): Omit<Move, 'meta'> | null {
  const { decision, paymentId, amount_minor, what: paymentState } = of;
  const { bookingId } = row;
  const paid = of.kind === 'captured' ? { captured_minor: amount_minor } : {};
  const facts = { bookingId, paymentId, paymentState, ...paid };
  if (decision.do === 'confirm') return { ...facts, from: ['PENDING'], to: 'CONFIRMED' };
  if (decision.do === 'cancel') {
    const { reason } = decision;
    const back = of.kind === 'captured' ? { refund_minor: amount_minor, refundReason: reason } : {};
    return { ...facts, ...back, from: ['PENDING'], to: 'CANCELLED', reason };
  }
  if (decision.do === 'refund') {
    const { amount_minor: refund_minor, reason: refundReason } = decision;
    const from = ['CANCELLED'] as const;
    return { ...facts, from, to: 'CANCELLED', was: 'CANCELLED', refund_minor, refundReason };
  }
  return null;
}

const NUMBERED = /^booking:(\d{1,6})$/;

/** A refund of ours is known by the number in its reason; others are not ours to count. */
async function noteRefund(tx: Sql, row: BookingRow, event: EventEnvelope): Promise<string> {
  const facts = event.payload as unknown as PaymentFacts;
  const no = Number(NUMBERED.exec(facts.reason ?? '')?.[1] ?? 0);
  if (no === 0) return 'nothing: not asked for by the booking';
  // What a chargeback has covered in part goes on.
  if (facts.isWhole === false) return 'nothing: it goes on';
  const { bookingId } = row;
  const meta: unknown = JSON.parse(metaFor(event));
  const isFirst = await endRefund(tx, { bookingId, no, meta });
  return isFirst ? 'money is back' : 'nothing: known already';
}

async function hearTold(tx: Sql, event: EventEnvelope): Promise<void> {
  const { bookingId, seen } = event.payload as unknown as { bookingId: string; seen: VectorClock };
  const [row] = await store.lockBookings(tx, [bookingId]);
  if (!row) return;
  const clock = { ...seen, notifications: event.aggregate.version };
  await noteHeard(tx, {
    bookingId,
    room: 'notifications',
    type: event.eventType,
    eventId: event.eventId,
    lamport: event.metadata.lamport,
    clock,
    relation: relationOf(clock, row.clock),
    did: '',
  });
}
