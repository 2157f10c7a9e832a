/** How chargebacks and refunds of one payment share what was captured; pure. */

/** What lost chargebacks have paid that no refund has been set against, in minor units. */
export const poolOf = (of: { lost_minor: number; covered_minor: number }): number =>
  Math.max(0, of.lost_minor - of.covered_minor);

/**
 * How much more of a refund a lost chargeback covers. All that the bank has given counts first;
 * one that is to go out whole is covered only as far as there is no money left for it.
 */
export function coverOf(
  refund: { amount_minor: number; covered_minor: number; whole: boolean },
  payment: {
    captured_minor: number;
    refunding_minor: number;
    covered_minor: number;
    lost_minor: number;
  },
): number {
  const pool = poolOf(payment);
  const left = refund.amount_minor - refund.covered_minor;
  if (!refund.whole) return Math.min(left, pool);
  const over = Math.max(0, payment.refunding_minor + pool - payment.captured_minor);
  return Math.min(left, pool, over);
}
