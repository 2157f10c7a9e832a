import { unreachable } from '#kernel/core/assert.ts';
import { isCurrency, toMajor } from '#kernel/core/money.ts';
import type { PriceRule, Promotion, PromotionEffect, Span, Terms } from './model-rule.ts';

const percent = (bp: number) => `${bp / 100} %`;
/** An amount as operators read it; one that is none as it is: a broken rule is shown too. */
export const majorOf = (minor: number, currency: string) =>
  Number.isSafeInteger(minor) && isCurrency(currency) ? toMajor(minor, currency) : minor;
const money = (minor: number, currency: string) => `${majorOf(minor, currency)} ${currency}`;

/** A promotion in one plain English sentence, for whoever is about to save it. */
export function sentenceOf(promotion: Promotion): string {
  const { quantityMin, subtotalMin, exclusive, group, firstOrder, limits } = promotion;
  const parts = [effectText(promotion.effect), scopeText(promotion)];
  if (quantityMin > 0) parts.push(`from ${quantityMin} units`);
  if (subtotalMin) parts.push(`from ${money(subtotalMin.amount_minor, subtotalMin.currency)}`);
  if (firstOrder) parts.push('on a first order');
  parts.push(...termTexts(promotion));
  const most = [
    ...(limits?.uses_max ? [`${limits.uses_max} orders`] : []),
    ...(limits?.budgets ?? []).map((one) => money(one.amount_minor, one.currency)),
  ];
  if (most.length > 0) parts.push(`up to ${most.join(' and ')} altogether`);
  const alone = exclusive ? ', with nothing else on the same line' : '';
  const one = group === null ? '' : `, one of "${group}" on a line`;
  return `${parts.join(' ')}${alone}${one}.`;
}

function scopeText({ scope }: Terms): string {
  const among = [
    list('products', scope.productIds),
    list('categories', scope.categoryIds),
    list('brands', scope.brands),
    list('sellers', scope.sellerIds),
  ].filter((one) => one !== '');
  return among.length === 0 ? 'on everything' : `on ${among.join(' and ')}`;
}

function termTexts({ places, segments, hours, startsAt_ms, endsAt_ms }: Terms): string[] {
  const parts: string[] = [];
  if (segments.length > 0) parts.push(`for ${segments.join(', ')}`);
  if (places.length > 0) parts.push(`sent to ${places.join(', ')}`);
  if (hours) parts.push(`from ${clock(hours.from_min)} to ${clock(hours.to_min)} UTC`);
  if (hours && hours.weekdays.length > 0) parts.push(`on ${hours.weekdays.map(day).join(', ')}`);
  if (startsAt_ms !== null) parts.push(`since ${moment(startsAt_ms)}`);
  if (endsAt_ms !== null) parts.push(`until ${moment(endsAt_ms)}`);
  return parts;
}

/** A rule in one plain English sentence. */
export function ruleSentence(rule: PriceRule): string {
  const { effect, stock, demand, floor_bp, ceiling_bp, dailyChange_bp } = rule;
  const parts = [moveText(effect), scopeText(rule)];
  if (stock) parts.push(`with ${spanText(stock)} units left`);
  if (demand) parts.push(`with ${spanText(demand)} units sold in a day`);
  parts.push(...termTexts(rule));
  const bounds = `from ${percent(floor_bp)} to ${percent(ceiling_bp)} of the base price`;
  const daily = dailyChange_bp === null ? '' : `, no more than ${percent(dailyChange_bp)} a day`;
  return `${parts.join(' ')}, ${bounds}${daily}.`;
}

function moveText(effect: PriceRule['effect']): string {
  switch (effect.kind) {
    case 'percent':
      return `${effect.share_bp < 0 ? '' : '+'}${percent(effect.share_bp)}`;
    case 'amount':
      return `${effect.amount_minor < 0 ? '' : '+'}${money(effect.amount_minor, effect.currency)}`;
    case 'match':
      return `A competitor's price less ${money(effect.under_minor, effect.currency)}`;
    default:
      return unreachable(effect);
  }
}

function spanText({ min, max }: Span): string {
  if (min !== null && max !== null) return `${min} to ${max}`;
  return min === null ? `at most ${max ?? 0}` : `at least ${min}`;
}

function effectText(effect: PromotionEffect): string {
  switch (effect.kind) {
    case 'percent':
      return `${percent(effect.share_bp)} off`;
    case 'amount':
      return `${money(effect.amount_minor, effect.currency)} off`;
    case 'fixed-price':
      return `${money(effect.unit_minor, effect.currency)} a unit`;
    case 'buy-get':
      return `buy ${effect.buy}, get the ${effect.get} cheapest ${percent(effect.share_bp)} off,`;
    case 'bundle': {
      const parts = effect.parts.map((part) => `${part.quantity} × ${part.productId}`);
      return `${parts.join(' with ')} for ${money(effect.price_minor, effect.currency)}`;
    }
    case 'tiered': {
      const tiers = effect.tiers.map((one) => `${percent(one.share_bp)} from ${one.quantity}`);
      return `${tiers.join(', ')} units off`;
    }
    case 'free-shipping':
      return 'Free shipping';
    case 'gift':
      return `${effect.quantity} × ${effect.variantId} for nothing`;
    default:
      return unreachable(effect);
  }
}

const list = (name: string, ids: readonly string[]) =>
  ids.length === 0 ? '' : `${name} ${ids.join(', ')}`;
const moment = (ms: number) => new Date(ms).toISOString();
const day = (weekday: number) => ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][weekday] ?? '';
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
