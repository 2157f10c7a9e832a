/** What other rooms may use of shipping: rates, delivery estimates, places to collect, codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';

const minor = Type.Integer({ minimum: 0 });
const id = Type.String({ minLength: 1, maxLength: 64 });
const country = Type.String({ pattern: '^[A-Z]{2}$' });
const nullable = Type.Union([id, Type.Null()]);

/** The longest side of a piece; with 50 lines of 1,000 units volumes stay exact integers. */
export const side_mm_max = 5_000;
export const goodsPerParcel_max = 50;

/** Length, width and height of one unit as it is packed. */
export const sizeSchema = Type.Array(Type.Integer({ minimum: 1, maximum: side_mm_max }), {
  minItems: 3,
  maxItems: 3,
});

const datesSchema = Type.Object({ from: Type.String(), to: Type.String() });

/** Goods that travel together; the amounts of a way's parcels add up to its amount. */
export const parcelSchema = Type.Object({
  /** null: of several sellers. */
  sellerId: nullable,
  /** The house it is planned from; null: not looked at. */
  warehouseId: nullable,
  /** Numbers of the lines in it, from 1. */
  lines: Type.Array(Type.Integer({ minimum: 1 })),
  /** What is paid for: by the scales, or by volume where that is more. */
  charged_g: Type.Integer({ minimum: 0 }),
  amount_minor: minor,
  /** First and last likely day of arrival, where they were asked for. */
  arrives: Type.Optional(datesSchema),
});
export type RatedParcel = Static<typeof parcelSchema>;
/** A parcel as a quote keeps it. */
export const sharedParcelSchema = Type.Pick(parcelSchema, [
  'sellerId',
  'warehouseId',
  'lines',
  'amount_minor',
]);
export type SharedParcel = Static<typeof sharedParcelSchema>;

export const methodSchema = Type.Object({
  method: Type.Enum(['STANDARD', 'EXPRESS', 'PICKUP']),
  name: Type.String(),
  amount_minor: minor,
  minDays: Type.Integer({ minimum: 0 }),
  maxDays: Type.Integer({ minimum: 0 }),
  /** Goods from this sum on go for nothing; null: they never do. */
  freeOver_minor: Type.Union([minor, Type.Null()]),
  parcels: Type.Array(parcelSchema),
});
export type ShippingMethod = Static<typeof methodSchema>;

export const goodsSchema = Type.Object({
  sellerId: id,
  variantId: id,
  quantity: Type.Integer({ minimum: 1, maximum: 1_000 }),
  weight_g: Type.Integer({ minimum: 0 }),
  /** Left out: not known, and only the scales count. */
  size_mm: Type.Optional(sizeSchema),
});
export type Goods = Static<typeof goodsSchema>;

export const rateRequestSchema = Type.Object({
  country,
  state: Type.Optional(Type.String({ maxLength: 100 })),
  postalCode: Type.String({ maxLength: 20 }),
  /** Of one parcel, where `goods` does not say what is in it. */
  weight_g: Type.Integer({ minimum: 0 }),
  goods: Type.Optional(Type.Array(goodsSchema, { maxItems: goodsPerParcel_max })),
  subtotal_minor: minor,
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  /** Where it is collected; left out: any place of the country. */
  pickupPlaceId: Type.Optional(id),
  /** Say days of arrival by parcel. Not on the way to a quote: it asks for the shelves. */
  dates: Type.Optional(Type.Boolean()),
});
export type RateRequest = Static<typeof rateRequestSchema>;

export const pickupPlaceSchema = Type.Object({
  placeId: id,
  name: Type.String({ minLength: 1, maxLength: 100 }),
  line1: Type.String({ minLength: 1, maxLength: 200 }),
  line2: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
  city: Type.String({ minLength: 1, maxLength: 100 }),
  state: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
  postalCode: Type.String({ maxLength: 20 }),
  country,
  /** When it is open, as people read it. */
  opening: Type.String({ maxLength: 200 }),
  minDays: Type.Integer({ minimum: 0, maximum: 120 }),
  maxDays: Type.Integer({ minimum: 0, maximum: 120 }),
  max_weight_g: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
  max_length_mm: Type.Union([Type.Integer({ minimum: 1, maximum: side_mm_max }), Type.Null()]),
  active: Type.Boolean(),
});
export type PickupPlace = Static<typeof pickupPlaceSchema>;

const calendar = {
  timeZone: Type.String({ minLength: 1, maxLength: 60 }),
  cutoff_minute: Type.Union([Type.Integer({ minimum: 0, maximum: 1_439 }), Type.Null()]),
  restDays: Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { maxItems: 6 }),
  holidays: Type.Array(Type.Object({ day: Type.String(), name: Type.String() }), { maxItems: 400 }),
};

/** When parcels leave a house. */
export const houseCalendarSchema = Type.Object({ warehouseId: id, ...calendar });
export type HouseCalendar = Static<typeof houseCalendarSchema>;

export const shippingErrors = defineErrors({
  'shipping-unavailable': {
    status: 409,
    title: 'No such shipping there',
    explain: 'The parcel cannot be sent to this place this way; other methods may work.',
    retryable: false,
  },
  'pickup-place-not-found': {
    status: 404,
    title: 'No such place to collect',
    explain: 'There is no such place, or nothing is handed out there now.',
    retryable: false,
  },
  'shipping-in-use': {
    status: 409,
    title: 'Rates stand on it',
    explain: 'Other rates than were named depend on it, counted as rates; nothing was removed.',
    retryable: false,
  },
  'too-many-zones': {
    status: 409,
    title: 'Too many zones',
    explain: 'As many zones are there as may be, named as max; remove one first.',
    retryable: false,
  },
  'too-many-pickup-places': {
    status: 409,
    title: 'Too many places to collect',
    explain: 'As many places are there as may be, named as max; close and remove one first.',
    retryable: false,
  },
});

/** A town and its postal code, without gaps. */
export const placeSchema = Type.Object({
  country,
  postalCode: Type.String({ pattern: '^[A-Z0-9]{1,12}$' }),
  city: Type.String({ minLength: 1, maxLength: 100 }),
  stateCode: Type.String({ maxLength: 20 }),
  state: Type.String({ maxLength: 100 }),
});
export type Place = Static<typeof placeSchema>;

export const parcelsPerEstimate_max = 50;
export const placesPerCall_max = 2_000;
export const pickupPlaces_max = 5_000;
export const zones_max = 1_000;

export const shippingCalls = defineCalls('shipping', {
  /** The ways goods can go and what each costs, by parcel; empty where none goes. */
  rates: call({
    input: rateRequestSchema,
    output: Type.Object({ methods: Type.Array(methodSchema) }),
    retry: true,
  }),
  /** First and last likely day of arrival, as dates, for a parcel that leaves today. */
  estimate: call({
    input: Type.Object({
      country,
      method: Type.String({ maxLength: 20 }),
      distance_km: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
      warehouseId: Type.Optional(id),
    }),
    output: datesSchema,
    refusals: ['shipping-unavailable'],
    retry: true,
  }),
  /** The same for parcels that left, or leave, at these times; positional. */
  estimates: call({
    input: Type.Object({
      country,
      method: Type.String({ maxLength: 20 }),
      leaveAt: Type.Array(Type.String({ maxLength: 40 }), { maxItems: parcelsPerEstimate_max }),
      /** The houses of each; by their calendars it leaves, by the slowest one's. */
      houses: Type.Optional(
        Type.Array(Type.Array(id, { maxItems: 100 }), { maxItems: parcelsPerEstimate_max }),
      ),
    }),
    output: Type.Object({ dates: Type.Array(datesSchema) }),
    refusals: ['shipping-unavailable'],
    retry: true,
  }),
  /** A place where things are handed out now. No statement. */
  pickupPlace: call({
    input: Type.Object({ placeId: id }),
    output: pickupPlaceSchema,
    refusals: ['pickup-place-not-found'],
    retry: true,
  }),
  /** Writes places to collect and calendars of houses; those that are there get what comes. */
  furnish: call({
    input: Type.Object({
      places: Type.Array(pickupPlaceSchema, { maxItems: 500 }),
      calendars: Type.Array(houseCalendarSchema, { maxItems: 500 }),
    }),
    output: Type.Object({ places: Type.Integer(), calendars: Type.Integer() }),
    retry: true,
  }),
  /** Writes towns by postal code; those that are there get what comes. */
  learnPlaces: call({
    input: Type.Object({ places: Type.Array(placeSchema, { maxItems: placesPerCall_max }) }),
    output: Type.Object({ learnt: Type.Integer() }),
    retry: true,
  }),
});
