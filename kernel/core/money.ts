import { assert } from './assert.ts';
import { amount_minor_max, price_minor_max } from './limit.ts';
import { isRefusal, refuse, type Refusal } from './refusal.ts';

// ISO 4217: digits after the decimal point.
const exponents: ReadonlyMap<string, number> = new Map([
  ...'AED AUD BRL CAD CHF CNY CZK DKK EGP EUR GBP HKD HUF IDR ILS INR KES MAD MXN MYR NGN'
    .split(' ')
    .map((code) => [code, 2] as const),
  ...'NOK NZD PHP PKR PLN QAR RON SAR SEK SGD THB TRY TWD UAH USD ZAR'
    .split(' ')
    .map((code) => [code, 2] as const),
  ...'CLP ISK JPY KRW VND XAF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD JOD KWD OMR TND'.split(' ').map((code) => [code, 3] as const),
]);

/** Whether the value is a currency code we know (upper-case ISO 4217). */
export function isCurrency(value: unknown): value is string {
  return typeof value === 'string' && exponents.has(value);
}

/** Digits after the decimal point: USD 2, JPY 0, KWD 3. An unknown currency is a bug. */
export function exponentOf(currency: string): number {
  const exponent = exponents.get(currency);
  assert(exponent !== undefined, `'${currency}' is not a known currency`);
  return exponent;
}

/** Every known currency code, sorted. */
export function currencies(): string[] {
  return [...exponents.keys()].sort();
}

/**
 * Minor units to the JSON number of the API: 22397 USD is 223.97. Its decimal text never has
 * more digits than the currency: both operands are exact and IEEE division rounds correctly, so
 * this is the double nearest to the decimal, and up to 15 digits a double prints as it was read.
 */
export function toMajor(minor: number, currency: string): number {
  assertMinor(minor);
  assert(Math.abs(minor) <= amount_minor_max, `${minor} is too large for a major amount`);
  // + 0 turns -0 into 0.
  return minor / 10 ** exponentOf(currency) + 0;
}

/**
 * A number from a JSON body to minor units, exactly: works on its shortest decimal text, so
 * 1.005 USD is refused and 1.1 USD is 110. Refuses 'amount-precision' for too many decimals, NaN,
 * infinities and more than 15 digits.
 */
export function fromMajor(value: number, currency: string): number | Refusal<'amount-precision'> {
  const exponent = exponentOf(currency);
  const no = (reason: string) => refuse('amount-precision', { reason, currency, exponent });
  if (!Number.isFinite(value)) return no('not-a-number');
  const text = String(Math.abs(value));
  // Exponent notation starts at 1e21 and below 1e-6: too large or too fine for any currency.
  if (text.includes('e')) return no(text.includes('e-') ? 'too-many-decimals' : 'too-large');
  const point = text.indexOf('.');
  const whole = point < 0 ? text : text.slice(0, point);
  const decimals = point < 0 ? '' : text.slice(point + 1);
  if (decimals.length > exponent) return no('too-many-decimals');
  const minor = Number(whole + decimals.padEnd(exponent, '0'));
  if (minor > amount_minor_max) return no('too-large');
  return value < 0 ? -minor : minor;
}

/** As fromMajor, for the price of one unit: no basket of such prices is too large to count. */
export function priceFromMajor(
  value: number,
  currency: string,
): number | Refusal<'amount-precision'> {
  const minor = fromMajor(value, currency);
  if (isRefusal(minor) || minor <= price_minor_max) return minor;
  const exponent = exponentOf(currency);
  return refuse('amount-precision', { reason: 'too-large', currency, exponent });
}

/**
 * Splits total (minor units, either sign) by weights (integers from 0): largest remainder, ties
 * to the lower index. The parts sum to total exactly and each is less than one unit from its
 * exact share; weight 0 gets 0. When all weights are 0 they count as equal. No weights at all
 * can only split 0.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  assertMinor(total);
  for (const weight of weights) {
    assert(Number.isSafeInteger(weight) && weight >= 0, `${weight} is not a weight`);
  }
  assert(weights.length > 0 || total === 0, 'there is nobody to give the money to');
  const equal = weights.every((weight) => weight === 0);
  // bigint: total times weight may be above 2^53.
  const shares = weights.map((weight) => (equal ? 1n : BigInt(weight)));
  const sum = shares.reduce((a, b) => a + b, 0n);
  const size = BigInt(Math.abs(total));
  const parts = shares.map((share) => Number((size * share) / (sum || 1n)));
  let left = Math.abs(total) - parts.reduce((a, b) => a + b, 0);
  if (left > 0) {
    const remainders = shares.map((share, index) => ({ index, rest: (size * share) % sum }));
    remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
    for (const { index } of remainders) {
      if (left === 0) break;
      parts[index] = (parts[index] as number) + 1;
      left -= 1;
    }
  }
  return total < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts;
}

/** Basis points of an amount (825 is 8.25 %), rounded half away from zero. */
export function percentOf(minor: number, basisPoints: number): number {
  assertMinor(minor);
  if (!Number.isSafeInteger(basisPoints)) {
    assert(false, `${basisPoints} is not a number of basis points`);
  }
  const product = minor * basisPoints;
  if (Number.isSafeInteger(product)) {
    const size = Math.abs(product);
    const rest = size % 10_000;
    const rounded = (size - rest) / 10_000 + (rest >= 5_000 ? 1 : 0);
    return product < 0 && rounded !== 0 ? -rounded : rounded;
  }
  const exact = BigInt(minor) * BigInt(basisPoints);
  const half = exact < 0n ? -5_000n : 5_000n;
  return checked(Number((exact + half) / 10_000n));
}

/** The sum of minor amounts; throws when one of them or the sum is not a safe integer. */
export function add(...amounts: readonly number[]): number {
  let sum = 0;
  for (const amount of amounts) {
    assertMinor(amount);
    sum = checked(sum + amount);
  }
  return sum;
}

// A text is made only where it is wrong: this is asked of every amount.
function assertMinor(value: number): void {
  if (!Number.isSafeInteger(value)) assert(false, `${value} is not a whole number of minor units`);
}

function checked(value: number): number {
  assertMinor(value);
  return value;
}
