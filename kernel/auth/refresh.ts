/**
 * Refresh tokens: opaque, stored as hashes, each good for one rotation. The tokens that follow one
 * another from one login are a family; the identity room stores them and asks here what to do.
 * Pattern: RFC 9700 section 4.14.2.
 */
import { createHash, randomBytes } from 'node:crypto';
import { assert } from '../core/assert.ts';

/** A token unused for this long is dead. */
export const refreshIdle_ms = 30 * 24 * 60 * 60 * 1000;
/** A family is dead this long after its login, used or not. */
export const refreshFamily_ms = 180 * 24 * 60 * 60 * 1000;
/** Two tabs that refresh at once are not theft: within this time the loser is only refused. */
export const refreshRace_ms = 10_000;

/** What is stored of one token. */
export interface RefreshRecord {
  familyEnded: boolean;
  /** null while it is the newest of its family. */
  rotatedAt_ms: number | null;
  expiresAt_ms: number;
}

/**
 * - rotate: compare-and-set rotatedAt from null, then insert the successor; who loses the
 *   compare-and-set decides again with the row as it is now
 * - refuse: 401 and nothing else
 * - end-family: an old token came back, so one of its two holders is a thief: end the family,
 *   revoke its session
 */
export type RefreshDecision =
  | { kind: 'rotate' }
  | { kind: 'refuse'; reason: 'unknown' | 'ended' | 'expired' | 'superseded' }
  | { kind: 'end-family'; reason: 'reused' };

/** A new token (256 random bits) and what to store of it. */
export function newRefreshToken(): { token: string; hash: string } {
  const token = `tsr_${randomBytes(32).toString('base64url')}`;
  return { token, hash: sha256(token) };
}

/** The hash to look a presented token up by; undefined when it cannot be one of ours. */
export function hashRefreshToken(presented: string): string | undefined {
  return /^tsr_[A-Za-z0-9_-]{43}$/.test(presented) ? sha256(presented) : undefined;
}

/** What to do with a presented token, given its stored record (undefined: not found). Pure. */
export function decideRefresh(record: RefreshRecord | undefined, now_ms: number): RefreshDecision {
  if (record === undefined) return { kind: 'refuse', reason: 'unknown' };
  if (record.familyEnded) return { kind: 'refuse', reason: 'ended' };
  if (record.rotatedAt_ms !== null) {
    const race = now_ms - record.rotatedAt_ms <= refreshRace_ms;
    return race
      ? { kind: 'refuse', reason: 'superseded' }
      : { kind: 'end-family', reason: 'reused' };
  }
  if (record.expiresAt_ms <= now_ms) return { kind: 'refuse', reason: 'expired' };
  return { kind: 'rotate' };
}

/** When a token made now dies: after the idle time, never later than its family. */
export function refreshExpiry(now_ms: number, familyStarted_ms: number): number {
  assert(familyStarted_ms <= now_ms, 'a family starts before its tokens');
  return Math.min(now_ms + refreshIdle_ms, familyStarted_ms + refreshFamily_ms);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
