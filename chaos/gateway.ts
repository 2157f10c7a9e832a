// What the process of the gateway serves: nothing of the shop.
import type { HostOptions } from '#kernel/host/host.ts';
import type { Room } from '#kernel/service.ts';
import { sandbox } from '#services/sandbox/service.ts';

export const rooms: readonly Room[] = [sandbox];

/** Nobody signs in at the gateway. */
export const people: HostOptions['people'] = () => ({
  apiKey: async () => null,
  revokedSince: async (cursor) => ({ revoked: [], cursor }),
});
