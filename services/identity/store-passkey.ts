/** SQL of passkeys, of the challenges that they answer, and of proofs within a session. */
import { randomBytes } from 'node:crypto';
import { eventMeta } from '#kernel/core/context.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { UserStatus } from './contract.ts';
import { ceremony_ms, passkeysPerUser_max, type CeremonyPurpose } from './model-passkey.ts';

export interface Ceremony {
  purpose: CeremonyPurpose;
  /** null: whoever signs in. */
  userId: string | null;
}

/**
 * Writes a challenge of 256 bits that one response may answer in time; gives it. Anybody may ask,
 * so each one takes up to four that are over away: there are never more than are still good.
 */
export async function openCeremony(
  sql: Sql,
  { purpose, userId }: Ceremony,
  now_ms: number,
): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  await sql.run(
    `with swept as (
       delete from ceremony where challenge in (select challenge from ceremony
         where expires_at_ms <= $4::bigint limit 4 for update skip locked)
     )
     insert into ceremony (challenge, purpose, user_id, expires_at_ms)
     values ($1, $2, $3, $4::bigint + $5::bigint)`,
    [challenge, purpose, userId, now_ms, ceremony_ms],
  );
  return challenge;
}

/**
 * Uses a challenge up: of any number of responses at once one gets true. False when it is unknown,
 * used, over, or of another purpose or person.
 */
export async function closeCeremony(
  sql: Sql,
  challenge: string,
  { purpose, userId, now_ms }: Ceremony & { now_ms: number },
): Promise<boolean> {
  const row = await sql.row<{ inTime: boolean }>(
    `delete from ceremony
     where challenge = $1 and purpose = $2 and user_id is not distinct from $3::text
     returning expires_at_ms > $4::bigint as "inTime"`,
    [challenge, purpose, userId, now_ms],
  );
  return row?.inTime === true;
}

/** Removes challenges that nobody answered in time, at most 5,000. */
export async function sweepCeremonies(sql: Sql, now_ms: number): Promise<number> {
  return sql.run(
    `delete from ceremony where challenge in (select challenge from ceremony
       where expires_at_ms < $1::bigint limit 5000)`,
    [now_ms],
  );
}

export interface PasskeyRow {
  passkeyId: string;
  name: string;
  credentialId: string;
  transports: string[];
  synced: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const columns =
  'passkey_id as "passkeyId", name, credential_id as "credentialId", transports, synced,' +
  ' created_at as "createdAt", last_used_at as "lastUsedAt"';

/** All passkeys of a person, the oldest first; there are 20 at most. */
export async function passkeysOf(sql: Sql, userId: string): Promise<PasskeyRow[]> {
  return sql.rows<PasskeyRow>(
    'select ' + columns + ' from passkey where user_id = $1 order by passkey_id limit $2',
    [userId, passkeysPerUser_max],
  );
}

export interface NewPasskey {
  passkeyId: string;
  userId: string;
  name: string;
  credentialId: string;
  publicKey: Uint8Array;
  counter: number;
  transports: readonly string[];
  synced: boolean;
}

/** An account's passkeys are told by an event, so that a mail tells their owner. */
const told = (type: 'PASSKEY_ADDED' | 'PASSKEY_REMOVED') =>
  " insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata) select '" +
  type +
  "', 'passkey', passkey_id, " +
  (type === 'PASSKEY_ADDED' ? '1' : '2') +
  ", jsonb_build_object('passkeyId', passkey_id, 'userId', user_id), ";

/** Adds a passkey with its event. Undefined when the key is known already, whosever it is. */
export async function insertPasskey(sql: Sql, one: NewPasskey): Promise<PasskeyRow | undefined> {
  return sql.row<PasskeyRow>(
    `with added as (
       insert into passkey (passkey_id, user_id, name, credential_id, public_key, counter,
         transports, synced)
       select $1, user_id, $3, $4, $5, $6, $7::text[], $8 from account
       where user_id = $2 and kind = 'user' and status = 'ACTIVE'
       on conflict (credential_id) do nothing
       returning *
     ), event as (` +
      told('PASSKEY_ADDED') +
      '$9::jsonb from added) select ' +
      columns +
      ' from added',
    [
      one.passkeyId,
      one.userId,
      one.name,
      one.credentialId,
      Buffer.from(one.publicKey),
      one.counter,
      one.transports,
      one.synced,
      eventMeta(),
    ],
  );
}

/** Names a passkey anew; undefined when this person has no such one. */
export async function renamePasskey(
  sql: Sql,
  key: { userId: string; passkeyId: string },
  name: string,
): Promise<PasskeyRow | undefined> {
  return sql.row<PasskeyRow>(
    'update passkey set name = $3 where passkey_id = $2 and user_id = $1 returning ' + columns,
    [key.userId, key.passkeyId, name],
  );
}

/** Removes a passkey with its event; false when this person has no such one. */
export async function deletePasskey(
  sql: Sql,
  key: { userId: string; passkeyId: string },
): Promise<boolean> {
  const row = await sql.row(
    `with gone as (
       delete from passkey where passkey_id = $2 and user_id = $1 returning *
     ), event as (` +
      told('PASSKEY_REMOVED') +
      '$3::jsonb from gone) select passkey_id from gone',
    [key.userId, key.passkeyId, eventMeta()],
  );
  return row !== undefined;
}

/** A passkey with what is needed to check its use, and of whom it is. */
export interface HeldKey {
  passkeyId: string;
  userId: string;
  email: string;
  status: UserStatus;
  credentialId: string;
  publicKey: Uint8Array;
}

export async function keyByCredential(
  sql: Sql,
  credentialId: string,
): Promise<HeldKey | undefined> {
  return sql.row<HeldKey>(
    `select p.passkey_id as "passkeyId", p.user_id as "userId", a.email, a.status,
       p.credential_id as "credentialId", p.public_key as "publicKey"
     from passkey p join account a using (user_id)
     where p.credential_id = $1 and a.kind = 'user' and a.email is not null`,
    [credentialId],
  );
}

/**
 * Notes a verified use: a compare-and-set, so that of two uses with one count one is refused. False
 * when the counter did not grow (a copy of the key is about), or the passkey is gone. Keys that do
 * not count say 0 each time.
 */
export async function noteUse(
  sql: Sql,
  passkeyId: string,
  { counter, synced }: { counter: number; synced: boolean },
): Promise<boolean> {
  const row = await sql.row(
    `update passkey set counter = $2, synced = $3, last_used_at = now()
     where passkey_id = $1 and (counter < $2 or (counter = 0 and $2 = 0))
     returning passkey_id`,
    [passkeyId, counter, synced],
  );
  return row !== undefined;
}

/** When the person of an open session last proved who they are; undefined for none such. */
export async function provedAt(
  sql: Sql,
  session: { sessionId: string; userId: string },
): Promise<number | undefined> {
  const row = await sql.row<{ at_ms: number }>(
    `select coalesce(proved_at_ms, started_at_ms) as at_ms from session
     where session_id = $1 and user_id = $2 and kind = 'user' and ended_at_ms is null`,
    [session.sessionId, session.userId],
  );
  return row?.at_ms;
}

/** Notes that the person of a session has just proved who they are. */
export async function noteProof(sql: Sql, sessionId: string, now_ms: number): Promise<void> {
  await sql.run('update session set proved_at_ms = $2 where session_id = $1', [sessionId, now_ms]);
}
