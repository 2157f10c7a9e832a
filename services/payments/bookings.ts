// Bookings are paid without anybody leading: a booking says that it waits, and this side of
// payments charges it, closes it or gives its money back, and says what came of it. All of it is
// done by jobs, so that no gateway is asked while the inbox is open.
import { failpoint } from '#kernel/core/failpoint.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import type { JobHandler } from '#kernel/jobs/jobs.ts';
import type { RoomContext } from '#kernel/service.ts';
import { bookingCalls } from '#services/booking/contract.ts';
import type { Commands } from './commands.ts';
import type { Refunds } from './refunds.ts';
import { noteSeen } from './store-booking.ts';

export const bookingConsumers: ConsumerSpec[] = [
  {
    name: 'payments.bookings',
    from: { booking: ['BOOKING_CREATED', 'BOOKING_CANCELLED', 'BOOKING_REFUND_DUE'] },
  },
];

const PAY_JOB = 'payments.pay-booking';
const CLOSE_JOB = 'payments.close-booking';
const REFUND_JOB = 'payments.refund-booking';

interface Told {
  bookingId: string;
  totalAmount: number;
  paymentId?: string;
  amount?: number;
  no?: number;
}

/** One payment for a booking, so its checkout and its only attempt follow from the booking. */
const attemptOf = (bookingId: string) => ({ checkoutId: bookingId, attempt: 1 });

/** What is told of bookings becomes jobs. Four statements at most for a batch. */
export function bookingReactions(ctx: Pick<RoomContext, 'jobs'>): Record<string, Handler> {
  async function add(tx: Sql, task: string, told: readonly Told[]): Promise<void> {
    const items = told.map((payload) => ({
      payload: { ...payload },
      key: [task, payload.bookingId, payload.no ?? ''].join(':'),
    }));
    if (items.length > 0) await ctx.jobs.addMany(tx, task, { items });
  }

  return {
    'payments.bookings': async (tx, events) => {
      const told = (type: string) =>
        events
          .filter((event) => event.eventType === type)
          .map((event) => event.payload as unknown as Told);
      await noteSeen(
        tx,
        events.map((event) => ({ bookingId: event.aggregate.id, seen: event.aggregate.version })),
      );
      const toPay = told('BOOKING_CREATED').filter((one) => one.totalAmount > 0);
      await add(tx, PAY_JOB, toPay);
      await add(tx, CLOSE_JOB, told('BOOKING_CANCELLED'));
      await add(tx, REFUND_JOB, told('BOOKING_REFUND_DUE'));
    },
  };
}

/** Jobs about bookings, by task name. */
export function bookingJobs(
  ctx: Pick<RoomContext, 'log' | 'client'>,
  of: { commands: Commands; refunds: Refunds },
): Record<string, JobHandler> {
  const booking = ctx.client(bookingCalls);
  return {
    [PAY_JOB]: async (raw) => {
      const { bookingId } = raw as Told;
      const { wish } = await booking.toPay({ bookingId });
      // It has ended before its payment began.
      if (wish === null) return;
      failpoint('payments.booking.to-pay');
      const facts = { sagaId: bookingId, quoteId: bookingId, ...wish };
      const done = await of.commands.charge({ ...attemptOf(bookingId), ...facts });
      if (isRefusal(done)) ctx.log.error({ bookingId, code: done.code }, 'booking not charged');
    },
    [CLOSE_JOB]: async (raw) => {
      const { bookingId, totalAmount } = raw as Told;
      // What is paid stays paid: the booking says what goes back.
      if (totalAmount > 0) await of.commands.cancel(attemptOf(bookingId));
    },
    [REFUND_JOB]: async (raw) => {
      const { bookingId, paymentId = '', amount = 0, no = 0 } = raw as Told;
      const done = await of.refunds.refund({
        checkoutId: bookingId,
        paymentId,
        key: `booking:${bookingId}:${no}`,
        amount_minor: amount,
        reason: `booking:${no}`,
      });
      if (isRefusal(done)) ctx.log.error({ bookingId, code: done.code }, 'booking not refunded');
    },
  };
}
