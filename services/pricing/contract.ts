/** What other rooms may use of pricing: prices, quotes, events, error codes. */
import { Type, type Static } from 'typebox';
import { amount_minor_max, price_minor_max } from '#kernel/core/limit.ts';
import { defineErrors } from '#kernel/core/error.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';
import { sharedParcelSchema, sizeSchema } from '#services/shipping/contract.ts';
import { estimateCall } from './estimate-call.ts';
import { taxClassSchema } from './tax-class.ts';

export { taxClasses, taxClassSchema, type TaxClass } from './tax-class.ts';

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
  /** Its own tax on top; left out where it is its share by price of the quote's. */
  tax_minor: Type.Optional(minor),
  /** The tax that is in its price, after what is taken off; left out where none is. */
  included_minor: Type.Optional(minor),
});

/** Why the tax is what it is. */
export const taxEvidenceSchema = Type.Object({
  /** `table`, or the name of the service that said it. */
  engine: Type.String({ maxLength: 100 }),
  /** Of the tables, or as the service calls its own. */
  version: Type.String({ maxLength: 100 }),
  /** Rates of this day. */
  day: Type.String({ format: 'date' }),
  place: Type.Object({
    country: Type.String(),
    state: Type.Optional(Type.String()),
    postalCode: Type.Optional(Type.String()),
  }),
  /** Whether prices and delivery have the tax in them. */
  included: Type.Boolean(),
  rounding: Type.Enum(['document', 'line']),
  /** Classes that are not standard, by number of the line. */
  classes: Type.Optional(Type.Record(Type.String({ pattern: '^[0-9]+$' }), Type.String())),
  parts: Type.Array(
    Type.Object({
      name: Type.String({ maxLength: 100 }),
      /** Thousandths of a percent. */
      rate_milli: Type.Integer({ minimum: 0, maximum: 100_000 }),
      /** Without the tax. */
      base_minor: minor,
      tax_minor: minor,
    }),
  ),
  /** What is in the total of it, the delivery's part beside that of the lines. */
  included_minor: minor,
  includedShipping_minor: minor,
  exemption: Type.Optional(
    Type.Object({ kind: Type.Enum(['certificate', 'vat-id']), number: Type.String() }),
  ),
});
export type TaxEvidence = Static<typeof taxEvidenceSchema>;

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
  /** What sending costs by parcel, where there are several. Σ: shipping_minor. */
  parcels: Type.Optional(Type.Array(sharedParcelSchema)),
  /** What moved unit prices, where rules, lists or schedules did. */
  moves: Type.Optional(
    Type.Array(
      Type.Object({
        lineNo: Type.Integer({ minimum: 1 }),
        stage: Type.Enum(['LIST', 'RULE', 'SALE']),
        ref: Type.Union([id, Type.Null()]),
        name: Type.String(),
        /** Of the whole line; below 0: cheaper. */
        amount_minor: Type.Integer(),
      }),
    ),
  ),
  /** Why there is a discount, by promotion; left out where there is none. Σ: discount_minor. */
  discounts: Type.Optional(
    Type.Array(
      Type.Object({
        promotionId: id,
        name: Type.String(),
        amount_minor: minor,
        /** Of a coupon: its code. */
        code: Type.Optional(Type.String()),
        /** It pays for sending; told of coupons and of what is held. */
        freeShipping: Type.Optional(Type.Boolean()),
        /** A use of it is held for the checkout: consume it with the order, or release it. */
        held: Type.Optional(Type.Boolean()),
      }),
    ),
  ),
  /** Left out in quotes of before there was any. */
  tax: Type.Optional(taxEvidenceSchema),
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
      size_mm: Type.Optional(sizeSchema),
      seen_minor: minor,
      /** Left out: standard. */
      taxClass: Type.Optional(taxClassSchema),
      /** A price that a flash sale fixed: no rule or promotion changes it. All lines or none. */
      fixed_minor: Type.Optional(price),
    }),
    { minItems: 1, maxItems: linesPerQuote_max },
  ),
  shipTo: Type.Object({
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    state: Type.Optional(Type.String({ maxLength: 100 })),
    postalCode: Type.String({ maxLength: 20 }),
  }),
  shippingMethod: Type.String({ maxLength: 20 }),
  /** Where it is collected. */
  pickupPlaceId: Type.Optional(id),
  ttl_ms: Type.Integer({ minimum: 1, maximum: 86_400_000 }),
  /** Who buys: they may be exempt from tax. */
  userId: Type.Optional(id),
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
  'members',
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

const cartLine = Type.Object({
  variantId: id,
  productId: id,
  sellerId: id,
  quantity: Type.Integer({ minimum: 1, maximum: 1_000 }),
});

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
  'too-many-rules': {
    status: 409,
    title: 'Too many rules',
    explain: 'As many rules move prices as may, named as max; end one that nobody needs.',
    retryable: false,
  },
  'too-many-simulations': {
    status: 409,
    title: 'Too many simulations at once',
    explain: 'As many simulations are under way as may be, named as max; wait for one to end.',
    retryable: true,
  },
  'too-many-lists': {
    status: 409,
    title: 'Too many price lists',
    explain: 'As many price lists are there as may be, named as max.',
    retryable: false,
  },
  'list-in-use': {
    status: 409,
    title: 'Something is for the members of this price list',
    explain: 'Promotions, rules or coupons in force name the list; up to five are told as users.',
    retryable: false,
  },
  'too-many-schedules': {
    status: 409,
    title: 'Too many prices with a time',
    explain: 'The variant has as many prices that are not over as it may, named as max.',
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
  'tax-unavailable': {
    status: 503,
    title: 'The tax cannot be said now',
    explain: 'The service that says what tax a purchase carries does not answer; nothing is done.',
    retryable: true,
  },
  'tax-rate-not-valid': {
    status: 422,
    title: 'A tax rate makes no sense',
    explain: 'Each rate that does not is named with its line and why; none was saved.',
    retryable: false,
  },
  'sale-above-base': {
    status: 422,
    title: 'The sale price is above the base price',
    explain: 'A sale price must be lower than or equal to the base price.',
    retryable: false,
  },
});

const taxPlace = quoteRequestSchema.properties.shipTo;

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
      /** The customer, for prices that are theirs; none: what everybody is shown. */
      userId: Type.Optional(id),
    }),
    output: Type.Object({
      prices: Type.Array(priceSchema),
      /** Promotions are in force: what is taken off lines is asked with `offers`. */
      promoted: Type.Boolean(),
    }),
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
    refusals: ['price-missing', 'shipping-unavailable', 'coupon-not-valid', 'tax-unavailable'],
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
  /** What a quote holds of limits of promotions, and a first order, becomes the order's, once. */
  consumeUses: call({
    input: Type.Object({ checkoutId: id, orderId: id }),
    output: Type.Object({ consumed: Type.Boolean() }),
    retry: true,
  }),
  /** The same is given back, once. */
  releaseUses: call({
    input: Type.Object({ checkoutId: id }),
    output: Type.Object({ released: Type.Boolean() }),
    retry: true,
  }),
  /**
   * What a checkout holds or used is given back, and no quote of it holds a use from then on: for
   * a checkout that ended while an earlier run of it may still ask for its quote.
   */
  barQuote: call({
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
      lines: Type.Array(cartLine, { maxItems: linesPerQuote_max }),
      tries: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 3 })),
    }),
    output: Type.Object({
      wait_s: Type.Integer({ minimum: 0 }),
      coupon: Type.Union([couponViewSchema, Type.Null()]),
    }),
    retry: true,
  }),
  /** What promotions take off lines at the prices of now, for this customer; nothing is kept. */
  offers: call({
    input: Type.Object({
      userId: Type.Union([id, Type.Null()]),
      currency,
      /** `unit_minor`: what `prices` just said; with all of them no price is read again. */
      lines: Type.Array(Type.Object({ ...cartLine.properties, unit_minor: Type.Optional(minor) }), {
        maxItems: linesPerQuote_max,
      }),
      /** Where the goods go, if that is known. */
      shipTo: Type.Optional(
        Type.Object({
          country: Type.String(),
          state: Type.Optional(Type.String()),
          postalCode: Type.Optional(Type.String()),
        }),
      ),
    }),
    output: Type.Object({
      discount_minor: minor,
      freeShipping: Type.Boolean(),
      discounts: Type.Array(
        Type.Object({ promotionId: id, name: Type.String(), amount_minor: minor }),
      ),
    }),
    retry: true,
  }),
  estimate: estimateCall,
  /** Whether tax at both places is the same for everything. */
  sameTax: call({
    input: Type.Object({ from: taxPlace, to: taxPlace }),
    output: Type.Object({ same: Type.Boolean() }),
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
    PRICE_RULE_CHANGED: Type.Object({
      ruleId: id,
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
