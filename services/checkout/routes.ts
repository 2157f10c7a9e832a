// The checkout over HTTP: parse, authorise, drive the saga, say how it stands.
import { Type, type Static } from 'typebox';
import { newId, idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { toMajor } from '#kernel/core/money.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { addressSchema } from '#services/identity/contract.ts';
import type { Commands } from './commands.ts';
import type { Said } from './model.ts';
import { partsSchema, payRequest, type FindCard } from './pay-request.ts';
import { checkoutJson, viewOfJournal } from './queries.ts';
import type { CheckoutRow, Journal } from './store.ts';

const params = Type.Object({ checkoutId: idSchema('chk') });
const method = Type.Union([
  Type.Literal('CARD'),
  Type.Literal('PAYPAL'),
  Type.Literal('UPI'),
  Type.Literal('COD'),
]);

const initiateBody = Type.Object({
  /** A cart, or a purchase token of a flash sale. */
  cartId: Type.String({ pattern: '^(cart|tok)_[0-9a-f]{32}$' }),
  /** Left out where it is collected. */
  shippingAddressId: Type.Optional(idSchema('addr')),
  /** Where it is collected, with PICKUP and nothing else. */
  pickupPlaceId: Type.Optional(idSchema('pup')),
  billingAddressId: idSchema('addr'),
  shippingMethod: Type.Optional(Type.Enum(['STANDARD', 'EXPRESS', 'PICKUP'])),
  acceptChanges: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
});

/** Of a gateway, one for each of several (`stripe:pm_1.paypal:8kk8451t`), or of /me. */
const token = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[A-Za-z0-9_.:-]+$',
  format: 'no-card',
});
const payBody = Type.Object({
  /** Both may be left out where `parts` cover all of it. */
  paymentMethod: Type.Optional(method),
  paymentToken: Type.Optional(token),
  /** Keep this way to pay for another time; for accounts. */
  savePaymentMethod: Type.Optional(Type.Boolean()),
  /** Gift cards and store credit, used first and in this order; without an amount all there is. */
  parts: Type.Optional(partsSchema),
  idempotencyKey: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
});

const nullable = Type.Union([Type.String(), Type.Null()]);

const checkoutReply = Type.Object({
  checkoutId: Type.String(),
  cartId: Type.String(),
  status: Type.String(),
  items: Type.Array(
    Type.Object({
      productId: Type.String(),
      variantId: Type.String(),
      name: Type.String(),
      imageUrl: nullable,
      quantity: Type.Integer(),
      unitPrice: Type.Number(),
      total: Type.Number(),
    }),
  ),
  subtotal: Type.Number(),
  discount: Type.Number(),
  /** Why: each promotion and what it takes off; a coupon has its code, and 0 for free delivery. */
  discounts: Type.Array(
    Type.Object({
      name: Type.String(),
      amount: Type.Number(),
      code: Type.Optional(Type.String()),
    }),
  ),
  shipping: Type.Number(),
  /** What comes on top. */
  tax: Type.Number(),
  /** Of prices and delivery, what is tax. */
  includedTax: Type.Number(),
  taxes: Type.Array(
    Type.Object({ name: Type.String(), ratePercent: Type.Number(), amount: Type.Number() }),
  ),
  total: Type.Number(),
  currency: Type.String(),
  shippingMethod: Type.String(),
  pickupPlaceId: nullable,
  /** What sending costs by parcel, where there are several; they add up to `shipping`. */
  parcels: Type.Array(
    Type.Object({
      sellerId: nullable,
      variantIds: Type.Array(Type.String()),
      shipping: Type.Number(),
    }),
  ),
  shippingAddress: addressSchema,
  billingAddress: addressSchema,
  expiresAt: Type.String(),
  serverTime: Type.String(),
  priceGuaranteedUntil: Type.String(),
  changes: Type.Array(
    Type.Object({
      type: Type.String(),
      variantId: Type.String(),
      name: Type.String(),
      from: Type.Number(),
      to: Type.Number(),
    }),
  ),
  availablePaymentMethods: Type.Array(Type.String()),
  orderId: nullable,
  /** While the payment waits for the shopper: where their bank asks. */
  actionUrl: Type.Optional(Type.String()),
});

const payReply = Type.Object({
  orderId: Type.String(),
  orderNumber: Type.String(),
  status: Type.String(),
  paymentStatus: Type.String(),
  total: Type.Number(),
  currency: Type.String(),
  actionUrl: Type.Optional(Type.String()),
});

interface Deps {
  commands: Commands;
  clock: Clock;
  journal(sagaId: string): Promise<Journal | undefined>;
  /** Where the bank of a checkout asks, if it does. */
  bankPage(checkoutId: string): Promise<string | undefined>;
  card: FindCard;
}

const initiateErrors = [
  'cart-not-found',
  'cart-empty',
  'cart-converted',
  'variant-not-sellable',
  'address-not-found',
  'pickup-place-not-found',
  'price-changed',
  'stock-too-low',
  'price-missing',
  'shipping-unavailable',
  'tax-unavailable',
  'coupon-not-valid',
  'checkout-in-progress',
  'cart-already-ordered',
  'checkout-ended',
  'hold-gone',
  'sale-token-not-valid',
  'sale-address-limit',
];

const OWN = 'the checkout belongs to the caller';
const owned = { audience: 'guest', owner: OWN, limit: 'checkout', turn: 'first' } as const;

export function checkoutRoutes(deps: Deps): Route[] {
  return [
    initiateRoute(deps),
    readRoute(deps),
    extendRoute(deps),
    leaveRoute(deps),
    giveUpRoute(deps),
    payRoute(deps),
  ];
}

/** The checkout as it stands, or that there is none to see. */
async function show({ journal, bankPage }: Deps, row: CheckoutRow | Refusal) {
  if (isRefusal(row)) return row;
  // Whoever paid may not have heard: the reply was lost, or the gateway's was and it told later.
  const [found, actionUrl] = await Promise.all([
    journal(row.sagaId),
    row.status === 'PENDING' ? bankPage(row.checkoutId) : undefined,
  ]);
  const view = found && viewOfJournal(found);
  if (!view) return refuse('checkout-not-found', { checkoutId: row.checkoutId });
  const body = checkoutJson(view, {
    status: row.status === 'OPEN' && found.paying ? 'PAYING' : row.status,
    serverTime: row.now.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    orderId: row.orderId,
  });
  return reply(200, actionUrl === undefined ? body : { ...body, actionUrl });
}

/** An address to send it to, or a place to collect it: one of them, and the way that fits it. */
function wayFault(body: Static<typeof initiateBody>): Refusal<'validation-failed'> | undefined {
  const { shippingMethod = 'STANDARD', shippingAddressId, pickupPlaceId } = body;
  const isCollected = shippingMethod === 'PICKUP';
  const [needed, other] = isCollected
    ? (['pickupPlaceId', 'shippingAddressId'] as const)
    : (['shippingAddressId', 'pickupPlaceId'] as const);
  const given = { shippingAddressId, pickupPlaceId };
  const errors = [
    ...(given[needed] === undefined ? [{ field: needed, code: 'required' }] : []),
    ...(given[other] === undefined ? [] : [{ field: other, code: 'not-valid' }]),
  ].map(({ field, code }) => {
    return { pointer: `/${field}`, in: 'body', code, detail: `does not fit ${shippingMethod}` };
  });
  return errors.length > 0 ? refuse('validation-failed', { errors }) : undefined;
}

function initiateRoute({ commands, clock }: Deps): Route {
  return route({
    ...owned,
    turn: 'next',
    // With a token a unit is set aside already.
    holds: (body) => String((body as { cartId?: unknown })?.cartId).startsWith('tok_'),
    method: 'POST',
    path: '/checkout/initiate',
    summary: 'Fix the price, hold the units and open a checkout',
    owner: 'the cart and the addresses belong to the caller',
    idempotency: 'required',
    // Who holds stock already is served first: no others begin while so many do.
    atOnce: { all_max: 1_000, each_max: 64 },
    body: initiateBody,
    replies: { 201: checkoutReply },
    errors: initiateErrors,
    handle: async (req) => {
      const fault = wayFault(req.body);
      if (fault) return fault;
      const said = await commands.initiate({
        userId: req.principal.id,
        cartId: req.body.cartId,
        shippingAddressId: req.body.shippingAddressId ?? null,
        pickupPlaceId: req.body.pickupPlaceId ?? null,
        billingAddressId: req.body.billingAddressId,
        shippingMethod: req.body.shippingMethod ?? 'STANDARD',
        acceptChanges: req.body.acceptChanges ?? null,
      });
      if (isRefusal(said)) return said;
      if (said.kind !== 'open') return refuse('checkout-in-progress');
      const { view } = said;
      const serverTime = clock.date().toISOString();
      const facts = { status: 'OPEN', serverTime, expiresAt: view.expiresAt, orderId: null };
      const location = `/api/v1/checkout/${view.checkoutId}`;
      return reply(201, checkoutJson(view, facts), { location });
    },
  });
}

function readRoute(deps: Deps): Route {
  return route({
    ...owned,
    method: 'GET',
    path: '/checkout/:checkoutId',
    summary: 'A checkout with its prices, deadline and state',
    limit: 'read',
    idempotency: 'none',
    params,
    replies: { 200: checkoutReply },
    errors: ['checkout-not-found'],
    handle: async (req) =>
      show(deps, await deps.commands.find(req.principal.id, req.params.checkoutId)),
  });
}

function extendRoute(deps: Deps): Route {
  const { commands } = deps;
  return route({
    ...owned,
    method: 'POST',
    path: '/checkout/:checkoutId/extend',
    whileClosed: true,
    summary: 'Hold the units for longer',
    description:
      'One hold time from now, at most ten times; refused while somebody else waits for these ' +
      'units. The prices stay as they are at least as long.',
    idempotency: 'accepted',
    params,
    replies: { 200: checkoutReply },
    errors: [
      'checkout-not-found',
      'checkout-ended',
      'extensions-used-up',
      'hold-gone',
      'hold-wanted',
      'request-in-progress',
    ],
    handle: async (req) => {
      const row = await commands.find(req.principal.id, req.params.checkoutId);
      if (isRefusal(row)) return row;
      const said = await commands.extend(row);
      if (isRefusal(said)) return said;
      return show(deps, await commands.find(req.principal.id, req.params.checkoutId));
    },
  });
}

function leaveRoute({ commands }: Deps): Route {
  return route({
    ...owned,
    method: 'DELETE',
    path: '/checkout/:checkoutId',
    whileClosed: true,
    summary: 'Leave a checkout and give its units back',
    idempotency: 'accepted',
    params,
    replies: { 204: null },
    errors: [
      'checkout-not-found',
      'checkout-in-progress',
      'cart-already-ordered',
      'request-in-progress',
    ],
    handle: async (req) => {
      const row = await commands.find(req.principal.id, req.params.checkoutId);
      if (isRefusal(row)) return row;
      const left = await commands.leave(row);
      return isRefusal(left) ? left : reply(204, null);
    },
  });
}

function giveUpRoute(deps: Deps): Route {
  const { commands } = deps;
  return route({
    ...owned,
    method: 'DELETE',
    path: '/checkout/:checkoutId/payment',
    whileClosed: true,
    summary: 'Give up a payment that waits at the bank and keep the hold',
    description:
      'Closes the payment under way, so that it can no longer capture; then the checkout is OPEN ' +
      'again and may be paid another way. Where the money came meanwhile: 409 with the order.',
    idempotency: 'accepted',
    params,
    replies: { 200: checkoutReply },
    errors: [
      'checkout-not-found',
      'checkout-ended',
      'cart-already-ordered',
      'payment-declined',
      'hold-gone',
      'request-in-progress',
    ],
    handle: async (req) => {
      const row = await commands.find(req.principal.id, req.params.checkoutId);
      if (isRefusal(row)) return row;
      const given = await commands.giveUp(row, req.idempotencyKey ?? newId('key'));
      if (isRefusal(given)) return given;
      return show(deps, await commands.find(req.principal.id, req.params.checkoutId));
    },
  });
}

function payRoute({ commands, card }: Deps): Route {
  return route({
    ...owned,
    method: 'POST',
    path: '/checkout/:checkoutId/pay',
    whileClosed: true,
    summary: 'Pay a checkout and place the order',
    description:
      'Answers 200 with the order, 202 while the outcome is not known or the shopper must act ' +
      'at their bank, and 402 when nothing was charged. With parts, credit is set aside first, ' +
      'the rest is charged by paymentMethod, and then the credit is taken.',
    idempotency: 'required',
    params,
    body: payBody,
    timeout_ms: 60_000,
    replies: { 200: payReply, 202: payReply },
    errors: [
      'checkout-not-found',
      'checkout-ended',
      'payment-declined',
      'payment-method-unavailable',
      'payment-method-not-found',
      'validation-failed',
      'amount-precision',
      'gift-card-not-found',
      'gift-card-expired',
      'gift-card-currency',
      'attempts-used-up',
      'hold-gone',
      'checkout-in-progress',
      'request-in-progress',
    ],
    handle: async (req) => {
      const row = await commands.find(req.principal.id, req.params.checkoutId);
      if (isRefusal(row)) return row;
      // A guest has no place to find it again.
      const savePaymentMethod = req.body.savePaymentMethod && req.principal.kind === 'user';
      const request = await payRequest(card, row, { ...req.body, savePaymentMethod });
      if (isRefusal(request)) return request;
      const key = req.idempotencyKey ?? newId('key');
      const said = await commands.pay(row, { ...request, key });
      return isRefusal(said) ? said : payAnswer(said);
    },
  });
}

function payAnswer(said: Said) {
  if (said.kind === 'declined') return said.problem;
  if (said.kind === 'open') return refuse('checkout-in-progress');
  const { orderId, orderNumber, status, paymentStatus } = said.order;
  const { currency } = said;
  const total = toMajor(said.total_minor, currency);
  const body = { orderId, orderNumber, status, paymentStatus, total, currency };
  if (said.kind === 'ordered') return reply(200, body);
  return reply(202, said.actionUrl ? { ...body, actionUrl: said.actionUrl } : body);
}
