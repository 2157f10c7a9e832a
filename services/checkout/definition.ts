import { refuse } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { SagaDefinition } from '#kernel/saga/runner.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import type { DatabaseClock } from './database-clock.ts';
import type { CheckoutInput } from './model.ts';
import { tellCheckout, undoCheckout } from './operate.ts';
import { checkoutSaga, type SagaDeps } from './saga.ts';
import { checkoutState } from './state.ts';

/** The saga of a purchase with its neighbours, and what operators may do to it. */
export function checkoutDefinition(
  ctx: RoomContext,
  time: DatabaseClock,
): SagaDefinition<CheckoutInput> {
  const deps: SagaDeps = {
    inventory: ctx.client(inventoryCalls),
    orders: ctx.client(ordersCalls),
    payments: ctx.client(paymentsCalls),
    pricing: ctx.client(pricingCalls),
    gateway_ms: ctx.config.gatewayTimeout_ms,
    databaseNow: () => time.now(),
    state: checkoutState(ctx),
  };
  return {
    type: 'checkout',
    run: checkoutSaga(deps),
    tell: tellCheckout,
    beforeUndo: undoCheckout(deps),
    // Its cart is free again; hold and money are for reconciliation to find.
    givenUp: ({ input }) => deps.state.end(input, refuse('checkout-ended', { reason: 'given-up' })),
  };
}
