import { unreachable } from '#kernel/core/assert.ts';
import { toMajor } from '#kernel/core/money.ts';
import type { Promotion, PromotionEffect } from './model-rule.ts';

const percent = (bp: number) => `${bp / 100} %`;
const money = (minor: number, currency: string) => `${toMajor(minor, currency)} ${currency}`;

/** A promotion in one plain English sentence, for whoever is about to save it. */
export function sentenceOf(promotion: Promotion): string {
  const { scope, places, hours, quantityMin, subtotalMin, exclusive, group } = promotion;
  const parts = [effectText(promotion.effect)];
  const among = [
    list('products', scope.productIds),
    list('categories', scope.categoryIds),
    list('brands', scope.brands),
    list('sellers', scope.sellerIds),
  ].filter((one) => one !== '');
  parts.push(among.length === 0 ? 'on everything' : `on ${among.join(' and ')}`);
  if (quantityMin > 0) parts.push(`from ${quantityMin} units`);
  if (subtotalMin) parts.push(`from ${money(subtotalMin.amount_minor, subtotalMin.currency)}`);
  if (places.length > 0) parts.push(`sent to ${places.join(', ')}`);
  if (hours) parts.push(`from ${clock(hours.from_min)} to ${clock(hours.to_min)} UTC`);
  if (hours && hours.weekdays.length > 0) parts.push(`on ${hours.weekdays.map(day).join(', ')}`);
  if (promotion.startsAt_ms !== null) parts.push(`since ${moment(promotion.startsAt_ms)}`);
  if (promotion.endsAt_ms !== null) parts.push(`until ${moment(promotion.endsAt_ms)}`);
  const alone = exclusive ? ', with nothing else on the same line' : '';
  const one = group === null ? '' : `, one of "${group}" on a line`;
  return `${parts.join(' ')}${alone}${one}.`;
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
