import { Type } from 'typebox';
import type { CardFields } from '#kernel/config/gateway-variables.ts';
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
  cardFields: Type.Union(
    [
      Type.Object({
        gateway: Type.Literal('stripe'),
        publicKey: Type.String(),
        script: Type.String({ description: 'Address of the script that makes the fields.' }),
      }),
      Type.Null(),
    ],
    {
      description:
        "The gateway's own card fields: what is typed there goes to it and never comes here. " +
        'Null: none are configured.',
    },
  ),
});

export interface Offered {
  methods: readonly string[];
  fields: CardFields | null;
}

/** For the step where somebody chooses how to pay. No statement. */
export function fareRoute(fare: Fare, { methods, fields }: Offered): Route {
  const cardFields = fields && { gateway: 'stripe' as const, ...fields };
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
      return reply(
        200,
        { methods: told, cardFields },
        { headers: { 'cache-control': 'no-store' } },
      );
    },
  });
}
