import { Type } from 'typebox';
import { amount_minor_max } from '#kernel/core/limit.ts';
import { call } from '#kernel/http/contract.ts';
import { goodsPerParcel_max, goodsSchema, parcelSchema } from '#services/shipping/contract.ts';
import { taxClasses, taxClassSchema } from './tax-class.ts';

const minor = Type.Integer({ minimum: 0, maximum: amount_minor_max });

/**
 * What goods of this sum would cost at a place, by each way that goes there; nothing is kept. Of
 * a US place without a state the ZIP code says it. `tax_minor` null: it depends on the address.
 */
export const estimateCall = call({
  input: Type.Object({
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    subtotal_minor: minor,
    weight_g: Type.Integer({ minimum: 0 }),
    /** What is in the parcels; left out: one parcel of this weight. */
    goods: Type.Optional(Type.Array(goodsSchema, { maxItems: goodsPerParcel_max })),
    shipTo: Type.Object({
      country: Type.String({ pattern: '^[A-Z]{2}$' }),
      state: Type.Optional(Type.String({ maxLength: 100 })),
      postalCode: Type.String({ maxLength: 20 }),
    }),
    /** What a coupon takes off. */
    off: Type.Optional(Type.Object({ discount_minor: minor, freeShipping: Type.Boolean() })),
    /** Of the sum, by class of goods; left out: all of it is standard. */
    classes: Type.Optional(
      Type.Array(Type.Object({ taxClass: taxClassSchema, amount_minor: minor }), {
        maxItems: taxClasses.length,
      }),
    ),
    userId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  }),
  output: Type.Object({
    methods: Type.Array(
      Type.Object({
        method: Type.String(),
        name: Type.String(),
        shipping_minor: minor,
        freeOver_minor: Type.Union([minor, Type.Null()]),
        tax_minor: Type.Union([minor, Type.Null()]),
        /** Of the total, what is tax that prices have in them. */
        included_minor: minor,
        total_minor: minor,
        minDays: Type.Integer(),
        maxDays: Type.Integer(),
        /** What they cost adds up; each with its days where `goods` were named. */
        parcels: Type.Array(Type.Omit(parcelSchema, ['charged_g'])),
      }),
    ),
  }),
  retry: true,
});
