/** Countries that can be chosen before an address is given; shipping decides what it serves. */
export const countries = [
  'US',
  'CA',
  'MX',
  'GB',
  'IE',
  'DE',
  'AT',
  'CH',
  'FR',
  'ES',
  'IT',
  'NL',
  'BE',
  'PL',
  'SE',
  'DK',
  'IN',
  'AE',
  'SA',
  'EG',
  'AU',
  'NZ',
  'SG',
  'JP',
] as const;

const names = new Map<string, Intl.DisplayNames>();

export function countryName(code: string, locale: string): string {
  const known = names.get(locale) ?? new Intl.DisplayNames(locale, { type: 'region' });
  names.set(locale, known);
  return known.of(code) ?? code;
}
