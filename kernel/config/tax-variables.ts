/** The variables of a service that says what tax a purchase carries. */
import { oneOf, pattern, secret, url, wholeNumber } from './variable.ts';
import type { Variable } from './variable.ts';

export interface TaxConfig {
  readonly url: string;
  readonly key: string | null;
  readonly timeout_ms: number;
  /** What is done while it does not answer. */
  readonly otherwise: 'refuse' | 'table';
}

export const taxVariables = {
  taxUrl: url(
    [
      'TRUESHELF_TAX_URL',
      'unset: our own tables',
      'Asked for the tax of each quote, by POST; services/pricing/README.md says how.',
    ],
    'an address such as https://tax.example/v1/quote',
    { schemes: ['http:', 'https:'] },
  ),
  taxKey: secret(
    pattern(
      ['TRUESHELF_TAX_KEY', 'unset', 'Sent to the tax service as a bearer token.'],
      'at least 8 characters',
      /^[\x21-\x7e]{8,512}$/,
    ),
  ),
  taxTimeout_ms: wholeNumber(
    ['TRUESHELF_TAX_TIMEOUT_MS', '`2000`', 'Wait for the tax service to answer; asked twice.'],
    { min: 50, max: 30_000 },
  ),
  taxOtherwise: oneOf(
    [
      'TRUESHELF_TAX_OTHERWISE',
      '`refuse`',
      'While the tax service is away: `refuse` quotes with 503, or take the `table`.',
    ],
    ['refuse', 'table'],
  ),
} as const;

type Take = <T>(v: Variable<T>) => T | undefined;

export function takeTax(take: Take): TaxConfig | null {
  const place = take(taxVariables.taxUrl);
  const key = take(taxVariables.taxKey) ?? null;
  const timeout_ms = take(taxVariables.taxTimeout_ms) ?? 2_000;
  const otherwise = take(taxVariables.taxOtherwise) ?? 'refuse';
  return place === undefined ? null : Object.freeze({ url: place, key, timeout_ms, otherwise });
}

/** What does not fit production, as [variable, what came, what is expected]. */
export function taxProblems(tax: TaxConfig | null): [Variable<unknown>, string, string][] {
  if (tax?.url.startsWith('http:') !== true) return [];
  return [[taxVariables.taxUrl, JSON.stringify(tax.url), 'an https address in production']];
}
