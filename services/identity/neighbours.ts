/** What identity asks of other rooms, with what happens when they are away. */
import { isRefusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { cartCalls } from '#services/cart/contract.ts';
import { sellersCalls, type Seller } from '#services/sellers/contract.ts';
import type { Deps } from './deps.ts';

/** Both reject when the sellers room is away. */
export function sellerFacts(ctx: RoomContext): {
  memberships: Deps['memberships'];
  seller(sellerId: string): Promise<Seller | undefined>;
} {
  const sellers = ctx.client(sellersCalls);
  return {
    memberships: async (userId) => (await sellers.memberships({ userId })).memberships,
    seller: async (sellerId) => (await sellers.sellers({ sellerIds: [sellerId] })).sellers[0],
  };
}

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
