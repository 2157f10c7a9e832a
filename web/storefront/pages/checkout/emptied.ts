import type { CartStore } from '../../state/cart.ts';

/** What was ordered leaves the cart by an event of the order, a moment after it. */
const pauses_ms = [0, 300, 700, 1_500, 3_000, 6_000, 12_000];

const linesOf = (cart: CartStore): string =>
  (cart.state.get().cart?.items ?? []).map((item) => item.itemId).join();

/** Reads the cart until what was ordered has left it, here and in other tabs; not for ever. */
export async function emptied(cart: CartStore): Promise<void> {
  const before = linesOf(cart);
  for (const pause_ms of pauses_ms) {
    await new Promise((resolve) => setTimeout(resolve, pause_ms));
    await cart.load();
    const now = linesOf(cart);
    if (now === '' || now !== before) break;
  }
  const others = new BroadcastChannel('trueshelf.cart');
  others.postMessage('cart');
  others.close();
}
