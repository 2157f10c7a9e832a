/** The sandbox gateway as payments calls it. It exists only outside production. */
import { Type, type Static } from 'typebox';
import { amount_minor_max } from '#kernel/core/limit.ts';
import { defineErrors } from '#kernel/core/error.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';

/** A test shop's secret is no secret, yet the signature's path is the real one. */
export const signatureHeader = 'sandbox-signature';

const id = Type.String({ minLength: 1, maxLength: 64 });
const key = Type.String({ minLength: 1, maxLength: 200 });
const minor = Type.Integer({ minimum: 0, maximum: amount_minor_max });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });

export const declineClassSchema = Type.Union([
  Type.Literal('retryable'),
  Type.Literal('fixable'),
  Type.Literal('terminal'),
]);

/** What the gateway knows of a charge. Amount and currency are those it was asked with. */
export const gatewayChargeSchema = Type.Object({
  state: Type.Union([
    Type.Literal('captured'),
    Type.Literal('declined'),
    Type.Literal('pending'),
    Type.Literal('action'),
    Type.Literal('cancelled'),
  ]),
  chargeId: id,
  paymentRef: Type.String({ maxLength: 64 }),
  amount_minor: minor,
  currency,
  transactionId: Type.Optional(id),
  declineCode: Type.Optional(Type.String()),
  declineClass: Type.Optional(declineClassSchema),
  actionUrl: Type.Optional(Type.String()),
  /** The way to pay, where the charge asked to keep it. */
  card: Type.Optional(
    Type.Object({
      token: Type.String(),
      brand: Type.String(),
      last4: Type.String(),
      /** Not known: numbers and dates never come here. */
      expiryMonth: Type.Null(),
      expiryYear: Type.Null(),
    }),
  ),
});
export type GatewayCharge = Static<typeof gatewayChargeSchema>;

export const sandboxErrors = defineErrors({
  'sandbox-key-reused': {
    status: 422,
    title: 'The gateway key was used for something else',
    explain: 'The same key came with another amount, currency, method or token.',
    retryable: false,
  },
  'sandbox-charge-not-found': {
    status: 404,
    title: 'Charge not found',
    explain: 'The sandbox gateway knows no such charge.',
    retryable: false,
  },
  'sandbox-refund-too-high': {
    status: 422,
    title: 'More than was captured',
    explain: 'Refunds of a charge cannot exceed what it captured.',
    retryable: false,
  },
  'sandbox-trouble': {
    status: 503,
    title: 'The sandbox gateway failed on purpose',
    explain: 'A test token or a fault switch asked for an error; the charge may still exist.',
    retryable: true,
  },
});

export const disputeStatus = Type.Union([
  Type.Literal('needs_response'),
  Type.Literal('won'),
  Type.Literal('lost'),
]);

const absent = Type.Object({ state: Type.Literal('absent') });
const refundedSchema = Type.Object({
  state: Type.Literal('refunded'),
  transactionId: id,
  amount_minor: minor,
  currency,
});

export const sandboxCalls = defineCalls('sandbox', {
  charge: call({
    input: Type.Object({
      key,
      paymentRef: id,
      method: Type.String({ maxLength: 20 }),
      token: Type.String({ maxLength: 500 }),
      amount_minor: minor,
      currency,
      /** Tell what the way to pay is, so that it can be kept. */
      save: Type.Optional(Type.Boolean()),
    }),
    output: gatewayChargeSchema,
    refusals: ['sandbox-key-reused'],
    timeout_ms: 30_000,
  }),
  query: call({
    input: Type.Object({ key }),
    output: Type.Union([gatewayChargeSchema, absent]),
    timeout_ms: 30_000,
  }),
  /** The key cannot capture any more, even where the charge arrives later. */
  cancel: call({
    input: Type.Object({ key }),
    output: Type.Union([gatewayChargeSchema, Type.Object({ state: Type.Literal('cancelled') })]),
    timeout_ms: 30_000,
  }),
  refund: call({
    input: Type.Object({
      key,
      chargeKey: key,
      amount_minor: Type.Integer({ minimum: 1, maximum: amount_minor_max }),
      currency,
    }),
    output: refundedSchema,
    refusals: ['sandbox-key-reused', 'sandbox-charge-not-found', 'sandbox-refund-too-high'],
    timeout_ms: 30_000,
  }),
  /** The refund of a key, without making it. */
  refundOf: call({
    input: Type.Object({ key }),
    output: Type.Union([refundedSchema, absent]),
    timeout_ms: 30_000,
  }),
  /** How what a buyer's bank has asked for stands. */
  disputeOf: call({
    input: Type.Object({ disputeId: id }),
    output: Type.Union([
      absent,
      Type.Object({
        state: Type.Literal('disputed'),
        id,
        amount_minor: minor,
        currency,
        reason: Type.String(),
        status: disputeStatus,
        fee_minor: minor,
      }),
    ]),
    timeout_ms: 30_000,
  }),
  /** Movements of money since a time, oldest first, 100 at most. */
  ledger: call({
    input: Type.Object({
      since: Type.String({ format: 'date-time' }),
      cursor: Type.Union([id, Type.Null()]),
    }),
    output: Type.Object({
      lines: Type.Array(
        Type.Object({
          kind: Type.Union([Type.Literal('capture'), Type.Literal('refund')]),
          id,
          chargeKey: Type.Union([key, Type.Null()]),
          refundKey: Type.Union([key, Type.Null()]),
          paymentId: Type.Union([id, Type.Null()]),
          amount_minor: minor,
          currency,
          at: Type.String(),
        }),
      ),
      next: Type.Union([id, Type.Null()]),
    }),
    timeout_ms: 30_000,
  }),
});
