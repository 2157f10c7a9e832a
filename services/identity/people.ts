import type { Revocation } from '#kernel/auth/revocation.ts';
import type { CallSet, Client } from '#kernel/http/contract.ts';
import { identityCalls, type ApiKeyFacts } from './contract.ts';

/** What every process asks identity for, wherever identity runs: keys and dead sessions. */
export function people(client: <Set extends CallSet>(calls: Set) => Client<Set>): {
  apiKey(input: { keyId: string; hash: string }): Promise<ApiKeyFacts | null>;
  revokedSince(cursor: string): Promise<{ revoked: Revocation[]; cursor: string }>;
} {
  const identity = client(identityCalls);
  return {
    apiKey: async (input) => (await identity.apiKey(input)).key,
    revokedSince: (cursor) => identity.revokedSince({ cursor }),
  };
}
