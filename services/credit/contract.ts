/** What other rooms may use of credit: holding, taking and giving back; events, error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { amount_minor_max } from '#kernel/core/limit.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';

const id = Type.String({ minLength: 1, maxLength: 64 });
const key = Type.String({ minLength: 1, maxLength: 200 });
const minor = Type.Integer({ minimum: 0, maximum: amount_minor_max });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });

export const creditKindSchema = Type.Union([
  Type.Literal('STORE_CREDIT'),
  Type.Literal('GIFT_CARD'),
]);
export type CreditKind = Static<typeof creditKindSchema>;

export const creditErrors = defineErrors({
  'gift-card-not-found': {
    status: 404,
    title: 'No such gift card',
    explain: 'There is no gift card with this code; look at it again, it has 16 characters.',
    retryable: false,
  },
  'gift-card-expired': {
    status: 409,
    title: 'The gift card has expired',
    explain: 'It could be used until expiresAt.',
    retryable: false,
  },
  'gift-card-currency': {
    status: 409,
    title: 'The gift card is in another currency',
    explain: 'A gift card pays carts in its own currency only; the problem names it.',
    retryable: false,
  },
  'credit-too-low': {
    status: 409,
    title: 'Not enough credit',
    explain: 'The card or account has less than was asked for; available says how much.',
    retryable: false,
  },
  'credit-hold-gone': {
    status: 409,
    title: 'The credit was given back',
    explain: 'What was set aside for this payment was released; pay again.',
    retryable: false,
  },
});

export const holdSchema = Type.Object({
  key,
  kind: creditKindSchema,
  accountId: id,
  amount_minor: minor,
  currency,
  state: Type.Union([Type.Literal('held'), Type.Literal('captured'), Type.Literal('released')]),
});
export type Hold = Static<typeof holdSchema>;

export const creditCalls = defineCalls('credit', {
  /** The card of a code, in whatever form it was typed. One statement. */
  card: call({
    input: Type.Object({ code: Type.String({ maxLength: 100 }) }),
    output: Type.Object({
      accountId: id,
      last4: Type.String(),
      available_minor: minor,
      currency,
      expiresAt: Type.Union([Type.String(), Type.Null()]),
    }),
    refusals: ['gift-card-not-found', 'gift-card-expired'],
    retry: true,
  }),
  /**
   * Sets credit aside, once per key: `amount_minor`, or as much as there is up to `max_minor`
   * where it is null. Without an account it is the person's store credit. A key that was released
   * is refused for good.
   */
  hold: call({
    input: Type.Object({
      key,
      checkoutId: id,
      accountId: Type.Union([id, Type.Null()]),
      userId: id,
      currency,
      amount_minor: Type.Union([minor, Type.Null()]),
      max_minor: minor,
    }),
    output: holdSchema,
    refusals: [
      'credit-too-low',
      'credit-hold-gone',
      'gift-card-not-found',
      'gift-card-expired',
      'gift-card-currency',
    ],
    retry: true,
  }),
  /** Takes what is set aside; a repeat changes nothing. */
  capture: call({
    input: Type.Object({ key }),
    output: holdSchema,
    refusals: ['credit-hold-gone'],
    retry: true,
  }),
  /** Afterwards the key can take nothing, or has taken: the answer says which. */
  release: call({
    input: Type.Object({ key }),
    output: Type.Object({
      state: Type.Union([Type.Literal('released'), Type.Literal('captured')]),
    }),
    retry: true,
  }),
  /** Gives back some of what was taken, once per key. */
  refund: call({
    input: Type.Object({ chargeKey: key, key, amount_minor: minor }),
    output: Type.Object({ movementId: Type.String(), amount_minor: minor, currency }),
    refusals: ['credit-hold-gone', 'credit-too-low'],
    retry: true,
  }),
  /** What is known of a key; null for nothing. */
  query: call({
    input: Type.Object({ key }),
    output: Type.Object({ hold: Type.Union([holdSchema, Type.Null()]) }),
    retry: true,
  }),
  /** Money taken and given back since a time, oldest first, 100 at most. */
  movements: call({
    input: Type.Object({
      since: Type.String({ format: 'date-time' }),
      after: Type.Union([Type.String({ maxLength: 300 }), Type.Null()]),
    }),
    output: Type.Object({
      movements: Type.Array(
        Type.Object({
          movementId: Type.String(),
          kind: Type.Union([Type.Literal('spend'), Type.Literal('refund')]),
          chargeKey: Type.String(),
          amount_minor: minor,
          currency,
          at: Type.String(),
        }),
      ),
      next: Type.Union([Type.String(), Type.Null()]),
    }),
    retry: true,
  }),
  /** Gift cards of a demo or test world, idempotent by id; refused in production. */
  import: call({
    input: Type.Object({
      cards: Type.Array(
        Type.Object({
          accountId: idSchema('gft'),
          code: Type.String({ maxLength: 100 }),
          amount_minor: minor,
          currency,
        }),
        { maxItems: 100 },
      ),
    }),
    output: Type.Object({ imported: Type.Integer() }),
    refusals: ['not-allowed', 'gift-card-not-found'],
    retry: true,
  }),
  personalData: personalDataCall(),
});

const facts = { amount: minor, currency };

/** Amounts in minor units. What was paid with credit is told by payments. */
export const creditEvents = defineEvents({
  room: 'credit',
  topic: 'credit.events',
  types: {
    CREDIT_ISSUED: Type.Object({
      accountId: id,
      kind: creditKindSchema,
      /** null for a gift card. */
      userId: Type.Union([id, Type.Null()]),
      movementId: Type.String(),
      ...facts,
    }),
    /** A gift card became store credit. */
    GIFT_CARD_REDEEMED: Type.Object({
      accountId: id,
      toAccountId: id,
      userId: id,
      movementId: Type.String(),
      ...facts,
    }),
  },
});
