/** What other rooms may use of orders: placing, settling, looking up, events, error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { add, allocate } from '#kernel/core/money.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { addressSchema, personalDataCall, unfinishedCall } from '#services/identity/contract.ts';
import { reviewedOrdersCalls } from '#services/reconciliation/contract.ts';
import { waitingCall } from '#services/sellers/contract.ts';
import { basketCalls } from './basket-calls.ts';
import { saleCalls } from './sale-calls.ts';

export { salesPerPage_max, type Sale } from './sale-calls.ts';

export const linesPerOrder_max = 50;
export const ordersPerCall_max = 200;
export const ordersPerCount_max = 1_000;
export const shipmentsPerOrder_max = 200;
export const warehousesPerLine_max = 50;

const id = Type.String({ minLength: 1, maxLength: 64 });
const minor = Type.Integer({ minimum: 0, maximum: 999_999_999_999_999 });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });

export const orderIdSchema = idSchema('ord');

export const orderStatuses = [
  'PENDING',
  'CONFIRMED',
  'FAILED',
  'PROCESSING',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
  'RETURNED',
  'REFUNDED',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];
export const orderStatusSchema = Type.Enum([...orderStatuses]);

export const paymentStatuses = ['PENDING', 'CAPTURED', 'FAILED', 'REFUNDED'] as const;
export type OrderPaymentStatus = (typeof paymentStatuses)[number];

export const orderLineSchema = Type.Object({
  lineNo: Type.Integer({ minimum: 1, maximum: linesPerOrder_max }),
  variantId: id,
  productId: id,
  sellerId: id,
  /** Where the units leave from, nearest first; empty when nobody has said. */
  warehouseIds: Type.Array(id, { maxItems: warehousesPerLine_max }),
  quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  unit_minor: minor,
  total_minor: minor,
  /** What is taken off this line of the order's discount; left out where nothing is. */
  discount_minor: Type.Optional(minor),
  /** Its own tax on top; left out where it is its share by price of the order's. */
  tax_minor: Type.Optional(minor),
  /** The tax that is in its price after what is taken off; left out where none is. */
  included_minor: Type.Optional(minor),
  name: Type.String({ maxLength: 500 }),
  sku: Type.Optional(Type.String({ maxLength: 100 })),
  imageUrl: Type.Union([Type.String({ maxLength: 2_000 }), Type.Null()]),
});
export type OrderLine = Static<typeof orderLineSchema>;

const facts = {
  orderId: id,
  checkoutId: id,
  sagaId: id,
  userId: id,
  cartId: id,
  quoteId: id,
  paymentId: id,
  paymentMethod: Type.String({ maxLength: 20 }),
  /** PENDING also for money that is collected at the door or not yet known. */
  paymentStatus: Type.String({ pattern: '^(PENDING|CAPTURED|FAILED|REFUNDED)$' }),
  currency,
  subtotal_minor: minor,
  discount_minor: minor,
  shipping_minor: minor,
  tax_minor: minor,
  total_minor: minor,
  /** Of the shipping, what is tax; left out where none is. */
  includedShipping_minor: Type.Optional(minor),
  shippingMethod: Type.String({ maxLength: 20 }),
  shippingAddress: addressSchema,
  billingAddress: addressSchema,
};

export const placeSchema = Type.Object({
  ...facts,
  status: Type.Union([Type.Literal('CONFIRMED'), Type.Literal('PENDING')]),
  lines: Type.Array(orderLineSchema, { minItems: 1, maxItems: linesPerOrder_max }),
});
export type PlaceInput = Static<typeof placeSchema>;

export const settleSchema = Type.Object({
  orderId: id,
  to: Type.Union([Type.Literal('CONFIRMED'), Type.Literal('FAILED')]),
  paymentId: id,
  paymentStatus: facts.paymentStatus,
  /** Where it is not the one that the order was placed with. */
  paymentMethod: Type.Optional(facts.paymentMethod),
});
export type SettleInput = Static<typeof settleSchema>;

export const shipmentSchema = Type.Object({
  shipmentId: id,
  sellerId: id,
  carrier: Type.String(),
  trackingNumber: Type.String(),
  lines: Type.Array(Type.Object({ lineNo: Type.Integer(), quantity: Type.Integer() })),
  shippedAt: Type.String(),
});
export type Shipment = Static<typeof shipmentSchema>;

const keptLineSchema = Type.Object({
  ...orderLineSchema.properties,
  /** It was taken off the order before it was picked; left out where it was not. */
  cancelled: Type.Optional(Type.Boolean()),
});

/** A whole order as another room sees it. */
export const orderSchema = Type.Object({
  ...facts,
  orderNumber: Type.String(),
  status: orderStatusSchema,
  lines: Type.Array(keptLineSchema),
  shipments: Type.Array(shipmentSchema),
  version: Type.Integer({ minimum: 1 }),
  createdAt: Type.String(),
});
export type Order = Static<typeof orderSchema>;

/** Amounts of an order that its lines share, with what each line says of itself. */
export interface SharedAmounts {
  discount_minor: number;
  tax_minor: number;
  lines: readonly { total_minor: number; discount_minor?: number; tax_minor?: number | null }[];
}

/**
 * What each line carries of an order's discount and tax, in the order of the lines. The discount
 * is what was taken off the line; where the lines do not say, it is shared out by largest
 * remainder over what is left of each line, and so is tax that no line has for its own, as that of
 * the delivery. The parts are the whole.
 */
export function sharesOf(order: SharedAmounts): { discount_minor: number; tax_minor: number }[] {
  const totals = order.lines.map((line) => line.total_minor);
  const own = order.lines.map((line) => line.discount_minor ?? 0);
  const isSaid = add(0, ...own) === order.discount_minor;
  const discounts = isSaid ? own : allocate(order.discount_minor, totals);
  const nets = totals.map((total, index) => total - (discounts[index] ?? 0));
  const ownTaxes = order.lines.map((line) => line.tax_minor ?? 0);
  const shared = allocate(order.tax_minor - add(0, ...ownTaxes), nets);
  return totals.map((_, index) => {
    const tax_minor = (ownTaxes[index] ?? 0) + (shared[index] ?? 0);
    return { discount_minor: discounts[index] ?? 0, tax_minor };
  });
}

const placedSchema = Type.Object({
  orderId: id,
  orderNumber: Type.String(),
  status: orderStatusSchema,
});
export type Placed = Static<typeof placedSchema>;

export const ordersErrors = defineErrors({
  'order-not-found': {
    status: 404,
    title: 'Order not found',
    explain: 'There is no such order, or it belongs to somebody else.',
    retryable: false,
  },
  'order-link-expired': {
    status: 410,
    title: 'The link has ended',
    explain: 'Links to an order end after a while; open it by number and e-mail, or sign in.',
    retryable: false,
  },
  'invoice-not-available': {
    status: 409,
    title: 'There is no such document yet',
    explain:
      'An invoice is there once the payment is confirmed, a credit note once the gateway has ' +
      'made the refund; `reason` says what is missing.',
    retryable: false,
  },
  'refund-not-found': {
    status: 404,
    title: 'Refund not found',
    explain: 'The order has no such refund.',
    retryable: false,
  },
  'order-not-cancellable': {
    status: 409,
    title: 'The order cannot be cancelled',
    explain: 'The reason says why: it is on its way, it ended, or its payment is being confirmed.',
    retryable: false,
  },
  'line-not-cancellable': {
    status: 409,
    title: 'This item cannot be cancelled any more',
    explain:
      'The reason says why: it is being packed, has left, or was cancelled before. What has left ' +
      'can be sent back.',
    retryable: false,
  },
  'address-not-changeable': {
    status: 409,
    title: 'The address cannot be changed',
    explain:
      'The reason says why: it is being packed, it is on its way, it ended, its payment is being ' +
      'confirmed, or the new place has other taxes. Cancelling and ordering again is the way then.',
    retryable: false,
  },
  'order-status-conflict': {
    status: 409,
    title: 'Not possible in this status',
    explain: 'The order is in a status from which this step is not allowed.',
    retryable: false,
  },
  'line-not-found': {
    status: 404,
    title: 'Order line not found',
    explain: 'The order has no such line of this seller.',
    retryable: false,
  },
  'line-already-shipped': {
    status: 409,
    title: 'Nothing left to ship',
    explain: 'More units were named than the order still has to be shipped by this seller.',
    retryable: false,
  },
});

export const ordersCalls = defineCalls('orders', {
  /** Orders with lines of sellers that are to be sent. */
  waiting: waitingCall(['toSend']),
  ...reviewedOrdersCalls,
  ...basketCalls,
  ...saleCalls,
  /**
   * Units sold by product in the next orders after one, in the order of ids and so of time, up to
   * `before`, without those that failed or were cancelled. `last` is the last order looked at;
   * pass it on for the rest, until it is null.
   */
  sold: call({
    input: Type.Object({
      after: Type.String({ maxLength: 64 }),
      before: Type.String({ maxLength: 64 }),
      limit: Type.Integer({ minimum: 1, maximum: ordersPerCount_max }),
    }),
    output: Type.Object({
      products: Type.Array(Type.Object({ productId: id, units: Type.Integer({ minimum: 1 }) })),
      last: Type.Union([id, Type.Null()]),
    }),
    retry: true,
  }),
  /** Idempotent by checkoutId: a repeat gives the first answer. Hot: requests share a statement. */
  place: call({ input: placeSchema, output: placedSchema, timeout_ms: 5_000, retry: true }),
  /**
   * Ends PENDING. When the order has left PENDING already, nothing changes and the answer says
   * the status it is in. Hot: requests share a statement.
   */
  settle: call({
    input: settleSchema,
    output: placedSchema,
    refusals: ['order-not-found'],
    timeout_ms: 5_000,
    retry: true,
  }),
  /**
   * Notes how the payment of a PENDING order stands: it was declined and may be tried again, or it
   * is tried again. No move and no event; who watches the order is told.
   */
  noteAttempt: call({
    input: Type.Object({
      orderId: id,
      paymentId: id,
      paymentMethod: facts.paymentMethod,
      paymentStatus: Type.Union([Type.Literal('PENDING'), Type.Literal('FAILED')]),
    }),
    output: Type.Object({ noted: Type.Boolean() }),
    retry: true,
  }),
  byCheckout: call({
    input: Type.Object({ checkoutId: id }),
    output: Type.Object({ order: Type.Union([orderSchema, Type.Null()]) }),
    retry: true,
  }),
  /** Unknown ids are left out. */
  orders: call({
    input: Type.Object({ orderIds: Type.Array(id, { maxItems: ordersPerCall_max }) }),
    output: Type.Object({ orders: Type.Array(orderSchema) }),
    retry: true,
  }),
  /** Tokens with which a mail lets its reader look at an order, and no more. No statement. */
  grants: call({
    input: Type.Object({ orderIds: Type.Array(id, { maxItems: ordersPerCall_max }) }),
    output: Type.Object({
      grants: Type.Array(
        Type.Object({ orderId: id, token: Type.String(), expiresAt: Type.String() }),
      ),
    }),
    retry: true,
  }),
  /** One order by its id or number, and when it arrived; null where there is none. */
  withDelivery: call({
    input: Type.Object({ key: id }),
    output: Type.Object({
      order: Type.Union([orderSchema, Type.Null()]),
      deliveredAt: Type.Union([Type.String(), Type.Null()]),
    }),
    retry: true,
  }),
  /** The order that the grant of a mail's link opens now. No statement. */
  opened: call({
    input: Type.Object({ token: Type.String({ maxLength: 200 }) }),
    output: Type.Object({ orderId: id }),
    refusals: ['order-not-found', 'order-link-expired'],
    retry: true,
  }),
  /**
   * Notes units that went back for money, once per ref. With the last unit the order is RETURNED.
   * More units of a line than were shipped are a bug of the caller.
   */
  takeBack: call({
    input: Type.Object({
      orderId: id,
      ref: Type.String({ minLength: 1, maxLength: 200 }),
      lines: Type.Array(
        Type.Object({
          lineNo: Type.Integer({ minimum: 1, maximum: linesPerOrder_max }),
          quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        }),
        { minItems: 1, maxItems: linesPerOrder_max },
      ),
    }),
    output: placedSchema,
    refusals: ['order-not-found'],
    retry: true,
  }),
  /** RETURNED becomes REFUNDED; an order in another status stays as it is. */
  settleReturned: call({
    input: Type.Object({ orderId: id }),
    output: placedSchema,
    refusals: ['order-not-found'],
    retry: true,
  }),
  personalData: personalDataCall(),
  unfinished: unfinishedCall(),
});

const named = { orderId: id, orderNumber: Type.String(), checkoutId: id, userId: id };

/** Amounts are minor units. No names, streets or numbers of people: who needs them asks. */
export const ordersEvents = defineEvents({
  room: 'orders',
  topic: 'order.events',
  types: {
    ORDER_CREATED: Type.Object({
      ...named,
      cartId: id,
      paymentId: id,
      status: orderStatusSchema,
      totalAmount: minor,
      /** How the total comes about: Σ quantity × unitPrice − discount + shipping + tax. */
      discount: Type.Optional(minor),
      shipping: Type.Optional(minor),
      tax: Type.Optional(minor),
      /** Of the shipping, what is tax. */
      includedShipping: Type.Optional(minor),
      currency,
      paymentMethod: Type.String(),
      items: Type.Array(
        Type.Object({
          productId: id,
          variantId: id,
          sellerId: id,
          quantity: Type.Integer({ minimum: 1 }),
          unitPrice: minor,
          /** What is taken off the line; left out where nothing is. */
          discount: Type.Optional(minor),
          /** Of what is left of it, what is tax; left out where prices have none in them. */
          included: Type.Optional(minor),
          name: Type.String(),
        }),
      ),
      /** The region only. */
      shippingAddress: Type.Object({
        country: Type.String(),
        state: Type.Optional(Type.String()),
        postalPrefix: Type.String(),
      }),
    }),
    ORDER_STATUS_CHANGED: Type.Object({
      ...named,
      from: orderStatusSchema,
      to: orderStatusSchema,
      reason: Type.Union([Type.String(), Type.Null()]),
      /** Of an order that was PENDING and is CONFIRMED: only now its cart is over. */
      cartId: Type.Optional(id),
      items: Type.Optional(
        Type.Array(Type.Object({ variantId: id, quantity: Type.Integer({ minimum: 1 }) })),
      ),
    }),
    ORDER_CANCELLED: Type.Object({
      ...named,
      paymentId: id,
      from: orderStatusSchema,
      reason: Type.String(),
    }),
    /** It goes elsewhere within its region; aggregate `address-change`. */
    ORDER_ADDRESS_CHANGED: Type.Object({
      ...named,
      changeId: id,
      /** Names of the fields that are others now. */
      changed: Type.Array(Type.String()),
      sellerIds: Type.Array(id),
    }),
    /** Some lines were taken off an order that goes on; aggregate `cancellation`. */
    ORDER_ITEMS_CANCELLED: Type.Object({
      ...named,
      cancellationId: id,
      paymentId: id,
      paymentMethod: Type.String(),
      currency,
      /** What goes back: Σ goods − discount + tax of the lines. */
      amount: minor,
      reason: Type.String(),
      items: Type.Array(
        Type.Object({
          lineNo: Type.Integer({ minimum: 1 }),
          variantId: id,
          productId: id,
          sellerId: id,
          quantity: Type.Integer({ minimum: 1 }),
          goods: minor,
          discount: minor,
          tax: minor,
        }),
      ),
    }),
  },
});
