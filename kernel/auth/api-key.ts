import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { newId } from '../core/id.ts';

/** A new key: `token` is shown once, `id` and `hash` are stored. */
export interface NewApiKey {
  /** `key_…` */
  id: string;
  /** `tsk_live_<32 hex of the id>_<43 characters>` */
  token: string;
  /** SHA-256 of the secret part, hex. */
  hash: string;
}

/** Makes an API key with a 256-bit secret; the prefix lets secret scanners find leaked ones. */
export function newApiKey(): NewApiKey {
  const id = newId('key');
  const secret = randomBytes(32).toString('base64url');
  return { id, token: `tsk_live_${id.slice('key_'.length)}_${secret}`, hash: sha256(secret) };
}

/** The id to look up and the hash to compare of a presented key; undefined when it is not one. */
export function parseApiKey(presented: string): { id: string; hash: string } | undefined {
  const match = /^tsk_live_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/.exec(presented);
  if (match === null) return undefined;
  const [, hex = '', secret = ''] = match;
  return { id: `key_${hex}`, hash: sha256(secret) };
}

/** Compares two hex hashes in constant time. */
export function sameHash(stored: string, presented: string): boolean {
  const a = Buffer.from(stored, 'hex');
  const b = Buffer.from(presented, 'hex');
  return a.length === 32 && b.length === 32 && timingSafeEqual(a, b);
}

/** Whether a text can be a scope: `<resource>:read` or `<resource>:write`. */
export function isScope(text: string): boolean {
  return /^[a-z][a-z-]{0,39}:(read|write)$/.test(text);
}

/** Whether granted scopes cover a needed one; `write` covers `read` of the same resource. */
export function coversScope(granted: readonly string[], needed: string): boolean {
  if (granted.includes(needed)) return true;
  return needed.endsWith(':read') && granted.includes(needed.replace(/:read$/, ':write'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
