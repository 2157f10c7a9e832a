// Statements of conversations. A message is written under its thread's lock with its event, so
// that its number has no gap and both sides see one order.
import type { Sql } from '#kernel/db/db.ts';
import { lookedThrough_max, type Waiting } from '#services/sellers/contract.ts';

export type Side = 'buyer' | 'seller';
export type Author = Side | 'shop';

export interface ThreadRow {
  threadId: string;
  buyerId: string;
  sellerId: string;
  aboutKind: 'order' | 'product';
  aboutId: string;
  aboutName: string;
  lastSeq: number;
  buyerRead: number;
  sellerRead: number;
  lastAt: Date;
  lastAuthor: Author;
  askedAt: Date | null;
  answeredAt: Date | null;
}

export interface MessageRow {
  seq: number;
  author: Author;
  userId: string | null;
  note: string | null;
  body: string;
  at: Date;
}

const COLUMNS = `
  thread_id as "threadId", buyer_id as "buyerId", seller_id as "sellerId",
  about_kind as "aboutKind", about_id as "aboutId", about_name as "aboutName",
  last_seq as "lastSeq", buyer_read as "buyerRead", seller_read as "sellerRead",
  last_at as "lastAt", last_author as "lastAuthor", asked_at as "askedAt",
  answered_at as "answeredAt"`;

export interface NewThread {
  threadId: string;
  buyerId: string;
  sellerId: string;
  aboutKind: 'order' | 'product';
  aboutId: string;
  aboutName: string;
  author: Author;
}

const OPEN =
  `
with made as (
  insert into thread (thread_id, buyer_id, seller_id, about_kind, about_id, about_name,
    last_author)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (buyer_id, seller_id, about_kind, about_id)
    do update set about_name = excluded.about_name
  returning *
)
select` +
  COLUMNS +
  ' from made';

/** The thread of these two about this, made where there is none; locked either way. */
export async function openThread(tx: Sql, one: NewThread): Promise<ThreadRow> {
  const { threadId, buyerId, sellerId, aboutKind, aboutId, aboutName, author } = one;
  const values = [threadId, buyerId, sellerId, aboutKind, aboutId, aboutName, author];
  return (await tx.row<ThreadRow>(OPEN, values)) as ThreadRow;
}

const READ = 'select' + COLUMNS + ' from thread where thread_id = $1';

export async function readThread(db: Sql, threadId: string): Promise<ThreadRow | undefined> {
  return db.row<ThreadRow>(READ, [threadId]);
}

/** The thread, nobody else writing into it until the transaction ends. */
export async function lockThread(tx: Sql, threadId: string): Promise<ThreadRow | undefined> {
  return tx.row<ThreadRow>(READ + ' for no key update', [threadId]);
}

export interface NewMessage {
  threadId: string;
  author: Author;
  userId: string | null;
  note: string | null;
  body: string;
  readerIds: readonly string[];
  meta: string;
}

const WRITE =
  `
with moved as (
  update thread set last_seq = last_seq + 1, last_author = $2,
    last_at = date_trunc('milliseconds', clock_timestamp()),
    buyer_read = case when $2 = 'buyer' then last_seq + 1 else buyer_read end,
    seller_read = case when $2 = 'seller' then last_seq + 1 else seller_read end,
    asked_at = case when $2 = 'buyer' then coalesce(asked_at, now()) else asked_at end,
    answered_at = case when $2 = 'seller' and asked_at is not null
      then coalesce(answered_at, now()) else answered_at end
  where thread_id = $1
  returning *
), written as (
  insert into message (thread_id, seq, author, user_id, note, body)
  select thread_id, last_seq, $2, $3, $4, $5 from moved
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select 'MESSAGE_SENT', 'thread', thread_id, last_seq, jsonb_build_object('threadId', thread_id,
    'seq', last_seq, 'author', $2::text, 'buyerId', buyer_id, 'sellerId', seller_id, 'about',
    about_kind, 'aboutName', about_name, 'readerIds', to_jsonb($6::text[])), $7::jsonb
  from moved
)
select` +
  COLUMNS +
  ' from moved';

/** Writes a message with its event; the thread is locked before. One statement. */
export async function writeMessage(tx: Sql, one: NewMessage): Promise<ThreadRow> {
  const { threadId, author, userId, note, body, readerIds, meta } = one;
  const values = [threadId, author, userId, note, body, readerIds, meta];
  return (await tx.row<ThreadRow>(WRITE, values)) as ThreadRow;
}

const SENT = `
select count(*) filter (where m.at > now() - interval '1 hour')::int as messages,
  count(*) filter (where m.seq = 1)::int as begun
from message m where m.user_id = $1 and m.at > now() - interval '1 day'
  and (m.seq = 1 or m.at > now() - interval '1 hour')`;

/** Messages of a person in the last hour, and conversations begun in the last day. */
export async function sentLately(
  tx: Sql,
  userId: string,
): Promise<{ messages: number; begun: number }> {
  return (await tx.row<{ messages: number; begun: number }>(SENT, [userId])) ?? nothing;
}

const nothing = { messages: 0, begun: 0 };

/** A thread in which nothing was written after all. */
export async function dropEmpty(tx: Sql, threadId: string): Promise<void> {
  await tx.run('delete from thread where thread_id = $1 and last_seq = 0', [threadId]);
}

const READ_BY_BUYER = `
update thread set buyer_read = greatest(buyer_read, least($2, last_seq)) where thread_id = $1`;
const READ_BY_SELLER = `
update thread set seller_read = greatest(seller_read, least($2, last_seq)) where thread_id = $1`;

/** Notes how far a side has read; never back. */
export async function markRead(
  db: Sql,
  threadId: string,
  { side, seq }: { side: Side; seq: number },
): Promise<void> {
  await db.run(side === 'buyer' ? READ_BY_BUYER : READ_BY_SELLER, [threadId, seq]);
}

export interface ThreadPage {
  /** Last time and id of the page before. */
  before: readonly [string, string] | null;
  limit: number;
}

const OF_BUYER =
  'select' +
  COLUMNS +
  ` from thread where buyer_id = $1 and last_seq > 0
  and ($2::text is null or (last_at, thread_id) < ($2::timestamptz, $3))
order by last_at desc, thread_id desc limit $4`;

/** A buyer's conversations, the last one written in first. */
export async function listOfBuyer(db: Sql, buyerId: string, page: ThreadPage) {
  const [at = null, id = null] = page.before ?? [];
  return db.rows<ThreadRow>(OF_BUYER, [buyerId, at, id, page.limit]);
}

const OF_SELLERS =
  'select' +
  COLUMNS +
  ` from thread where seller_id = any($1::text[]) and last_seq > 0
  and (not $5::boolean or seller_read < last_seq)
  and ($2::text is null or (last_at, thread_id) < ($2::timestamptz, $3))
order by last_at desc, thread_id desc limit $4`;

/** Conversations with these sellers; `unread`: only what nobody of theirs has read. */
export async function listOfSellers(
  db: Sql,
  sellerIds: readonly string[],
  page: ThreadPage & { unread: boolean },
) {
  const [at = null, id = null] = page.before ?? [];
  return db.rows<ThreadRow>(OF_SELLERS, [sellerIds, at, id, page.limit, page.unread]);
}

const WAITING = `
with recent as (
  select t.* from unnest($1::text[]) as s(seller_id) cross join lateral (
    select last_seq, seller_read from thread where seller_id = s.seller_id
    order by last_at desc, thread_id desc limit $2) t
)
select (count(*) filter (where seller_read < last_seq))::int as count, count(*) >= $2 as more
from recent`;

/** Conversations with something that nobody of these sellers has read, among the newest. */
export async function unreadOfSellers(db: Sql, sellerIds: readonly string[]): Promise<Waiting> {
  const found = await db.row<Waiting>(WAITING, [sellerIds, lookedThrough_max]);
  return found ?? { count: 0, more: false };
}

const MESSAGES = `
select seq, author, user_id as "userId", note, body, at from message
where thread_id = $1 and ($2::int is null or seq < $2) order by seq desc limit $3`;

/** Messages of a thread, newest first. */
export async function readMessages(
  db: Sql,
  threadId: string,
  page: { before: number | null; limit: number },
): Promise<MessageRow[]> {
  return db.rows<MessageRow>(MESSAGES, [threadId, page.before, page.limit]);
}

const RESPONSE = `
select count(*)::int as asked, count(answered_at)::int as answered,
  percentile_cont(0.5) within group (
    order by extract(epoch from answered_at - asked_at)) as median_s
from thread where seller_id = $1 and asked_at > now() - $2 * interval '1 day'`;

/** How many asked a seller in these days, how many got an answer, and the median until then. */
export async function responseOf(
  db: Sql,
  sellerId: string,
  days: number,
): Promise<{ asked: number; answered: number; median_s: number | null }> {
  type Row = { asked: number; answered: number; median_s: number | null };
  return (await db.row<Row>(RESPONSE, [sellerId, days])) ?? { ...none };
}

const none = { asked: 0, answered: 0, median_s: null };

const HELD = `
select t.thread_id as "threadId", t.about_kind as about, t.about_name as "aboutName", m.seq,
  m.author, m.note, m.body, m.at
from message m join thread t using (thread_id)
where (t.buyer_id = $1 or m.user_id = $1) and (m.thread_id, m.seq) > ($2, $3)
order by m.thread_id, m.seq limit $4`;

export interface HeldRow {
  threadId: string;
  about: string;
  aboutName: string;
  seq: number;
  author: Author;
  note: string | null;
  body: string;
  at: Date;
}

/** What a person wrote, and what was written to them as a buyer. */
export async function heldOf(
  db: Sql,
  of: { userId: string; after: readonly [string, number]; limit: number },
): Promise<HeldRow[]> {
  return db.rows<HeldRow>(HELD, [of.userId, of.after[0], of.after[1], of.limit]);
}

const FORGET = `
with gone as (
  delete from thread where buyer_id = any($1::text[]) returning thread_id
), said as (
  delete from message where thread_id in (select thread_id from gone)
)
update message set user_id = null
where user_id = any($1::text[]) and thread_id not in (select thread_id from gone)`;

/** Their conversations as buyers go; what they answered for a seller stays, without them. */
export async function forgetPeople(tx: Sql, userIds: readonly string[]): Promise<void> {
  await tx.run(FORGET, [userIds]);
}
