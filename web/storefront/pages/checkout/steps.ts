/** Steps of the checkout; on a phone one at a time, in the address so that "back" works. */
export const steps = ['contact', 'address', 'delivery', 'payment'] as const;
export type Step = (typeof steps)[number];

/**
 * What stands behind `/checkout/`: a checkout that is open, or the sale and the token that one is
 * begun with in place of a cart, `sale_…/tok_…`.
 */
export function readWhich(rest: string | undefined): {
  checkoutId: string | undefined;
  sale: SaleToken | null;
} {
  const [, saleId, tokenId] = /^(sale_[a-z0-9_]+)\/(tok_[a-z0-9_]+)$/.exec(rest ?? '') ?? [];
  if (saleId !== undefined && tokenId !== undefined) {
    return { checkoutId: undefined, sale: { saleId, tokenId } };
  }
  return { checkoutId: rest === '' ? undefined : rest, sale: null };
}

export interface SaleToken {
  saleId: string;
  tokenId: string;
}

/** Whether what takes a cart's place is the token of a sale. */
export const isToken = (cartId: string): boolean => cartId.startsWith('tok_');

/** The step that an address names: a checkout that is open is at its payment. */
export function stepOf(checkoutId: string | undefined, search: URLSearchParams): Step {
  const named = search.get('step');
  const known = steps.find((step) => step === named);
  // Nothing can be paid before there is a checkout.
  if (known !== undefined && (known !== 'payment' || checkoutId !== undefined)) return known;
  return checkoutId === undefined ? 'contact' : 'payment';
}

export function pathOf(
  checkoutId: string | undefined,
  step: Step,
  sale: SaleToken | null = null,
): string {
  const begun = sale === null ? '/checkout' : `/checkout/${sale.saleId}/${sale.tokenId}`;
  const path = checkoutId === undefined ? begun : `/checkout/${checkoutId}`;
  const isUsual = step === (checkoutId === undefined ? 'contact' : 'payment');
  return isUsual ? path : `${path}?step=${step}`;
}

export function stepAfter(step: Step): Step {
  return steps[steps.indexOf(step) + 1] ?? 'payment';
}
