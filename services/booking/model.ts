// What a booking is and what may become of it: pure functions. The rule book for news that come
// late, twice, in another order or at the same time as something else is `decide`.
import type { VectorClock } from './contract.ts';

export const states = ['HELD', 'PENDING', 'CONFIRMED', 'CANCELLED'] as const;
export type BookingState = (typeof states)[number];

export interface Standing {
  bookingId: string;
  state: BookingState;
  reason: string | null;
  currency: string;
  total_minor: number;
  captured_minor: number;
  paymentId: string | null;
  /** Owed back or back already. */
  returned_minor: number;
  clock: VectorClock;
}

export type Relation = 'after' | 'before' | 'concurrent';

/**
 * How news stand to what a booking knows, by their clocks (the vector clocks of Fidge and
 * Mattern): `after` when their sender had seen all that the booking has, `before` when the booking
 * has seen all that the news say, `concurrent` when neither knew of the other.
 */
export function relationOf(news: VectorClock, known: VectorClock): Relation {
  const rooms = ['booking', 'payments', 'notifications'] as const;
  if (rooms.every((room) => news[room] <= known[room])) return 'before';
  return rooms.every((room) => news[room] >= known[room]) ? 'after' : 'concurrent';
}

/** The clock after news were heard. */
export function heard(known: VectorClock, news: VectorClock): VectorClock {
  return {
    booking: Math.max(known.booking, news.booking),
    payments: Math.max(known.payments, news.payments),
    notifications: Math.max(known.notifications, news.notifications),
  };
}

/** What payments tells, by event or when it is asked. */
export interface PaymentNews {
  kind: 'captured' | 'failed' | 'waits';
  /** null: none was ever begun. */
  paymentId: string | null;
  amount_minor: number;
  currency: string;
  /** Status of the attempt, or why it failed. */
  what: string;
}

export type Decision =
  | { do: 'nothing'; why: string }
  | { do: 'note' }
  | { do: 'confirm' }
  | { do: 'cancel'; reason: string }
  | { do: 'refund'; amount_minor: number; reason: string };

const nothing = (why: string): Decision => ({ do: 'nothing', why });

/**
 * What follows from news of payments. The order in which they come does not matter: paid wins
 * over declined for a booking that is alive, and money for one that has ended goes back.
 */
export function decide(booking: Standing, news: PaymentNews): Decision {
  const { state } = booking;
  if (news.kind === 'captured') return decideCaptured(booking, news);
  if (state !== 'PENDING') return nothing(`it is ${state}`);
  if (news.kind === 'waits') return { do: 'note' };
  return { do: 'cancel', reason: 'payment-failed' };
}

function decideCaptured(booking: Standing, news: PaymentNews): Decision {
  const { state, paymentId, captured_minor } = booking;
  // A payment captures once, so what is known of it already is a repeat.
  if (paymentId === news.paymentId && captured_minor > 0) return nothing('known already');
  const fits = news.amount_minor === booking.total_minor && news.currency === booking.currency;
  if (state === 'PENDING' && fits) return { do: 'confirm' };
  if (news.amount_minor === 0) return nothing('no money');
  if (state === 'PENDING') return { do: 'cancel', reason: 'payment-mismatch' };
  if (state === 'CONFIRMED') return nothing('paid already');
  return { do: 'refund', amount_minor: news.amount_minor, reason: 'late-payment' };
}

export interface RefundRule {
  hoursBefore: number;
  percent: number;
}

/**
 * What a person who cancels gets back: the first rule whose time is not over yet says how much of
 * all that was paid; without one nothing. Everything when the session was moved after they booked.
 */
export function refundOf(of: {
  captured_minor: number;
  rules: readonly RefundRule[];
  startsAt_ms: number;
  now_ms: number;
  moved: boolean;
}): { amount_minor: number; percent: number } {
  const left_h = (of.startsAt_ms - of.now_ms) / 3_600_000;
  const rule = of.rules
    .toSorted((a, b) => b.hoursBefore - a.hoursBefore)
    .find((one) => left_h >= one.hoursBefore);
  const percent = of.moved ? 100 : (rule?.percent ?? 0);
  return { percent, amount_minor: Math.floor((of.captured_minor * percent) / 100) };
}

/** Pause before payments is asked again about a booking whose time is over: 5 s to 5 min. */
export function askPause_ms(tries: number): number {
  return Math.min(300_000, 5_000 * 2 ** Math.min(tries, 10));
}
