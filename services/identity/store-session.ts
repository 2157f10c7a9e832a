/** SQL of sessions, refresh tokens, revocations and failed logins. */
import type { RefreshRecord } from '#kernel/auth/refresh.ts';
import { refreshFamily_ms, refreshIdle_ms } from '#kernel/auth/refresh.ts';
import { always_ms, type Revocation } from '#kernel/auth/revocation.ts';
import { eventMeta } from '#kernel/core/context.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { UserKind } from './contract.ts';
import {
  failureWindow_ms,
  freeFailures_max,
  pause_ms_max,
  pauseFirst_ms,
  sessionsPerUser_max,
  type AccountView,
  type Attempts,
} from './model.ts';

/** Longer than the longest-lived token (a guest's 24 h). */
const revocationKept_h = 25;
const revocationPage_max = 10_000;

export interface NewSession {
  sessionId: string;
  userId: string;
  /**
   * The hash that the password was checked against: the login fails if it changed since. null
   * when it was not by password.
   */
  passwordHash: string | null;
  network: string;
  device: string;
  hash: string;
  now_ms: number;
  expiresAt_ms: number;
  /** Failures to forget. */
  bucket: string;
}

/** Opens a session with its first token. False when the account was suspended or changed. */
export async function openSession(sql: Sql, one: NewSession): Promise<boolean> {
  const row = await sql.row(
    `with holder as (
       select user_id from account
       where user_id = $2 and status = 'ACTIVE' and ($3::text is null or password_hash = $3)
       for share
     ), opened as (
       insert into session (session_id, user_id, kind, network, device, started_at_ms,
         expires_at_ms)
       select $1, user_id, 'user', $4, $9, $6, $7 from holder returning session_id
     ), token as (
       insert into refresh_token (hash, session_id, expires_at_ms)
       select $5, session_id, $7 from opened
     ), forgotten as (
       delete from login_attempt where bucket = $8 and exists (select from opened)
     )
     select session_id from opened`,
    [
      one.sessionId,
      one.userId,
      one.passwordHash,
      one.network,
      one.hash,
      one.now_ms,
      one.expiresAt_ms,
      one.bucket,
      one.device,
    ],
  );
  return row !== undefined;
}

export interface Rotated extends AccountView {
  sessionId: string;
  sessionKind: UserKind;
}

/**
 * Uses a refresh token up and puts its successor in place: a compare-and-set, so of any number
 * of simultaneous uses one wins. Undefined for the others and for dead ones; see `refreshRecord`.
 */
export async function rotateToken(
  sql: Sql,
  change: { hash: string; next: string; now_ms: number },
): Promise<Rotated | undefined> {
  return sql.row<Rotated>(
    `with used as (
       update refresh_token t set rotated_at_ms = $3
       from session s join account a using (user_id)
       where t.hash = $1 and t.rotated_at_ms is null and t.expires_at_ms > $3
         and s.session_id = t.session_id and s.ended_at_ms is null and a.status = 'ACTIVE'
       returning s.session_id, s.user_id, s.kind,
         least($3 + $4::bigint, s.started_at_ms + $5::bigint) as expires_at_ms
     ), next as (
       insert into refresh_token (hash, session_id, expires_at_ms)
       select $2, session_id, expires_at_ms from used
     ), kept as (
       update session s set expires_at_ms = used.expires_at_ms, last_used_at_ms = $3
       from used where s.session_id = used.session_id
     )
     select used.session_id as "sessionId", used.kind as "sessionKind", a.user_id as "userId",
       a.kind, a.email, a.name, a.phone, a.locale, a.status, a.roles, a.version
     from used join account a using (user_id)`,
    [change.hash, change.next, change.now_ms, refreshIdle_ms, refreshFamily_ms],
  );
}

export interface StoredToken extends RefreshRecord {
  sessionId: string;
  userId: string;
}

/** What is known of a token, for `decideRefresh` and for logging out. */
export async function refreshRecord(sql: Sql, hash: string): Promise<StoredToken | undefined> {
  return sql.row<StoredToken>(
    `select s.session_id as "sessionId", s.user_id as "userId",
       s.ended_at_ms is not null or a.status <> 'ACTIVE' as "familyEnded",
       t.rotated_at_ms as "rotatedAt_ms", t.expires_at_ms as "expiresAt_ms"
     from refresh_token t join session s using (session_id) join account a using (user_id)
     where t.hash = $1`,
    [hash],
  );
}

export interface Ending {
  reason:
    | 'logout'
    | 'reused'
    | 'suspended'
    | 'roles-changed'
    | 'too-many'
    | 'became-account'
    | 'password-changed'
    | 'revoked'
    | 'erased';
  now_ms: number;
}

const ended =
  `with ended as (
     update session set ended_at_ms = $2, end_reason = $3
     where session_id in (select session_id from chosen) and ended_at_ms is null
     returning session_id, user_id
   ), revoked as (
     insert into revocation (subject, before_ms)
     select session_id, ` +
  String(always_ms) +
  `::bigint from ended
   ), event as (
     insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     select 'SESSION_REVOKED', 'session', session_id, 1, jsonb_build_object(
       'sessionId', session_id, 'userId', user_id, 'reason', $3::text), $4::jsonb
     from ended
   )
   select session_id as "sessionId" from ended`;

const endedWhere = (chosen: string) => ended.replace('with ended', () => chosen + ', ended');

const endOne = endedWhere('with chosen as (select $1::text as session_id)');
const endAll = endedWhere(
  'with chosen as (select session_id from session' +
    ' where user_id = $1 and ended_at_ms is null limit 1000)',
);
const endGuests = endedWhere(
  'with chosen as (select session_id from session' +
    " where user_id = $1 and kind = 'guest' and ended_at_ms is null limit 1000)",
);
const endOldest = endedWhere(
  'with chosen as (select session_id from session where user_id = $1 and ended_at_ms is null' +
    ' order by started_at_ms desc offset ' +
    String(sessionsPerUser_max) +
    ' limit 1000)',
);

const endOthers = endedWhere(
  'with chosen as (select session_id from session' +
    ' where user_id = $1 and session_id <> $5 and ended_at_ms is null limit 1000)',
);

type End = (sql: Sql, key: string, ending: Ending) => Promise<string[]>;

const ender =
  (text: string): End =>
  async (sql, key, { now_ms, reason }) => {
    const values = [key, now_ms, reason, eventMeta()];
    const rows = await sql.rows<{ sessionId: string }>(text, values);
    return rows.map((row) => row.sessionId);
  };

/** Ends one session with its revocation and event; gives the ids that were alive. */
export const endSession = ender(endOne);

/** Ends the sessions of a person; in a transaction, after the statement that changed them. */
export const endSessionsOf = ender(endAll);

/** Ends what was opened while the person was a guest. */
export const endGuestSessions = ender(endGuests);

/** Ends the oldest sessions above the number one person may have. */
export const endOldestSessions = ender(endOldest);

/** Ends the sessions of a person but the one that stays. */
export async function endOtherSessions(
  sql: Sql,
  of: { userId: string; keep: string },
  { now_ms, reason }: Ending,
): Promise<string[]> {
  const values = [of.userId, now_ms, reason, eventMeta(), of.keep];
  const rows = await sql.rows<{ sessionId: string }>(endOthers, values);
  return rows.map((row) => row.sessionId);
}

export interface SessionRow {
  sessionId: string;
  kind: UserKind;
  device: string;
  startedAt_ms: number;
  lastUsedAt_ms: number;
  expiresAt_ms: number;
}

/** Open sessions of a person, the newest first; 100 at most. */
export async function sessionsOf(sql: Sql, userId: string, now_ms: number): Promise<SessionRow[]> {
  return sql.rows<SessionRow>(
    `select session_id as "sessionId", kind, device, started_at_ms as "startedAt_ms",
       coalesce(last_used_at_ms, started_at_ms) as "lastUsedAt_ms",
       expires_at_ms as "expiresAt_ms"
     from session where user_id = $1 and ended_at_ms is null and expires_at_ms > $2
     order by started_at_ms desc, session_id desc limit 100`,
    [userId, now_ms],
  );
}

/** Whether a session, open or ended, is or was this person's. */
export async function isSessionOf(sql: Sql, userId: string, sessionId: string): Promise<boolean> {
  const text = 'select 1 from session where session_id = $1 and user_id = $2';
  return (await sql.row(text, [sessionId, userId])) !== undefined;
}

/** Kills the tokens of these subjects that were issued before the given times. */
export async function insertRevocations(sql: Sql, list: readonly Revocation[]): Promise<void> {
  if (list.length === 0) return;
  await sql.run(
    `insert into revocation (subject, before_ms)
     select * from unnest($1::text[], $2::bigint[])`,
    [list.map((one) => one.subject), list.map((one) => one.before_ms)],
  );
}

/**
 * A reader's place: everything visible in `seen` is known. While pages are left, `until` is the
 * snapshot of the first page and `position` the last row read.
 */
interface Place {
  seen: string;
  until: string;
  position: number;
}

const snapshotText = /^\d{1,20}:\d{1,20}:[\d,]{0,1800}$/;

function readPlace(cursor: string): Place {
  const [seen = '', until = '', position = ''] = cursor.split(';');
  const fits = (text: string) => text === '' || snapshotText.test(text);
  if (!fits(seen) || !fits(until) || !/^\d{0,15}$/.test(position)) {
    return { seen: '', until: '', position: 0 };
  }
  return { seen, until, position: Number(position) };
}

/**
 * Revocations that became visible since the cursor, oldest first, at most 10,000 at once (come
 * again at once for more). Exact under any order of commits, since it compares snapshots and not
 * positions; a row is seen within one poll of its commit. One statement on an index.
 */
export async function revocationsSince(
  sql: Sql,
  cursor: string,
): Promise<{ revoked: Revocation[]; cursor: string }> {
  const { seen, until, position } = readPlace(cursor);
  const rows = await sql.rows<{
    subject: string | null;
    before_ms: number;
    at: number;
    snap: string;
  }>(
    `with now_seen as materialized (
       select coalesce(nullif($2, '')::pg_snapshot, pg_current_snapshot()) as snap
     ), news as (
       select position, subject, before_ms from revocation, now_seen
       where position > $3 and pg_visible_in_snapshot(xid, snap)
         and ($1 = '' or (xid >= pg_snapshot_xmin(nullif($1, '')::pg_snapshot)
           and not pg_visible_in_snapshot(xid, nullif($1, '')::pg_snapshot)))
         and created_at > now() - make_interval(hours => $4::int)
       order by position limit $5
     )
     select news.subject, news.before_ms, coalesce(news.position, 0) as at, snap::text
     from now_seen left join news on true order by at`,
    [seen, until, position, revocationKept_h, revocationPage_max],
  );
  const snap = rows[0]?.snap ?? '';
  const last = rows.at(-1);
  const revoked: Revocation[] = [];
  for (const { subject, before_ms } of rows) {
    if (subject !== null) revoked.push({ subject, before_ms });
  }
  const more = revoked.length === revocationPage_max && last !== undefined;
  return { revoked, cursor: more ? `${seen};${snap};${last.at}` : snap };
}

/** Counts a try before it is made. False while the bucket must wait; then nothing is counted. */
export async function chargeAttempt(sql: Sql, bucket: string, now_ms: number): Promise<boolean> {
  const row = await sql.row(
    `insert into login_attempt as a (bucket, failures, first_at_ms, last_at_ms)
     values ($1, 1, $2, $2)
     on conflict (bucket) do update set
       failures = case when $2 - a.first_at_ms > $3 then 1 else a.failures + 1 end,
       first_at_ms = case when $2 - a.first_at_ms > $3 then $2 else a.first_at_ms end,
       last_at_ms = $2
     where $2 - a.first_at_ms > $3 or a.failures < $4::int
       or a.last_at_ms + least($5::bigint * (1 << least(a.failures - $4::int, 6)), $6::bigint) <= $2
     returning bucket`,
    [bucket, now_ms, failureWindow_ms, freeFailures_max, pauseFirst_ms, pause_ms_max],
  );
  return row !== undefined;
}

export async function attemptsOf(sql: Sql, bucket: string): Promise<Attempts | undefined> {
  return sql.row<Attempts>(
    `select failures, first_at_ms as "firstAt_ms", last_at_ms as "lastAt_ms"
     from login_attempt where bucket = $1`,
    [bucket],
  );
}

const sweeps = [
  'delete from refresh_token where hash in' +
    ' (select hash from refresh_token where expires_at_ms < $1::bigint limit 5000)',
  // A month longer than they can be used, since they tell which networks are known.
  'delete from session where session_id in' +
    ' (select session_id from session where expires_at_ms < $1::bigint - 2592000000 limit 5000)',
  'delete from login_attempt where bucket in' +
    ' (select bucket from login_attempt where last_at_ms < $1::bigint - 86400000 limit 5000)',
  'delete from revocation where position in (select position from revocation' +
    " where $1::bigint > 0 and created_at < now() - interval '26 hours' limit 5000)",
];

/** Removes what time has made useless, at most 5,000 rows of each kind. Gives how many. */
export async function sweepSessions(sql: Sql, now_ms: number): Promise<number> {
  let removed = 0;
  for (const text of sweeps) removed += await sql.run(text, [now_ms]);
  return removed;
}
