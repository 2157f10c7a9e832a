import { batch, type Batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { isBooking } from '#services/booking/contract.ts';
import type { SettledBy } from './contract.ts';
import { eventOf, moved, sourcesOf, type Move, type PaymentRow } from './model.ts';
import { seenOf } from './store-booking.ts';
import * as store from './store.ts';

const SIZES = { size_max: 500, queue_max: 50_000, inFlight_max: 1 };

export type Lanes = ReturnType<typeof paymentLanes>;

/** What many attempts at once want from the database, one statement for each kind of it. */
export function paymentLanes({ db, outbox }: RoomContext) {
  const begins: Batch<store.NewPayment, boolean> = batch({
    name: 'payments.begin',
    ...SIZES,
    run: async (items: store.NewPayment[]) => {
      const made = await store.beginPayments(db, items);
      return items.map((item) => made.has(item.paymentId));
    },
  });
  const reads: Batch<string, PaymentRow | null> = batch({
    name: 'payments.read',
    ...SIZES,
    run: async (keys: string[]) => {
      const rows = await store.readByKey(db, [...new Set(keys)]);
      const found = new Map(rows.map((row) => [row.idemKey, row]));
      return keys.map((key) => found.get(key) ?? null);
    },
  });
  const moves: Batch<store.MoveRow, boolean> = batch({
    name: 'payments.move',
    ...SIZES,
    run: async (items: store.MoveRow[]) => {
      const first = new Map(items.toReversed().map((item) => [item.paymentId, item]));
      const done = await store.movePayments(db, [...first.values()]);
      outbox.poke();
      return items.map((item) => first.get(item.paymentId) === item && done.has(item.paymentId));
    },
  });

  /** The attempt of a gateway key. */
  async function read(key: string): Promise<PaymentRow | undefined> {
    const row = await reads.do(key);
    return row === null || isRefusal(row) ? undefined : row;
  }

  /** Moves an attempt and tells of it. Gives the row as it is then, whoever moved it. */
  async function move(row: PaymentRow, to: Move, settledBy: SettledBy): Promise<PaymentRow> {
    const event = eventOf(row, to, settledBy);
    // News of a booking say how much of it was known when they were made.
    if (event && isBooking(row.checkoutId)) {
      event.payload['seen'] = await seenOf(db, row.checkoutId);
    }
    const done = await moves.do({
      ...to,
      paymentId: row.paymentId,
      from: sourcesOf(to.to),
      type: event?.type ?? null,
      payload: event?.payload ?? null,
      meta: eventMeta(),
    });
    return done === true ? moved(row, to) : ((await read(row.idemKey)) ?? row);
  }

  return { begin: begins.do, read, move };
}
