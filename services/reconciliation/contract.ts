/**
 * What rooms show to reconciliation, page by page, and what others may use of it. The rooms that
 * own the rows spread these calls into their own contracts; no room reads another's tables.
 */
import { Type, type Static } from 'typebox';
import { amount_minor_max } from '#kernel/core/limit.ts';
import { defineErrors } from '#kernel/core/error.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';

export const reviewPage_max = 500;
export const driftsPerPage_max = 200;

const id = Type.String({ minLength: 1, maxLength: 200 });
const minor = Type.Integer({ minimum: 0, maximum: amount_minor_max });
const time = Type.String();
const idOrNull = Type.Union([id, Type.Null()]);
const limit = Type.Integer({ minimum: 1, maximum: reviewPage_max });
const ids = Type.Array(id, { maxItems: reviewPage_max });

export const breakClasses = [
  'hold-without-order',
  'captured-without-order',
  'captured-above-order',
  'order-without-stock',
  'order-without-payment',
  'order-left-pending',
  'gateway-capture-lost',
  'gateway-capture-missing',
  'gateway-amount-differs',
  'gateway-payment-unknown',
  'stock-drift',
  'settlement-break',
  'booking-refund-refused',
  'saga-stuck',
  'copy-differs',
] as const;
export type BreakClass = (typeof breakClasses)[number];
export const breakStates = ['open', 'repaired', 'accepted'] as const;
export type BreakState = (typeof breakStates)[number];

export const reconciliationErrors = defineErrors({
  'break-not-found': {
    status: 404,
    title: 'Break not found',
    explain: 'Reconciliation has no break with this id.',
    retryable: false,
  },
  'break-closed': {
    status: 409,
    title: 'The break is closed',
    explain: 'It was repaired or accepted already; a new difference would be a new break.',
    retryable: false,
  },
});

export const holdSchema = Type.Object({
  sagaId: id,
  reservationId: id,
  status: Type.String(),
  orderId: idOrNull,
  units: Type.Integer(),
  lines: Type.Array(
    Type.Object({ variantId: id, warehouseId: id, quantity: Type.Integer({ minimum: 1 }) }),
  ),
  expiresAt: time,
  createdAt: time,
});
export type ReviewedHold = Static<typeof holdSchema>;

export const driftSchema = Type.Object({
  variantId: id,
  warehouseId: id,
  onHand: Type.Integer(),
  reserved: Type.Integer(),
  ledgerOnHand: Type.Integer(),
  ledgerReserved: Type.Integer(),
  held: Type.Integer(),
});
export type StockDrift = Static<typeof driftSchema>;

/** Calls that inventory answers. */
export const reviewedStockCalls = {
  /** Holds that are held, those that end first at the front; `next` is null at the end. */
  heldHolds: call({
    input: Type.Object({
      /** A time in microseconds and a saga: where the page before this one ended. */
      cursor: Type.Union([Type.String({ pattern: '^\\d{1,16}\\|[\\w-]{1,80}$' }), Type.Null()]),
      /** Only holds made at least so long ago. */
      minAge_ms: Type.Integer({ minimum: 0 }),
      variantId: idOrNull,
      warehouseId: idOrNull,
      expiresWithin_ms: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
      limit,
    }),
    output: Type.Object({ holds: Type.Array(holdSchema), next: idOrNull }),
    timeout_ms: 6_000,
    retry: true,
  }),
  /** How the holds of sagas stand; sagas without one are left out. */
  holdsOf: call({
    input: Type.Object({ sagaIds: ids }),
    output: Type.Object({ holds: Type.Array(holdSchema) }),
    timeout_ms: 6_000,
    retry: true,
  }),
  /** Counters that are not the sum of their ledger or of their holds. Reads the whole ledger. */
  stockDrift: call({
    input: Type.Object({
      after: Type.Union([Type.Object({ variantId: id, warehouseId: id }), Type.Null()]),
      /** Only this counter; null: all. */
      only: Type.Union([Type.Object({ variantId: id, warehouseId: id }), Type.Null()]),
      limit: Type.Integer({ minimum: 1, maximum: driftsPerPage_max }),
    }),
    output: Type.Object({ drifts: Type.Array(driftSchema) }),
    timeout_ms: 65_000,
  }),
};

export const reviewedOrderSchema = Type.Object({
  orderId: id,
  orderNumber: Type.String(),
  checkoutId: id,
  sagaId: id,
  userId: id,
  paymentId: id,
  status: Type.String(),
  paymentMethod: Type.String(),
  paymentStatus: Type.String(),
  total_minor: minor,
  currency: Type.String(),
  createdAt: time,
  /** Of the last change of its status. */
  updatedAt: time,
});
export type ReviewedOrder = Static<typeof reviewedOrderSchema>;

/** Calls that orders answers. */
export const reviewedOrdersCalls = {
  /** Orders in the order of their ids, and so of time, after one and before another. */
  reviewedOrders: call({
    input: Type.Object({ after: Type.String(), before: Type.String(), limit }),
    output: Type.Object({ orders: Type.Array(reviewedOrderSchema) }),
    timeout_ms: 6_000,
    retry: true,
  }),
  /** By order id or checkout id; unknown ones are left out. */
  ordersOf: call({
    input: Type.Object({ orderIds: ids, checkoutIds: ids }),
    output: Type.Object({ orders: Type.Array(reviewedOrderSchema) }),
    timeout_ms: 6_000,
    retry: true,
  }),
};

export const reviewedPaymentSchema = Type.Object({
  paymentId: id,
  checkoutId: id,
  sagaId: Type.String(),
  userId: Type.String(),
  attempt: Type.Integer(),
  method: Type.String(),
  gateway: Type.String(),
  status: Type.String(),
  amount_minor: minor,
  captured_minor: minor,
  refunded_minor: minor,
  /** Refunded, or promised back. */
  refunding_minor: minor,
  currency: Type.String(),
  createdAt: time,
  updatedAt: time,
});
export type ReviewedPayment = Static<typeof reviewedPaymentSchema>;

export const gatewayLineSchema = Type.Object({
  kind: Type.Union([Type.Literal('capture'), Type.Literal('refund')]),
  /** The gateway's id of the movement. */
  id: Type.String(),
  /** The payment of ours that it names by our key; null: none. */
  paymentId: idOrNull,
  amount_minor: minor,
  currency: Type.String(),
  at: time,
});
export type GatewayLine = Static<typeof gatewayLineSchema>;

export const settlementBreakSchema = Type.Object({
  paymentId: id,
  checkoutId: id,
  kind: Type.String(),
  detail: Type.Unknown(),
  amount_minor: minor,
  currency: Type.String(),
  createdAt: time,
  /** What it was about has come right since. */
  healed: Type.Boolean(),
});
export type SettlementBreak = Static<typeof settlementBreakSchema>;

/** Calls that payments answers. */
export const reviewedPaymentsCalls = {
  /** Payments with captured money, in the order of their ids and so of time. */
  paidPayments: call({
    input: Type.Object({ after: Type.String(), before: Type.String(), limit }),
    output: Type.Object({ payments: Type.Array(reviewedPaymentSchema) }),
    timeout_ms: 6_000,
    retry: true,
  }),
  /** By payment id or checkout id, in any status; unknown ones are left out. */
  paymentsOf: call({
    input: Type.Object({ paymentIds: ids, checkoutIds: ids }),
    output: Type.Object({ payments: Type.Array(reviewedPaymentSchema) }),
    timeout_ms: 6_000,
    retry: true,
  }),
  /** Gateways that this configuration has, and what the books of one say. */
  gatewayNames: call({
    input: Type.Object({}),
    output: Type.Object({ gateways: Type.Array(Type.String()) }),
    retry: true,
  }),
  gatewayBooks: call({
    input: Type.Object({
      gateway: Type.String(),
      since: time,
      cursor: Type.Union([Type.String({ maxLength: 2_000 }), Type.Null()]),
    }),
    output: Type.Object({
      lines: Type.Array(gatewayLineSchema),
      next: Type.Union([Type.String(), Type.Null()]),
    }),
    timeout_ms: 30_000,
    retry: true,
  }),
  /** Asks the gateway about a payment, whatever we have on record, and records its answer. */
  adopt: call({
    input: Type.Object({ paymentId: id }),
    output: Type.Object({ payment: Type.Union([reviewedPaymentSchema, Type.Null()]) }),
    timeout_ms: 60_000,
    retry: true,
  }),
  /** Differences that payments noted while settling and that nobody has closed. */
  settlementBreaks: call({
    input: Type.Object({
      after: Type.Union([Type.Object({ paymentId: id, kind: Type.String() }), Type.Null()]),
      limit,
    }),
    output: Type.Object({ breaks: Type.Array(settlementBreakSchema) }),
    retry: true,
  }),
  /** Notes that a settlement break has been dealt with. */
  closeSettlementBreak: call({
    input: Type.Object({ paymentId: id, kind: Type.String() }),
    output: Type.Object({ closed: Type.Boolean() }),
    retry: true,
  }),
};

/** Calls that checkout answers: which sagas belong to a person, a checkout or a cart. */
export const reviewedCheckoutCalls = {
  sagasOf: call({
    input: Type.Object({ userId: idOrNull, checkoutId: idOrNull, cartId: idOrNull }),
    output: Type.Object({ sagaIds: Type.Array(id) }),
    retry: true,
  }),
};

export const runSchema = Type.Object({
  runId: id,
  state: Type.String(),
  part: Type.Integer(),
  looked: Type.Integer(),
  found: Type.Integer(),
  repaired: Type.Integer(),
  opened: Type.Integer(),
  notes: Type.Array(Type.String()),
});
export type RunView = Static<typeof runSchema>;

export const openBreakSchema = Type.Object({
  breakId: Type.Union([id, Type.Null()]),
  class: Type.String(),
  subject: Type.String(),
  sentence: Type.String(),
  amount: Type.Union([Type.Number(), Type.Null()]),
  currency: Type.Union([Type.String(), Type.Null()]),
  age_s: Type.Integer(),
  action: Type.Union([Type.String(), Type.Null()]),
});
export type OpenBreak = Static<typeof openBreakSchema>;

const span = Type.Union([Type.Literal('recent'), Type.Literal('full')]);

/** What the command line asks of this room, in its own process. */
export const reconciliationCalls = defineCalls('reconciliation', {
  /** Asks for a run, or finds the one that is under way, and begins it. */
  ask: call({ input: Type.Object({ span, askedBy: id }), output: runSchema }),
  run: call({
    input: Type.Object({ runId: id }),
    output: Type.Object({ run: Type.Union([runSchema, Type.Null()]) }),
    retry: true,
  }),
  /** Looks at everything without writing or repairing anything. */
  rehearse: call({
    input: Type.Object({ span }),
    output: Type.Object({
      looked: Type.Integer(),
      notes: Type.Array(Type.String()),
      found: Type.Array(openBreakSchema),
    }),
    timeout_ms: 600_000,
  }),
  /** Open breaks, oldest first, 1,000 at most, and how many there are. */
  open: call({
    input: Type.Object({}),
    output: Type.Object({ count: Type.Integer(), breaks: Type.Array(openBreakSchema) }),
    retry: true,
  }),
});
