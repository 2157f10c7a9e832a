// Promotions at the edge: amounts in major units of one currency, times as text. What comes in is
// checked by shape here and by sense in model-check.ts.
import { Type, type Static } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { fromMajor, isCurrency, priceFromMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Limits, Promotion, PromotionEffect } from './model-rule.ts';
import { majorOf, sentenceOf } from './model-sentence.ts';
import { isUsedUp } from './purses.ts';
import type { PromotionRow } from './store-promotion.ts';

const amount = Type.Number({ minimum: 0, maximum: 1e12 });
const percent = Type.Number({ minimum: 0.01, maximum: 100 });
const units = Type.Integer({ minimum: 1, maximum: 1_000 });
export const list = <T extends Parameters<typeof Type.Array>[0]>(of: T) =>
  Type.Optional(Type.Array(of, { maxItems: 500, uniqueItems: true }));
export const moment = Type.Optional(
  Type.Union([Type.String({ format: 'date-time', maxLength: 40 }), Type.Null()]),
);

const effectSchema = Type.Union([
  Type.Object({ kind: Type.Literal('percent'), percent }),
  Type.Object({ kind: Type.Literal('amount'), amount }),
  Type.Object({ kind: Type.Literal('fixed-price'), price: amount }),
  Type.Object({ kind: Type.Literal('buy-get'), buy: units, get: units, percent }),
  Type.Object({
    kind: Type.Literal('bundle'),
    parts: Type.Array(Type.Object({ productId: idSchema('prod'), quantity: units }), {
      minItems: 1,
      maxItems: 20,
    }),
    price: amount,
  }),
  Type.Object({
    kind: Type.Literal('tiered'),
    tiers: Type.Array(Type.Object({ quantity: units, percent }), { minItems: 1, maxItems: 10 }),
  }),
  Type.Object({ kind: Type.Literal('free-shipping') }),
  Type.Object({ kind: Type.Literal('gift'), variantId: idSchema('var'), quantity: units }),
]);

/** Minutes of the day in UTC; days of the week with 0 for Sunday, none: all. */
export const hoursSchema = Type.Optional(
  Type.Union([
    Type.Object({
      from: Type.Integer({ minimum: 0, maximum: 1_439 }),
      to: Type.Integer({ minimum: 0, maximum: 1_439 }),
      weekdays: Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { maxItems: 7 }),
    }),
    Type.Null(),
  ]),
);

/** Where the goods go: 'US' or 'US-CA'. */
export const placeSchema = Type.String({ pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' });

export const promotionBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  /** Of all amounts; needed where there is one. */
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  effect: effectSchema,
  productIds: list(idSchema('prod')),
  /** A product's own category; not those above it. */
  categoryIds: list(idSchema('cat')),
  brands: list(Type.String({ minLength: 1, maxLength: 100 })),
  sellerIds: list(idSchema('slr')),
  /** Price lists whose members it is for; none: everybody. */
  segments: list(idSchema('plst')),
  /** MEMBER: taken off last, after promotions and coupons. */
  stage: Type.Optional(Type.Enum(['PROMOTION', 'MEMBER'])),
  places: list(placeSchema),
  startsAt: moment,
  endsAt: moment,
  hours: hoursSchema,
  quantityMin: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
  subtotalMin: Type.Optional(Type.Union([amount, Type.Null()])),
  /** Only for who has no order yet but cancelled and failed ones. */
  firstOrder: Type.Optional(Type.Boolean()),
  /** Orders that may have it; none: any number. */
  usesMax: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1, maximum: 1_000_000_000 }), Type.Null()]),
  ),
  /** What it may take off altogether, sending included; then it is for these currencies only. */
  budgets: Type.Optional(
    Type.Array(
      Type.Object({
        currency: Type.String({ pattern: '^[A-Z]{3}$' }),
        amount: Type.Number({ exclusiveMinimum: 0, maximum: 1e12 }),
      }),
      { maxItems: 20 },
    ),
  ),
  /** What an order took of these is given back when it is cancelled; default true. */
  returnsWhenCancelled: Type.Optional(Type.Boolean()),
  exclusive: Type.Optional(Type.Boolean()),
  group: Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 40 }), Type.Null()])),
  priority: Type.Optional(Type.Integer({ minimum: -1_000, maximum: 1_000 })),
});
export type PromotionBody = Static<typeof promotionBody>;

export const shownPromotion = Type.Object({
  ...promotionBody.properties,
  promotionId: Type.String(),
  enabled: Type.Boolean(),
  /** used-up: it is on, but nothing of it is left, so nobody gets it. */
  status: Type.Enum(['off', 'scheduled', 'running', 'over', 'used-up']),
  /** What is taken of its limits, in open checkouts and in orders; null: it has none. */
  used: Type.Union([
    Type.Object({
      uses: Type.Integer(),
      budgets: Type.Array(Type.Object({ currency: Type.String(), amount: Type.Number() })),
    }),
    Type.Null(),
  ]),
  /** What it does, in English. */
  sentence: Type.String(),
  version: Type.Integer(),
  createdBy: Type.String(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
});

/** What somebody typed, with no id yet; refuses amounts that are none. */
export function promotionFrom(body: PromotionBody): Promotion | Refusal {
  const { currency } = body;
  const needs = body.subtotalMin != null || ['amount', 'price'].some((key) => key in body.effect);
  if (needs && (currency === undefined || !isCurrency(currency))) {
    return wrong('/currency', 'is needed, and is to be a currency of this shop');
  }
  const typo = typoOf(body);
  if (typo) return typo;
  const money = currency ?? 'USD';
  const effect = effectFrom(body.effect, money);
  if (isRefusal(effect)) return effect;
  const least = body.subtotalMin == null ? null : priceFromMajor(body.subtotalMin, money);
  if (isRefusal(least)) return least;
  const limits = limitsFrom(body);
  if (isRefusal(limits)) return limits;
  const { hours = null } = body;
  const time = (text: string | null | undefined) => (text == null ? null : Date.parse(text));
  return {
    promotionId: '',
    name: body.name,
    stage: body.stage ?? 'PROMOTION',
    enabled: true,
    scope: {
      productIds: body.productIds ?? [],
      categoryIds: body.categoryIds ?? [],
      brands: body.brands ?? [],
      sellerIds: body.sellerIds ?? [],
    },
    segments: body.segments ?? [],
    places: body.places ?? [],
    startsAt_ms: time(body.startsAt),
    endsAt_ms: time(body.endsAt),
    hours: hours && { from_min: hours.from, to_min: hours.to, weekdays: hours.weekdays },
    priority: body.priority ?? 0,
    quantityMin: body.quantityMin ?? 0,
    subtotalMin: least === null ? null : { amount_minor: least, currency: money },
    firstOrder: body.firstOrder ?? false,
    ...(limits ? { limits } : {}),
    exclusive: body.exclusive ?? false,
    group: body.group ?? null,
    effect,
  };
}

/** undefined: it is without end. */
function limitsFrom({
  usesMax = null,
  budgets: typed = [],
  returnsWhenCancelled: returns = true,
}: PromotionBody): Limits | Refusal | undefined {
  if (usesMax === null && typed.length === 0) return undefined;
  const budgets: Limits['budgets'] = [];
  for (const [at, { currency, amount: major }] of typed.entries()) {
    const isTwice = budgets.some((one) => one.currency === currency);
    if (isTwice) return wrong(`/budgets/${at}/currency`, 'has a budget already');
    if (!isCurrency(currency)) return wrong(`/budgets/${at}/currency`, 'is no currency here');
    const amount_minor = fromMajor(major, currency);
    if (isRefusal(amount_minor)) return amount_minor;
    if (amount_minor === 0) return wrong(`/budgets/${at}/amount`, 'is too small');
    budgets.push({ currency, amount_minor });
  }
  return { uses_max: usesMax, budgets, returns };
}

export function wrong(pointer: string, detail: string): Refusal<'validation-failed'> {
  return refuse('validation-failed', {
    errors: [{ pointer, in: 'body', code: 'not-valid', detail }],
  });
}

/** A time that no clock shows (a leap second), or a share finer than a hundredth of a percent. */
function typoOf({ startsAt, endsAt, effect }: PromotionBody): Refusal | undefined {
  for (const [name, text] of Object.entries({ startsAt, endsAt })) {
    if (text != null && Number.isNaN(Date.parse(text))) return wrong(`/${name}`, 'is no time');
  }
  const tiers = effect.kind === 'tiered' ? effect.tiers : [];
  const shares: [string, number][] = tiers.map((one, at) => {
    return [`/effect/tiers/${at}/percent`, one.percent];
  });
  if ('percent' in effect) shares.push(['/effect/percent', effect.percent]);
  const fine = shares.find(([, share]) => Math.abs(share * 100 - basisPoints(share)) > 1e-6);
  return fine && wrong(fine[0], 'has more than two decimals');
}

export const basisPoints = (share: number) => Math.round(share * 100);

function effectFrom(effect: PromotionBody['effect'], currency: string): PromotionEffect | Refusal {
  switch (effect.kind) {
    case 'percent':
      return { kind: effect.kind, share_bp: basisPoints(effect.percent) };
    case 'amount': {
      const amount_minor = priceFromMajor(effect.amount, currency);
      return isRefusal(amount_minor) ? amount_minor : { kind: effect.kind, amount_minor, currency };
    }
    case 'fixed-price': {
      const unit_minor = priceFromMajor(effect.price, currency);
      return isRefusal(unit_minor) ? unit_minor : { kind: effect.kind, unit_minor, currency };
    }
    case 'bundle': {
      const price_minor = priceFromMajor(effect.price, currency);
      if (isRefusal(price_minor)) return price_minor;
      return { kind: effect.kind, parts: effect.parts, price_minor, currency };
    }
    case 'buy-get': {
      const { kind, buy, get } = effect;
      return { kind, buy, get, share_bp: basisPoints(effect.percent) };
    }
    case 'tiered': {
      const tiers = effect.tiers.map(({ quantity, percent: share }) => {
        return { quantity, share_bp: basisPoints(share) };
      });
      return { kind: effect.kind, tiers };
    }
    default:
      return effect;
  }
}

function effectJson(effect: PromotionEffect): PromotionBody['effect'] {
  switch (effect.kind) {
    case 'percent':
      return { kind: effect.kind, percent: effect.share_bp / 100 };
    case 'amount':
      return { kind: effect.kind, amount: majorOf(effect.amount_minor, effect.currency) };
    case 'fixed-price':
      return { kind: effect.kind, price: majorOf(effect.unit_minor, effect.currency) };
    case 'bundle': {
      const { kind, parts } = effect;
      return { kind, parts, price: majorOf(effect.price_minor, effect.currency) };
    }
    case 'buy-get': {
      const { kind, buy, get } = effect;
      return { kind, buy, get, percent: effect.share_bp / 100 };
    }
    case 'tiered':
      return {
        kind: effect.kind,
        tiers: effect.tiers.map((one) => ({
          quantity: one.quantity,
          percent: one.share_bp / 100,
        })),
      };
    default:
      return effect;
  }
}

export const momentText = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

export const statuses = ['off', 'scheduled', 'running', 'over'] as const;

export function statusOf(
  of: { startsAt_ms: number | null; endsAt_ms: number | null; enabled: boolean },
  now_ms: number,
): (typeof statuses)[number] {
  if (of.endsAt_ms !== null && now_ms >= of.endsAt_ms) return 'over';
  if (!of.enabled) return 'off';
  return of.startsAt_ms !== null && now_ms < of.startsAt_ms ? 'scheduled' : 'running';
}

/** What is taken of a promotion's limits, by currency; uses by the empty one. */
export type Taken = (currency: string) => number;

/** As an operator sees it. */
export function promotionJson(
  row: PromotionRow,
  now_ms: number,
  taken: Taken = () => 0,
): Static<typeof shownPromotion> {
  const { definition: one, enabled } = row;
  const { limits } = one;
  const { effect, subtotalMin, hours } = one;
  const currency = 'currency' in effect ? effect.currency : subtotalMin?.currency;
  const on = statusOf({ ...one, enabled }, now_ms);
  const status = on === 'running' && isUsedUp(one, taken) ? 'used-up' : on;
  const used = limits
    ? { uses: taken(''), budgets: limits.budgets.map((of) => moneyOf(of.currency, taken)) }
    : null;
  return {
    promotionId: row.promotionId,
    name: one.name,
    ...(currency === undefined ? {} : { currency }),
    effect: effectJson(effect),
    ...one.scope,
    segments: one.segments,
    ...(one.stage === 'COUPON' ? {} : { stage: one.stage }),
    places: one.places,
    startsAt: momentText(one.startsAt_ms),
    endsAt: momentText(one.endsAt_ms),
    hours: hours && { from: hours.from_min, to: hours.to_min, weekdays: hours.weekdays },
    quantityMin: one.quantityMin,
    subtotalMin: subtotalMin && majorOf(subtotalMin.amount_minor, subtotalMin.currency),
    firstOrder: one.firstOrder,
    usesMax: limits?.uses_max ?? null,
    budgets: (limits?.budgets ?? []).map((of) => moneyOf(of.currency, () => of.amount_minor)),
    returnsWhenCancelled: limits?.returns ?? true,
    exclusive: one.exclusive,
    group: one.group,
    priority: one.priority,
    enabled,
    status,
    used,
    sentence: sentenceOf(one),
    version: row.version,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const moneyOf = (currency: string, taken: Taken) => ({
  currency,
  amount: majorOf(taken(currency), currency),
});
