/**
 * The cart over HTTP. A caller is found once for all routes: who is signed in has their own cart
 * whatever id they send, everybody else has the anonymous cart whose id (a secret) they name by
 * header or cookie.
 */
import { Type, type Static } from 'typebox';
import { idSchema, isId } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import type { Principal } from '#kernel/http/principal.ts';
import { reply, route, type CookieToSet, type Route } from '#kernel/http/route.ts';
import type { Caller, Commands } from './commands.ts';
import { couponJson, couponSchema, discountSchema, discountsJson } from './coupon.ts';
import { changeSchema, quantityPerLine_max, type Change } from './contract.ts';
import type { cartMerge } from './merge.ts';
import { acceptChanges, currency_default, guestCart_days, type Revision } from './model.ts';
import type { Queries, Shown } from './queries.ts';

export interface RouteDeps {
  commands: Commands;
  queries: Queries;
  merge: ReturnType<typeof cartMerge>;
}

const quantity = Type.Integer({ minimum: 1, maximum: quantityPerLine_max });
const nullable = { string: Type.Union([Type.String(), Type.Null()]) };

const itemSchema = Type.Object({
  itemId: Type.String(),
  productId: Type.String(),
  variantId: Type.String(),
  sellerId: Type.String(),
  sku: Type.String(),
  name: Type.String(),
  imageUrl: nullable.string,
  quantity: Type.Integer(),
  unitPrice: Type.Number(),
  lineTotal: Type.Number(),
  /** Free units over all warehouses; null while stock cannot be asked. */
  available: Type.Union([Type.Integer(), Type.Null()]),
  inStock: Type.Union([Type.Boolean(), Type.Null()]),
  /** Types of the entries of `changes` that are about this line. */
  notices: Type.Array(Type.String()),
});

export const cartSchema = Type.Object({
  /** null when there is no cart yet. */
  cartId: nullable.string,
  items: Type.Array(itemSchema),
  subtotal: Type.Number(),
  itemCount: Type.Integer(),
  /** Of all units, as deliveries are priced by it. */
  weight_g: Type.Integer(),
  currency: Type.String(),
  /** What promotions and the coupon take off, and by what; the checkout takes off the same. */
  discount: Type.Number(),
  discounts: Type.Array(discountSchema),
  /** A promotion or the coupon pays for sending. */
  freeShipping: Type.Boolean(),
  coupon: Type.Union([couponSchema, Type.Null()]),
  changes: Type.Array(changeSchema),
  /** What could not be confirmed just now: `prices`, `stock`. Checkout confirms both. */
  unconfirmed: Type.Array(Type.String()),
});
type CartJson = Static<typeof cartSchema>;

const addBody = Type.Object({
  productId: idSchema('prod'),
  variantId: idSchema('var'),
  quantity,
  /** Of a new cart; a cart that exists keeps its own. */
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
});

const itemParams = Type.Object({ itemId: idSchema('item') });
const cartErrors = ['cart-not-found', 'cart-item-not-found', 'precondition-failed'];
export const addErrors = [
  'cart-not-found',
  'variant-not-found',
  'variant-not-sellable',
  'price-missing',
  'quantity-limit',
  'line-limit',
];

export const common = {
  audience: 'public',
  owner: 'the cart of the token, else the anonymous cart whose secret id the client names',
} as const;
export const write = { ...common, limit: 'write', idempotency: 'accepted' } as const;

/** Headers and cookies of a request, as far as they say which cart is meant. */
export interface Asking {
  principal: Principal;
  headers: Readonly<Record<string, unknown>>;
  cookies: Readonly<Record<string, string | undefined>>;
}

export function cartRoutes(deps: RouteDeps): Route[] {
  return [addRoute(deps), readRoute(deps), ...lineRoutes(deps), ...wholeRoutes(deps)];
}

function addRoute(deps: RouteDeps): Route {
  const { commands, queries } = deps;
  return route({
    ...write,
    method: 'POST',
    path: '/cart/items',
    summary: 'Add units of a variant; makes the cart if there is none',
    body: addBody,
    replies: { 200: cartSchema, 201: cartSchema },
    errors: addErrors,
    handle: async (req) => {
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      const { productId, variantId, currency = currency_default } = req.body;
      const wish = { productId, variantId, quantity: req.body.quantity, currency };
      const added = await commands.add(caller, wish);
      if (isRefusal(added)) return added;
      const { cart, made } = added;
      const shown = await queries.show(cart, { known: added.known });
      const cookies = caller.userId === null ? [cookieOf(cart.cartId)] : [];
      const options = { etag: etagOf(cart.version), cookies, location: '/api/v1/cart' };
      return made ? reply(201, jsonOf(shown), options) : reply(200, jsonOf(shown), options);
    },
  });
}

function readRoute({ queries }: RouteDeps): Route {
  return route({
    ...common,
    method: 'GET',
    path: '/cart',
    summary: 'The cart at the prices and stock of this moment, and what changed',
    limit: 'read',
    idempotency: 'none',
    replies: { 200: cartSchema },
    errors: cartErrors,
    handle: async (req) => {
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      const cart = await queries.find(caller);
      if (cart) {
        // The lines may be the same while a price is not: the tag of a view holds both.
        const body = jsonOf(await queries.show(cart));
        const digest = etagOf(JSON.stringify(body)).slice(3, 15);
        return reply(200, body, { ...unshared, etag: `"${cart.version}-${digest}"` });
      }
      if (caller.strict && caller.userId === null) return refuse('cart-not-found');
      return reply(200, NOTHING, unshared);
    },
  });
}

function lineRoutes(deps: RouteDeps): Route[] {
  const parts = { ...write, params: itemParams, replies: { 200: cartSchema }, errors: cartErrors };
  return [
    route({
      ...parts,
      method: 'PUT',
      path: '/cart/items/:itemId',
      summary: 'Set the quantity of a line; If-Match is honoured',
      body: Type.Object({ quantity }),
      handle: async (req) => {
        const { itemId } = req.params;
        return revised(deps, req, {
          revisions: [{ itemId, quantity: req.body.quantity, seen_minor: null }],
        });
      },
    }),
    route({
      ...parts,
      method: 'DELETE',
      path: '/cart/items/:itemId',
      summary: 'Remove a line; If-Match is honoured',
      handle: async (req) => {
        const { itemId } = req.params;
        return revised(deps, req, {
          revisions: [{ itemId, quantity: 0, seen_minor: null }],
        });
      },
    }),
  ];
}

function wholeRoutes(deps: RouteDeps): Route[] {
  const parts = { ...write, replies: { 200: cartSchema }, errors: cartErrors };
  return [
    route({
      ...parts,
      method: 'DELETE',
      path: '/cart',
      summary: 'Remove all lines; If-Match is honoured',
      handle: async (req) => {
        const done = await revised(deps, req, { revisions: null });
        const none = isRefusal(done) && done.code === 'cart-not-found';
        return none && req.headers['x-cart-id'] === undefined ? reply(200, NOTHING) : done;
      },
    }),
    route({
      ...parts,
      method: 'POST',
      path: '/cart/accept-changes',
      summary: 'Take the cart as it can be ordered now: prices seen, quantities as far as in stock',
      query: Type.Object({ itemId: Type.Optional(idSchema('item')) }),
      handle: async (req) => {
        const caller = await callerOf(deps.queries, req);
        if (isRefusal(caller)) return caller;
        const cart = await deps.queries.find(caller);
        if (!cart) return refuse('cart-not-found');
        const { itemId } = req.query;
        const wanted = itemId === undefined ? null : [itemId];
        const revisions = acceptChanges(await deps.queries.show(cart), wanted);
        return revisions.length === 0
          ? shownReply(await deps.queries.show(cart))
          : revised(deps, req, { revisions, seen: cart.version });
      },
    }),
    mergeRoute(deps),
  ];
}

function mergeRoute({ queries, merge }: RouteDeps): Route {
  return route({
    ...write,
    audience: 'guest',
    method: 'POST',
    path: '/cart/merge',
    summary: 'Bring an anonymous cart into the cart of the token; also done at login',
    replies: { 200: cartSchema },
    errors: cartErrors,
    handle: async (req) => {
      const { id: userId, kind } = req.principal;
      const fromCartId = namedCart(req).id;
      if (fromCartId === null) return refuse('cart-not-found');
      const merged = await merge({ fromCartId, userId }, { account: kind === 'user' });
      if (isRefusal(merged)) return merged;
      const cart = await queries.byId(merged.cartId);
      if (!cart) return refuse('cart-not-found');
      const shown = await queries.show(cart);
      const changes = [...merged.changes, ...shown.changes];
      // The cookie named the anonymous cart, which is no more.
      return shownReply({ ...shown, changes }, [{ ...cookieOf(''), value: '' }]);
    },
  });
}

/** Changes lines and shows what came of it. */
async function revised(
  { commands, queries }: RouteDeps,
  req: Asking,
  { revisions, seen = null }: { revisions: readonly Revision[] | null; seen?: number | null },
) {
  const caller = await callerOf(queries, req);
  if (isRefusal(caller)) return caller;
  const version = versionAsked(req.headers['if-match']) ?? seen;
  const cartId = await commands.revise(caller, revisions, version);
  if (isRefusal(cartId)) return cartId;
  const cart = await queries.byId(cartId);
  return cart ? shownReply(await queries.show(cart)) : refuse('cart-not-found');
}

/** The version in an If-Match; 0, which no cart has, for a tag that is none of ours. */
function versionAsked(header: unknown): number | undefined {
  if (typeof header !== 'string' || header.trim() === '*') return undefined;
  return Number(/^\s*(?:W\/)?"(\d{1,9})(?:-[\w-]*)?"\s*$/.exec(header)?.[1] ?? 0);
}

/** Who asks, for which cart. A named cart that is somebody else's is not there: 404. */
export async function callerOf(queries: Queries, req: Asking): Promise<Caller | Refusal> {
  const { principal } = req;
  const { id, strict } = namedCart(req);
  if (strict && id === null) return refuse('cart-not-found');
  const userId = principal.kind === 'guest' || principal.kind === 'user' ? principal.id : null;
  if (userId !== null && strict && id !== null) {
    const owner = await queries.ownerOf(id);
    if (owner !== null && owner !== userId) return refuse('cart-not-found');
  }
  return { userId, hint: id, strict, account: principal.kind === 'user' };
}

/** The cart that a client names: by header it insists, by cookie it reminds. */
function namedCart({ headers, cookies }: Asking): { id: string | null; strict: boolean } {
  const header = headers['x-cart-id'];
  if (header !== undefined) return { id: isId('cart', header) ? header : null, strict: true };
  const cookie = cookies['cart'];
  return { id: isId('cart', cookie) ? cookie : null, strict: false };
}

export function cookieOf(cartId: string): CookieToSet {
  const maxAge_s = guestCart_days * 24 * 60 * 60;
  return { name: 'cart', value: cartId, httpOnly: true, sameSite: 'lax', maxAge_s };
}

export function shownReply(shown: Shown, cookies: CookieToSet[] = []) {
  return reply(200, jsonOf(shown), { etag: etagOf(shown.cart.version), cookies });
}

/** Everybody may ask, but the answer is for one caller, and of this moment. */
export const unshared = { headers: { 'cache-control': 'private, no-store' } };

const NOTHING: CartJson = {
  cartId: null,
  items: [],
  subtotal: 0,
  itemCount: 0,
  weight_g: 0,
  currency: currency_default,
  discount: 0,
  discounts: [],
  freeShipping: false,
  coupon: null,
  changes: [],
  unconfirmed: [],
};

export function jsonOf(shown: Omit<Shown, 'changes'> & { changes: Change[] }): CartJson {
  const { cartId, currency } = shown.cart;
  return {
    cartId,
    items: shown.lines.map((line) => ({
      itemId: line.itemId,
      productId: line.productId,
      variantId: line.variantId,
      sellerId: line.sellerId,
      sku: line.sku,
      name: line.name,
      imageUrl: line.imageUrl,
      quantity: line.quantity,
      unitPrice: toMajor(line.unit_minor, currency),
      lineTotal: toMajor(line.unit_minor * line.quantity, currency),
      available: line.available,
      inStock: line.available === null ? null : line.sellable && line.available > 0,
      notices: line.changes.map((change) => change.type),
    })),
    subtotal: toMajor(shown.subtotal_minor, currency),
    itemCount: shown.itemCount,
    weight_g: shown.lines.reduce((sum, line) => sum + line.weight_g * line.quantity, 0),
    currency,
    discount: toMajor(shown.off.discount_minor, currency),
    discounts: discountsJson(shown.off.discounts, currency),
    freeShipping: shown.off.freeShipping,
    coupon: shown.coupon && couponJson(shown.coupon, currency),
    changes: shown.changes,
    unconfirmed: shown.unconfirmed,
  };
}
