/** How much of each booking this room has seen: what its news of that booking are told with. */
import type { Sql } from '#kernel/db/db.ts';

/** Takes note of events of bookings; what was seen before is not forgotten. */
export async function noteSeen(
  sql: Sql,
  events: readonly { bookingId: string; seen: number }[],
): Promise<void> {
  const most = new Map<string, number>();
  for (const { bookingId, seen } of events) {
    most.set(bookingId, Math.max(seen, most.get(bookingId) ?? 0));
  }
  const list = [...most].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await sql.run(
    `insert into booking_seen as b (booking_id, seen)
     select * from unnest($1::text[], $2::int[])
     on conflict (booking_id) do update set seen = greatest(b.seen, excluded.seen)`,
    [list.map(([id]) => id), list.map(([, seen]) => seen)],
  );
}

/** How many events of a booking were seen; 0 for one of which nothing was heard. */
export async function seenOf(sql: Sql, bookingId: string): Promise<number> {
  const row = await sql.row<{ seen: number }>(
    'select seen from booking_seen where booking_id = $1',
    [bookingId],
  );
  return row?.seen ?? 0;
}
