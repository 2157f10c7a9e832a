// What nobody told us, we ask. Holds that are over come back; bookings that have waited too long
// for their payment close it at payments and then go on with the answer; refunds of which nothing
// was heard are asked for again. Lost events delay a booking, they never leave it.
import { failpoint } from '#kernel/core/failpoint.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { CallOutput, Client } from '#kernel/http/contract.ts';
import type { RoomContext, Task } from '#kernel/service.ts';
import type { paymentsCalls } from '#services/payments/contract.ts';
import { metaNow } from './commands.ts';
import { askPause_ms, decide, type PaymentNews } from './model.ts';
import { moveFor } from './reactions.ts';
import * as store from './store-booking.ts';
import { claimOwed, endRefund, noteRefusal, tellMoves, type OwedRow } from './store-log.ts';

const PAGE = 200;
const ASK_AT_ONCE = 50;
const lease_ms = 60_000;
/** A refund that is under way is asked about so often at first; payments itself goes on trying. */
const owedAgain_ms = 60_000;
const owedAgain_ms_max = 60 * 60_000;

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'outbox' | 'log'>;
  payments: Pick<Client<typeof paymentsCalls>, 'cancel' | 'refund'>;
}

export type Settling = ReturnType<typeof settling>;

export function settling(needs: Needs) {
  const askOne = asking(needs);
  const owed = owing(needs);
  const { db, outbox } = needs.ctx;

  /** Seats that nobody paid for in time. */
  async function endHolds(signal: AbortSignal): Promise<void> {
    for (;;) {
      const due = await store.claimDue(db, { state: 'HELD', limit: PAGE, pause_ms: lease_ms });
      const moves = due.map(({ bookingId }) => ({
        bookingId,
        from: ['HELD'] as const,
        to: 'CANCELLED' as const,
        reason: 'hold-over',
        meta: metaNow(),
      }));
      await store.moveBookings(db, moves);
      if (due.length < PAGE || signal.aborted) return;
    }
  }

  async function askPending(signal: AbortSignal): Promise<void> {
    for (;;) {
      const of = { state: 'PENDING', limit: ASK_AT_ONCE, pause_ms: lease_ms } as const;
      const due = await store.claimDue(db, of);
      await Promise.all(due.map(askOne));
      if (due.length < ASK_AT_ONCE || signal.aborted) return;
    }
  }

  /** Everybody of a session that is off gets everything back; it goes on after a crash. */
  async function endDoomed(signal: AbortSignal): Promise<void> {
    for (;;) {
      const ids = await store.doomedBookings(db, PAGE);
      if (ids.length > 0) await doom(needs.ctx, ids);
      outbox.poke();
      if (ids.length < PAGE || signal.aborted) return;
      failpoint('booking.doomed-page');
    }
  }

  /** Everybody of a session that has another time is told, once for each time. */
  async function tellMoved(signal: AbortSignal): Promise<void> {
    for (;;) {
      const told = await tellMoves(db, PAGE, metaNow());
      if (told > 0) outbox.poke();
      if (told < PAGE || signal.aborted) return;
    }
  }

  const tasks: Task[] = [
    { name: 'booking.holds', every_ms: 1_000, run: endHolds },
    { name: 'booking.ask', every_ms: 2_000, run: askPending },
    { name: 'booking.doomed', every_ms: 2_000, run: endDoomed },
    { name: 'booking.moved', every_ms: 2_000, run: tellMoved },
    { name: 'booking.owed', every_ms: 5_000, run: owed },
  ];
  return { tasks };
}

async function doom({ db }: Pick<RoomContext, 'db'>, ids: readonly string[]): Promise<void> {
  await db.tx(async (tx) => {
    const rows = await store.lockBookings(tx, ids);
    await store.moveBookings(
      tx,
      rows
        .filter((row) => row.state !== 'CANCELLED')
        .map((row) => ({
          bookingId: row.bookingId,
          from: [row.state],
          to: 'CANCELLED' as const,
          reason: row.session.state === 'CANCELLED' ? 'event-cancelled' : 'event-moved',
          refund_minor: row.captured_minor - row.returned_minor,
          refundReason: 'by-organiser',
          meta: metaNow(),
        })),
    );
  });
}

type Answer = CallOutput<(typeof paymentsCalls)['calls']['cancel']>;

/** Closes the payment of a booking, or learns that it was faster; then the booking goes on. */
function asking({ ctx, payments }: Needs) {
  const { db, outbox, log } = ctx;
  return async ({ bookingId, tries }: { bookingId: string; tries: number }): Promise<void> => {
    let answer: Answer;
    try {
      answer = await payments.cancel({ checkoutId: bookingId, attempt: 1 });
    } catch (error) {
      // Not known: then it waits on. Nothing is given back that might be paid.
      log.warn({ err: error, bookingId, tries }, 'payments did not say how a booking stands');
      await store.askAgain(db, bookingId, askPause_ms(tries));
      return;
    }
    failpoint('booking.asked');
    await db.tx(async (tx) => {
      const [row] = await store.lockBookings(tx, [bookingId]);
      if (row?.state !== 'PENDING') return;
      const news = newsOf(answer, row);
      const decision = decide(row, news);
      const silent = decision.do === 'cancel' && answer.outcome === 'cancelled';
      const meant = silent ? ({ do: 'cancel', reason: 'payment-timeout' } as const) : decision;
      const move = moveFor(row, { ...news, decision: meant });
      if (move) await store.moveBookings(tx, [{ ...move, meta: metaNow() }]);
    });
    outbox.poke();
  };
}

function newsOf(answer: Answer, row: store.BookingRow): PaymentNews {
  const { currency, total_minor: amount_minor } = row;
  if (answer.outcome === 'cancelled') {
    const { paymentId } = row;
    return { kind: 'failed', what: 'cancelled', amount_minor, currency, paymentId };
  }
  const kind = answer.outcome === 'captured' ? 'captured' : 'failed';
  const what = answer.declineCode ?? answer.outcome;
  const { paymentId } = answer;
  return { kind, what, paymentId, amount_minor: answer.amount_minor, currency: answer.currency };
}

function owing({ ctx, payments }: Needs) {
  const { db, log, outbox } = ctx;
  const ask = async (owed: OwedRow): Promise<void> => {
    const { bookingId, no, paymentId, amount_minor } = owed;
    const answer = await payments.refund({
      checkoutId: bookingId,
      paymentId,
      key: refundKey(bookingId, no),
      amount_minor,
      reason: `booking:${no}`,
    });
    // What is refused is asked for again: reconciliation tells it until it goes through.
    const code = isRefusal(answer) ? answer.code : null;
    if (code !== null) log.error({ bookingId, no, code }, 'a refund of a booking was refused');
    const isOver = !isRefusal(answer) && answer.status !== 'PENDING';
    if (isOver) await endRefund(db, { bookingId, no, meta: metaNow() });
    else await noteRefusal(db, { bookingId, no, code });
    outbox.poke();
  };
  return async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const pause = { pause_ms: owedAgain_ms, pause_ms_max: owedAgain_ms_max };
      const due = await claimOwed(db, { limit: ASK_AT_ONCE, ...pause });
      const asked = await Promise.allSettled(due.map(ask));
      for (const one of asked) {
        if (one.status === 'rejected') log.warn({ err: one.reason }, 'a refund waits on');
      }
      if (due.length < ASK_AT_ONCE || signal.aborted) return;
    }
  };
}

/** The same for the event and for asking, so that money goes back once. */
export const refundKey = (bookingId: string, no: number): string => `booking:${bookingId}:${no}`;
