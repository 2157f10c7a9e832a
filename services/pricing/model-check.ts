import { isCurrency } from '#kernel/core/money.ts';
import { price_minor_max } from '#kernel/core/limit.ts';
import {
  isPersonal,
  stacks,
  type PriceRule,
  type Promotion,
  type PromotionEffect,
  type Scope,
  type Span,
  type Terms,
} from './model-rule.ts';

/** What is wrong with a promotion; `field` is a path in it. */
export interface Fault {
  field: string;
  detail: string;
}

/** Everything that keeps a promotion from being saved beside those that there are. */
export function faultsOf(promotion: Promotion, others: readonly Promotion[]): Fault[] {
  const { subtotalMin, effect } = promotion;
  const faults = termFaults(promotion);
  const say = (field: string, detail: string) => faults.push({ field, detail });
  const currencies = [effect, subtotalMin].flatMap((one) =>
    one !== null && 'currency' in one ? [one.currency] : [],
  );
  if (currencies.some((one) => !isCurrency(one))) say('currency', 'is no currency of this shop');
  faults.push(...effectFaults(effect));
  if (faults.length > 0) return faults;
  for (const other of others) {
    if (other.promotionId === promotion.promotionId || !other.enabled) continue;
    if (!meet(promotion, other)) continue;
    if (promotion.exclusive && other.exclusive && promotion.priority === other.priority) {
      say('exclusive', `so is ${other.promotionId} for some of the same, with the same priority`);
    }
    const together = shareOf(promotion.effect) + shareOf(other.effect);
    if (together >= 10_000 && stacks(promotion, other)) {
      say('effect', `takes all off together with ${other.promotionId}; give both one group`);
    }
  }
  return faults;
}

function termFaults({ startsAt_ms, endsAt_ms, hours, places }: Terms): Fault[] {
  const faults: Fault[] = [];
  const say = (field: string, detail: string) => faults.push({ field, detail });
  if (startsAt_ms !== null && endsAt_ms !== null && endsAt_ms <= startsAt_ms) {
    say('endsAt', 'is not after the beginning');
  }
  if (hours !== null && hours.from_min === hours.to_min) say('hours', 'begin when they end');
  places.forEach((place, at) => {
    if (!isCountry(place.slice(0, 2))) say(`places/${at}`, 'is no country');
  });
  return faults;
}

/**
 * Everything that keeps a rule from being saved. One for some people or places may only lower a
 * price: what everybody is shown is then never less than what somebody is charged.
 */
export function ruleFaults(rule: PriceRule): Fault[] {
  const { effect, stock, demand, floor_bp, ceiling_bp } = rule;
  const faults = termFaults(rule);
  const say = (field: string, detail: string) => faults.push({ field, detail });
  const spans: [string, Span | null][] = Object.entries({ stock, demand });
  for (const [field, span] of spans) {
    if (span === null) continue;
    const { min, max } = span;
    if (min === null && max === null) say(field, 'has neither a least nor a most');
    if (min !== null && max !== null && max < min) say(`${field}/max`, 'is below the least');
  }
  if (ceiling_bp < floor_bp) say('ceilingPercent', 'is below the floor');
  if ('currency' in effect && !isCurrency(effect.currency)) {
    say('currency', 'is no currency of this shop');
  }
  const move =
    effect.kind === 'percent'
      ? effect.share_bp
      : effect.kind === 'amount'
        ? effect.amount_minor
        : -1;
  if (move === 0) say('effect', 'changes nothing');
  if (move > 0 && isPersonal(rule)) {
    say('effect', 'makes it dearer for some; what everybody is shown would be too low');
  }
  if (isPersonal(rule) && floor_bp > 10_000) {
    say('floorPercent', 'makes it dearer for some; what everybody is shown would be too low');
  }
  return faults;
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Whether a code of two letters is a country's. */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && names.of(code) !== undefined;
}

function effectFaults(effect: PromotionEffect): Fault[] {
  const faults: Fault[] = [];
  const say = (field: string, detail: string) => faults.push({ field: `effect/${field}`, detail });
  const amount =
    effect.kind === 'amount'
      ? effect.amount_minor
      : effect.kind === 'fixed-price'
        ? effect.unit_minor
        : effect.kind === 'bundle'
          ? effect.price_minor
          : 0;
  if (amount > price_minor_max) say('amount', 'is too large');
  if (effect.kind === 'tiered') {
    effect.tiers.forEach((tier, at) => {
      const before = effect.tiers[at - 1];
      if (before === undefined) return;
      if (tier.quantity <= before.quantity) say(`tiers/${at}/quantity`, 'is not above the last');
      if (tier.share_bp <= before.share_bp) say(`tiers/${at}/percent`, 'is not above the last');
    });
  }
  if (effect.kind === 'bundle') {
    const seen = new Set<string>();
    effect.parts.forEach(({ productId }, at) => {
      if (seen.has(productId)) say(`parts/${at}/productId`, 'is in the bundle already');
      seen.add(productId);
    });
  }
  return faults;
}

/** The most that it takes off a line for sure, of what is left of it. */
function shareOf(effect: PromotionEffect): number {
  return effect.kind === 'percent' ? effect.share_bp : 0;
}

/** Whether both may hold at one moment for one line. */
function meet(a: Promotion, b: Promotion): boolean {
  const ends = (one: Promotion) => one.endsAt_ms ?? Infinity;
  const starts = (one: Promotion) => one.startsAt_ms ?? -Infinity;
  if (ends(a) <= starts(b) || ends(b) <= starts(a)) return false;
  const share = (x: readonly string[], y: readonly string[]) =>
    x.length === 0 || y.length === 0 || x.some((one) => y.includes(one));
  const of = (one: Promotion): Scope =>
    one.effect.kind === 'bundle'
      ? { ...one.scope, productIds: one.effect.parts.map((part) => part.productId) }
      : one.scope;
  const [x, y] = [of(a), of(b)];
  return (
    share(x.productIds, y.productIds) &&
    share(x.categoryIds, y.categoryIds) &&
    share(x.brands, y.brands) &&
    share(x.sellerIds, y.sellerIds)
  );
}
