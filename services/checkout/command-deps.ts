import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { cartCalls } from '#services/cart/contract.ts';
import { flashCalls } from '#services/flash/contract.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { shippingCalls } from '#services/shipping/contract.ts';
import type { DatabaseClock } from './database-clock.ts';

/** What the commands of a checkout ask of others. */
export interface CommandDeps {
  ctx: RoomContext;
  cart: Client<typeof cartCalls>;
  flash: Client<typeof flashCalls>;
  identity: Client<typeof identityCalls>;
  inventory: Client<typeof inventoryCalls>;
  payments: Client<typeof paymentsCalls>;
  shipping: Client<typeof shippingCalls>;
  time: DatabaseClock;
}

/** The rooms that the commands ask. */
export function neighboursOf(ctx: RoomContext): Omit<CommandDeps, 'ctx' | 'time'> {
  return {
    cart: ctx.client(cartCalls),
    flash: ctx.client(flashCalls),
    identity: ctx.client(identityCalls),
    inventory: ctx.client(inventoryCalls),
    payments: ctx.client(paymentsCalls),
    shipping: ctx.client(shippingCalls),
  };
}
