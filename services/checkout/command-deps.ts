import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { cartCalls } from '#services/cart/contract.ts';
import type { identityCalls } from '#services/identity/contract.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import type { paymentsCalls } from '#services/payments/contract.ts';
import type { DatabaseClock } from './database-clock.ts';

/** What the commands of a checkout ask of others. */
export interface CommandDeps {
  ctx: RoomContext;
  cart: Client<typeof cartCalls>;
  identity: Client<typeof identityCalls>;
  inventory: Client<typeof inventoryCalls>;
  payments: Client<typeof paymentsCalls>;
  time: DatabaseClock;
}
