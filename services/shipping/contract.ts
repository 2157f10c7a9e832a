/** What other rooms may use of shipping: rates, delivery estimates, error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';

const minor = Type.Integer({ minimum: 0 });

export const methodSchema = Type.Object({
  method: Type.Union([Type.Literal('STANDARD'), Type.Literal('EXPRESS')]),
  name: Type.String(),
  amount_minor: minor,
  minDays: Type.Integer({ minimum: 0 }),
  maxDays: Type.Integer({ minimum: 0 }),
  /** Goods from this sum on go for nothing; null: they never do. */
  freeOver_minor: Type.Union([minor, Type.Null()]),
});
export type ShippingMethod = Static<typeof methodSchema>;

export const rateRequestSchema = Type.Object({
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  state: Type.Optional(Type.String({ maxLength: 100 })),
  postalCode: Type.String({ maxLength: 20 }),
  weight_g: Type.Integer({ minimum: 0 }),
  subtotal_minor: minor,
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
});
export type RateRequest = Static<typeof rateRequestSchema>;

export const shippingErrors = defineErrors({
  'shipping-unavailable': {
    status: 409,
    title: 'No such shipping there',
    explain: 'The parcel cannot be sent to this place this way; other methods may work.',
    retryable: false,
  },
});

/** A town and its postal code, without gaps. */
export const placeSchema = Type.Object({
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  postalCode: Type.String({ pattern: '^[A-Z0-9]{1,12}$' }),
  city: Type.String({ minLength: 1, maxLength: 100 }),
  stateCode: Type.String({ maxLength: 20 }),
  state: Type.String({ maxLength: 100 }),
});
export type Place = Static<typeof placeSchema>;

export const parcelsPerEstimate_max = 50;
export const placesPerCall_max = 2_000;

const datesSchema = Type.Object({ from: Type.String(), to: Type.String() });

export const shippingCalls = defineCalls('shipping', {
  /** The ways a parcel can go and what each costs; empty where none goes. */
  rates: call({
    input: rateRequestSchema,
    output: Type.Object({ methods: Type.Array(methodSchema) }),
    retry: true,
  }),
  /** First and last likely day of arrival, as dates, for a parcel that leaves today. */
  estimate: call({
    input: Type.Object({
      country: Type.String({ pattern: '^[A-Z]{2}$' }),
      method: Type.String({ maxLength: 20 }),
      distance_km: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
    }),
    output: datesSchema,
    refusals: ['shipping-unavailable'],
    retry: true,
  }),
  /** The same for parcels that left, or leave, at these times; positional. */
  estimates: call({
    input: Type.Object({
      country: Type.String({ pattern: '^[A-Z]{2}$' }),
      method: Type.String({ maxLength: 20 }),
      leaveAt: Type.Array(Type.String({ maxLength: 40 }), { maxItems: parcelsPerEstimate_max }),
    }),
    output: Type.Object({ dates: Type.Array(datesSchema) }),
    refusals: ['shipping-unavailable'],
    retry: true,
  }),
  /** Writes towns by postal code; those that are there get what comes. */
  learnPlaces: call({
    input: Type.Object({ places: Type.Array(placeSchema, { maxItems: placesPerCall_max }) }),
    output: Type.Object({ learnt: Type.Integer() }),
    retry: true,
  }),
});
