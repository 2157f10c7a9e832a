/**
 * Card fields as they are printed on the card, and what is wrong with them. Numbers stay in this
 * page: outside production each test number stands for a token of the sandbox, and the token is
 * all that is sent.
 */

export interface CardFields {
  number: string;
  expiry: string;
  code: string;
}

export const emptyCard: CardFields = { number: '', expiry: '', code: '' };

export type Brand = 'visa' | 'mastercard' | 'amex' | 'other';

export const digitsOf = (text: string): string => normal(text).replace(/\D/g, '');

/** Digits of other scripts, as phones in Hindi or Arabic type them. */
function normal(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = code >= 0x966 ? 0x966 : code >= 0x6f0 ? 0x6f0 : 0x660;
    return String(code - zero);
  });
}

export function brandOf(digits: string): Brand {
  if (/^3[47]/.test(digits)) return 'amex';
  if (digits.startsWith('4')) return 'visa';
  if (/^(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/.test(digits)) return 'mastercard';
  return 'other';
}

const lengths: Record<Brand, readonly [min: number, max: number]> = {
  amex: [15, 15],
  visa: [13, 19],
  mastercard: [16, 16],
  other: [12, 19],
};

/** In groups as on the card: four by four, and 4-6-5 for American Express. */
export function formatNumber(text: string): string {
  const typed = digitsOf(text);
  const brand = brandOf(typed);
  const digits = typed.slice(0, lengths[brand][1]);
  const groups =
    brand === 'amex' ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?$/.exec(digits)?.slice(1) : fours(digits);
  return (groups ?? []).filter((group) => group !== undefined && group !== '').join(' ');
}

const fours = (digits: string) => digits.match(/\d{1,4}/g) ?? [];

/** MM / YY while it is typed; deleting goes back over the slash. */
export function formatExpiry(text: string, before = ''): string {
  const erasing = text.length < before.length;
  let digits = digitsOf(text).slice(0, 4);
  if (/^[2-9]/.test(digits)) digits = `0${digits}`.slice(0, 4);
  if (erasing && digits.length <= 2) return digits;
  return digits.length < 2 ? digits : `${digits.slice(0, 2)} / ${digits.slice(2)}`;
}

export function formatCode(text: string, brand: Brand): string {
  return digitsOf(text).slice(0, brand === 'amex' ? 4 : 3);
}

/** The check digit: the sum of the digits, every second one from the right doubled. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const value = at % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return digits.length > 0 && sum % 10 === 0;
}

export type CardProblem =
  | 'number-empty'
  | 'number-short'
  | 'number-wrong'
  | 'number-unknown'
  | 'expiry-empty'
  | 'expiry-wrong'
  | 'expiry-past'
  | 'code-empty'
  | 'code-short';

export type CardProblems = Partial<Record<keyof CardFields, CardProblem>>;

/** What is to be mended before anything is sent. `today`: the present time. */
export function problemsOf(card: CardFields, today: Date): CardProblems {
  const problems: CardProblems = {};
  const number = digitsOf(card.number);
  const brand = brandOf(number);
  if (number === '') problems.number = 'number-empty';
  else if (number.length < lengths[brand][0]) problems.number = 'number-short';
  else if (!luhn(number)) problems.number = 'number-wrong';
  const expiry = digitsOf(card.expiry);
  const month = Number(expiry.slice(0, 2));
  if (expiry === '') problems.expiry = 'expiry-empty';
  else if (expiry.length < 4 || month < 1 || month > 12) problems.expiry = 'expiry-wrong';
  else if (isPast(month, 2_000 + Number(expiry.slice(2)), today)) problems.expiry = 'expiry-past';
  const code = digitsOf(card.code);
  if (code === '') problems.code = 'code-empty';
  else if (code.length < (brand === 'amex' ? 4 : 3)) problems.code = 'code-short';
  return problems;
}

/** A card is good to the last day of its month. `month` counts from 1. */
export function isPast(month: number, year: number, today: Date): boolean {
  return Date.UTC(year, month, 1) <= today.getTime();
}

export interface TestCard {
  number: string;
  token: string;
}

/** The token that stands for a test card; null for every other number. */
export function tokenFor(cards: readonly TestCard[], number: string): string | null {
  const digits = digitsOf(number);
  return cards.find((card) => card.number === digits)?.token ?? null;
}
