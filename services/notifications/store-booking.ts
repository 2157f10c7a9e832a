/** Tells the booking room that somebody was told: the last part of a booking's clock. */
import type { Sql } from '#kernel/db/db.ts';

export interface Told {
  bookingId: string;
  /** The booking's clock, as the event said it. */
  seen: unknown;
  notice: string;
  meta: string;
}

/** One event, the next of this booking's notices. */
export async function tellBack(tx: Sql, told: Told): Promise<void> {
  await tx.run(
    `with counted as (
       insert into booking_told as b (booking_id, told) values ($1, 1)
       on conflict (booking_id) do update set told = b.told + 1
       returning told
     )
     insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
     select 'BOOKING_TOLD', 'booking-notice', $1, told, $1,
       json_build_object('bookingId', $1::text, 'notice', $2::text, 'seen', $3::json), $4::json
     from counted`,
    [told.bookingId, told.notice, JSON.stringify(told.seen), told.meta],
  );
}
