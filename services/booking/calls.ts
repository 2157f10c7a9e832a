/** What other rooms ask of bookings. */
import { refuse } from '#kernel/core/refusal.ts';
import type { CallHandlers } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { personalItemsPerPage_max } from '#services/identity/contract.ts';
import type { bookingCalls } from './contract.ts';
import type { Hands } from './hand.ts';
import { importEvents } from './import.ts';
import { readBookings } from './store-booking.ts';
import { askSoon, heldOf, refusedRefunds, reviewBookings, unfinishedOf } from './store-log.ts';

export function callsOf(
  ctx: RoomContext,
  hands: Pick<Hands, 'letters'>,
): CallHandlers<typeof bookingCalls> {
  const { db, config } = ctx;
  return {
    toPay: async ({ bookingId }) => {
      const [row] = await readBookings(db, [bookingId]);
      if (row?.state !== 'PENDING' || row.token === null) return { wish: null };
      const { token, total_minor: amount_minor, currency, userId } = row;
      const method = row.method as 'CARD' | 'PAYPAL' | 'UPI';
      return { wish: { method, token, amount_minor, currency, userId } };
    },
    bookingsOf: async ({ bookingIds }) => {
      const rows = await reviewBookings(db, bookingIds);
      const bookings = rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }));
      return { bookings };
    },
    refusedRefunds: async ({ bookingIds, after, limit }) => {
      const place = { after: after?.bookingId ?? '', afterNo: after?.no ?? 0 };
      const rows = await refusedRefunds(db, { bookingIds, ...place, limit });
      return { refunds: rows.map((row) => ({ ...row, since: row.since.toISOString() })) };
    },
    askRefund: async (of) => ({ asked: await askSoon(db, of) }),
    import: async (world) => (config.production ? refuse('not-allowed') : importEvents(ctx, world)),
    handOverLetters: async ({ handOverIds }) => ({ letters: await hands.letters(handOverIds) }),
    unfinished: async ({ userId }) => {
      const rows = await unfinishedOf(db, userId);
      return {
        unfinished: rows.map(({ id }) => ({ kind: 'booking', id, reason: 'not-finished' })),
      };
    },
    personalData: async ({ userId, after }) => {
      const limit = personalItemsPerPage_max;
      const rows = await heldOf(db, { userId, after: after ?? '', limit });
      const items = rows.map(({ kind, data }) => ({ kind, data }));
      return { items, next: rows.length === limit ? (rows.at(-1)?.key ?? null) : null };
    },
  };
}
