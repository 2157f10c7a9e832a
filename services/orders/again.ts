/** What of something that was bought can be bought again; pure. */
import type { Variant } from '#services/catalog/contract.ts';

export interface Bought {
  variantId: string;
  productId: string;
  sellerId: string;
  name: string;
  imageUrl: string | null;
  quantity: number;
}

/** Variants of one answer. */
export const again_max = 50;

/**
 * Each with whether it is sold now. `withdrawn`: it will not be; `out-of-stock`: not at present.
 * Without an answer of inventory nothing is called out of stock: the cart will tell.
 */
export function againOf(
  lines: readonly Bought[],
  now: { variants: ReadonlyMap<string, Variant>; available: ReadonlyMap<string, number> | null },
) {
  return lines.map((line) => {
    const variant = now.variants.get(line.variantId);
    const active = variant?.active ?? false;
    const available = now.available?.get(line.variantId) ?? null;
    const reason = !active ? 'withdrawn' : available === 0 ? 'out-of-stock' : null;
    return {
      variantId: line.variantId,
      productId: line.productId,
      sellerId: line.sellerId,
      name: line.name,
      imageUrl: variant?.imageUrl ?? line.imageUrl,
      quantity: line.quantity,
      sold: reason === null,
      reason,
      available: active ? available : null,
    };
  });
}
