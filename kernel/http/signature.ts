/**
 * Signs calls between processes: HMAC-SHA256 over method, path, time, nonce and the body's hash.
 * A copy of a call is refused for as long as its time would be accepted.
 */
import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '#kernel/core/clock.ts';

/** How far the clocks of two processes may be apart. */
export const skew_ms_max = 60_000;

/** Nonces remembered in one generation; more calls than this in two minutes are refused. */
const nonces_max = 1_000_000;

export interface Signed {
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array;
}

function mac(secret: string, signed: Signed, stamp: string): Buffer {
  const bodyHash = hash('sha256', signed.body, 'hex');
  const text = `${signed.method}\n${signed.path}\n${stamp}\n${bodyHash}`;
  return createHmac('sha256', secret).update(text).digest();
}

/** The headers that prove a call; each use makes a new nonce. */
export function sign(secret: string, signed: Signed, now_ms: number): Record<string, string> {
  const nonce = randomBytes(12).toString('base64url');
  const time = String(now_ms);
  return {
    'x-trueshelf-time': time,
    'x-trueshelf-nonce': nonce,
    'x-trueshelf-signature': mac(secret, signed, `${time}\n${nonce}`).toString('base64url'),
  };
}

export interface Verifier {
  /** True once for each signed call, within its time. */
  accepts(signed: Signed, headers: IncomingHttpHeaders): boolean;
}

/** Checks signatures; remembers nonces in two generations, each as long as a time is accepted. */
export function verifier(secret: string, clock: Pick<Clock, 'now'>): Verifier {
  const generation_ms = 2 * skew_ms_max;
  let recent = new Set<string>();
  let older = new Set<string>();
  let turned_ms = clock.now();

  const isNew = (nonce: string, now_ms: number): boolean => {
    if (now_ms - turned_ms >= generation_ms) {
      older = now_ms - turned_ms >= 2 * generation_ms ? new Set() : recent;
      recent = new Set();
      turned_ms = now_ms;
    }
    if (recent.has(nonce) || older.has(nonce) || recent.size >= nonces_max) return false;
    recent.add(nonce);
    return true;
  };

  return {
    accepts: (signed, headers) => {
      const time = headers['x-trueshelf-time'];
      const nonce = headers['x-trueshelf-nonce'];
      const signature = headers['x-trueshelf-signature'];
      if (typeof time !== 'string' || !/^\d{13,14}$/.test(time)) return false;
      if (typeof nonce !== 'string' || !/^[\w-]{16}$/.test(nonce)) return false;
      if (typeof signature !== 'string') return false;
      const given = Buffer.from(signature, 'base64url');
      const right = mac(secret, signed, `${time}\n${nonce}`);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
      const now_ms = clock.now();
      if (Math.abs(now_ms - Number(time)) > skew_ms_max) return false;
      return isNew(nonce, now_ms);
    },
  };
}
