import { setupI18n, type Messages } from '@lingui/core';
import type { MessageId } from './areas.ts';
import { directionOf, type Locale } from './locale.ts';

export type Values = Readonly<Record<string, string | number | Date | null | undefined>>;

/** Words and figures of one language. */
export interface Speech {
  readonly locale: Locale;
  readonly direction: 'ltr' | 'rtl';
  /** The message with its values; an id that is not loaded gives the id, and a test fails. */
  t(id: MessageId, values?: Values): string;
  /** For ids that are made of data (`problem.${code}`): undefined when there is no such message. */
  maybe(id: string, values?: Values): string | undefined;
  learn(messages: Messages): void;
  /** An amount in major units: 1,299.00 with its currency. */
  money(amount: number, currency: string): string;
  /** The sign of a currency alone: `$`. */
  sign(currency: string): string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  date(value: string | number | Date, options?: Intl.DateTimeFormatOptions): string;
  list(items: readonly string[]): string;
}

/** Makes the speech of a language; formatters are made once each. */
export function speechOf(locale: Locale): Speech {
  const i18n = setupI18n({ locale, messages: { [locale]: {} } });
  const known = new Set<string>();
  const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
  const kept = <F extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => F) => {
    const found = formats.get(key) ?? make();
    formats.set(key, found);
    return found as F;
  };
  const plain = new Intl.NumberFormat(locale);
  const signs = new Map<string, string>();
  const direction = directionOf(locale);
  const t = (id: string, values?: Values) => i18n._(id, values as Record<string, unknown>);
  return {
    locale,
    direction,
    t,
    maybe: (id, values) => (known.has(id) ? t(id, values) : undefined),
    learn: (messages) => {
      for (const id of Object.keys(messages)) known.add(id);
      i18n.load(locale, messages);
    },
    money: (amount, currency) => {
      const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
      const text = kept(`m${currency}`, () => new Intl.NumberFormat(locale, style)).format(amount);
      // From the right a minus would leave its digits, which are an island therefore, and the `$`
      // of `US$` would come before its letters; the mark keeps it behind.
      return direction === 'rtl' ? `${text.replace(/-[\d.,]+/, '\u2066$&\u2069')}\u200e` : text;
    },
    sign: (currency) => {
      const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
      const sign = signs.get(currency) ?? signOf(new Intl.NumberFormat(locale, style), currency);
      signs.set(currency, sign);
      return sign;
    },
    number: (value, options) =>
      options === undefined
        ? plain.format(value)
        : kept(`n${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options)).format(
            value,
          ),
    date: (value, options = { dateStyle: 'medium' }) =>
      kept(`d${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options)).format(
        new Date(value),
      ),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
  };
}

function signOf(format: Intl.NumberFormat, currency: string): string {
  return format.formatToParts(1).find(({ type }) => type === 'currency')?.value ?? currency;
}
