/** Shapes of orders at the REST edge; amounts are major units. */
import { Type } from 'typebox';
import { pageOf, pageQuery } from '#kernel/http/page.ts';
import { idSchema } from '#kernel/core/id.ts';
import { addressFields, addressIdSchema } from '#services/identity/contract.ts';
import { returnSummarySchema } from '#services/returns/contract.ts';
import { orderStatusSchema } from './contract.ts';
import { orderNumberPattern } from './model.ts';

const nullable = Type.Union([Type.String(), Type.Null()]);
const text = Type.String();

/** An order by its id or by its number. */
export const orderParams = Type.Object({
  orderId: Type.String({ pattern: `^(ord_[0-9a-f]{32}|${orderNumberPattern})$` }),
});

/** One of an order's refunds. */
export const refundParams = Type.Object({
  ...orderParams.properties,
  refundId: idSchema('rfd'),
});

/** Lines to cancel by themselves; left out: the whole order. */
const cancelledLines = Type.Optional(
  Type.Array(Type.Integer({ minimum: 1, maximum: 50 }), { minItems: 1, maxItems: 50 }),
);

export const cancelBody = Type.Object({
  lines: cancelledLines,
  reason: Type.Optional(
    Type.Union([
      Type.Literal('changed-mind'),
      Type.Literal('ordered-by-mistake'),
      Type.Literal('found-cheaper'),
      Type.Literal('takes-too-long'),
      Type.Literal('other'),
    ]),
  ),
});

export const adminCancelBody = Type.Object({
  lines: cancelledLines,
  reason: Type.String({ minLength: 1, maxLength: 200 }),
});

export const addressBody = Type.Object({
  /** One of my addresses. */
  addressId: addressIdSchema,
});

export const cancelQuery = Type.Object({
  /** `1,3`: lines 1 and 3. */
  lines: Type.String({ pattern: '^[1-9]\\d?(,[1-9]\\d?){0,49}$' }),
});

/** What would go back; nothing is changed. */
export const cancelPreview = Type.Object({
  /** Nothing is left then: the whole order is cancelled, and delivery goes back as well. */
  whole: Type.Boolean(),
  currency: Type.String(),
  goods: Type.Number(),
  discount: Type.Number(),
  tax: Type.Number(),
  shipping: Type.Number(),
  total: Type.Number(),
});

export const shipBody = Type.Object({
  carrier: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
  trackingNumber: Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z0-9 ._/-]+$' }),
  items: Type.Optional(
    Type.Array(
      Type.Object({
        lineNo: Type.Integer({ minimum: 1, maximum: 50 }),
        quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      }),
      { minItems: 1, maxItems: 50 },
    ),
  ),
});

export const listQuery = Type.Object({ ...pageQuery, status: Type.Optional(orderStatusSchema) });

export const sellerListQuery = Type.Object({
  ...listQuery.properties,
  /** Only with lines of mine that have not left. */
  toSend: Type.Optional(Type.Boolean()),
});

const dateTime = Type.String({ format: 'date-time' });

export const historyQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(orderStatusSchema),
  /** Placed at or after `from`, and before `to`. */
  from: Type.Optional(dateTime),
  to: Type.Optional(dateTime),
  sellerId: Type.Optional(idSchema('slr')),
  /** Part of the order number, or of the name of something in it. */
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
});

export const lookupBody = Type.Object({
  orderNumber: Type.String({ pattern: `^${orderNumberPattern}$` }),
  email: Type.String({ minLength: 3, maxLength: 254 }),
});

export const grantQuery = Type.Object({ t: Type.String({ minLength: 1, maxLength: 200 }) });

export const adminListQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(orderStatusSchema),
  userId: Type.Optional(idSchema('usr')),
  orderNumber: Type.Optional(Type.String({ pattern: `^${orderNumberPattern}$` })),
});

const item = {
  lineNo: Type.Integer(),
  variantId: text,
  productId: text,
  name: text,
  sku: nullable,
  imageUrl: nullable,
  quantity: Type.Integer(),
  shippedQuantity: Type.Integer(),
  status: text,
  unitPrice: Type.Number(),
  /** What is taken off the line. */
  discount: Type.Number(),
  total: Type.Number(),
  /** Of what is left of it, what is tax that its price has in it. */
  includedTax: Type.Number(),
};

const shipment = Type.Object({
  shipmentId: text,
  sellerId: text,
  carrier: text,
  trackingNumber: text,
  items: Type.Array(Type.Object({ lineNo: Type.Integer(), quantity: Type.Integer() })),
  shippedAt: text,
});

const timeline = Type.Array(
  Type.Object({ status: orderStatusSchema, at: text, by: text, reason: nullable }),
);

/** What was taken off an order that goes on: which lines, when, by whom and why. */
const cancellations = Type.Array(
  Type.Object({
    at: text,
    by: text,
    reason: text,
    items: Type.Array(
      Type.Object({ lineNo: Type.Integer(), name: text, quantity: Type.Integer() }),
    ),
  }),
);

const address = Type.Object(addressFields);

const summary = {
  orderId: text,
  orderNumber: text,
  status: orderStatusSchema,
  paymentMethod: text,
  paymentStatus: text,
  currency: text,
  total: Type.Number(),
  itemCount: Type.Integer(),
  createdAt: text,
  /** The first lines. */
  items: Type.Array(
    Type.Object({
      productId: text,
      variantId: text,
      name: text,
      imageUrl: nullable,
      quantity: Type.Integer(),
    }),
  ),
};

export const ownPage = pageOf(Type.Object(summary));
export const adminPage = pageOf(Type.Object({ ...summary, userId: text }));

const items = Type.Array(Type.Object({ ...item, sellerId: text }));
const actions = Type.Array(
  Type.Object({ action: text, allowed: Type.Boolean(), reason: nullable }),
);

const deliveries = Type.Array(
  Type.Object({
    /** null: it has not left; all that this seller still has to send. */
    shipmentId: nullable,
    sellerId: text,
    carrier: nullable,
    trackingNumber: nullable,
    items: Type.Array(Type.Object({ lineNo: Type.Integer(), quantity: Type.Integer() })),
    /** Where it leaves from, as far as that is known. */
    from: Type.Array(
      Type.Object({ warehouseId: text, name: text, country: text, state: nullable }),
    ),
    shippedAt: nullable,
    /** First and last likely day, as dates; null while shipping cannot be asked. */
    expectedFrom: nullable,
    expectedTo: nullable,
    late: Type.Boolean(),
    arrivedAt: nullable,
  }),
);

const money = {
  /**
   * unpaid, pay-at-the-door, paid, refund-due, refund-under-way, refund-waits, partly-refunded,
   * refunded, charged-back.
   */
  state: text,
  currency: text,
  total: Type.Number(),
  paid: Type.Number(),
  refunded: Type.Number(),
  refunding: Type.Number(),
  /** What of it the buyer's bank has given back. */
  covered: Type.Number(),
  /** Goes back by itself; the refund has not begun yet. */
  refundDue: Type.Number(),
};

const refunds = Type.Array(
  Type.Object({
    refundId: text,
    amount: Type.Number(),
    reason: text,
    /** PENDING: asked for; SUCCEEDED: the gateway has sent it; COVERED: the bank has paid it. */
    status: text,
    covered: Type.Number(),
    /** Why it is not sent yet: the bank has the money too, until it decides a chargeback. */
    waitsFor: nullable,
    /** The gateway refused it at first: a person looks at it. */
    needsAttention: Type.Boolean(),
    createdAt: text,
    doneAt: nullable,
    /** The day by which banks usually have booked it. */
    expectedBy: nullable,
  }),
);

/** Until when something of it can be announced, and what goes back already. */
const returning = { returnUntil: nullable, returns: Type.Array(returnSummarySchema) };

const ofOwn = {
  orderId: text,
  orderNumber: text,
  checkoutId: text,
  status: orderStatusSchema,
  paymentMethod: text,
  paymentStatus: text,
  currency: text,
  items,
  subtotal: Type.Number(),
  discount: Type.Number(),
  shipping: Type.Number(),
  tax: Type.Number(),
  /** Of prices and delivery, what is tax. */
  includedTax: Type.Number(),
  total: Type.Number(),
  /** Of it, what lines that were cancelled by themselves came to. */
  cancelledTotal: Type.Number(),
  shippingMethod: text,
  shippingAddress: address,
  billingAddress: address,
  shipments: Type.Array(shipment),
  /** What left and what will, with dates. */
  deliveries,
  /** null when the payments room does not answer. */
  money: Type.Union([Type.Object({ ...money, refunds }), Type.Null()]),
  /** null when the payments room does not answer. */
  payments: Type.Union([
    Type.Array(
      Type.Object({
        paymentId: text,
        method: text,
        status: text,
        amount: Type.Number(),
        refunded: Type.Number(),
        currency: text,
        createdAt: text,
      }),
    ),
    Type.Null(),
  ]),
  timeline,
  cancellations,
  /** What the customer can do now, and why not. */
  actions,
  ...returning,
  version: Type.Integer(),
  createdAt: text,
};

export const ownOrder = Type.Object(ofOwn);

/** An order for who holds a grant: no name, street, phone, e-mail, no ids of payments. */
export const sharedOrder = Type.Object({
  orderId: text,
  orderNumber: text,
  status: orderStatusSchema,
  paymentStatus: text,
  currency: text,
  items,
  subtotal: Type.Number(),
  discount: Type.Number(),
  shipping: Type.Number(),
  tax: Type.Number(),
  includedTax: Type.Number(),
  total: Type.Number(),
  cancelledTotal: Type.Number(),
  shippingMethod: text,
  shipTo: Type.Object({ city: text, state: nullable, postalPrefix: text, country: text }),
  deliveries,
  money: Type.Union([Type.Object(money), Type.Null()]),
  timeline,
  cancellations,
  actions,
  ...returning,
  version: Type.Integer(),
  createdAt: text,
});

export const lookupReply = Type.Object({
  /** Opens `GET /orders/{orderId}/shared?t=…` until then. */
  token: text,
  expiresAt: text,
  order: sharedOrder,
});

export const againReply = Type.Object({
  items: Type.Array(
    Type.Object({
      variantId: text,
      productId: text,
      sellerId: text,
      name: text,
      imageUrl: nullable,
      /** As many as were bought. */
      quantity: Type.Integer(),
      /** It can go into the cart now. */
      sold: Type.Boolean(),
      /** withdrawn, out-of-stock. */
      reason: nullable,
      available: Type.Union([Type.Integer(), Type.Null()]),
    }),
  ),
});

/** The operator also sees who did what, and where the purchase can be traced. */
export const adminOrder = Type.Object({
  ...ofOwn,
  timeline: Type.Array(
    Type.Object({
      status: orderStatusSchema,
      at: text,
      by: text,
      reason: nullable,
      /** opened, won, lost: what the buyer's bank did; null for a move of the order. */
      dispute: nullable,
    }),
  ),
  /** Chargebacks; null when the payments room does not answer. */
  disputes: Type.Union([
    Type.Array(
      Type.Object({
        paymentId: text,
        disputeId: text,
        gateway: text,
        amount: Type.Number(),
        currency: text,
        reason: text,
        /** In the gateway's words. */
        status: text,
        /** null while it is open. */
        won: Type.Union([Type.Boolean(), Type.Null()]),
        at: text,
        changedAt: text,
      }),
    ),
    Type.Null(),
  ]),
  userId: text,
  cartId: text,
  quoteId: text,
  paymentId: text,
  sagaId: text,
  nextStatuses: Type.Array(orderStatusSchema),
});

const sellerHead = {
  orderId: text,
  orderNumber: text,
  status: orderStatusSchema,
  currency: text,
  shippingMethod: text,
  createdAt: text,
  /** Only the seller's own lines. */
  items: Type.Array(Type.Object({ ...item, sellerId: text, warehouseIds: Type.Array(text) })),
  itemsTotal: Type.Number(),
};

export const sellerPage = pageOf(Type.Object({ ...sellerHead, country: text }));
export const sellerOrder = Type.Object({
  ...sellerHead,
  /** Name and street only while there is something to send; the region afterwards. */
  shipTo: Type.Object({
    name: nullable,
    line1: nullable,
    line2: nullable,
    city: text,
    state: nullable,
    postalCode: nullable,
    country: text,
    phone: nullable,
  }),
  shipments: Type.Array(shipment),
  timeline,
});
