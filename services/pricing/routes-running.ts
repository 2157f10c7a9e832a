import { Type } from 'typebox';
import type { Clock } from '#kernel/core/clock.ts';
import { isCurrency } from '#kernel/core/money.ts';
import { refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Promotions } from './promotions.ts';
import { runningOf } from './running.ts';

const textOrNull = Type.Union([Type.String(), Type.Null()]);
const offers_max = 10;

const offer = Type.Object({
  promotionId: Type.String(),
  name: Type.String(),
  kind: Type.Enum(['percent', 'amount', 'free-shipping', 'other']),
  value: Type.Union([Type.Number(), Type.Null()]),
  everything: Type.Boolean(),
  /** The one product that it is for, if it is for one. */
  productId: textOrNull,
  startsAt: textOrNull,
  /** From this moment on nothing is taken off: quotes are made by the same time. */
  endsAt: Type.String(),
  endsIn_s: Type.Integer(),
});

/** Sales of this moment, from memory: no statement. */
export function runningRoute(of: { promotions: Pick<Promotions, 'live'>; clock: Clock }): Route {
  return route({
    method: 'GET',
    path: '/offers',
    summary: 'Sales that run now for everybody, with the end by which prices are counted',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({
      currency: Type.String({ pattern: '^[A-Z]{3}$', default: 'USD' }),
      limit: Type.Integer({ minimum: 1, maximum: offers_max, default: 3 }),
    }),
    replies: { 200: Type.Object({ data: Type.Array(offer), serverTime: Type.String() }) },
    errors: ['currency-unknown'],
    handle: (req) => {
      const { currency, limit } = req.query;
      if (!isCurrency(currency)) return refuse('currency-unknown', { currency });
      const at_ms = of.clock.now();
      const data = runningOf(of.promotions.live(), { at_ms, currency, max: limit });
      const headers = { 'cache-control': 'public, max-age=0, s-maxage=1' };
      return reply(200, { data, serverTime: new Date(at_ms).toISOString() }, { headers });
    },
  });
}
