import type { Cart } from '../../state/cart.ts';

/**
 * What the prices that changed make of the cart, exact in the smallest unit: above 0 it costs
 * more. `digits`: of the currency's smallest unit.
 */
export function priceDelta({ changes, items }: Pick<Cart, 'changes' | 'items'>, digits: number) {
  const unit = 10 ** digits;
  const minor = changes.reduce((sum, { type, itemId, from, to }) => {
    if (type !== 'price-rose' && type !== 'price-fell') return sum;
    const quantity = items.find((item) => item.itemId === itemId)?.quantity ?? 0;
    return sum + (Math.round(to * unit) - Math.round(from * unit)) * quantity;
  }, 0);
  return minor / unit;
}
