/** Currencies in which the marketplace names prices. */
export const currencies = ['USD', 'EUR', 'GBP'] as const;
export type Currency = (typeof currencies)[number];

export const currency_default: Currency = 'USD';

/** Remembers the choice; read by the server to render prices, so it is a cookie. */
export const currencyCookie = 'currency';

export function currencyOf(text: string | undefined): Currency {
  return currencies.find((one) => one === text) ?? currency_default;
}
