/** SQL of what this room holds about a person, and of forgetting them. */
import type { Sql } from '#kernel/db/db.ts';

export interface HeldNotice {
  notificationId: string;
  ref: string;
  type: string;
  channel: string;
  status: string;
  facts: object;
  createdAt: Date;
  sentAt: Date | null;
}

/** A person's notifications after an id, oldest first. */
export async function heldNotices(
  sql: Sql,
  page: { userId: string; after: string; limit: number },
): Promise<HeldNotice[]> {
  return sql.rows<HeldNotice>(
    `select notification_id as "notificationId", ref, type, channel, status, facts,
       created_at as "createdAt", sent_at as "sentAt"
     from notification where user_id = $1 and notification_id > $2
     order by notification_id limit $3`,
    [page.userId, page.after, page.limit],
  );
}

/** Removes what these people wanted to be told. */
export async function dropPreferences(tx: Sql, userIds: readonly string[]): Promise<void> {
  await tx.run('delete from preference where user_id = any($1::text[])', [userIds]);
}

/** Removes up to 1,000 notifications of these people with their mails; how many. */
export async function dropNotices(tx: Sql, userIds: readonly string[]): Promise<number> {
  return tx.run(
    `with due as (
       select notification_id from notification where user_id = any($1::text[]) limit 1000
     ), mails as (
       delete from mailbox where notification_id in (select notification_id from due)
     )
     delete from notification where notification_id in (select notification_id from due)`,
    [userIds],
  );
}
