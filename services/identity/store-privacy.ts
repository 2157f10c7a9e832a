/** SQL of what a person may take along or have erased. */
import { eventMeta } from '#kernel/core/context.ts';
import type { Sql } from '#kernel/db/db.ts';

/**
 * Empties an account and removes what hangs on it: addresses, removed ones too, sessions, tokens,
 * passkeys, challenges. USER_ERASED tells the other rooms. In a transaction that holds the
 * account's lock.
 */
export async function eraseAccount(tx: Sql, userId: string): Promise<void> {
  await tx.run('delete from address where user_id = $1', [userId]);
  await tx.run('delete from session where user_id = $1', [userId]);
  await tx.run('delete from passkey where user_id = $1', [userId]);
  await tx.run('delete from ceremony where user_id = $1', [userId]);
  await tx.run('delete from challenge where user_id = $1', [userId]);
  await tx.run(
    `with erased as (
       update account set status = 'ERASED', email = null, password_hash = null, name = '',
         phone = null, locale = 'en', roles = '{}', email_verified_at = null, terms_at = null,
         erased_at = now(), version = version + 1, updated_at = now()
       where user_id = $1 and status <> 'ERASED'
       returning *
     )
     insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     select 'USER_ERASED', 'user', user_id, version, jsonb_build_object('userId', user_id,
       'kind', kind, 'status', status, 'roles', to_jsonb(roles)), $2::jsonb
     from erased`,
    [userId, eventMeta()],
  );
}

export interface AccountFacts {
  userId: string;
  kind: string;
  email: string | null;
  emailVerifiedAt: Date | null;
  name: string;
  phone: string | null;
  locale: string;
  status: string;
  termsAcceptedAt: Date | null;
  roles: string[];
  createdAt: Date;
  updatedAt: Date;
}

/** All that stands in the row of an account, but the password's hash. */
export async function accountFacts(sql: Sql, userId: string): Promise<AccountFacts | undefined> {
  return sql.row<AccountFacts>(
    `select user_id as "userId", kind, email, email_verified_at as "emailVerifiedAt", name, phone,
       locale, status,
       terms_at as "termsAcceptedAt", roles, created_at as "createdAt", updated_at as "updatedAt"
     from account where user_id = $1`,
    [userId],
  );
}

export interface HeldAddress {
  addressId: string;
  name: string;
  line1: string;
  line2: string | null;
  city: string;
  state: string | null;
  postalCode: string;
  country: string;
  phone: string | null;
  isDefault: boolean;
  createdAt: Date;
  removedAt: Date | null;
}

/** Addresses of a person after an id, removed ones too: they are kept until the account goes. */
export async function heldAddresses(
  sql: Sql,
  page: { userId: string; after: string; limit: number },
): Promise<HeldAddress[]> {
  return sql.rows<HeldAddress>(
    `select address_id as "addressId", name, line1, line2, city, state,
       postal_code as "postalCode", country, phone, is_default as "isDefault",
       created_at as "createdAt", deleted_at as "removedAt"
     from address where user_id = $1 and address_id > $2 order by address_id limit $3`,
    [page.userId, page.after, page.limit],
  );
}

export interface HeldSession {
  sessionId: string;
  device: string;
  startedAt_ms: number;
  lastUsedAt_ms: number | null;
  endedAt_ms: number | null;
  endReason: string | null;
}

/** Sessions of a person after an id, ended ones too, as long as they are kept. */
export async function heldSessions(
  sql: Sql,
  page: { userId: string; after: string; limit: number },
): Promise<HeldSession[]> {
  return sql.rows<HeldSession>(
    `select session_id as "sessionId", device, started_at_ms as "startedAt_ms",
       last_used_at_ms as "lastUsedAt_ms", ended_at_ms as "endedAt_ms", end_reason as "endReason"
     from session where user_id = $1 and session_id > $2 order by session_id limit $3`,
    [page.userId, page.after, page.limit],
  );
}
