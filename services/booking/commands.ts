// What people do with bookings: hold seats, pay, cancel. A claim is an item of a batch; one
// statement at a time is out, since claims of one session all change its counters.
import { batch, type Batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { hold_ms } from './contract.ts';
import { refundOf } from './model.ts';
import * as store from './store-booking.ts';
import type { BookingRow, Claim, ClaimItem, Refused } from './store-booking.ts';

const SIZES = { size_max: 200, queue_max: 20_000, inFlight_max: 1 };

export interface Payment {
  method: 'CARD' | 'PAYPAL' | 'UPI';
  token: string;
}

export interface Wish {
  userId: string;
  sessionId: string;
  items: readonly ClaimItem[];
  requestKey: string;
  attendee?: store.Attendee;
  payment?: Payment;
}

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'outbox' | 'clock'>;
  /** Ways to pay that this shop takes. */
  methods(): Promise<readonly string[]>;
}

export type Commands = ReturnType<typeof bookingCommands>;

export function bookingCommands(needs: Needs) {
  const claims = claimLane(needs.ctx.db);
  return { ...bookCommands(needs, claims), ...endCommands(needs) };
}

type ClaimLane = Batch<Claim, Refused | null>;

/** Claims of all people at once, in the order in which they came. */
function claimLane(db: RoomContext['db']): ClaimLane {
  return batch({
    name: 'booking.claim',
    ...SIZES,
    run: async (items: Claim[]) => {
      const done = await store.claimBookings(db, items);
      return items.map((item) => done.get(item.bookingId) ?? null);
    },
  });
}

/** The metadata of events as the functions in the database take it. */
export const metaNow = (): unknown => JSON.parse(eventMeta());

export async function findOwn(
  db: RoomContext['db'],
  of: { bookingId: string; userId: string },
): Promise<BookingRow | Refusal<'booking-not-found'>> {
  const [row] = await store.readBookings(db, [of.bookingId]);
  return row?.userId === of.userId ? row : refuse('booking-not-found', { bookingId: of.bookingId });
}

function bookCommands({ ctx, methods }: Needs, claims: ClaimLane) {
  const { db, outbox } = ctx;

  async function takes({ method }: Payment): Promise<Refusal | null> {
    const known = await methods();
    return known.includes(method) ? null : refuse('payment-method-unavailable', { method });
  }

  return {
    /** Holds what was asked for, or nothing; with a payment it goes on at once. One statement. */
    async book(wish: Wish): Promise<BookingRow | Refusal> {
      const { payment, ...rest } = wish;
      const wrong = payment && (await takes(payment));
      if (wrong) return wrong;
      const bookingId = newId('bkg');
      const refused = await claims.do({ ...rest, ...payment, bookingId, hold_ms, meta: metaNow() });
      if (isRefusal(refused)) return refused;
      if (refused !== null) {
        const { code, ...detail } = refused;
        if (code !== 'known') return refuse(code, detail);
        const { userId } = wish;
        return findOwn(db, { bookingId: String(refused['bookingId']), userId });
      }
      failpoint('booking.claimed');
      outbox.poke();
      return findOwn(db, { bookingId, userId: wish.userId });
    },

    /** Asks for the payment of what is held, or confirms what costs nothing. */
    async pay(
      of: { bookingId: string; userId: string; attendee?: store.Attendee },
      payment: Payment | null,
    ): Promise<BookingRow | Refusal> {
      const row = await findOwn(db, of);
      if (isRefusal(row)) return row;
      const free = row.total_minor === 0;
      if (!free && payment === null) return refuse('payment-method-unavailable', { method: null });
      const wrong = free || payment === null ? null : await takes(payment);
      if (wrong) return wrong;
      const { bookingId, attendee } = of;
      const facts = { bookingId, from: ['HELD'], alive: true, meta: metaNow() } as const;
      const to = free
        ? ({ to: 'CONFIRMED' } as const)
        : ({ to: 'PENDING', ...payment, hold_ms } as const);
      const moved = await store.moveBookings(db, [
        { ...facts, ...to, ...(attendee === undefined ? {} : { attendee }) },
      ]);
      outbox.poke();
      const after = await findOwn(db, of);
      if (isRefusal(after) || moved.size > 0) return after;
      // Its payment was begun before: how it stands is the answer.
      if (after.state === 'PENDING' || after.state === 'CONFIRMED') return after;
      if (after.state === 'HELD') return refuse('booking-hold-over', { bookingId });
      return refuse('booking-state', { state: after.state, reason: after.reason });
    },
  };
}

/** What somebody gets back who cancels now. */
export function backNow(row: BookingRow, now_ms: number) {
  const { session, event, captured_minor, createdAt } = row;
  const moved = session.movedAt !== null && createdAt.getTime() <= Date.parse(session.movedAt);
  const rules = event.refundRules;
  const startsAt_ms = Date.parse(session.startsAt);
  return refundOf({ captured_minor, rules, startsAt_ms, now_ms, moved });
}

/** Who asks for the end that they have got already gets it again. */
const ENDED_BY_BUYER = new Set(['by-buyer', 'given-up']);

function endCommands({ ctx }: Needs) {
  const { db, outbox, clock } = ctx;
  return {
    /**
     * Ends a booking: seats come back at once, money by the rules of the event. What waits for its
     * payment is given up; money that comes all the same goes back.
     */
    async cancel(of: { bookingId: string; userId: string }): Promise<BookingRow | Refusal> {
      for (;;) {
        const row = await findOwn(db, of);
        if (isRefusal(row)) return row;
        const { bookingId, state, version, reason } = row;
        if (state === 'CANCELLED') {
          return ENDED_BY_BUYER.has(reason ?? '')
            ? row
            : refuse('booking-state', { state, reason });
        }
        const now_ms = clock.now();
        if (state === 'CONFIRMED' && Date.parse(row.session.startsAt) <= now_ms) {
          return refuse('booking-not-refundable', { bookingId });
        }
        const { amount_minor } = backNow(row, now_ms);
        const moved = await store.moveBookings(db, [
          {
            bookingId,
            from: [state],
            to: 'CANCELLED',
            version,
            reason: state === 'HELD' ? 'given-up' : 'by-buyer',
            ...(amount_minor > 0 ? { refund_minor: amount_minor } : {}),
            refundReason: 'by-buyer',
            meta: metaNow(),
          },
        ]);
        // Somebody else was faster, most likely its payment: look again what follows now.
        if (moved.size === 0) continue;
        outbox.poke();
        return findOwn(db, of);
      }
    },
  };
}
