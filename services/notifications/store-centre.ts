/** SQL of the notification centre: what a person was told, read and unread. */
import type { Sql } from '#kernel/db/db.ts';
import type { Notice, NoticeType } from './model.ts';

/** Unread ones are counted among this many of the newest. */
export const counted_max = 1_000;

export interface NoticeRow {
  notificationId: string;
  ref: string;
  type: NoticeType;
  channel: string;
  status: string;
  facts: Notice['facts'];
  readAt: Date | null;
  createdAt: Date;
  sentAt: Date | null;
}

const columns =
  ' notification_id as "notificationId", ref, type, channel, status, facts,' +
  ' read_at as "readAt", created_at as "createdAt", sent_at as "sentAt"';

export interface CentreFilter {
  /** null: of all kinds. */
  types: readonly string[] | null;
  unread: boolean;
  before: string | null;
  limit: number;
}

/** What a person was told and keeps, newest first. */
export async function listCentre(
  sql: Sql,
  userId: string,
  { types, unread, before, limit }: CentreFilter,
): Promise<NoticeRow[]> {
  return sql.rows<NoticeRow>(
    'select' +
      columns +
      ` from notification
     where user_id = $1 and in_app and ($2::text is null or notification_id < $2)
       and ($3::text[] is null or type = any($3)) and (not $4 or read_at is null)
     order by notification_id desc limit $5`,
    [userId, before, types, unread, limit],
  );
}

/** Unread notifications by type among the newest 1,000 of each person. */
export async function countUnread(
  sql: Sql,
  userIds: readonly string[],
): Promise<{ userId: string; type: NoticeType; count: number }[]> {
  return sql.rows(
    `select u.id as "userId", n.type, count(*)::int as count
     from unnest($1::text[]) as u(id) cross join lateral (
       select type, in_app and read_at is null as unread from notification
       where user_id = u.id order by notification_id desc limit $2
     ) n where n.unread group by u.id, n.type`,
    [userIds, counted_max],
  );
}

/** Marks one as read or unread; undefined when the person has no such notification. */
export async function markOne(
  sql: Sql,
  key: { userId: string; notificationId: string },
  read: boolean,
): Promise<NoticeRow | undefined> {
  return sql.row<NoticeRow>(
    `update notification set read_at = case when $3 then coalesce(read_at, now()) end
     where notification_id = $2 and user_id = $1 and in_app returning` + columns,
    [key.userId, key.notificationId, read],
  );
}

/** Marks the newest 1,000 up to an id as read, of all kinds (null) or some; how many changed. */
export async function markAll(
  sql: Sql,
  userId: string,
  of: { upTo: string | null; types: readonly string[] | null },
): Promise<number> {
  return sql.run(
    `update notification set read_at = now() where notification_id in (
       select notification_id from (
         select notification_id, type, in_app, read_at from notification
         where user_id = $1 and ($2::text is null or notification_id <= $2)
         order by notification_id desc limit $4) n
       where in_app and read_at is null and ($3::text[] is null or type = any($3)))`,
    [userId, of.upTo, of.types, counted_max],
  );
}

/** What people were told after an id, oldest first; 1,000 at most. */
export async function newsOf(
  sql: Sql,
  userIds: readonly string[],
  after: string,
): Promise<(NoticeRow & { userId: string })[]> {
  return sql.rows(
    'select user_id as "userId",' +
      columns +
      ` from notification
     where user_id = any($1::text[]) and notification_id > $2 and in_app
     order by notification_id limit 1000`,
    [userIds, after],
  );
}
