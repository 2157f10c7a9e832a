import type { Sql } from '#kernel/db/db.ts';

export interface OutgoingWebhook {
  webhookId: string;
  body: string;
  tries: number;
}

const CLAIM = `
with due as (
  select webhook_id from webhook_out where next_at <= now()
  order by next_at limit $1 for update skip locked
)
update webhook_out w set next_at = now() + $2 * interval '1 ms', tries = w.tries + 1
from due where w.webhook_id = due.webhook_id
returning w.webhook_id as "webhookId", w.body, w.tries`;

/** News to send now; nobody else gets them for a while. */
export async function claimWebhooks(
  db: Sql,
  limit: number,
  lease_ms: number,
): Promise<OutgoingWebhook[]> {
  return db.rows<OutgoingWebhook>(CLAIM, [limit, lease_ms]);
}

const DELIVERED = `
update webhook_out set next_at = null, delivered_at = now(), last_error = null
where webhook_id = $1`;

export async function markDelivered(db: Sql, webhookId: string): Promise<void> {
  await db.run(DELIVERED, [webhookId]);
}

const FAILED = `
update webhook_out set last_error = $2, next_at = now() + $3 * interval '1 ms'
where webhook_id = $1`;

/** Keeps what went wrong, and tries again after the pause; null: never. */
export async function markFailed(
  db: Sql,
  webhookId: string,
  of: { error: string; pause_ms: number | null },
): Promise<void> {
  await db.run(FAILED, [webhookId, of.error.slice(0, 500), of.pause_ms]);
}
