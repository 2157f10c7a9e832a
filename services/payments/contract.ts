/** What other rooms may use of payments: charging, resolving, refunds, events, error codes. */
import { Type, type Static } from 'typebox';
import { amount_minor_max } from '#kernel/core/limit.ts';
import { defineErrors } from '#kernel/core/error.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall, unfinishedCall } from '#services/identity/contract.ts';
import { reviewedPaymentsCalls } from '#services/reconciliation/contract.ts';

export const attempt_max = 100;
export const paymentsPerCheckout_max = attempt_max;
/** Ways to pay that a person may keep; a wish for one more is not taken up. */
export const savedPerUser_max = 20;

const id = Type.String({ minLength: 1, maxLength: 64 });
const minor = Type.Integer({ minimum: 0, maximum: amount_minor_max });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });
const attempt = Type.Integer({ minimum: 1, maximum: attempt_max });

export const paymentMethods = ['CARD', 'PAYPAL', 'UPI', 'COD'] as const;
export const paymentMethodSchema = Type.Union([
  Type.Literal('CARD'),
  Type.Literal('PAYPAL'),
  Type.Literal('UPI'),
  Type.Literal('COD'),
]);
export type PaymentMethod = Static<typeof paymentMethodSchema>;

/** What a part of a payment can be taken from besides. */
export const creditMethodSchema = Type.Union([
  Type.Literal('GIFT_CARD'),
  Type.Literal('STORE_CREDIT'),
]);
export type CreditMethod = Static<typeof creditMethodSchema>;
/** Gift cards and store credit of one payment. */
export const parts_max = 5;

/** Whether the shopper can try again, mend what was typed, or must pay in another way. */
export const declineClassSchema = Type.Union([
  Type.Literal('retryable'),
  Type.Literal('fixable'),
  Type.Literal('terminal'),
]);
export type DeclineClass = Static<typeof declineClassSchema>;

export const paymentStatuses = [
  'INITIATED',
  'PENDING',
  'ACTION',
  'AUTHORIZED',
  'CAPTURED',
  'ACCEPTED',
  'FAILED',
  'CANCELLED',
  'REFUNDED',
  'PARTIALLY_REFUNDED',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];
export const statusSchema = Type.Unsafe<PaymentStatus>(
  Type.Union(paymentStatuses.map((one) => Type.Literal(one))),
);
const status = statusSchema;

/** Where an attempt stands. 'pending' and 'action' are told later by an event, or by `resolve`. */
export const paymentResultSchema = Type.Object({
  paymentId: id,
  attempt,
  method: Type.Union([paymentMethodSchema, creditMethodSchema]),
  outcome: Type.Union([
    Type.Literal('captured'),
    Type.Literal('accepted'),
    Type.Literal('declined'),
    Type.Literal('pending'),
    Type.Literal('action'),
  ]),
  declineCode: Type.Optional(Type.String()),
  declineClass: Type.Optional(declineClassSchema),
  actionUrl: Type.Optional(Type.String()),
  gatewayTransactionId: Type.Optional(Type.String()),
  amount_minor: minor,
  currency,
});
export type PaymentResult = Static<typeof paymentResultSchema>;

export const paymentSchema = Type.Object({
  paymentId: id,
  checkoutId: id,
  attempt,
  method: Type.String(),
  status,
  amount_minor: minor,
  captured_minor: minor,
  refunded_minor: minor,
  /** Of refunds that were asked for, what a lost chargeback has paid. */
  covered_minor: minor,
  currency,
  gatewayTransactionId: Type.Union([Type.String(), Type.Null()]),
  /** Where the shopper's bank asks; only while it does. */
  actionUrl: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
});
export type Payment = Static<typeof paymentSchema>;

export const checkoutsPerCall_max = 100;

/** COVERED: a lost chargeback has paid all of it, so nothing was sent. */
const refundStatus = Type.Union([
  Type.Literal('PENDING'),
  Type.Literal('SUCCEEDED'),
  Type.Literal('COVERED'),
]);
const waitsFor = Type.Union([Type.Literal('chargeback'), Type.Null()]);

/** Money on its way back, or back already. */
export const refundSchema = Type.Object({
  refundId: id,
  paymentId: id,
  checkoutId: id,
  amount_minor: minor,
  currency,
  reason: Type.String(),
  status: refundStatus,
  /** What a lost chargeback has paid of it: the buyer has that from the bank. */
  covered_minor: minor,
  /** Why it is not sent yet, where that is not up to us. */
  waitsFor,
  /** The gateway has said no at least once: a person looks at it. */
  refused: Type.Boolean(),
  createdAt: Type.String(),
  /** When the gateway had made it; null before. */
  doneAt: Type.Union([Type.String(), Type.Null()]),
});
export type Refund = Static<typeof refundSchema>;

const disputeSchema = Type.Object({
  gateway: Type.String(),
  disputeId: Type.String(),
  paymentId: id,
  checkoutId: id,
  amount_minor: minor,
  currency,
  reason: Type.String(),
  /** In the gateway's words. */
  status: Type.String(),
  /** null while it is open. */
  won: Type.Union([Type.Boolean(), Type.Null()]),
  taken: Type.Boolean(),
  fee_minor: minor,
  feeCurrency: Type.Union([currency, Type.Null()]),
  at: Type.String(),
  changedAt: Type.String(),
});
export type Dispute = Static<typeof disputeSchema>;

export const paymentsErrors = defineErrors({
  'payment-not-found': {
    status: 404,
    title: 'Payment not found',
    explain: 'There is no such payment.',
    retryable: false,
  },
  'payment-mismatch': {
    status: 409,
    title: 'Another payment has this attempt',
    explain: 'The attempt of this checkout is already used with another amount or method.',
    retryable: false,
  },
  'payment-method-unavailable': {
    status: 422,
    title: 'This payment method is not available',
    explain: 'The checkout lists the methods that are, as availablePaymentMethods.',
    retryable: false,
  },
  'credit-refused': {
    status: 409,
    title: 'The credit cannot be used',
    explain: 'A gift card or the store credit has not what was asked for; why says more.',
    retryable: false,
  },
  'payment-not-captured': {
    status: 409,
    title: 'Nothing to refund',
    explain: 'The payment has captured no money, so none can go back.',
    retryable: false,
  },
  'refund-too-high': {
    status: 409,
    title: 'More than can be given back',
    explain:
      'The amount is above what was captured, is not on its way back and was not taken back by ' +
      "the buyer's bank; left says how much.",
    retryable: false,
  },
  'payment-method-not-found': {
    status: 404,
    title: 'Way to pay not found',
    explain: 'There is no such saved way to pay, or it is not yours.',
    retryable: false,
  },
  'gateway-refused': {
    status: 409,
    title: 'The gateway will not do it',
    explain:
      'The payment gateway has said no for good, for instance to a refund of what went back.',
    retryable: false,
  },
  'webhook-refused': {
    status: 400,
    title: 'Webhook refused',
    explain: 'The signature is missing, wrong or too old, or the body cannot be read.',
    retryable: false,
  },
});

const ofAttempt = Type.Object({ checkoutId: id, attempt });
const ofParts = Type.Object({
  checkoutId: id,
  attempt,
  /** How many there are: their keys follow from it. */
  parts: Type.Integer({ minimum: 1, maximum: parts_max }),
});

export const paymentsCalls = defineCalls('payments', {
  ...reviewedPaymentsCalls,
  charge: call({
    input: Type.Object({
      checkoutId: id,
      sagaId: id,
      quoteId: id,
      attempt,
      method: paymentMethodSchema,
      token: Type.String({ maxLength: 500 }),
      amount_minor: minor,
      currency,
      userId: id,
      /** Keep this way to pay for another time, once it has paid. */
      save: Type.Optional(Type.Boolean()),
    }),
    output: paymentResultSchema,
    refusals: ['payment-mismatch', 'payment-method-unavailable'],
    timeout_ms: 30_000,
    retry: true,
  }),
  /** What the gateway knows of an attempt; 'absent' when the attempt was never begun. */
  resolve: call({
    input: ofAttempt,
    output: Type.Union([paymentResultSchema, Type.Object({ outcome: Type.Literal('absent') })]),
    timeout_ms: 30_000,
    retry: true,
  }),
  /** After 'cancelled' or 'declined' the attempt cannot capture any more. */
  cancel: call({
    input: ofAttempt,
    output: Type.Union([paymentResultSchema, Type.Object({ outcome: Type.Literal('cancelled') })]),
    timeout_ms: 30_000,
    retry: true,
  }),
  /**
   * Gives back at most what is still captured; the same key again gives the same refund.
   * `whole`: the amount or nothing. `amount_minor` of the answer is what goes back, and
   * `covered_minor` what of it the buyer's bank has paid.
   */
  refund: call({
    input: Type.Object({
      checkoutId: id,
      paymentId: id,
      key: Type.String({ minLength: 1, maxLength: 200 }),
      amount_minor: minor,
      reason: Type.String({ maxLength: 200 }),
      orderId: Type.Optional(id),
      whole: Type.Optional(Type.Boolean()),
    }),
    output: Type.Object({
      refundId: id,
      status: refundStatus,
      amount_minor: minor,
      covered_minor: minor,
      waitsFor,
    }),
    refusals: ['payment-not-found', 'payment-not-captured', 'refund-too-high'],
    timeout_ms: 30_000,
    retry: true,
  }),
  /**
   * Sets credit aside for the parts of an attempt, all of it or none; `rest_minor` is for another
   * way to pay. `accountId` null: the person's store credit; `amount_minor` null: as much as there
   * is. A repeat gives the first answer.
   */
  reserveParts: call({
    input: Type.Object({
      checkoutId: id,
      sagaId: id,
      quoteId: id,
      attempt,
      userId: id,
      currency,
      total_minor: minor,
      parts: Type.Array(
        Type.Object({
          method: creditMethodSchema,
          accountId: Type.Union([id, Type.Null()]),
          amount_minor: Type.Union([minor, Type.Null()]),
        }),
        { minItems: 1, maxItems: parts_max },
      ),
    }),
    output: Type.Object({
      parts: Type.Array(
        Type.Object({ paymentId: id, method: creditMethodSchema, amount_minor: minor }),
      ),
      rest_minor: minor,
    }),
    refusals: ['credit-refused'],
    retry: true,
  }),
  /** Takes what is set aside for an attempt. */
  captureParts: call({
    input: ofParts,
    output: Type.Object({ captured: Type.Literal(true) }),
    refusals: ['credit-refused'],
    retry: true,
  }),
  /** Gives up what is set aside for an attempt, and gives back what was taken. */
  releaseParts: call({
    input: ofParts,
    output: Type.Object({ released: Type.Literal(true) }),
    timeout_ms: 30_000,
    retry: true,
  }),
  ofCheckout: call({
    input: Type.Object({ checkoutId: id }),
    output: Type.Object({ payments: Type.Array(paymentSchema) }),
    retry: true,
  }),
  /** Attempts and refunds of several checkouts, 100 each at most for one checkout. */
  ofCheckouts: call({
    input: Type.Object({ checkoutIds: Type.Array(id, { maxItems: checkoutsPerCall_max }) }),
    output: Type.Object({
      payments: Type.Array(paymentSchema),
      refunds: Type.Array(refundSchema),
    }),
    retry: true,
  }),
  /** Chargebacks of a checkout, 100 at most. */
  disputesOf: call({
    input: Type.Object({ checkoutId: id }),
    output: Type.Object({ disputes: Type.Array(disputeSchema) }),
    retry: true,
  }),
  unfinished: unfinishedCall(),
  personalData: personalDataCall(),
  /** A way to pay that this person keeps; somebody else's is not found. */
  savedMethod: call({
    input: Type.Object({ userId: id, methodId: id }),
    output: Type.Object({ methodId: id, method: paymentMethodSchema }),
    refusals: ['payment-method-not-found'],
    retry: true,
  }),
  /** Methods that this configuration can take. */
  methods: call({
    input: Type.Object({}),
    output: Type.Object({ methods: Type.Array(Type.String()) }),
    retry: true,
  }),
});

/** Amounts in events are minor units. */
const facts = {
  paymentId: id,
  checkoutId: id,
  sagaId: id,
  attempt,
  amount: minor,
  currency,
  paymentMethod: Type.String(),
  status,
  /** Of a part paid with credit; 0 is left out. */
  part: Type.Optional(Type.Integer()),
  /** Of a booking's payment: how many events of the booking were known. */
  seen: Type.Optional(Type.Integer()),
};
const settledBy = Type.Union([
  Type.Literal('reply'),
  Type.Literal('webhook'),
  Type.Literal('poll'),
]);
export type SettledBy = Static<typeof settledBy>;
const refundFacts = {
  refundId: id,
  paymentId: id,
  checkoutId: id,
  orderId: Type.Union([id, Type.Null()]),
  amount: minor,
  currency,
  reason: Type.String(),
  status,
  paymentMethod: Type.Optional(Type.String()),
  /** What all parts of the payment still hold afterwards, and the part that an order names. */
  left: Type.Optional(minor),
  leadPaymentId: Type.Optional(id),
  seen: Type.Optional(Type.Integer()),
};

export const paymentsEvents = defineEvents({
  room: 'payments',
  topic: 'payment.events',
  types: {
    PAYMENT_PENDING: Type.Object({ ...facts, settledBy }),
    PAYMENT_COMPLETED: Type.Object({
      ...facts,
      gatewayTransactionId: Type.Optional(Type.String()),
      settledBy,
    }),
    PAYMENT_FAILED: Type.Object({
      ...facts,
      gatewayTransactionId: Type.Optional(Type.String()),
      failureCode: Type.String(),
      failureReason: Type.String(),
      declineClass: declineClassSchema,
      retryable: Type.Boolean(),
      settledBy,
    }),
    REFUND_COMPLETED: Type.Object({
      ...refundFacts,
      /** What had been thought to be paid by a chargeback, and was sent after all. */
      uncovered: Type.Optional(minor),
    }),
    /** A lost chargeback has paid `amount` of a refund; `isWhole`: nothing more is sent. */
    REFUND_COVERED: Type.Object({ ...refundFacts, isWhole: Type.Boolean() }),
    REFUND_FAILED: Type.Object(refundFacts),
    /** The buyer's bank took money back, or wants to; again whenever that changes. */
    PAYMENT_DISPUTED: Type.Object({
      paymentId: id,
      checkoutId: id,
      disputeId: Type.String(),
      amount: minor,
      currency,
      reason: Type.String(),
      status: Type.String(),
      won: Type.Union([Type.Boolean(), Type.Null()]),
      gateway: Type.Optional(Type.String()),
      /** The bank has taken the money, or had: false while it only asks. */
      taken: Type.Optional(Type.Boolean()),
      /** What the gateway keeps for the case, in minor units of `feeCurrency`. */
      fee: Type.Optional(minor),
      feeCurrency: Type.Optional(currency),
    }),
  },
});
