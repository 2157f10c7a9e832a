// Every room there is, in the order they start. A new room is added here and nowhere else.
import type { People } from '#kernel/host/authenticate.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import type { Room } from '#kernel/service.ts';
import { cart } from './cart/service.ts';
import { catalog } from './catalog/service.ts';
import { checkout } from './checkout/service.ts';
import { identityCalls } from './identity/contract.ts';
import { identity } from './identity/service.ts';
import { inventory } from './inventory/service.ts';
import { notifications } from './notifications/service.ts';
import { orders } from './orders/service.ts';
import { payments } from './payments/service.ts';
import { pricing } from './pricing/service.ts';
import { sandbox } from './sandbox/service.ts';
import { sellers } from './sellers/service.ts';
import { shipping } from './shipping/service.ts';

export const rooms: readonly Room[] = [
  identity,
  sellers,
  catalog,
  pricing,
  inventory,
  shipping,
  cart,
  sandbox,
  payments,
  orders,
  checkout,
  notifications,
];

/** What the kernel asks of the identity room, wherever it runs. */
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
