/** What identity asks of other rooms, with what happens when they are away. */
import { isRefusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { bookingCalls } from '#services/booking/contract.ts';
import { cartCalls } from '#services/cart/contract.ts';
import { checkoutCalls } from '#services/checkout/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { returnsCalls } from '#services/returns/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import type { Unfinished } from './contract.ts';
import type { Deps } from './deps.ts';

/** A login waits this long for the cart and no longer. */
const cartWait_ms = 2_000;

/** The cart room may be away or slow: then the login goes on, and the guest's cart stays as is. */
export function cartMerger(ctx: RoomContext): Deps['mergeCart'] {
  const { clock, log } = ctx;
  const carts = ctx.client(cartCalls);
  const merge: Deps['mergeCart'] = async (input) => {
    const merged = await carts.merge(input);
    return isRefusal(merged) ? undefined : merged;
  };
  return async (input) => {
    const done = new AbortController();
    const late = clock.sleep(cartWait_ms, done.signal).then(
      () => undefined,
      () => undefined,
    );
    try {
      return await Promise.race([merge(input), late]);
    } catch (error) {
      log.warn({ err: error, userId: input.userId }, 'cart not merged at login');
      return undefined;
    } finally {
      done.abort();
    }
  };
}

/** Asks every room in which something of a person can be under way; rejects when one is away. */
export function unfinishedAsker(ctx: RoomContext): Deps['unfinished'] {
  const orders = ctx.client(ordersCalls);
  const bookings = ctx.client(bookingCalls);
  const checkouts = ctx.client(checkoutCalls);
  const payments = ctx.client(paymentsCalls);
  const returns = ctx.client(returnsCalls);
  const sellers = ctx.client(sellersCalls);
  const working = async (userId: string): Promise<Unfinished[]> => {
    const { memberships } = await sellers.memberships({ userId });
    // Whoever works for a seller leaves it first: it must not be without an owner.
    return memberships.map(({ sellerId }) => ({ kind: 'seller', id: sellerId, reason: 'member' }));
  };
  return async (userId) => {
    const rooms = [orders, bookings, checkouts, payments, returns];
    const asked = rooms.map((room) => room.unfinished({ userId }));
    const [lists, sellersOf] = await Promise.all([Promise.all(asked), working(userId)]);
    return [...lists.flatMap((list) => list.unfinished), ...sellersOf];
  };
}
