import type { Sql } from '#kernel/db/db.ts';

const CAPTURED = `
select key, amount_minor, currency from charge
where payment_ref = $1 and state = 'captured' limit 1`;

/** The captured charge of a payment. */
export async function capturedOf(
  db: Sql,
  paymentRef: string,
): Promise<{ key: string; amount_minor: number; currency: string } | undefined> {
  return db.row(CAPTURED, [paymentRef]);
}

const QUEUE = `
insert into webhook_out (webhook_id, body, next_at)
values ('whk_' || replace(uuidv7()::text, '-', ''), $1, now())`;

/** Has news sent to the shop. */
export async function queueNews(db: Sql, body: string): Promise<void> {
  await db.run(QUEUE, [body]);
}

interface Dispute {
  id: string;
  amount_minor: number;
  currency: string;
  status: 'needs_response' | 'won' | 'lost';
  fee_minor: number;
}

const KEEP = `
insert into dispute (dispute_id, payment_ref, amount_minor, currency, status, fee_minor)
values ($1, $2, $3, $4, $5, $6)
on conflict (dispute_id) do update set amount_minor = excluded.amount_minor,
  status = excluded.status, fee_minor = excluded.fee_minor`;

/** Keeps how a dispute stands now. */
export async function keepDispute(db: Sql, of: Dispute & { paymentRef: string }): Promise<void> {
  const { id, paymentRef, amount_minor, currency, status, fee_minor } = of;
  await db.run(KEEP, [id, paymentRef, amount_minor, currency, status, fee_minor]);
}

const READ = `
select dispute_id as id, amount_minor, currency, status, fee_minor from dispute
where dispute_id = $1`;

export async function readDispute(db: Sql, disputeId: string): Promise<Dispute | undefined> {
  return db.row<Dispute>(READ, [disputeId]);
}
