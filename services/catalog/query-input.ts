/** What several read routes are asked with. */
import { Type } from 'typebox';
import { isCurrency } from '#kernel/core/money.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import { reply } from '#kernel/http/route.ts';
import { localeSchema } from './languages.ts';
import type { Answer } from './queries.ts';

export const json = 'application/json; charset=utf-8';

/** Shared caches may keep a page for a second. Nobody, a browser least, may show an older one. */
export const pageHeaders = { 'cache-control': 'public, max-age=0, s-maxage=1' } as const;

export function answered(answer: Answer) {
  return reply(200, answer.text, { etag: answer.etag, headers: pageHeaders });
}

export const currencySchema = Type.String({ pattern: '^[A-Z]{3}$' });
/** What everything that is read may be asked in. */
export const tongueQuery = Type.Object({
  currency: Type.Optional(currencySchema),
  locale: Type.Optional(localeSchema),
});
/** For clients that name no currency. */
const currency_default = 'USD';
export const words = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 });

/** A 422 that names the field of the query. */
export function problemOf(field: string, expected: string): Refusal<'validation-failed'> {
  const detail = `expected ${expected}`;
  const error = { pointer: `/${field}`, in: 'query', code: 'not-accepted', detail };
  return refuse('validation-failed', { errors: [error] });
}

/** The currency that a query names, or the default; refuses one that nobody knows. */
export function currencyOf(query: { currency?: string }): string | Refusal<'validation-failed'> {
  const currency = query.currency ?? currency_default;
  return isCurrency(currency) ? currency : problemOf('currency', 'a known currency code');
}
