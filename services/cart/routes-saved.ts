import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import {
  addErrors,
  callerOf,
  common,
  cookieOf,
  jsonOf,
  unshared,
  write,
  cartSchema,
  type RouteDeps,
} from './routes.ts';
import type { Saved } from './saved.ts';

const nullable = {
  string: Type.Union([Type.String(), Type.Null()]),
  number: Type.Union([Type.Number(), Type.Null()]),
  integer: Type.Union([Type.Integer(), Type.Null()]),
  boolean: Type.Union([Type.Boolean(), Type.Null()]),
};

const savedSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      itemId: Type.String(),
      productId: Type.String(),
      variantId: Type.String(),
      sellerId: Type.String(),
      sku: Type.String(),
      name: Type.String(),
      imageUrl: nullable.string,
      quantity: Type.Integer(),
      currency: Type.String(),
      /** Unit price when it was put aside. */
      savedPrice: Type.Number(),
      /** Unit price now; null when it has none or prices cannot be asked. */
      unitPrice: nullable.number,
      available: nullable.integer,
      inStock: nullable.boolean,
      /** False: it cannot be bought any more. */
      sellable: Type.Boolean(),
      savedAt: Type.String(),
      /** `price-rose`, `price-fell`, `out-of-stock`, `removed`. */
      notices: Type.Array(Type.String()),
    }),
  ),
  unconfirmed: Type.Array(Type.String()),
});

const bothSchema = Type.Object({ cart: cartSchema, saved: savedSchema });
const params = Type.Object({ itemId: idSchema('item') });

export function savedRoutes(deps: RouteDeps & { saved: Saved }): Route[] {
  return [readRoute(deps), asideRoute(deps), backRoute(deps), dropRoute(deps)];
}

function readRoute({ queries, saved }: RouteDeps & { saved: Saved }): Route {
  return route({
    ...common,
    method: 'GET',
    path: '/cart/saved',
    summary: 'What was saved for later, at the prices and stock of this moment',
    limit: 'read',
    idempotency: 'none',
    replies: { 200: savedSchema },
    errors: ['cart-not-found'],
    handle: async (req) => {
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      return reply(200, await saved.show(caller), unshared);
    },
  });
}

function asideRoute({ queries, saved }: RouteDeps & { saved: Saved }): Route {
  return route({
    ...write,
    method: 'POST',
    path: '/cart/items/:itemId/save',
    summary: 'Save a line for later: it leaves the cart and is kept with its price',
    params,
    replies: { 200: bothSchema },
    errors: ['cart-not-found', 'cart-item-not-found', 'saved-limit'],
    handle: async (req) => {
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      const cart = await saved.putAside(caller, req.params.itemId);
      if (isRefusal(cart)) return cart;
      const shown = await queries.show(cart);
      return reply(200, { cart: jsonOf(shown), saved: await saved.show(caller) });
    },
  });
}

function backRoute({ queries, saved }: RouteDeps & { saved: Saved }): Route {
  return route({
    ...write,
    method: 'POST',
    path: '/cart/saved/:itemId/move',
    summary: 'Put what was saved for later back into the cart, at the price of this moment',
    params,
    replies: { 200: bothSchema },
    errors: ['cart-item-not-found', ...addErrors],
    handle: async (req) => {
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      const added = await saved.moveBack(caller, req.params.itemId);
      if (isRefusal(added)) return added;
      const { cart } = added;
      const shown = await queries.show(cart);
      const cookies = caller.userId === null ? [cookieOf(cart.cartId)] : [];
      const body = {
        cart: jsonOf(shown),
        saved: await saved.show({ ...caller, hint: cart.cartId }),
      };
      return reply(200, body, { cookies });
    },
  });
}

function dropRoute({ queries, saved }: RouteDeps & { saved: Saved }): Route {
  return route({
    ...write,
    method: 'DELETE',
    path: '/cart/saved/:itemId',
    summary: 'Forget what was saved for later',
    params,
    replies: { 200: savedSchema },
    errors: ['cart-not-found', 'cart-item-not-found'],
    handle: async (req) => {
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      const gone = await saved.drop(caller, req.params.itemId);
      return isRefusal(gone) ? gone : reply(200, await saved.show(caller));
    },
  });
}
