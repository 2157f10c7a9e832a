/** SQL of one question: is a saga that nobody drives just now waiting to be tried again? */
import type { Sql } from '#kernel/db/db.ts';

/**
 * Milliseconds until the saga with this key is taken up again after a run that a room in need was
 * away for; undefined when its last run was not interrupted, so that somebody may be at it.
 */
export async function interruptedFor(db: Sql, key: string): Promise<number | undefined> {
  const row = await db.row<{ wait_ms: number }>(
    `select greatest(0, extract(epoch from lease_until - now()) * 1000)::int as "wait_ms"
     from saga_state
     where type = 'checkout' and key = $1 and attempts > 0
       and status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')`,
    [key],
  );
  return row?.wait_ms;
}
