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

export interface BreakRow {
  paymentId: string;
  checkoutId: string | null;
  gateway: string | null;
  kind: string;
  amount_minor: number | null;
  currency: string | null;
  detail: Record<string, unknown>;
  createdAt: Date;
  /** As createdAt, to the microsecond: where the next page begins. */
  at: string;
  resolvedAt: Date | null;
}

const LIST = `
select b.payment_id as "paymentId", p.checkout_id as "checkoutId", p.gateway, b.kind,
  p.amount_minor, p.currency, b.detail, b.created_at as "createdAt",
  b.created_at::text as at, b.resolved_at as "resolvedAt"
from settlement_break b left join payment p using (payment_id)
where ($1::timestamptz is null or (b.created_at, b.payment_id, b.kind) > ($1, $2, $3))
order by b.created_at, b.payment_id, b.kind limit $4`;

/** Breaks, oldest first, after one of them. */
export async function listBreaks(
  db: Sql,
  of: { after: { at: string; paymentId: string; kind: string } | null; limit: number },
): Promise<BreakRow[]> {
  const { at = null, paymentId = null, kind = null } = of.after ?? {};
  return db.rows<BreakRow>(LIST, [at, paymentId, kind, of.limit]);
}
