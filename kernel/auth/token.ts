/**
 * Access tokens: short-lived JWTs signed with Ed25519, made and read by us alone. Because we are
 * the only issuer, a token's header must be, byte for byte, the header we write for one of our
 * keys: there is no `alg`, `kid`, `jwk` or `jku` to interpret, so none can be abused.
 */
import { createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { assert } from '../core/assert.ts';
import type { Clock } from '../core/clock.ts';
import { refuse } from '../core/refusal.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Principal, SellerMembership } from '../http/principal.ts';
import { isSellerRole } from './policy.ts';
import { keyIdOf, readPrivateKey, readPublicKey } from './signing-key.ts';

export const accessToken_s = 600;
export const guestToken_s = 24 * 60 * 60;
const token_chars_max = 8192;
// Clocks of two servers may differ a little; more than this is a forged or broken time.
const skew_s = 5;
const audience = 'trueshelf';

export type TokenType = 'access' | 'guest';

export interface TokenSubject {
  type: TokenType;
  /** `usr_…` */
  userId: string;
  sessionId: string;
  email?: string;
  roles?: readonly string[];
  sellers?: readonly SellerMembership[];
}

/** A verified token. Shared between requests and frozen. */
export interface Session {
  readonly principal: Principal;
  readonly type: TokenType;
  readonly issuedAt_ms: number;
  readonly expiresAt_ms: number;
}

export interface Tokens {
  /** About 50 µs. Lifetime 10 minutes (guests 24 hours) unless `lifetime_s` is given. */
  issue(
    subject: TokenSubject,
    lifetime_s?: number,
  ): { token: string; expiresIn_s: number; expiresAt_ms: number };
  /** About 1 µs for a token seen before, 100 µs for a new one. Never throws. */
  verify(token: string): Session | Refusal<'not-authenticated'>;
}

export interface TokenOptions {
  /** Ed25519 private key, PEM or base64 PKCS#8. */
  key: string;
  /** Public keys whose tokens are still accepted while keys rotate. */
  earlierKeys?: readonly string[];
  /** `iss`: the same in every process; the public URL. */
  issuer: string;
  clock: Clock;
  /** Asked on every verification, for the session id and for the user id. */
  isRevoked?(subject: string, issuedAt_ms: number): boolean;
  cached_max?: number;
}

/** Makes and verifies access tokens. */
export function tokens(options: TokenOptions): Tokens {
  const { clock, issuer, isRevoked = () => false, cached_max = 50_000 } = options;
  const key = readPrivateKey(options.key);
  assert(key !== undefined, 'the token key is an Ed25519 private key');
  const publicKey = createPublicKey(key);
  const header = headerOf(publicKey);
  const keys = keysByHeader(publicKey, options.earlierKeys ?? []);
  const seen = new Map<string, Session>();

  const keep = (token: string, session: Session | undefined): Session | undefined => {
    if (session === undefined) return undefined;
    seen.set(token, session);
    const [oldest = ''] = seen.size > cached_max ? seen.keys() : [];
    seen.delete(oldest);
    return session;
  };
  const read = (token: string): Session | undefined => {
    const known = seen.get(token);
    if (known !== undefined) {
      // Back to the young end: the map's order is the order of use.
      seen.delete(token);
      seen.set(token, known);
      return known;
    }
    return keep(token, readToken(token, { keys, issuer, now_ms: clock.now() }));
  };

  return {
    issue: (subject, lifetime_s) => {
      const now_ms = clock.now();
      const usual_s = subject.type === 'guest' ? guestToken_s : accessToken_s;
      const expiresIn_s = lifetime_s ?? usual_s;
      const expiresAt_ms = now_ms + expiresIn_s * 1000;
      const claims = { iss: issuer, aud: audience, ...claimsOf(subject), ...times(now_ms) };
      const signed = { ...claims, exp: expiresAt_ms / 1000 };
      const body = encode(signed);
      const signature = sign(null, Buffer.from(`${header}.${body}`), key);
      const token = `${header}.${body}.${signature.toString('base64url')}`;
      // Whoever gets it comes back with it, mostly to this process: no signature to look at then.
      keep(token, sessionOf(signed, issuer, now_ms));
      return { token, expiresIn_s, expiresAt_ms };
    },
    verify: (token) => {
      const session = token.length > token_chars_max ? undefined : read(token);
      if (session === undefined) return refuse('not-authenticated', { reason: 'token-invalid' });
      if (session.expiresAt_ms <= clock.now()) {
        seen.delete(token);
        return refuse('not-authenticated', { reason: 'token-expired' });
      }
      const { principal, issuedAt_ms } = session;
      if (isRevoked(principal.sessionId, issuedAt_ms) || isRevoked(principal.id, issuedAt_ms)) {
        seen.delete(token);
        return refuse('not-authenticated', { reason: 'session-ended' });
      }
      return session;
    },
  };
}

interface ReadOptions {
  keys: ReadonlyMap<string, KeyObject>;
  issuer: string;
  now_ms: number;
}

/** Signature and every claim but expiry, which is checked on each use. */
function readToken(token: string, options: ReadOptions): Session | undefined {
  const [header = '', body = '', signature = '', ...rest] = token.split('.');
  const key = options.keys.get(header);
  if (key === undefined || rest.length > 0) return undefined;
  const bytes = Buffer.from(signature, 'base64url');
  // One token, one spelling: base64url has several for the same bytes.
  if (bytes.length !== 64 || bytes.toString('base64url') !== signature) return undefined;
  if (!verify(null, Buffer.from(`${header}.${body}`), key, bytes)) return undefined;
  const claims = decode(body);
  return claims === undefined ? undefined : sessionOf(claims, options.issuer, options.now_ms);
}

function sessionOf(
  claims: Record<string, unknown>,
  issuer: string,
  now_ms: number,
): Session | undefined {
  const { iss, aud, typ, iat, nbf, exp } = claims;
  if (iss !== issuer || aud !== audience) return undefined;
  if (typ !== 'access' && typ !== 'guest') return undefined;
  if (typeof iat !== 'number' || typeof nbf !== 'number' || typeof exp !== 'number') {
    return undefined;
  }
  const latest_s = now_ms / 1000 + skew_s;
  if (nbf > latest_s || iat > latest_s || exp <= iat) return undefined;
  const principal = principalOf(claims, typ);
  if (principal === undefined) return undefined;
  return Object.freeze({
    principal,
    type: typ,
    issuedAt_ms: Math.round(iat * 1000),
    expiresAt_ms: Math.round(exp * 1000),
  });
}

function principalOf(claims: Record<string, unknown>, type: TokenType): Principal | undefined {
  const { sub, sid, email, roles = [], sellers = [] } = claims;
  if (typeof sub !== 'string' || typeof sid !== 'string' || sub === '' || sid === '') {
    return undefined;
  }
  if (!Array.isArray(roles) || !Array.isArray(sellers)) return undefined;
  // A guest never carries roles, whatever was signed.
  const guest = type === 'guest';
  return Object.freeze({
    kind: guest ? 'guest' : 'user',
    id: sub,
    ...(typeof email === 'string' ? { email } : {}),
    roles: Object.freeze(guest ? [] : roles.filter((role) => typeof role === 'string')),
    sellers: Object.freeze(guest ? [] : sellers.flatMap(membershipOf)),
    sessionId: sid,
  });
}

function membershipOf(pair: unknown): SellerMembership[] {
  if (!Array.isArray(pair)) return [];
  const [sellerId, role] = pair as unknown[];
  if (typeof sellerId !== 'string' || !isSellerRole(role)) return [];
  return [Object.freeze({ sellerId, role })];
}

function claimsOf(subject: TokenSubject): Record<string, unknown> {
  const { type, userId, sessionId, email, roles = [], sellers = [] } = subject;
  return {
    typ: type,
    sub: userId,
    sid: sessionId,
    ...(email === undefined ? {} : { email }),
    ...(roles.length === 0 ? {} : { roles }),
    // Pairs keep the header short for people who work for many sellers.
    ...(sellers.length === 0 ? {} : { sellers: sellers.map((s) => [s.sellerId, s.role]) }),
  };
}

/** NumericDates with milliseconds, so that a revocation and a login within one second differ. */
function times(now_ms: number): { iat: number; nbf: number } {
  return { iat: now_ms / 1000, nbf: now_ms / 1000 };
}

function headerOf(publicKey: KeyObject): string {
  return encode({ alg: 'EdDSA', typ: 'JWT', kid: keyIdOf(publicKey) });
}

function keysByHeader(current: KeyObject, earlier: readonly string[]): Map<string, KeyObject> {
  const keys = new Map([[headerOf(current), current]]);
  for (const text of earlier) {
    const publicKey = readPublicKey(text);
    assert(publicKey !== undefined, 'an earlier token key is an Ed25519 public key');
    keys.set(headerOf(publicKey), publicKey);
  }
  return keys;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(segment: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
