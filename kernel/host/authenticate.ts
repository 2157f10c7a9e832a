import type { Clock } from '#kernel/core/clock.ts';
import { Failure } from '#kernel/core/error.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { parseApiKey } from '#kernel/auth/api-key.ts';
import type { Tokens } from '#kernel/auth/token.ts';
import type { Revocation } from '#kernel/auth/revocation.ts';
import { anonymous, type Principal, type SellerRole } from '#kernel/http/principal.ts';
import type { Authenticate } from '#kernel/http/settings.ts';

/** What the kernel must be able to ask of whoever keeps the people. */
export interface People {
  apiKey(input: { keyId: string; hash: string }): Promise<KeyFacts | null>;
  revokedSince(cursor: string): Promise<{ revoked: Revocation[]; cursor: string }>;
}

export interface KeyFacts {
  keyId: string;
  sellerId: string;
  role: SellerRole;
  scopes: string[];
}

const KEY_FRESH_MS = 1_000;
const KEYS_MAX = 10_000;

/** Access tokens are checked by signature alone; API keys are looked up, at most once a second. */
export function authenticator(deps: {
  tokens: Tokens;
  people: Pick<People, 'apiKey'>;
  clock: Clock;
}): Authenticate {
  const keys = new Map<string, { until_ms: number; found: Promise<KeyFacts | null> }>();

  async function byKey(text: string): Promise<Principal> {
    const parsed = parseApiKey(text);
    if (!parsed) throw new Failure('not-authenticated', { reason: 'key-invalid' });
    const now_ms = deps.clock.monotonic();
    let entry = keys.get(text);
    if (!entry || entry.until_ms < now_ms) {
      if (keys.size >= KEYS_MAX) keys.clear();
      const found = deps.people.apiKey({ keyId: parsed.id, hash: parsed.hash });
      entry = { until_ms: now_ms + KEY_FRESH_MS, found };
      found.catch(() => keys.delete(text));
      keys.set(text, entry);
    }
    const facts = await entry.found;
    if (!facts) throw new Failure('not-authenticated', { reason: 'key-invalid' });
    const { keyId, sellerId, role, scopes } = facts;
    const sellers = [{ sellerId, role }];
    return { kind: 'key', id: keyId, roles: [], sellers, scopes, sessionId: keyId };
  }

  return ({ authorization }) => {
    if (authorization === undefined) return anonymous;
    const space = authorization.indexOf(' ');
    const scheme = authorization.slice(0, space).toLowerCase();
    const value = authorization.slice(space + 1).trim();
    if (scheme !== 'bearer') throw new Failure('not-authenticated', { reason: 'scheme' });
    if (value.startsWith('tsk_')) return byKey(value);
    const session = deps.tokens.verify(value);
    if (isRefusal(session)) throw new Failure('not-authenticated', session.detail);
    return session.principal;
  };
}
