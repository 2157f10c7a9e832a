/** What other rooms may use of the cart: calls for checkout and identity, events, error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';
import { taxClassSchema } from '#services/pricing/contract.ts';
import { sizeSchema } from '#services/shipping/contract.ts';

/** Lines of one cart: what one hold takes in one piece (inventory's limit is the same). */
export const linesPerCart_max = 50;
/** Units of one line: a household's order; a business asks for a quotation. */
export const quantityPerLine_max = 99;
/** Lines that one shopper can have saved for later. */
export const savedPerOwner_max = 50;

const id = Type.String({ minLength: 1, maxLength: 64 });
const quantity = Type.Integer({ minimum: 1, maximum: quantityPerLine_max });
const minor = Type.Integer({ minimum: 0 });

export const changeTypes = [
  'price-rose',
  'price-fell',
  'out-of-stock',
  'low-stock',
  'removed',
  'added',
  'quantity-raised',
  'quantity-capped',
  'line-dropped',
] as const;

/**
 * One thing that is not as the shopper left it. `from` and `to` are prices in major units for
 * price-rose and price-fell, and quantities for all others; `available` is the free stock where
 * it is what limits.
 */
export const changeSchema = Type.Object({
  type: Type.Enum([...changeTypes]),
  itemId: Type.String(),
  variantId: Type.String(),
  name: Type.String(),
  from: Type.Number(),
  to: Type.Number(),
  available: Type.Union([Type.Integer(), Type.Null()]),
});
export type Change = Static<typeof changeSchema>;

export const cartErrors = defineErrors({
  'cart-not-found': {
    status: 404,
    title: 'Cart not found',
    explain: 'There is no such cart, or it is not yours.',
    retryable: false,
  },
  'cart-item-not-found': {
    status: 404,
    title: 'No such line in the cart',
    explain: 'The cart has no line with this id; it may have been removed on another device.',
    retryable: false,
  },
  'cart-empty': {
    status: 409,
    title: 'The cart is empty',
    explain: 'A checkout needs at least one line.',
    retryable: false,
  },
  'cart-converted': {
    status: 409,
    title: 'The cart was ordered',
    explain: 'A cart becomes one order; the next line that is added begins a new cart.',
    retryable: false,
  },
  'line-limit': {
    status: 409,
    title: 'Too many lines in the cart',
    explain: 'The cart has as many different variants as one order may have, named as linesMax.',
    retryable: false,
  },
  'saved-limit': {
    status: 409,
    title: 'Too many things saved for later',
    explain: 'As many are saved as can be, named as max; move some back or remove them.',
    retryable: false,
  },
  'quantity-limit': {
    status: 409,
    title: 'Too many units of one variant',
    explain: 'A line has at most quantityMax units; the problem names how many it has now.',
    retryable: false,
  },
  'variant-not-sellable': {
    status: 409,
    title: 'Not sold any more',
    explain: 'The variants listed in items were withdrawn or cannot be bought at present.',
    retryable: false,
  },
  'variant-not-found': {
    status: 404,
    title: 'Variant not found',
    explain: 'There is no such variant, or it belongs to another seller.',
    retryable: false,
  },
});

/** A line as checkout needs it. `seen_minor`: the unit price at addition or last accepted. */
export const checkoutLineSchema = Type.Object({
  itemId: id,
  variantId: id,
  productId: id,
  sellerId: id,
  quantity,
  seen_minor: minor,
  weight_g: minor,
  /** Length, width and height of a unit as it is packed; left out: not known. */
  size_mm: Type.Optional(sizeSchema),
  /** Left out: standard. */
  taxClass: Type.Optional(taxClassSchema),
  name: Type.String(),
  imageUrl: Type.Union([Type.String(), Type.Null()]),
});
export type CheckoutLine = Static<typeof checkoutLineSchema>;

export const cartCalls = defineCalls('cart', {
  /**
   * The lines to order. An anonymous cart becomes the user's by this call: its id is the secret.
   * Hot: requests share one statement.
   */
  forCheckout: call({
    input: Type.Object({ cartId: id, userId: id }),
    output: Type.Object({
      cartId: id,
      userId: id,
      currency: Type.String(),
      version: Type.Integer({ minimum: 1 }),
      lines: Type.Array(checkoutLineSchema, { minItems: 1, maxItems: linesPerCart_max }),
      /** Left out where there is none. */
      coupon: Type.Optional(Type.String()),
    }),
    refusals: ['cart-not-found', 'cart-empty', 'cart-converted', 'variant-not-sellable'],
    retry: true,
  }),
  /**
   * Brings an anonymous cart (by its id) and a guest's cart (by the guest's user id, which the
   * caller has verified) into the user's cart. All or nothing; a repeat changes nothing.
   */
  merge: call({
    input: Type.Object({
      fromCartId: Type.Optional(id),
      fromUserId: Type.Optional(id),
      userId: id,
    }),
    output: Type.Object({ cartId: id, changes: Type.Array(changeSchema) }),
    refusals: ['cart-not-found'],
    retry: true,
  }),
  personalData: personalDataCall(),
  /** The shopper has seen these prices: later changes are measured against them. */
  accept: call({
    input: Type.Object({
      cartId: id,
      userId: id,
      prices: Type.Array(Type.Object({ variantId: id, unit_minor: minor }), {
        maxItems: linesPerCart_max,
      }),
    }),
    output: Type.Object({ version: Type.Integer({ minimum: 1 }) }),
    refusals: ['cart-not-found'],
    retry: true,
  }),
});

/** Aggregate `cart`: a cart ends once, so its only event has version 1. */
export const cartEvents = defineEvents({
  room: 'cart',
  topic: 'cart.events',
  types: {
    CART_CONVERTED: Type.Object({ cartId: id, userId: id, orderId: id }),
    CART_MERGED: Type.Object({ cartId: id, intoCartId: id, userId: id }),
  },
});
