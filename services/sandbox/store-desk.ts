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
