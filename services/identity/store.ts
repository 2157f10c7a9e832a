/** SQL of people: guests, accounts, their registration, changes and lists. */
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ImportedUser, User, UserKind, UserStatus } from './contract.ts';
import type { AccountView } from './model.ts';

const view =
  'user_id as "userId", kind, email, name, phone, locale, status, roles, version,' +
  ' created_at as "createdAt", terms_at as "termsAt",' +
  ' email_verified_at is not null as "emailVerified"';

export interface Account extends AccountView {
  createdAt: Date;
  /** When the person agreed to the terms; null for guests and who was made by the operator. */
  termsAt: Date | null;
  /** Whether the person has proved to read mail of this address. */
  emailVerified: boolean;
}

export interface NewGuest {
  userId: string;
  email: string | null;
  locale: string;
  sessionId: string;
  hash: string;
  network: string;
  device: string;
  now_ms: number;
  expiresAt_ms: number;
  /** Text of `eventMeta()`, taken in the context of the request. */
  meta: string;
}

/** Guests with their sessions, first refresh tokens and GUEST_CREATED events. One statement. */
export async function insertGuests(sql: Sql, guests: readonly NewGuest[]): Promise<void> {
  await sql.run(
    `with input as materialized (
       select * from jsonb_to_recordset($1::jsonb) as g("userId" text, email text,
         locale text, "sessionId" text, hash text, network text, device text, "now_ms" bigint,
         "expiresAt_ms" bigint, meta text)
     ), person as (
       insert into account (user_id, kind, email, locale)
       select "userId", 'guest', email, locale from input
     ), opened as (
       insert into session (session_id, user_id, kind, network, device, started_at_ms,
         expires_at_ms)
       select "sessionId", "userId", 'guest', network, device, "now_ms", "expiresAt_ms"
       from input
     ), token as (
       insert into refresh_token (hash, session_id, expires_at_ms)
       select hash, "sessionId", "expiresAt_ms" from input
     )
     insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     select 'GUEST_CREATED', 'user', "userId", 1, jsonb_build_object('userId', "userId",
       'kind', 'guest', 'status', 'ACTIVE', 'roles', '[]'::jsonb), meta::jsonb
     from input`,
    [JSON.stringify(guests)],
  );
}

export interface Registration {
  /** Normalised. */
  email: string;
  passwordHash: string;
  name: string;
  phone: string | null;
  locale: string;
  roles?: readonly string[];
}

/**
 * Makes an account, or, when the e-mail has one, leaves everything as it is and writes
 * REGISTRATION_REPEATED for its owner. One statement either way, so that both take as long.
 * Gives the new id, or undefined when the e-mail was taken.
 */
export async function insertAccount(sql: Sql, one: Registration): Promise<string | undefined> {
  const row = await sql.row<{ user_id: string }>(
    `with added as (
       insert into account (user_id, kind, email, password_hash, name, phone, locale, roles,
         terms_at)
       values ($1, 'user', $2, $3, $4, $5, $6, $9::text[],
         case when $9::text[] = '{}' then now() end)
       on conflict (email) where kind = 'user' do nothing
       returning user_id, roles
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'USER_REGISTERED', 'user', user_id, 1, jsonb_build_object('userId', user_id,
         'kind', 'user', 'status', 'ACTIVE', 'roles', to_jsonb(roles)), $7::jsonb
       from added
       union all
       select 'REGISTRATION_REPEATED', 'registration', $8, 1,
         jsonb_build_object('userId', user_id), $7::jsonb
       from account
       where kind = 'user' and email = $2 and not exists (select from added)
     )
     select user_id from added`,
    [
      newId('usr'),
      one.email,
      one.passwordHash,
      one.name,
      one.phone,
      one.locale,
      eventMeta(),
      newId('reg'),
      one.roles ?? [],
    ],
  );
  return row?.user_id;
}

/**
 * Turns a guest into an account with the same id, or, when the e-mail has one, writes
 * REGISTRATION_REPEATED as `insertAccount` does. One statement. 'no-guest' when the id is no
 * guest (any more). Throws 23505 when two registrations of one e-mail meet.
 */
export async function convertGuest(
  sql: Sql,
  userId: string,
  one: Registration,
): Promise<'converted' | 'taken' | 'no-guest'> {
  const row = await sql.row<{ outcome: 'converted' | 'taken' | 'no-guest' }>(
    `with owner as (
       select user_id from account where kind = 'user' and email = $2
     ), changed as (
       update account set kind = 'user', email = $2, password_hash = $3, name = $4, phone = $5,
         locale = $6, version = version + 1, updated_at = now(), terms_at = now(),
         email_verified_at = case when email = $2 then email_verified_at end
       where user_id = $1 and kind = 'guest' and not exists (select from owner)
       returning user_id, version, roles
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'USER_REGISTERED', 'user', user_id, version, jsonb_build_object('userId', user_id,
         'kind', 'user', 'status', 'ACTIVE', 'roles', to_jsonb(roles)), $7::jsonb
       from changed
       union all
       select 'REGISTRATION_REPEATED', 'registration', $8, 1,
         jsonb_build_object('userId', user_id), $7::jsonb
       from owner
     )
     select case when exists (select from changed) then 'converted'
       when exists (select from owner) then 'taken' else 'no-guest' end as outcome`,
    [
      userId,
      one.email,
      one.passwordHash,
      one.name,
      one.phone,
      one.locale,
      eventMeta(),
      newId('reg'),
    ],
  );
  return row?.outcome ?? 'no-guest';
}

export interface Login extends Account {
  passwordHash: string;
  /** Whether somebody logged in to this account from this network before. */
  knownNetwork: boolean;
}

/** The account with this e-mail. One row of at most one. */
export async function loginByEmail(
  sql: Sql,
  email: string,
  network: string,
): Promise<Login | undefined> {
  return sql.row<Login>(
    'select ' +
      view +
      `, password_hash as "passwordHash", exists (select from session s
         where s.user_id = account.user_id and s.network = $2 and s.kind = 'user')
         as "knownNetwork"
       from account where kind = 'user' and email = $1`,
    [email, network],
  );
}

/** Replaces a hash made at yesterday's cost, unless the password was changed in the meantime. */
export async function replaceHash(
  sql: Sql,
  change: { userId: string; from: string; to: string },
): Promise<void> {
  await sql.run('update account set password_hash = $3 where user_id = $1 and password_hash = $2', [
    change.userId,
    change.from,
    change.to,
  ]);
}

export async function accountById(sql: Sql, userId: string): Promise<Account | undefined> {
  return sql.row<Account>('select ' + view + ' from account where user_id = $1', [userId]);
}

/** Makes changes of one account wait for each other until the transaction ends. */
export async function lockAccount(tx: Sql, userId: string): Promise<void> {
  await tx.run('select user_id from account where user_id = $1 for no key update', [userId]);
}

/** The hash that a password is checked against; undefined for guests and who is not active. */
export async function passwordOf(sql: Sql, userId: string): Promise<string | undefined> {
  const row = await sql.row<{ hash: string }>(
    `select password_hash as hash from account
     where user_id = $1 and kind = 'user' and status = 'ACTIVE'`,
    [userId],
  );
  return row?.hash;
}

/** Who these people are; unknown ids are left out. At most 1,000 ids. */
export async function usersByIds(sql: Sql, userIds: readonly string[]): Promise<User[]> {
  return sql.rows<User>(
    `select user_id as "userId", kind, email, name, locale
     from account where user_id = any ($1::text[])`,
    [userIds],
  );
}

/** E-mails that their owners have proved to be theirs. At most 1,000 ids. */
export async function verifiedEmails(
  sql: Sql,
  userIds: readonly string[],
): Promise<{ userId: string; email: string }[]> {
  return sql.rows(
    `select user_id as "userId", email from account
     where user_id = any ($1::text[]) and email is not null and email_verified_at is not null
       and status = 'ACTIVE'`,
    [userIds],
  );
}

/** Active accounts at these e-mails, in their stored form; at most 200. */
export async function accountsAt(
  sql: Sql,
  emails: readonly string[],
): Promise<{ userId: string; email: string; isProved: boolean }[]> {
  return sql.rows(
    `select user_id as "userId", email, email_verified_at is not null as "isProved"
     from account
     where email = any ($1::text[]) and kind = 'user' and status = 'ACTIVE'`,
    [emails],
  );
}

/** The account that has proved this e-mail, else a guest with this id, only to be written to. */
export async function personAt(
  sql: Sql,
  of: { userId: string; email: string; locale: string },
): Promise<string> {
  const found = await sql.row<{ userId: string }>(
    `with known as (
       select user_id from account where email = $2 and kind = 'user'
         and email_verified_at is not null and status = 'ACTIVE'
     ), made as (
       insert into account (user_id, kind, email, locale)
       select $1, 'guest', $2, $3 where not exists (select from known)
       on conflict do nothing returning user_id
     ), told as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'GUEST_CREATED', 'user', user_id, 1, jsonb_build_object('userId', user_id,
         'kind', 'guest', 'status', 'ACTIVE', 'roles', '[]'::jsonb), $4::jsonb
       from made
     )
     select user_id as "userId" from known union all select $1 limit 1`,
    [of.userId, of.email, of.locale, eventMeta()],
  );
  return found?.userId ?? of.userId;
}

/** People with the ids that have the same e-mail, the oldest first; at most 200 people. */
export async function sameEmail(
  sql: Sql,
  userIds: readonly string[],
): Promise<{ userId: string; email: string | null; userIds: string[] }[]> {
  return sql.rows(
    `select a.user_id as "userId", a.email, case when a.email is null then array[a.user_id]
       else array(select b.user_id from account b where b.email = a.email
         order by b.user_id = a.user_id desc, b.user_id limit 50) end as "userIds"
     from account a where a.user_id = any ($1::text[])`,
    [userIds],
  );
}

export interface AccountChange {
  userId: string;
  version: number;
  /** undefined: stays. */
  name?: string;
  phone?: string | null;
  locale?: string;
  status?: UserStatus;
  roles?: readonly string[];
}

/** Writes the given fields and USER_UPDATED. Undefined when another version stands there. */
export async function updateAccount(sql: Sql, change: AccountChange): Promise<Account | undefined> {
  return sql.row<Account>(
    `with changed as (
       update account set name = coalesce($3, name),
         phone = case when $4 then $5 else phone end, locale = coalesce($6, locale),
         status = coalesce($7, status), roles = coalesce($8::text[], roles),
         version = version + 1, updated_at = now()
       where user_id = $1 and version = $2
       returning *
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'USER_UPDATED', 'user', user_id, version, jsonb_build_object('userId', user_id,
         'kind', kind, 'status', status, 'roles', to_jsonb(roles)), $9::jsonb
       from changed
     )
     select ` +
      view +
      ' from changed',
    [
      change.userId,
      change.version,
      change.name ?? null,
      change.phone !== undefined,
      change.phone ?? null,
      change.locale ?? null,
      change.status ?? null,
      change.roles ?? null,
      eventMeta(),
    ],
  );
}

/** Makes changes of who is an administrator wait for each other. */
export async function lockAdmins(tx: Sql): Promise<void> {
  await tx.run("select pg_advisory_xact_lock(hashtext('identity.admins'))");
}

/** Active people with the role super; counts to 2 at most. */
export async function countSupers(tx: Sql): Promise<number> {
  const rows = await tx.rows(
    "select user_id from account where 'super' = any (roles) and status = 'ACTIVE' limit 2",
  );
  return rows.length;
}

export interface AccountFilter {
  /** Beginning of an e-mail or name in any case, or a whole user id. */
  search: string | null;
  kind: UserKind | null;
  status: UserStatus | null;
  /** Ids before this one: the newest come first. */
  before: string | null;
  limit: number;
}

const filtered =
  ' where ($1::text is null or kind = $1) and ($2::text is null or status = $2)' +
  ' and ($3::text is null or user_id < $3) order by user_id desc limit $4';

/** People, newest first. A search looks at no more than 1,000 e-mails and 1,000 names. */
export async function accountPage(sql: Sql, filter: AccountFilter): Promise<Account[]> {
  const { search, kind, status, before, limit } = filter;
  if (search === null) {
    return sql.rows<Account>('select ' + view + ' from account' + filtered, [
      kind,
      status,
      before,
      limit,
    ]);
  }
  const pattern = `${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql.rows<Account>(
    `with found as (
       (select user_id from account where email like $5 limit 1000)
       union (select user_id from account where lower(name) collate "C" like $5 limit 1000)
       union (select user_id from account where user_id = $6)
     )
     select ` +
      view +
      ' from account join found using (user_id)' +
      filtered,
    [kind, status, before, limit, pattern, search],
  );
}

/** People of a demo or test world with addresses; ids and e-mails that exist are left alone. */
export async function importUsers(
  sql: Sql,
  users: readonly (Omit<ImportedUser, 'password'> & { passwordHash: string })[],
): Promise<number> {
  const row = await sql.row<{ added: number }>(
    `with input as materialized (
       select * from jsonb_to_recordset($1::jsonb) as u("userId" text, email text,
         "passwordHash" text, name text, roles text[], addresses jsonb)
     ), added as (
       insert into account (user_id, kind, email, password_hash, name, roles)
       select "userId", 'user', email, "passwordHash", name, roles from input
       on conflict do nothing returning user_id, roles
     ), place as (
       insert into address (address_id, user_id, name, line1, line2, city, state, postal_code,
         country, phone, is_default)
       select a.value ->> 'addressId', i."userId", a.value ->> 'name', a.value ->> 'line1',
         a.value ->> 'line2', a.value ->> 'city', a.value ->> 'state',
         a.value ->> 'postalCode', a.value ->> 'country', a.value ->> 'phone', a.ordinality = 1
       from input i join added on added.user_id = i."userId"
       cross join lateral jsonb_array_elements(i.addresses) with ordinality as a
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'USER_REGISTERED', 'user', user_id, 1, jsonb_build_object('userId', user_id,
         'kind', 'user', 'status', 'ACTIVE', 'roles', to_jsonb(roles)), $2::jsonb
       from added
     )
     select count(*)::int as added from added`,
    [JSON.stringify(users), eventMeta()],
  );
  return row?.added ?? 0;
}

/** Where a guest is written to, with USER_UPDATED. Undefined for whoever is no active guest. */
export async function updateGuestEmail(
  sql: Sql,
  userId: string,
  email: string,
): Promise<Account | undefined> {
  return sql.row<Account>(
    `with changed as (
       update account set email = $2, version = version + 1, updated_at = now(),
         email_verified_at = case when email = $2 then email_verified_at end
       where user_id = $1 and kind = 'guest' and status = 'ACTIVE'
       returning *
     ), event as (
       insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
       select 'USER_UPDATED', 'user', user_id, version, jsonb_build_object('userId', user_id,
         'kind', kind, 'status', status, 'roles', to_jsonb(roles)), $3::jsonb
       from changed
     )
     select ` +
      view +
      ' from changed',
    [userId, email, eventMeta()],
  );
}
