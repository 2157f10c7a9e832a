// Rules at the edge: shares in percent, amounts in major units, times as text. What comes in is
// checked by shape here and by sense in model-check.ts.
import { Type, type Static } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isCurrency, priceFromMajor } from '#kernel/core/money.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { isPersonal, type PriceRule, type RuleEffect, type Span } from './model-rule.ts';
import { majorOf, ruleSentence } from './model-sentence.ts';
import {
  basisPoints,
  hoursSchema,
  list,
  moment,
  momentText,
  placeSchema,
  statuses,
  statusOf,
  wrong,
} from './promotion-edge.ts';
import type { RuleRow } from './store-rule.ts';

const units = Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000_000 }), Type.Null()]);
const span = Type.Optional(
  Type.Union([Type.Object({ min: Type.Optional(units), max: Type.Optional(units) }), Type.Null()]),
);
const share = (minimum: number, maximum: number) => Type.Number({ minimum, maximum });

const effectSchema = Type.Union([
  /** Of the price so far; below 0: down. */
  Type.Object({ kind: Type.Literal('percent'), percent: share(-99.99, 1_000) }),
  Type.Object({ kind: Type.Literal('amount'), amount: share(-1e12, 1e12) }),
  /** Down to a competitor's price less this much. */
  Type.Object({ kind: Type.Literal('match'), under: share(0, 1e12) }),
]);

export const ruleBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  /** Of the amount; needed where there is one. */
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  effect: effectSchema,
  productIds: list(idSchema('prod')),
  /** A product's own category; not those above it. */
  categoryIds: list(idSchema('cat')),
  brands: list(Type.String({ minLength: 1, maxLength: 100 })),
  sellerIds: list(idSchema('slr')),
  /** Price lists whose members it is for; none: everybody. */
  segments: list(idSchema('plst')),
  places: list(placeSchema),
  startsAt: moment,
  endsAt: moment,
  hours: hoursSchema,
  /** Units left to sell, and units sold in the last 24 hours. */
  stock: span,
  demand: span,
  /** Of the base price: never below the one nor above the other. */
  floorPercent: Type.Optional(share(0, 1_000)),
  ceilingPercent: Type.Optional(share(0, 1_000)),
  /** Of the price a day ago. */
  dailyChangePercent: Type.Optional(Type.Union([share(0.01, 1_000), Type.Null()])),
  priority: Type.Optional(Type.Integer({ minimum: -1_000, maximum: 1_000 })),
});
export type RuleBody = Static<typeof ruleBody>;

export const shownRule = Type.Object({
  ...ruleBody.properties,
  ruleId: Type.String(),
  enabled: Type.Boolean(),
  status: Type.Enum([...statuses]),
  /** Whether it moves the price that everybody is shown, or that of some people or places. */
  moves: Type.Enum(['public-price', 'personal-price']),
  /** What it does, in English. */
  sentence: Type.String(),
  /** Why it was left out when a price was made in the last hour; null: it was not. */
  broken: Type.Union([Type.String(), Type.Null()]),
  version: Type.Integer(),
  createdBy: Type.String(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
});

const ceiling_default = 200;

/** What somebody typed, with no id yet; refuses amounts and shares that are none. */
export function ruleFrom(body: RuleBody): PriceRule | Refusal {
  const { currency } = body;
  if (body.effect.kind !== 'percent' && (currency === undefined || !isCurrency(currency))) {
    return wrong('/currency', 'is needed, and is to be a currency of this shop');
  }
  const typo = typoOf(body);
  if (typo) return typo;
  const effect = effectFrom(body.effect, currency ?? '');
  if (isRefusal(effect)) return effect;
  const { hours = null } = body;
  const time = (text: string | null | undefined) => (text == null ? null : Date.parse(text));
  const spanOf = (one: RuleBody['stock']): Span | null =>
    one == null ? null : { min: one.min ?? null, max: one.max ?? null };
  return {
    ruleId: '',
    name: body.name,
    enabled: true,
    effect,
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
    stock: spanOf(body.stock),
    demand: spanOf(body.demand),
    floor_bp: basisPoints(body.floorPercent ?? 0),
    ceiling_bp: basisPoints(body.ceilingPercent ?? ceiling_default),
    dailyChange_bp: body.dailyChangePercent == null ? null : basisPoints(body.dailyChangePercent),
  };
}

/** A time that no clock shows, or a share finer than a hundredth of a percent. */
function typoOf(body: RuleBody): Refusal | undefined {
  const { startsAt, endsAt, effect, floorPercent, ceilingPercent, dailyChangePercent } = body;
  for (const [name, text] of Object.entries({ startsAt, endsAt })) {
    if (text != null && Number.isNaN(Date.parse(text))) return wrong(`/${name}`, 'is no time');
  }
  const shares = Object.entries({ floorPercent, ceilingPercent, dailyChangePercent });
  if (effect.kind === 'percent') shares.push(['effect/percent', effect.percent]);
  const fine = shares.find(([, one]) => {
    return one != null && Math.abs(one * 100 - basisPoints(one)) > 1e-6;
  });
  return fine && wrong(`/${fine[0]}`, 'has more than two decimals');
}

function effectFrom(effect: RuleBody['effect'], currency: string): RuleEffect | Refusal {
  if (effect.kind === 'percent')
    return { kind: effect.kind, share_bp: basisPoints(effect.percent) };
  if (effect.kind === 'amount') {
    const size = priceFromMajor(Math.abs(effect.amount), currency);
    if (isRefusal(size)) return size;
    return { kind: effect.kind, amount_minor: effect.amount < 0 ? -size : size, currency };
  }
  const under_minor = priceFromMajor(effect.under, currency);
  return isRefusal(under_minor) ? under_minor : { kind: effect.kind, under_minor, currency };
}

function effectJson(effect: RuleEffect): RuleBody['effect'] {
  if (effect.kind === 'percent') return { kind: effect.kind, percent: effect.share_bp / 100 };
  if (effect.kind === 'amount') {
    return { kind: effect.kind, amount: majorOf(effect.amount_minor, effect.currency) };
  }
  return { kind: effect.kind, under: majorOf(effect.under_minor, effect.currency) };
}

/** As an operator sees it. */
export function ruleJson(
  row: RuleRow,
  of: { now_ms: number; broken: string | null },
): Static<typeof shownRule> {
  const { definition: one, enabled } = row;
  const { effect, hours, dailyChange_bp } = one;
  return {
    ruleId: row.ruleId,
    name: one.name,
    ...('currency' in effect ? { currency: effect.currency } : {}),
    effect: effectJson(effect),
    ...one.scope,
    segments: one.segments,
    places: one.places,
    startsAt: momentText(one.startsAt_ms),
    endsAt: momentText(one.endsAt_ms),
    hours: hours && { from: hours.from_min, to: hours.to_min, weekdays: hours.weekdays },
    stock: one.stock,
    demand: one.demand,
    floorPercent: one.floor_bp / 100,
    ceilingPercent: one.ceiling_bp / 100,
    dailyChangePercent: dailyChange_bp === null ? null : dailyChange_bp / 100,
    priority: one.priority,
    enabled,
    status: statusOf({ ...one, enabled }, of.now_ms),
    moves: isPersonal(one) ? 'personal-price' : 'public-price',
    sentence: ruleSentence(one),
    broken: of.broken,
    version: row.version,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
