/** Conversion rates for operators, and the currencies that follow one for everybody. */
import { Type } from 'typebox';
import { exponentOf, fromMajor, isCurrency, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Currencies } from './currencies.ts';
import { hasEnded } from './model-currency.ts';
import type { RateRow } from './store-currency.ts';

const code = Type.String({ pattern: '^[A-Z]{3}$' });
const day = Type.String({ format: 'date' });
const rateFields = {
  currency: code,
  /** Its prices are converted. */
  base: code,
  /** Units of the currency for one of the base, with at most 6 decimals. */
  rate: Type.Number({ exclusiveMinimum: 0, maximum: 1e9 }),
  since: day,
  /** The last day: later nothing converted is offered until there is another rate. */
  until: day,
  /** Prices are multiples of `step` less `less`: 1 and 0.01 make 4.99. */
  step: Type.Number({ exclusiveMinimum: 0, maximum: 1e9 }),
  less: Type.Number({ minimum: 0, maximum: 1e9 }),
  /** Where the rate is from. */
  source: Type.String({ minLength: 1, maxLength: 200 }),
};
const rateBody = Type.Object(rateFields);
const shownRate = Type.Object({
  ...rateFields,
  state: Type.Enum(['to-come', 'current', 'replaced', 'ended']),
  applied: Type.Boolean(),
});

/** A million times a number of at most 6 decimals; undefined for more of them. */
export function microOf(rate: number): number | undefined {
  const match = /^(\d+)(?:\.(\d{1,6}))?$/.exec(String(rate));
  return match ? Number((match[1] ?? '') + (match[2] ?? '').padEnd(6, '0')) : undefined;
}

export function currencyRoutes(currencies: Currencies): Route[] {
  const access = { audience: 'admin', roles: ['finance'], owner: 'none' } as const;
  const json = (row: RateRow) => {
    const { rate_micro, step_minor, less_minor, ...rest } = row;
    const { rates, day: today } = currencies.book();
    const current = rates.get(row.currency)?.since === row.since;
    const ended = row.until < today ? ('ended' as const) : ('replaced' as const);
    const begun = current && row.until >= today ? ('current' as const) : ended;
    return {
      ...rest,
      rate: rate_micro / 1_000_000,
      step: toMajor(step_minor, row.currency),
      less: toMajor(less_minor, row.currency),
      state: row.since > today ? ('to-come' as const) : begun,
    };
  };
  return [
    route({
      ...access,
      method: 'GET',
      path: '/admin/currency-rates',
      summary: 'Conversion rates, the newest first',
      limit: 'read',
      idempotency: 'none',
      query: Type.Object({
        currency: Type.Optional(code),
        limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 200 }),
      }),
      replies: { 200: Type.Object({ data: Type.Array(shownRate) }) },
      errors: [],
      handle: ({ query: { currency, limit } }) => {
        const rows = currencies.all();
        const own = rows.filter((row) => currency === undefined || row.currency === currency);
        return reply(200, { data: own.slice(0, limit).map(json) });
      },
    }),
    saveRoute(currencies),
    offeredRoute(currencies),
  ];
}

function saveRoute(currencies: Currencies): Route {
  return route({
    audience: 'admin',
    roles: ['finance'],
    owner: 'none',
    method: 'PUT',
    path: '/admin/currency-rates',
    summary: 'Set the rate by which prices of a currency follow another one, from a day on',
    description: 'Prices that somebody set stay; others are written within a minute.',
    limit: 'write',
    idempotency: 'accepted',
    body: rateBody,
    replies: { 200: Type.Object({ saved: Type.Boolean() }) },
    errors: ['validation-failed', 'amount-precision', 'currency-unknown'],
    handle: async (req) => {
      const { rate, step, less, ...rest } = req.body;
      const { currency } = rest;
      if (!isCurrency(currency)) return refuse('currency-unknown', { currency });
      const [step_minor, less_minor] = [fromMajor(step, currency), fromMajor(less, currency)];
      if (isRefusal(step_minor)) return step_minor;
      if (isRefusal(less_minor)) return less_minor;
      const rate_micro = microOf(rate);
      if (rate_micro === undefined) {
        const detail = 'has more than 6 decimals';
        const errors = [{ pointer: '/rate', in: 'body', code: 'not-valid', detail }];
        return refuse('validation-failed', { errors });
      }
      const wish = { ...rest, rate_micro, step_minor, less_minor };
      const done = await currencies.save(wish, req.principal.id);
      return done === true ? reply(200, { saved: true }) : done;
    },
  });
}

function offeredRoute(currencies: Currencies): Route {
  return route({
    method: 'GET',
    path: '/currencies',
    summary: 'Currencies whose prices follow another one, and whether they are offered now',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    replies: {
      200: Type.Object({
        data: Type.Array(
          Type.Object({
            currency: Type.String(),
            base: Type.String(),
            decimals: Type.Integer(),
            offered: Type.Boolean(),
            until: Type.String(),
          }),
        ),
      }),
    },
    errors: [],
    handle: () => {
      const book = currencies.book();
      const data = [...book.rates.values()].map(({ currency, base, until }) => {
        const offered = !hasEnded(book, currency);
        return { currency, base, decimals: exponentOf(currency), offered, until };
      });
      const headers = { 'cache-control': 'public, max-age=60' };
      return reply(200, { data }, { headers });
    },
  });
}
