/**
 * Order grants: signed tokens that let whoever holds one look at one order until a time. They go
 * into mails as links and are given for an order number with its e-mail; nothing is stored.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';

const day_ms = 24 * 60 * 60_000;

/** Of links in mails: a parcel has arrived by then. */
export const mailedGrant_ms = 30 * day_ms;
/** Of a page that somebody opened by number and e-mail. */
export const lookedUpGrant_ms = 60 * 60_000;

const id_bytes = 16;
const time_bytes = 4;
const mac_bytes = 32;

export interface Grants {
  /** A token for this order, and when it ends: whole seconds. */
  issue(orderId: string, lifetime_ms: number): { token: string; expiresAt: string };
  /** The order that a token opens now, or why it opens none. */
  read(token: string): { orderId: string } | 'wrong' | 'expired';
}

/** Grants by the installation's key; with another key all older links end. */
export function orderGrants(of: { tokenKey: string; now(): number }): Grants {
  const key = createHmac('sha256', 'trueshelf order grants').update(of.tokenKey).digest();
  const macOf = (facts: Uint8Array) => createHmac('sha256', key).update(facts).digest();
  return {
    issue: (orderId, lifetime_ms) => {
      const until_s = Math.floor((of.now() + lifetime_ms) / 1000);
      const facts = Buffer.alloc(id_bytes + time_bytes);
      facts.write(orderId.slice('ord_'.length), 'hex');
      facts.writeUInt32BE(until_s, id_bytes);
      const token = `ogr_${Buffer.concat([facts, macOf(facts)]).toString('base64url')}`;
      return { token, expiresAt: new Date(until_s * 1000).toISOString() };
    },
    read: (token) => {
      if (!/^ogr_[A-Za-z0-9_-]{70}$/.test(token)) return 'wrong';
      const bytes = Buffer.from(token.slice('ogr_'.length), 'base64url');
      if (bytes.length !== id_bytes + time_bytes + mac_bytes) return 'wrong';
      const facts = bytes.subarray(0, id_bytes + time_bytes);
      if (!timingSafeEqual(macOf(facts), bytes.subarray(facts.length))) return 'wrong';
      if (facts.readUInt32BE(id_bytes) * 1000 <= of.now()) return 'expired';
      return { orderId: `ord_${facts.subarray(0, id_bytes).toString('hex')}` };
    },
  };
}

/** The same for another room. */
export function openedBy(
  grants: Grants,
  token: string,
): { orderId: string } | Refusal<'order-not-found' | 'order-link-expired'> {
  const grant = grants.read(token);
  if (grant === 'wrong') return refuse('order-not-found');
  return grant === 'expired' ? refuse('order-link-expired') : grant;
}
