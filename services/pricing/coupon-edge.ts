/** Coupons at the edge: what an operator types and what they see. The promotion in it is one of
 * promotion-edge.ts; beside it stand the code and how often it may be used. */
import { Type, type Static } from 'typebox';
import { isCurrency, priceFromMajor, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { couponCode } from './contract.ts';
import type { CouponTerms } from './model-coupon.ts';
import { promotionBody, promotionFrom, promotionJson, shownPromotion } from './promotion-edge.ts';
import type { CouponRow } from './store-coupon.ts';

const uses = Type.Optional(
  Type.Union([Type.Integer({ minimum: 1, maximum: 1_000_000_000 }), Type.Null()]),
);

const limits = {
  /** Over all codes. */
  usesMax: uses,
  /** By one person: by their e-mail, else by their account. */
  usesPerPerson: uses,
  /** Of each code; it cannot change once there are codes. */
  usesPerCode: uses,
  /** The most that all uses take off together, delivery included; in `currency`. */
  budget: Type.Optional(
    Type.Union([Type.Number({ exclusiveMinimum: 0, maximum: 1e12 }), Type.Null()]),
  ),
  accountsOnly: Type.Optional(Type.Boolean()),
  /** A use is given back when its order is cancelled. */
  returnsWhenCancelled: Type.Optional(Type.Boolean()),
  /** And when all of the order came back and was paid back; not for a part of it. */
  returnsWhenRefunded: Type.Optional(Type.Boolean()),
};

// A coupon has limits of its own, which count its codes and people as well.
const {
  stage: _stage,
  firstOrder: _firstOrder,
  budgets: _budgets,
  ...promotionProperties
} = promotionBody.properties;

export const couponBody = Type.Object({ ...promotionProperties, ...limits });
export type CouponBody = Static<typeof couponBody>;

/** With a code that people can say; others can be made later. */
export const newCouponBody = Type.Object({
  ...couponBody.properties,
  code: Type.Optional(couponCode),
});

const {
  promotionId: _,
  stage: _ofStage,
  status: _status,
  version: _version,
  firstOrder: _shownFirst,
  budgets: _shownBudgets,
  used: _used,
  ...shownProperties
} = shownPromotion.properties;

export const shownCoupon = Type.Object({
  ...shownProperties,
  ...limits,
  couponId: Type.String(),
  status: Type.Enum(['off', 'scheduled', 'running', 'over']),
  /** In checkouts that are open, and in orders. */
  held: Type.Integer(),
  used: Type.Integer(),
  spent: Type.Union([Type.Number(), Type.Null()]),
  version: Type.Integer(),
});

function wrong(pointer: string, detail: string): Refusal<'validation-failed'> {
  return refuse('validation-failed', {
    errors: [{ pointer, in: 'body', code: 'not-valid', detail }],
  });
}

/** What somebody typed, as a coupon with this id. */
export function couponFrom(body: CouponBody, couponId: string): CouponTerms | Refusal {
  const { usesMax, usesPerPerson, usesPerCode, budget, accountsOnly, ...rest } = body;
  const { returnsWhenCancelled, returnsWhenRefunded, ...typed } = rest;
  const promotion = promotionFrom(typed);
  if (isRefusal(promotion)) return promotion;
  const { currency } = body;
  if (budget != null && (currency === undefined || !isCurrency(currency))) {
    return wrong('/currency', 'is needed, and is to be a currency of this shop');
  }
  const amount = budget == null ? null : priceFromMajor(budget, currency ?? '');
  if (isRefusal(amount)) return amount;
  if (amount === 0) return wrong('/budget', 'is too small');
  return {
    couponId,
    definition: { ...promotion, promotionId: couponId, stage: 'COUPON' },
    enabled: true,
    uses_max: usesMax ?? null,
    person_max: usesPerPerson ?? null,
    code_max: usesPerCode ?? null,
    budget: amount === null ? null : { amount_minor: amount, currency: currency ?? '' },
    accountsOnly: accountsOnly ?? false,
    returns: returnsWhenCancelled ?? true,
    returnsRefunded: returnsWhenRefunded ?? false,
  };
}

/** As an operator sees it. */
export function couponJson(row: CouponRow, now_ms: number): Static<typeof shownCoupon> {
  const { couponId, held, used, budget_minor, budgetCurrency } = row;
  const {
    promotionId: __,
    stage: _always,
    status,
    firstOrder: _first,
    budgets: _none,
    currency: ___,
    ...shown
  } = promotionJson({ ...row, promotionId: couponId }, now_ms);
  const { effect, subtotalMin } = row.definition;
  const currency =
    budgetCurrency ?? ('currency' in effect ? effect.currency : subtotalMin?.currency);
  const money = (minor: number | null) =>
    minor === null || budgetCurrency === null ? null : toMajor(minor, budgetCurrency);
  return {
    ...shown,
    ...(currency === undefined ? {} : { currency }),
    couponId,
    // Its own limits do not switch it off.
    status: status === 'used-up' ? 'running' : status,
    usesMax: row.uses_max,
    usesPerPerson: row.person_max,
    usesPerCode: row.code_max,
    budget: money(budget_minor),
    spent: money(row.spent_minor),
    accountsOnly: row.accountsOnly,
    returnsWhenCancelled: row.returns,
    returnsWhenRefunded: row.returnsRefunded,
    held,
    used,
  };
}
