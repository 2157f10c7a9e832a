/** What other rooms may use of pricing: prices, quotes, events, error codes. */
import { Type, type Static } from 'typebox';
import { amount_minor_max, price_minor_max } from '#kernel/core/limit.ts';
import { defineErrors } from '#kernel/core/error.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';

export const pricesPerCall_max = 1_000;
export const variantsPerCall_max = 200;
export const linesPerQuote_max = 50;

const id = Type.String({ minLength: 1, maxLength: 64 });
const minor = Type.Integer({ minimum: 0, maximum: amount_minor_max });
const price = Type.Integer({ minimum: 0, maximum: price_minor_max });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });
export const couponCode = Type.String({ minLength: 1, maxLength: 100 });

export const priceToSetSchema = Type.Object({
  variantId: id,
  currency,
  base_minor: price,
  sale_minor: Type.Union([price, Type.Null()]),
});
export type PriceToSet = Static<typeof priceToSetSchema>;

export const priceSchema = Type.Object({
  variantId: id,
  currency,
  base_minor: minor,
  sale_minor: Type.Union([minor, Type.Null()]),
  /** What it costs now: the sale price where there is a lower one. */
  effective_minor: minor,
  version: Type.Integer({ minimum: 1 }),
});
export type Price = Static<typeof priceSchema>;

export const quoteLineSchema = Type.Object({
  lineNo: Type.Integer({ minimum: 1 }),
  variantId: id,
  productId: id,
  sellerId: id,
  quantity: Type.Integer({ minimum: 1 }),
  unit_minor: minor,
  total_minor: minor,
  /** What is taken off this line; left out where nothing is. Σ over the lines: discount_minor. */
  discount_minor: Type.Optional(minor),
});

/** total = subtotal − discount + shipping + tax; subtotal = Σ line totals; nothing negative. */
export const quoteSchema = Type.Object({
  quoteId: id,
  checkoutId: id,
  currency,
  lines: Type.Array(quoteLineSchema),
  subtotal_minor: minor,
  discount_minor: minor,
  shipping_minor: minor,
  tax_minor: minor,
  total_minor: minor,
  shippingMethod: Type.String(),
  /** Why there is a discount, by promotion; left out where there is none. Σ: discount_minor. */
  discounts: Type.Optional(
    Type.Array(
      Type.Object({
        promotionId: id,
        name: Type.String(),
        amount_minor: minor,
        /** Of a coupon: its code, and that it pays for sending. */
        code: Type.Optional(Type.String()),
        freeShipping: Type.Optional(Type.Boolean()),
      }),
    ),
  ),
  expiresAt: Type.String(),
  version: Type.Integer({ minimum: 1 }),
});
export type Quote = Static<typeof quoteSchema>;

export const quoteRequestSchema = Type.Object({
  quoteId: id,
  checkoutId: id,
  currency,
  lines: Type.Array(
    Type.Object({
      variantId: id,
      productId: id,
      sellerId: id,
      quantity: Type.Integer({ minimum: 1, maximum: 1_000 }),
      weight_g: Type.Integer({ minimum: 0 }),
      seen_minor: minor,
    }),
    { minItems: 1, maxItems: linesPerQuote_max },
  ),
  shipTo: Type.Object({
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    state: Type.Optional(Type.String({ maxLength: 100 })),
    postalCode: Type.String({ maxLength: 20 }),
  }),
  shippingMethod: Type.String({ maxLength: 20 }),
  ttl_ms: Type.Integer({ minimum: 1, maximum: 86_400_000 }),
  /** One use of it is held for the checkout, until it is consumed or released. */
  coupon: Type.Optional(Type.Object({ code: couponCode, userId: id })),
});
export type QuoteRequest = Static<typeof quoteRequestSchema>;

/** Why a coupon is not taken off. */
export const couponReasons = [
  'not-yet',
  'over',
  'used-up',
  'used-by-you',
  'account-needed',
  'currency',
  'place',
  'not-now',
  'too-few',
  'too-little',
  'no-line',
  'not-with-others',
  'nothing-to-take',
] as const;
export type CouponReason = (typeof couponReasons)[number];

export const couponViewSchema = Type.Object({
  couponId: id,
  /** As it is written. */
  code: Type.String(),
  name: Type.String(),
  /** Why it takes nothing off; null: it does. */
  reason: Type.Union([Type.Enum([...couponReasons]), Type.Null()]),
  startsAt: Type.Union([Type.String(), Type.Null()]),
  endsAt: Type.Union([Type.String(), Type.Null()]),
  /** What the goods that it is for have to come to, and how many units that has to be. */
  least_minor: Type.Union([minor, Type.Null()]),
  leastUnits: Type.Integer(),
  freeShipping: Type.Boolean(),
  /** What is taken off the goods, by it and by promotions beside it. */
  discount_minor: minor,
  discounts: Type.Array(
    Type.Object({
      promotionId: id,
      name: Type.String(),
      amount_minor: minor,
      code: Type.Optional(Type.String()),
    }),
  ),
});
export type CouponView = Static<typeof couponViewSchema>;

export const pricingErrors = defineErrors({
  'price-missing': {
    status: 409,
    title: 'No price in this currency',
    explain: 'Some of the variants have no price in the currency of the cart; they are listed.',
    retryable: false,
  },
  'currency-unknown': {
    status: 422,
    title: 'Unknown currency',
    explain: 'The currency is not one this marketplace knows how to count in.',
    retryable: false,
  },
  'too-many-promotions': {
    status: 409,
    title: 'Too many promotions',
    explain: 'As many promotions are there as may be, named as max; end one that nobody needs.',
    retryable: false,
  },
  'coupon-not-found': {
    status: 404,
    title: 'No such coupon',
    explain: 'No coupon has this code. Case, spaces and dashes do not count.',
    retryable: false,
  },
  'coupon-not-valid': {
    status: 409,
    title: 'The coupon takes nothing off',
    explain:
      'The coupon is not for this purchase as it stands; reason says why, and the rest of the ' +
      'cart is as it was.',
    retryable: false,
  },
  'sale-above-base': {
    status: 422,
    title: 'The sale price is above the base price',
    explain: 'A sale price must be lower than or equal to the base price.',
    retryable: false,
  },
});

export const pricingCalls = defineCalls('pricing', {
  setPrices: call({
    input: Type.Object({
      prices: Type.Array(priceToSetSchema, { maxItems: pricesPerCall_max }),
    }),
    output: Type.Object({ changed: Type.Integer() }),
    refusals: ['currency-unknown', 'sale-above-base'],
    timeout_ms: 10_000,
    retry: true,
  }),
  prices: call({
    input: Type.Object({
      variantIds: Type.Array(id, { maxItems: variantsPerCall_max }),
      currency,
    }),
    output: Type.Object({ prices: Type.Array(priceSchema) }),
    retry: true,
  }),
  /**
   * What stands beside a reduced price: the lowest price of the 30 days before the present one
   * began. Variants that never had another price are left out.
   */
  lowest: call({
    input: Type.Object({
      variantIds: Type.Array(id, { maxItems: variantsPerCall_max }),
      currency,
    }),
    output: Type.Object({
      prices: Type.Array(Type.Object({ variantId: id, lowest30_minor: minor })),
    }),
    retry: true,
  }),
  quote: call({
    input: quoteRequestSchema,
    output: quoteSchema,
    refusals: ['price-missing', 'shipping-unavailable', 'coupon-not-valid'],
    retry: true,
  }),
  /** The coupon that a quote holds becomes the order's, once. */
  consumeCoupon: call({
    input: Type.Object({ checkoutId: id, orderId: id }),
    output: Type.Object({ consumed: Type.Boolean() }),
    retry: true,
  }),
  /** What a checkout holds or used of a coupon is given back, once. */
  releaseCoupon: call({
    input: Type.Object({ checkoutId: id }),
    output: Type.Object({ released: Type.Boolean() }),
    retry: true,
  }),
  /**
   * What a coupon takes off lines at the prices of now, or why nothing; null where there is no
   * such coupon. `tries`: somebody typed it in; codes that are none are counted by these names, and
   * after too many `wait_s` says how long nobody of that name may try.
   */
  coupon: call({
    input: Type.Object({
      code: couponCode,
      userId: Type.Union([id, Type.Null()]),
      currency,
      lines: Type.Array(
        Type.Object({
          variantId: id,
          productId: id,
          sellerId: id,
          quantity: Type.Integer({ minimum: 1, maximum: 1_000 }),
        }),
        { maxItems: linesPerQuote_max },
      ),
      tries: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 3 })),
    }),
    output: Type.Object({
      wait_s: Type.Integer({ minimum: 0 }),
      coupon: Type.Union([couponViewSchema, Type.Null()]),
    }),
    retry: true,
  }),
  /**
   * What goods of this sum would cost at a place, by each way that goes there; nothing is kept. Of
   * a US place without a state the ZIP code says it. `tax_minor` null: it depends on the address.
   */
  estimate: call({
    input: Type.Object({
      currency,
      subtotal_minor: minor,
      weight_g: Type.Integer({ minimum: 0 }),
      shipTo: quoteRequestSchema.properties.shipTo,
      /** What a coupon takes off. */
      off: Type.Optional(Type.Object({ discount_minor: minor, freeShipping: Type.Boolean() })),
    }),
    output: Type.Object({
      methods: Type.Array(
        Type.Object({
          method: Type.String(),
          name: Type.String(),
          shipping_minor: minor,
          freeOver_minor: Type.Union([minor, Type.Null()]),
          tax_minor: Type.Union([minor, Type.Null()]),
          total_minor: minor,
          minDays: Type.Integer(),
          maxDays: Type.Integer(),
        }),
      ),
    }),
    retry: true,
  }),
  personalData: personalDataCall(),
  /** Keeps a quote's prices for longer, never for shorter. */
  prolong: call({
    input: Type.Object({
      quoteId: id,
      ttl_ms: Type.Integer({ minimum: 1, maximum: 86_400_000 }),
    }),
    output: Type.Object({ expiresAt: Type.Union([Type.String(), Type.Null()]) }),
    retry: true,
  }),
  quotes: call({
    input: Type.Object({ quoteIds: Type.Array(id, { maxItems: 200 }) }),
    output: Type.Object({ quotes: Type.Array(quoteSchema) }),
    retry: true,
  }),
});

export const pricingEvents = defineEvents({
  room: 'pricing',
  topic: 'pricing.events',
  types: {
    PROMOTION_CHANGED: Type.Object({
      promotionId: id,
      version: Type.Integer({ minimum: 1 }),
      enabled: Type.Boolean(),
    }),
    PRICE_CHANGED: Type.Object({
      variantId: id,
      currency,
      /** What it cost before; null for the first price. Minor units, as all amounts here. */
      from: Type.Union([minor, Type.Null()]),
      to: minor,
      base: minor,
      sale: Type.Union([minor, Type.Null()]),
      version: Type.Integer({ minimum: 1 }),
    }),
  },
});
