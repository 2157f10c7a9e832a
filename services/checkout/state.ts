import { batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import type { Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Quote } from '#services/pricing/contract.ts';
import { endOf, type CheckoutInput } from './model.ts';
import type { SagaDeps } from './saga.ts';
import * as store from './store.ts';

const SIZES = { size_max: 500, queue_max: 50_000, inFlight_max: 1 };

/** The checkout table's side of the saga: batches that move rows and tell events. */
export function checkoutState({ db, outbox }: RoomContext): SagaDeps['state'] {
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
    const nothing = { orderId: null, expiresAt: null, extension: null };
    await moves.do({ checkoutId, ...nothing, ...change, meta: eventMeta() });
  };
  return {
    open: async (input, run, facts) => (await opens.do(newCheckout(input, run, facts))) === true,
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
    reopen: (input, expiresAt) =>
      move(input, { from: ['PENDING'], to: 'OPEN', expiresAt, type: null, payload: {} }),
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
    extend: (input, { expiresAt, count }) =>
      move(input, {
        from: ['OPEN'],
        to: 'OPEN',
        expiresAt,
        extension: count,
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
  { id: sagaId, epoch }: { id: string; epoch: number },
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
    epoch,
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
