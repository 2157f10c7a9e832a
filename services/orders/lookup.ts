/**
 * How an order is opened without signing in: by its number with the buyer's e-mail, or by a link
 * from a mail. Either gives a grant, which shows what a parcel's receiver needs and no more.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Failure } from '#kernel/core/error.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { Sql } from '#kernel/db/db.ts';
import { normaliseEmail, type identityCalls } from '#services/identity/contract.ts';
import { lookedUpGrant_ms, type Grants } from './grant.ts';
import * as store from './store-history.ts';

/** Tries for one number within an hour, right ones not counted. */
export const lookupsPerNumber_max = 10;
const hour_ms = 60 * 60_000;

export interface LookupNeeds {
  db: Sql;
  identity: Client<typeof identityCalls>;
  grants: Grants;
}

export interface Opened {
  orderId: string;
  token: string;
  expiresAt: string;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Nobody has this id: asked for where there is no order, so that both cases do the same. */
const nobody = `usr_${'0'.repeat(32)}`;

/**
 * Opens an order for whoever knows its number and the e-mail of its buyer. Wrong number and wrong
 * e-mail: the same refusal 'order-not-found' after the same two statements and one call. Throws
 * 'too-many-requests' after ten wrong tries for one number in an hour, whether or not it exists.
 */
export async function lookUp(
  { db, identity, grants }: LookupNeeds,
  input: { orderNumber: string; email: string },
): Promise<Opened | Refusal<'order-not-found'>> {
  const bucket = digest(input.orderNumber).toString('base64url');
  if (!(await store.chargeLookup(db, bucket, lookupsPerNumber_max))) {
    throw new Failure('too-many-requests', { limit: 'order-lookup' }, { retryAfter_ms: hour_ms });
  }
  const head = await store.headOfNumber(db, input.orderNumber);
  const user = await identity.user({ userId: head?.userId ?? nobody });
  const kept = isRefusal(user) || user.email === null ? '' : user.email;
  const given = normaliseEmail(input.email) ?? '?';
  if (!timingSafeEqual(digest(given), digest(kept)) || head === undefined) {
    return refuse('order-not-found');
  }
  await store.forgetLookups(db, bucket);
  const { orderId } = head;
  return { orderId, ...grants.issue(orderId, lookedUpGrant_ms) };
}
