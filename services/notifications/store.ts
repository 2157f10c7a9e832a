import type { Sql } from '#kernel/db/db.ts';
import type { Notice, NoticeFacts, NoticeType, Plan } from './model.ts';

export type NewNotice = Notice & Plan & { notificationId: string };

const QUEUE = `
insert into notification (notification_id, user_id, ref, type, channel, facts, status, reason,
  in_app, not_before)
select * from json_to_recordset($1::json) as t("notificationId" text, "userId" text, ref text,
  type text, channel text, facts jsonb, status text, reason text, "inApp" boolean,
  "notBefore" timestamptz)
on conflict (ref, type, channel) do nothing
returning notification_id as id`;

/** Writes what is not known yet; the ids written. One statement. */
export async function queueNotices(tx: Sql, notices: NewNotice[]): Promise<string[]> {
  return (await tx.rows<{ id: string }>(QUEUE, [JSON.stringify(notices)])).map((row) => row.id);
}

export interface Claimed {
  notificationId: string;
  userId: string;
  ref: string;
  type: NoticeType;
  facts: NoticeFacts;
  /** It waited for the end of quiet hours. */
  waited: boolean;
}

const CLAIM = `
update notification set status = 'SENDING', claim = $2, attempts = attempts + 1,
  claimed_until = now() + $3 * interval '1 ms'
where notification_id = any($1::text[])
  and (status = 'QUEUED' or (status = 'SENDING' and claimed_until < now()))
returning notification_id as "notificationId", user_id as "userId", ref, type, facts,
  not_before is not null as waited`;

/** Takes what waits, or what its last sender left behind; nobody else sends it meanwhile. */
export async function claimNotices(
  db: Sql,
  notificationIds: string[],
  { claim, lease_ms }: { claim: string; lease_ms: number },
): Promise<Claimed[]> {
  return db.rows<Claimed>(CLAIM, [notificationIds, claim, lease_ms]);
}

const END = `
update notification set status = $3, reason = $4, claimed_until = null,
  sent_at = case $3 when 'SENT' then now() end
where notification_id = any($1::text[]) and claim = $2 and status = 'SENDING'`;

/** Ends the sending of what this claim holds, or gives it back (QUEUED); how many. */
export async function endNotices(
  db: Sql,
  notificationIds: string[],
  end: {
    claim: string;
    status: 'SENT' | 'SKIPPED' | 'FAILED' | 'QUEUED';
    reason: string | null;
  },
): Promise<number> {
  return db.run(END, [notificationIds, end.claim, end.status, end.reason]);
}

const OPEN = `
select count(*)::int as count from notification
where notification_id = any($1::text[]) and status in ('QUEUED', 'SENDING')`;

/** How many of these are neither sent nor given up. */
export async function countOpen(db: Sql, notificationIds: string[]): Promise<number> {
  return (await db.row<{ count: number }>(OPEN, [notificationIds]))?.count ?? 0;
}

export interface Mail {
  notificationId: string;
  messageId: string;
  sender: string;
  recipient: string;
  /** Name beside the address; '' for none. */
  name: string;
  subject: string;
  text: string;
  html: string;
  /** A page that ends what the mail is about, for the mail program to show. */
  stop?: string;
}

const DELIVER = `
with item as (
  select * from json_to_recordset($1::json) as t("mailId" text, "notificationId" text,
    "messageId" text, sender text, recipient text, subject text, text text, html text)
  limit $3::bigint /* point */
), sent as (
  update notification n set status = 'SENT', sent_at = now(), claimed_until = null
  from item i
  where n.notification_id = i."notificationId" and n.claim = $2 and n.status = 'SENDING'
  returning n.notification_id
)
insert into mailbox (mail_id, notification_id, message_id, sender, recipient, subject, plain, html)
select "mailId", i."notificationId", "messageId", sender, recipient, subject, text, html
from sent s join item i on i."notificationId" = s.notification_id`;

/** Puts mails into the mailbox and notes them as sent, in one statement: exactly once. */
export async function deliverToMailbox(
  db: Sql,
  mails: (Mail & { mailId: string })[],
  claim: string,
): Promise<number> {
  return db.run(DELIVER, [JSON.stringify(mails), claim, mails.length]);
}

export interface MailRow {
  mailId: string;
  messageId: string;
  sender: string;
  recipient: string;
  subject: string;
  createdAt: Date;
}

const MAILS = `
select mail_id as "mailId", message_id as "messageId", sender, recipient, subject,
  created_at as "createdAt"
from mailbox where ($1::text is null or mail_id < $1) and ($3::text is null or recipient = $3)
order by mail_id desc limit $2`;

/** Mails in the mailbox, newest first; of one recipient or of all (null). */
export async function listMails(
  db: Sql,
  page: { before: string | null; limit: number; recipient: string | null },
): Promise<MailRow[]> {
  return db.rows<MailRow>(MAILS, [page.before, page.limit, page.recipient]);
}

const MAIL = `
select mail_id as "mailId", message_id as "messageId", sender, recipient, subject,
  created_at as "createdAt", plain as text, html
from mailbox where mail_id = $1`;

export async function readMail(
  db: Sql,
  mailId: string,
): Promise<(MailRow & { text: string; html: string }) | undefined> {
  return db.row(MAIL, [mailId]);
}

const SWEEP = `
delete from mailbox where mail_id < (
  select mail_id from mailbox order by mail_id desc offset $1 limit 1)`;

/** Keeps about the newest `keep` mails. */
export async function sweepMailbox(db: Sql, keep: number): Promise<number> {
  return db.run(SWEEP, [keep - 1]);
}
