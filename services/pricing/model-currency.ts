/** From a price in one currency to one in another, as it may stand on a page; pure. */
import { exponentOf } from '#kernel/core/money.ts';
import { price_minor_max } from '#kernel/core/limit.ts';
import type { PriceToSet } from './contract.ts';

export interface CurrencyRate {
  currency: string;
  base: string;
  /** Units of the currency for a million units of the base. */
  rate_micro: number;
  /** Prices are multiples of it less `less_minor`: 100 and 1 make 4.99. */
  step_minor: number;
  less_minor: number;
  /** First and last day. */
  since: string;
  until: string;
  source: string;
}

/** The nearest price of the rule, half up; what costs something costs something. */
export function converted(minor: number, rate: CurrencyRate): number | undefined {
  if (minor === 0) return 0;
  const up = 10n ** BigInt(exponentOf(rate.currency));
  const down = 10n ** BigInt(exponentOf(rate.base)) * 1_000_000n;
  const top = BigInt(minor) * BigInt(rate.rate_micro) * up;
  const exact = (top * 2n + down) / (down * 2n);
  const step = BigInt(rate.step_minor);
  const less = BigInt(rate.less_minor);
  const steps = ((exact + less) * 2n + step) / (step * 2n);
  const made = (steps > 0n ? steps : 1n) * step - less;
  return made <= BigInt(price_minor_max) ? Number(made) : undefined;
}

/** The price of a variant by the rate; undefined where it would be too large to count. */
export function convertedPrice(price: PriceToSet, rate: CurrencyRate): PriceToSet | undefined {
  const base_minor = converted(price.base_minor, rate);
  const sale = price.sale_minor === null ? null : converted(price.sale_minor, rate);
  if (base_minor === undefined || sale === undefined) return undefined;
  // Rounding may make the two the same: then it is no sale.
  const sale_minor = sale !== null && sale < base_minor ? sale : null;
  return { variantId: price.variantId, currency: rate.currency, base_minor, sale_minor };
}

export interface CurrencyBook {
  /** Rates by the currency that they make, as of today, with those that have ended. */
  rates: ReadonlyMap<string, CurrencyRate>;
  day: string;
}

/** Of rates in the order of their days the one of today for each currency. */
export function currencyBook(rates: readonly CurrencyRate[], day: string): CurrencyBook {
  const begun = rates.filter((rate) => rate.since <= day);
  const latest = new Map<string, CurrencyRate>();
  for (const rate of begun) {
    const known = latest.get(rate.currency);
    if (!known || known.since < rate.since) latest.set(rate.currency, rate);
  }
  return { rates: latest, day };
}

/** Whether converted prices in it are not offered now. */
export const hasEnded = ({ rates, day }: CurrencyBook, currency: string): boolean => {
  const rate = rates.get(currency);
  return rate === undefined || rate.until < day;
};

/** Prices that follow from these, in currencies whose rate counts from theirs. */
export function following(book: CurrencyBook, prices: readonly PriceToSet[]): PriceToSet[] {
  if (book.rates.size === 0) return [];
  const made: PriceToSet[] = [];
  for (const rate of book.rates.values()) {
    if (rate.until < book.day) continue;
    for (const price of prices) {
      const next = price.currency === rate.base ? convertedPrice(price, rate) : undefined;
      if (next) made.push(next);
    }
  }
  return made;
}
