import { Type } from 'typebox';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { paymentMethodSchema, type PaymentMethod } from './contract.ts';
import type { Fare } from './fare.ts';

const methodsReply = Type.Object({
  methods: Type.Array(
    Type.Object({
      method: paymentMethodSchema,
      failing: Type.Boolean({ description: 'Most charges this way get no answer just now.' }),
    }),
  ),
});

/** For the step where somebody chooses how to pay. No statement. */
export function fareRoute(fare: Fare, methods: readonly string[]): Route {
  return route({
    method: 'GET',
    path: '/payment-methods',
    summary: 'Ways to pay that this shop takes, and which get no answers just now',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    replies: { 200: methodsReply },
    errors: [],
    handle: async () => {
      const known = methods as readonly PaymentMethod[];
      const told = known.map((method) => ({ method, failing: fare.failing(method) }));
      return reply(200, { methods: told }, { headers: { 'cache-control': 'no-store' } });
    },
  });
}
