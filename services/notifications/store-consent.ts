/** SQL of the log of what people agreed to be told, and took back. */
import type { Sql } from '#kernel/db/db.ts';
import type { Channel, Topic } from './preference.ts';

/** Kept of one person: a switch can be pressed for ever. */
export const consentsPerUser_max = 500;

export interface ConsentRow {
  consentId: string;
  topic: Topic;
  channel: Channel;
  given: boolean;
  createdAt: Date;
}

const columns = 'consent_id as "consentId", topic, channel, given, created_at as "createdAt"';

/** A person's changes before an id, the newest first. */
export async function consentPage(
  sql: Sql,
  page: { userId: string; before: string | null; limit: number },
): Promise<ConsentRow[]> {
  return sql.rows<ConsentRow>(
    'select ' +
      columns +
      ` from consent where user_id = $1 and ($2::text is null or consent_id < $2)
     order by consent_id desc limit $3`,
    [page.userId, page.before, page.limit],
  );
}

/** Removes what is older than the newest 500 of a person. */
export async function pruneConsents(sql: Sql, userId: string): Promise<void> {
  await sql.run(
    `delete from consent where consent_id in (select consent_id from consent
       where user_id = $1 order by consent_id desc offset $2 limit 1000)`,
    [userId, consentsPerUser_max],
  );
}

/** Removes the log of these people. */
export async function dropConsents(tx: Sql, userIds: readonly string[]): Promise<void> {
  await tx.run('delete from consent where user_id = any($1::text[])', [userIds]);
}
