import { batch, hotGate } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import type { Refusal } from '#kernel/core/refusal.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { cartCalls } from '#services/cart/contract.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { pricingCalls, type Quote } from '#services/pricing/contract.ts';
import { Commands } from './commands.ts';
import { checkoutEvents } from './contract.ts';
import { endOf, type CheckoutInput } from './model.ts';
import { checkoutJobs, checkoutReactions, consumers } from './reactions.ts';
import { checkoutRoutes } from './routes.ts';
import { checkoutSaga, type SagaDeps } from './saga.ts';
import * as store from './store.ts';

const SIZES = { size_max: 500, queue_max: 50_000, inFlight_max: 2, gate: hotGate };

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const cart = ctx.client(cartCalls);
  const identity = ctx.client(identityCalls);
  const payments = ctx.client(paymentsCalls);
  ctx.sagas.define<CheckoutInput>({
    type: 'checkout',
    run: checkoutSaga({
      clock: ctx.clock,
      inventory: ctx.client(inventoryCalls),
      orders: ctx.client(ordersCalls),
      payments,
      pricing: ctx.client(pricingCalls),
      gateway_ms: ctx.config.gatewayTimeout_ms,
      state: checkoutState(ctx),
    }),
  });
  const commands = new Commands({ ctx, cart, identity, payments });
  return {
    routes: checkoutRoutes({
      commands,
      clock: ctx.clock,
      journal: (sagaId) => store.readJournal(ctx.db, sagaId),
    }),
    reactions: checkoutReactions(ctx),
    jobs: checkoutJobs(ctx, payments),
  };
}

/** The checkout table's side of the saga: batches that move rows and tell events. */
function checkoutState({ db, outbox }: RoomContext): SagaDeps['state'] {
  const opens = batch({
    name: 'checkout.open',
    ...SIZES,
    run: async (items: store.NewCheckout[]) => {
      const open = await store.openCheckouts(db, items);
      outbox.poke();
      return open;
    },
  });
  const moves = batch({
    name: 'checkout.move',
    ...SIZES,
    run: async (items: store.Move[]) => {
      const moved = await store.moveCheckouts(db, items);
      outbox.poke();
      return items.map((item) => moved.has(item.checkoutId));
    },
  });
  const move = async (
    { checkoutId }: CheckoutInput,
    change: Pick<store.Move, 'from' | 'to' | 'type' | 'payload'> & Partial<store.Move>,
  ): Promise<void> => {
    const nothing = { orderId: null, expiresAt: null };
    await moves.do({ checkoutId, ...nothing, ...change, meta: eventMeta() });
  };
  return {
    open: async (input, sagaId, facts) =>
      (await opens.do(newCheckout(input, sagaId, facts))) === true,
    end: (input, reason) => {
      const { status, type } = endOf(reason);
      const payload = { cartId: input.cartId, reason: whyOf(reason) };
      return move(input, { from: ['OPEN', 'PENDING'], to: status, type, payload });
    },
    pending: (input) =>
      move(input, {
        from: ['OPEN'],
        to: 'PENDING',
        orderId: input.orderId,
        type: null,
        payload: {},
      }),
    complete: (input) => {
      const { orderId, cartId, userId } = input;
      return move(input, {
        from: ['OPEN', 'PENDING'],
        to: 'COMPLETED',
        orderId,
        type: 'CHECKOUT_COMPLETED',
        payload: { orderId, cartId, userId },
      });
    },
    extend: (input, expiresAt) =>
      move(input, {
        from: ['OPEN'],
        to: 'OPEN',
        expiresAt,
        type: 'CHECKOUT_EXTENDED',
        payload: { expiresAt },
      }),
  };
}

function whyOf(reason: Refusal): string {
  return typeof reason.detail.reason === 'string' ? reason.detail.reason : reason.code;
}

function newCheckout(
  input: CheckoutInput,
  sagaId: string,
  { quote, expiresAt }: { quote: Quote; expiresAt: string },
): store.NewCheckout {
  const { checkoutId, userId, cartId, currency, quoteId } = input;
  const payload = {
    userId,
    cartId,
    items: quote.lines.map((line) => ({
      productId: line.productId,
      variantId: line.variantId,
      quantity: line.quantity,
      unitPrice: line.unit_minor,
    })),
    totalAmount: quote.total_minor,
    currency,
    shippingAddressId: input.shippingAddress.addressId,
  };
  return {
    checkoutId,
    sagaId,
    userId,
    cartId,
    currency,
    total_minor: quote.total_minor,
    quoteId,
    expiresAt,
    payload,
    meta: eventMeta(),
  };
}

export const checkout: Room = {
  name: 'checkout',
  folder: import.meta.dirname,
  events: checkoutEvents,
  calls: null,
  consumers,
  start,
};
