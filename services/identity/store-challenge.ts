/** SQL of challenges (what is proved by mail) and of allowances (how often one may ask). */
import { eventMeta } from '#kernel/core/context.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Allowance, Purpose } from './model-challenge.ts';

export interface NewChallenge {
  challengeId: string;
  purpose: Purpose;
  proof: string;
  now_ms: number;
  expiresAt_ms: number;
  /** Whose account it is about: found by e-mail, or a person who is signed in. */
  holder: { email: string } | { userId: string };
  allowances: readonly Allowance[];
}

const charged = `charged as (
  insert into allowance as a (bucket, used, used_max, since_ms, window_ms)
  select bucket, 1, used_max, $1::bigint, window_ms
  from unnest($2::text[], $3::int[], $4::bigint[]) as t(bucket, used_max, window_ms)
  order by bucket
  on conflict (bucket) do update set
    used = case when $1 - a.since_ms >= a.window_ms then 1 else a.used + 1 end,
    since_ms = case when $1 - a.since_ms >= a.window_ms then $1 else a.since_ms end,
    used_max = excluded.used_max, window_ms = excluded.window_ms
  where $1 - a.since_ms >= a.window_ms or a.used < excluded.used_max
  returning bucket
)`;

const allowanceValues = (now_ms: number, list: readonly Allowance[]) => [
  now_ms,
  list.map((one) => one.bucket),
  list.map((one) => one.used_max),
  list.map((one) => one.window_ms),
];

const ASK =
  'with ' +
  charged +
  `, holder as (
  select user_id, email from account
  where status = 'ACTIVE' and email is not null and case when $9::text is null
    then kind = 'user' and email = $8 else user_id = $9 end
  limit 1
), made as (
  insert into challenge (challenge_id, purpose, user_id, email, proof, created_at_ms,
    expires_at_ms)
  select $5, $6, (select user_id from holder), (select email from holder), $7, $1, $10
  where (select count(*) from charged) = cardinality($2::text[])
  returning challenge_id, purpose, user_id
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select 'CHALLENGE_MADE', 'challenge', challenge_id, 1, jsonb_build_object(
    'challengeId', challenge_id, 'purpose', purpose, 'userId', user_id), $11::jsonb
  from made
)
select challenge_id from made`;

/**
 * Writes a challenge with its event, whether or not anybody has the e-mail: both cost one
 * statement and the same rows. False when one of the allowances is used up; nothing is sent then.
 */
export async function askChallenge(sql: Sql, one: NewChallenge): Promise<boolean> {
  const { holder } = one;
  const row = await sql.row(ASK, [
    ...allowanceValues(one.now_ms, one.allowances),
    one.challengeId,
    one.purpose,
    one.proof,
    'email' in holder ? holder.email : null,
    'userId' in holder ? holder.userId : null,
    one.expiresAt_ms,
    eventMeta(),
  ]);
  return row !== undefined;
}

const USE = 'with ' + charged + ' select count(*)::int as count from charged';

/** Counts one use against each allowance; false when one of them is used up. */
export async function chargeAllowances(
  sql: Sql,
  list: readonly Allowance[],
  now_ms: number,
): Promise<boolean> {
  const row = await sql.row<{ count: number }>(USE, allowanceValues(now_ms, list));
  return row?.count === list.length;
}

/** When the allowances that are used up begin anew. */
export async function allowanceEnds(sql: Sql, list: readonly Allowance[]): Promise<number> {
  const row = await sql.row<{ until_ms: number | null }>(
    `select max(since_ms + window_ms) as until_ms from allowance
     where bucket = any($1::text[]) and used >= used_max`,
    [list.map((one) => one.bucket)],
  );
  return row?.until_ms ?? 0;
}

export interface OpenChallenge {
  challengeId: string;
  purpose: Purpose;
  proof: string;
  /** null: of nobody. */
  userId: string | null;
  email: string | null;
}

const columns =
  ' c.challenge_id as "challengeId", c.purpose, c.proof, c.user_id as "userId", c.email';

const open = ' and c.closed_at_ms is null and c.expires_at_ms > $2::bigint';

/** Counts a try and gives the challenge; undefined when it is closed, over or used up. */
export async function tryChallenge(
  sql: Sql,
  key: { challengeId: string; now_ms: number; tries_max: number },
): Promise<OpenChallenge | undefined> {
  return sql.row<OpenChallenge>(
    'update challenge c set attempts = attempts + 1 where c.challenge_id = $1' +
      open +
      ' and c.attempts < $3 returning' +
      columns,
    [key.challengeId, key.now_ms, key.tries_max],
  );
}

/** A challenge that still counts, without counting a try. */
export async function openChallenge(
  sql: Sql,
  challengeId: string,
  now_ms: number,
): Promise<OpenChallenge | undefined> {
  return sql.row<OpenChallenge>(
    'select' + columns + ' from challenge c where c.challenge_id = $1' + open,
    [challengeId, now_ms],
  );
}

export interface Solver {
  userId: string;
  email: string;
  passwordHash: string | null;
}

/**
 * Closes a solved challenge, once; gives whose it was, or undefined when another use was faster,
 * or the account is not there as it was: suspended, gone, with another e-mail.
 */
export async function solveChallenge(
  tx: Sql,
  challengeId: string,
  now_ms: number,
): Promise<Solver | undefined> {
  return tx.row<Solver>(
    `with closed as (
       update challenge c set closed_at_ms = $2 where c.challenge_id = $1` +
      open +
      ` returning c.user_id, c.email
     )
     select a.user_id as "userId", a.email, a.password_hash as "passwordHash"
     from closed join account a on a.user_id = closed.user_id and a.email = closed.email
     where a.status = 'ACTIVE' for no key update of a`,
    [challengeId, now_ms],
  );
}

/** Voids what is open of a person: a newer password makes older links and codes worthless. */
export async function closeChallenges(tx: Sql, userId: string, now_ms: number): Promise<void> {
  await tx.run(
    'update challenge set closed_at_ms = $2 where user_id = $1 and closed_at_ms is null',
    [userId, now_ms],
  );
}

export interface LetterRow {
  challengeId: string;
  userId: string;
  purpose: Purpose;
  proof: string;
  expiresAt_ms: number;
  email: string;
  name: string;
  locale: string;
}

/** What mails about open challenges need; at most 200 ids. */
export async function lettersOf(
  sql: Sql,
  challengeIds: readonly string[],
  now_ms: number,
): Promise<LetterRow[]> {
  return sql.rows<LetterRow>(
    `select c.challenge_id as "challengeId", c.user_id as "userId", c.purpose, c.proof,
       c.expires_at_ms as "expiresAt_ms", a.email, a.name, a.locale
     from challenge c join account a on a.user_id = c.user_id and a.email = c.email
     where c.challenge_id = any($1::text[]) and a.status = 'ACTIVE'` + open,
    [challengeIds, now_ms],
  );
}

/** Notes that a person has proved to read mail of their address; true when that was news. */
export async function markVerified(tx: Sql, userId: string): Promise<boolean> {
  const row = await tx.row(
    `with changed as (
       update account set email_verified_at = now(), version = version + 1, updated_at = now()
       where user_id = $1 and email_verified_at is null and email is not null
       returning *
     ), told as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'USER_UPDATED', 'user', user_id, version, jsonb_build_object('userId', user_id,
         'kind', kind, 'status', status, 'roles', to_jsonb(roles)), $2::jsonb
       from changed
     )
     select user_id from changed`,
    [userId, eventMeta()],
  );
  return row !== undefined;
}

/**
 * Writes a new password with PASSWORD_CHANGED. `from`: only over this hash; null: over any. The
 * e-mail counts as proved when the way here was a link in a mail.
 */
export async function changePasswordHash(
  tx: Sql,
  change: { userId: string; from: string | null; to: string; by: 'reset' | 'change' },
): Promise<boolean> {
  const row = await tx.row(
    `with changed as (
       update account set password_hash = $3, version = version + 1, updated_at = now(),
         email_verified_at = case when $4 = 'reset' then coalesce(email_verified_at, now())
           else email_verified_at end
       where user_id = $1 and kind = 'user' and status = 'ACTIVE'
         and ($2::text is null or password_hash = $2)
       returning *
     ), told as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'PASSWORD_CHANGED', 'user', user_id, version, jsonb_build_object(
         'userId', user_id, 'kind', kind, 'status', status, 'roles', to_jsonb(roles),
         'by', $4::text), $5::jsonb
       from changed
     )
     select user_id from changed`,
    [change.userId, change.from, change.to, change.by, eventMeta()],
  );
  return row !== undefined;
}

/** Forgets failed logins under these buckets and all that begin with `prefix` and a colon. */
export async function forgetAttempts(tx: Sql, prefix: string): Promise<void> {
  await tx.run(
    `delete from login_attempt
     where bucket = $1 or bucket >= $1 || ':' and bucket < $1 || ';'`,
    [prefix],
  );
}

/** Removes what is over: challenges a day after their end, allowances after their window. */
export async function sweepChallenges(sql: Sql, now_ms: number): Promise<number> {
  const challenges = await sql.run(
    `delete from challenge where challenge_id in (select challenge_id from challenge
       where expires_at_ms < $1::bigint - 86400000 limit 5000)`,
    [now_ms],
  );
  const allowances = await sql.run(
    `delete from allowance where bucket in (select bucket from allowance
       where since_ms + window_ms < $1::bigint limit 5000)`,
    [now_ms],
  );
  return challenges + allowances;
}
