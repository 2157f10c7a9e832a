/** Steps of the checkout; on a phone one at a time, in the address so that "back" works. */
export const steps = ['contact', 'address', 'delivery', 'payment'] as const;
export type Step = (typeof steps)[number];

/** The step that an address names: a checkout that is open is at its payment. */
export function stepOf(checkoutId: string | undefined, search: URLSearchParams): Step {
  const named = search.get('step');
  const known = steps.find((step) => step === named);
  // Nothing can be paid before there is a checkout.
  if (known !== undefined && (known !== 'payment' || checkoutId !== undefined)) return known;
  return checkoutId === undefined ? 'contact' : 'payment';
}

export function pathOf(checkoutId: string | undefined, step: Step): string {
  const path = checkoutId === undefined ? '/checkout' : `/checkout/${checkoutId}`;
  const isUsual = step === (checkoutId === undefined ? 'contact' : 'payment');
  return isUsual ? path : `${path}?step=${step}`;
}

export function stepAfter(step: Step): Step {
  return steps[steps.indexOf(step) + 1] ?? 'payment';
}
