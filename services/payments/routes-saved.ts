import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { paymentMethodSchema } from './contract.ts';
import type { Saved } from './saved.ts';
import type { SavedMethod } from './store-saved.ts';

const params = Type.Object({ methodId: idSchema('pmt') });
const whole = Type.Union([Type.Integer(), Type.Null()]);
const savedReply = Type.Object({
  methodId: Type.String(),
  method: paymentMethodSchema,
  brand: Type.String(),
  last4: Type.String(),
  expiryMonth: whole,
  expiryYear: whole,
  isDefault: Type.Boolean(),
  createdAt: Type.String(),
  lastUsedAt: Type.String(),
});
const listReply = Type.Object({ paymentMethods: Type.Array(savedReply) });

const OWN = 'a saved way to pay belongs to the caller';

/** What somebody keeps to pay with: what is shown is never more than the last four digits. */
export function savedRoutes(saved: Saved): Route[] {
  const owned = { audience: 'user', owner: OWN, errors: ['payment-method-not-found'] } as const;
  return [
    route({
      ...owned,
      method: 'GET',
      path: '/me/payment-methods',
      summary: 'Ways to pay that I keep: the default, then the one used last',
      limit: 'read',
      idempotency: 'none',
      replies: { 200: listReply },
      errors: [],
      handle: async ({ principal }) =>
        reply(200, { paymentMethods: (await saved.list(principal.id)).map(savedJson) }),
    }),
    route({
      ...owned,
      method: 'PUT',
      path: '/me/payment-methods/:methodId/default',
      summary: 'Offer this way to pay first',
      limit: 'write',
      idempotency: 'accepted',
      params,
      replies: { 200: listReply },
      handle: async ({ principal, params: { methodId } }) => {
        const done = await saved.makeDefault(principal.id, methodId);
        if (isRefusal(done)) return done;
        return reply(200, { paymentMethods: (await saved.list(principal.id)).map(savedJson) });
      },
    }),
    route({
      ...owned,
      method: 'DELETE',
      path: '/me/payment-methods/:methodId',
      summary: 'Remove a way to pay, here and at its gateway',
      description: 'For a minute it can be put back; then its gateway lets go of it.',
      limit: 'write',
      idempotency: 'accepted',
      params,
      replies: { 204: null },
      handle: async ({ principal, params: { methodId } }) => {
        const dropped = await saved.drop(principal.id, methodId);
        return isRefusal(dropped) ? dropped : reply(204, null);
      },
    }),
    route({
      ...owned,
      method: 'POST',
      path: '/me/payment-methods/:methodId/restore',
      summary: 'Put back a way to pay that was removed a moment ago',
      limit: 'write',
      idempotency: 'accepted',
      params,
      replies: { 200: listReply },
      handle: async ({ principal, params: { methodId } }) => {
        const done = await saved.restore(principal.id, methodId);
        if (isRefusal(done)) return done;
        return reply(200, { paymentMethods: (await saved.list(principal.id)).map(savedJson) });
      },
    }),
  ];
}

function savedJson(one: SavedMethod) {
  const { methodId, method, brand, last4, expiryMonth, expiryYear, isDefault } = one;
  const facts = { methodId, method, brand, last4, expiryMonth, expiryYear, isDefault };
  const [createdAt, lastUsedAt] = [one.createdAt.toISOString(), one.usedAt.toISOString()];
  return { ...facts, createdAt, lastUsedAt };
}
