import { isRefusal } from '#kernel/core/refusal.ts';
import type { People } from '#kernel/host/authenticate.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { identityCalls } from './identity/contract.ts';

/** What the kernel, which knows no rooms, asks of the identity room, wherever that runs. */
export function people(client: Rpc['client']): People {
  const identities = client(identityCalls);
  return {
    apiKey: async (input) => {
      const found = await identities.apiKey(input);
      return isRefusal(found) ? null : found.key;
    },
    revokedSince: async (cursor) => {
      const page = await identities.revokedSince({ cursor });
      return isRefusal(page) ? { revoked: [], cursor } : page;
    },
  };
}
