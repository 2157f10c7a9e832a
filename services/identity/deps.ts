/** What the commands of this room work with; put together in service.ts. */
import { createHash, createHmac } from 'node:crypto';
import type { Passwords } from '#kernel/auth/password.ts';
import { tokens, type TokenSubject } from '#kernel/auth/token.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { addressKey } from '#kernel/http/rate-limit.ts';
import type { SellerMembership } from '#kernel/http/principal.ts';
import type { Change } from '#services/cart/contract.ts';
import type { Unfinished } from './contract.ts';
import type { Secrets } from './model-challenge.ts';
import type { Party } from './model-passkey.ts';

/** What a cart merge tells the shopper, as the cart room says it. */
export interface MergedCart {
  cartId: string;
  changes: Change[];
}

export interface Deps {
  readonly db: Db;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly issue: Issue;
  /** Of links and codes that go out by mail. */
  readonly secrets: Secrets;
  /** Whom passkeys are made for; undefined where browsers know none. */
  readonly party: Party | undefined;
  /** Tells places of a person apart without naming them. */
  networkOf(ip: string): string;
  /** Call after a statement that wrote events. */
  poke(): void;
  /** Makes the end of these sessions felt in this process at once. */
  sessionsEnded(sessionIds: readonly string[]): void;
  /** Rejects when the sellers room cannot be asked. */
  memberships(userId: string): Promise<readonly SellerMembership[]>;
  /** Undefined when there was nothing to merge or the cart room cannot be asked; never rejects. */
  mergeCart(input: {
    fromCartId?: string;
    fromUserId?: string;
    userId: string;
  }): Promise<MergedCart | undefined>;
  /** What other rooms say stands in the way of erasing a person; rejects when one is away. */
  unfinished(userId: string): Promise<Unfinished[]>;
  warn(detail: object, message: string): void;
}

/**
 * Makes an access token as of `issuedAt_ms`: the time before its facts were read, so that a
 * revocation made while they were read kills the token too.
 */
export type Issue = (
  subject: TokenSubject,
  options: { issuedAt_ms: number; lifetime_s?: number },
) => { token: string; expiresIn_s: number };

/** The issuer of access tokens; hosts verify with the same key and the same `iss`. */
export function issuer(
  config: { tokenKey: string; tokenPublicKeys: readonly string[]; publicUrl: string },
  clock: Clock,
): Issue {
  let asOf_ms = 0;
  const made = tokens({
    key: config.tokenKey,
    earlierKeys: config.tokenPublicKeys,
    issuer: config.publicUrl,
    // Issuing is synchronous, so the time set below is the time read.
    clock: { ...clock, now: () => asOf_ms },
    cached_max: 1,
  });
  return (subject, { issuedAt_ms, lifetime_s }) => {
    asOf_ms = issuedAt_ms;
    return made.issue(subject, lifetime_s);
  };
}

/** A keyed hash of an IPv4 address or an IPv6 /64; without the key it names nobody. */
export function networkNamer(secret: string): (ip: string) => string {
  const key = createHash('sha256').update(`network:${secret}`).digest();
  return (ip) => createHmac('sha256', key).update(addressKey(ip)).digest('base64url').slice(0, 22);
}

/** A refusal of one body field that only code can judge. */
export function invalid(pointer: string, detail: string): Refusal<'validation-failed'> {
  return refuse('validation-failed', { errors: [{ pointer, code: 'not-valid', detail }] });
}

/** Whether a statement hit a unique index. */
export function isDuplicate(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === '23505';
}
