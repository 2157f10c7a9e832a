/** Currencies in which sellers name prices; others follow by a rate, and the server says which. */
export const currencies: readonly string[] = ['USD', 'EUR', 'GBP'];

export const currency_default = 'USD';

/** Remembers the choice; read by the server to render prices, so it is a cookie. */
export const currencyCookie = 'currency';

export function currencyOf(text: string | undefined, offered: readonly string[]): string {
  return offered.find((one) => one === text) ?? currency_default;
}
