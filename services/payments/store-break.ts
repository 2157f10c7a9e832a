// Where a gateway and we differ, and what was done about it. Rows are never deleted.
import type { Sql } from '#kernel/db/db.ts';

const BREAK = `
insert into settlement_break (payment_id, kind, detail) values ($1, $2, $3::jsonb)
on conflict do nothing`;

/** Keeps a difference between us and a gateway; true when it is a new one. */
export async function recordBreak(
  db: Sql,
  found: { paymentId: string; kind: string; detail: object },
): Promise<boolean> {
  const { paymentId, kind, detail } = found;
  return (await db.run(BREAK, [paymentId, kind, JSON.stringify(detail)])) === 1;
}

const DONE = `
update settlement_break set detail = detail || $3::jsonb,
  resolved_at = coalesce(resolved_at, case when $4 then now() end)
where payment_id = $1 and kind = $2 and resolved_at is null`;

/** Writes what was done about a break; resolved: nothing is left to do. */
export async function settleBreak(
  db: Sql,
  found: { paymentId: string; kind: string; done: object; resolved: boolean },
): Promise<void> {
  const { paymentId, kind, done, resolved } = found;
  await db.run(DONE, [paymentId, kind, JSON.stringify(done), resolved]);
}
