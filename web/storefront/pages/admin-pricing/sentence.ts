import type { Speech } from '../../i18n/translate.ts';
import type { PromotionBody } from './terms.ts';

/** Names of what was chosen, by id. */
export type Names = ReadonlyMap<string, string>;

/** What a promotion does, in a sentence of the reader's language. */
export function sentenceOf(speech: Speech, body: PromotionBody, names: Names): string {
  const { t, money, list, date } = speech;
  const { currency = 'USD', hours } = body;
  const cash = (amount: number | null) => money(amount ?? 0, currency);
  const named = (ids: readonly string[] | undefined) =>
    (ids ?? []).map((id) => names.get(id) ?? id);
  const on = [
    ...named(body.productIds),
    ...named(body.categoryIds),
    ...(body.brands ?? []),
    ...named(body.sellerIds),
  ];
  const parts = [
    effectText(speech, body, names),
    on.length === 0 ? t('pricing.say.everything') : t('pricing.say.on', { what: list(on) }),
  ];
  const { quantityMin = 0, subtotalMin = null, places = [], segments = [] } = body;
  if (quantityMin > 0) parts.push(t('pricing.say.units', { count: quantityMin }));
  if (subtotalMin !== null) parts.push(t('pricing.say.subtotal', { amount: cash(subtotalMin) }));
  if (places.length > 0) parts.push(t('pricing.say.places', { places: list(places) }));
  if (segments.length > 0) parts.push(t('pricing.say.lists', { count: segments.length }));
  if (hours) {
    const time = (minutes: number) =>
      date(minutes * 60_000, { timeStyle: 'short', timeZone: 'UTC' });
    parts.push(t('pricing.say.hours', { from: time(hours.from), to: time(hours.to) }));
    const day = (nth: number) =>
      date(Date.UTC(1970, 0, 4 + nth), { weekday: 'short', timeZone: 'UTC' });
    if (hours.weekdays.length > 0) parts.push(list(hours.weekdays.map(day)));
  }
  const moment = (iso: string) => date(iso, { dateStyle: 'medium', timeStyle: 'short' });
  if (body.startsAt) parts.push(t('pricing.say.since', { time: moment(body.startsAt) }));
  if (body.endsAt) parts.push(t('pricing.say.until', { time: moment(body.endsAt) }));
  if (body.exclusive === true) parts.push(t('pricing.say.alone'));
  if (body.group) parts.push(t('pricing.say.group', { group: body.group }));
  return t('pricing.say', { parts: parts.join(t('pricing.say.between')) });
}

function effectText({ t, money, list, number }: Speech, body: PromotionBody, names: Names): string {
  const { effect, currency = 'USD' } = body;
  const percent = (value: number | null) =>
    number((value ?? 0) / 100, { style: 'percent', maximumFractionDigits: 2 });
  const cash = (value: number | null) => money(value ?? 0, currency);
  switch (effect.kind) {
    case 'percent':
      return t('pricing.say.off', { much: percent(effect.percent) });
    case 'amount':
      return t('pricing.say.off', { much: cash(effect.amount) });
    case 'fixed-price':
      return t('pricing.say.price', { price: cash(effect.price) });
    case 'buy-get': {
      const { buy, get } = effect;
      return t('pricing.say.buy-get', { buy, get, much: percent(effect.percent) });
    }
    case 'bundle': {
      const parts = effect.parts.map(({ productId, quantity }) => {
        return `${number(quantity ?? 0)} × ${names.get(productId) ?? productId}`;
      });
      return t('pricing.say.bundle', { parts: list(parts), price: cash(effect.price) });
    }
    case 'tiered': {
      const steps = effect.tiers.map((tier) => {
        return t('pricing.say.tier', { much: percent(tier.percent), count: tier.quantity ?? 0 });
      });
      return list(steps);
    }
    case 'gift': {
      const name = names.get(effect.variantId) ?? effect.variantId;
      return t('pricing.say.gift', { count: effect.quantity ?? 0, name });
    }
    default:
      return t('pricing.say.free-shipping');
  }
}
