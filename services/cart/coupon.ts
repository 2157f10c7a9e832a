/** The coupon of a cart as the shopper's client gets it: amounts in major units. */
import { Type, type Static } from 'typebox';
import { toMajor } from '#kernel/core/money.ts';
import { couponReasons, type CouponView } from '#services/pricing/contract.ts';

const textOrNull = Type.Union([Type.String(), Type.Null()]);

export const discountSchema = Type.Object({
  name: Type.String(),
  amount: Type.Number(),
  code: Type.Optional(Type.String()),
});

export function discountsJson(discounts: CouponView['discounts'], currency: string) {
  return discounts.map(({ name, amount_minor, code }) => {
    const amount = toMajor(amount_minor, currency);
    return code === undefined ? { name, amount } : { name, amount, code };
  });
}

export const couponSchema = Type.Object({
  code: Type.String(),
  name: Type.String(),
  /** Why it takes nothing off as the cart is; null: it does. */
  reason: Type.Union([Type.Enum([...couponReasons]), Type.Null()]),
  startsAt: textOrNull,
  endsAt: textOrNull,
  /** What the goods that it is for have to come to. */
  least: Type.Union([Type.Number(), Type.Null()]),
  leastUnits: Type.Integer(),
  freeShipping: Type.Boolean(),
  /** What is taken off, and by what; the one with a code is the coupon. */
  discounts: Type.Array(discountSchema),
});

export function couponJson(view: CouponView, currency: string): Static<typeof couponSchema> {
  const { code, name, reason, startsAt, endsAt, least_minor, leastUnits, freeShipping } = view;
  return {
    code,
    name,
    reason,
    startsAt,
    endsAt,
    least: least_minor === null ? null : toMajor(least_minor, currency),
    leastUnits,
    freeShipping,
    discounts: discountsJson(view.discounts, currency),
  };
}
