/**
 * What may come instead of what goes back: the same thing, or a variant of the same product that
 * costs the same today. So no money moves in an exchange; whoever wants something dearer or
 * cheaper returns for a refund and buys the other.
 */
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Order } from '#services/orders/contract.ts';
import type { WantedLine } from './announce.ts';
import { soldNow, type Neighbours } from './neighbours.ts';

export interface Swap {
  variantId: string;
  name: string;
}

type Needs = Pick<Neighbours, 'products' | 'prices' | 'available'>;

/** What replaces each line. Three calls; refuses what cannot be had, or not at this price. */
export async function exchangesOf(
  neighbours: Needs,
  order: Pick<Order, 'currency'>,
  wanted: readonly WantedLine[],
): Promise<Map<number, Swap> | Refusal<'exchange-not-possible'>> {
  const targets = wanted.map(({ line, exchangeVariantId }) => exchangeVariantId ?? line.variantId);
  const [products, prices, available] = await Promise.all([
    neighbours.products(wanted.map(({ line }) => line.productId)),
    neighbours.prices([...targets, ...wanted.map(({ line }) => line.variantId)], order.currency),
    neighbours.available(targets),
  ]);
  const swaps = new Map<number, Swap>();
  for (const [index, { line, quantity }] of wanted.entries()) {
    const { lineNo, productId } = line;
    const target = targets[index] ?? line.variantId;
    const variant = soldNow(products.get(productId)).find((one) => one.variantId === target);
    const no = (reason: string) => refuse('exchange-not-possible', { lineNo, reason });
    if (!variant) return no('not-sold');
    const was = prices.get(line.variantId) ?? line.unit_minor;
    if (target !== line.variantId && prices.get(target) !== was) return no('price-differs');
    if ((available.get(target) ?? 0) < quantity) return no('out-of-stock');
    swaps.set(lineNo, { variantId: target, name: nameOf(variant) });
  }
  return swaps;
}

const nameOf = ({ productName, name }: { productName: string; name: string }): string =>
  name === '' || name === productName ? productName : `${productName}, ${name}`;
