/** What orders tell of what was sold for how much, for trying other prices on it. */
import { Type, type Static } from 'typebox';
import { call } from '#kernel/http/contract.ts';

export const salesPerPage_max = 200;

const id = Type.String({ minLength: 1, maxLength: 64 });
const minor = Type.Integer({ minimum: 0, maximum: 999_999_999_999_999 });

/** An order as it was bought: goods, amounts and the region, and nobody's name. */
export const saleSchema = Type.Object({
  orderId: id,
  orderNumber: Type.String(),
  quoteId: id,
  createdAt: Type.String(),
  currency: Type.String(),
  country: Type.String(),
  state: Type.Optional(Type.String()),
  subtotal_minor: minor,
  discount_minor: minor,
  shipping_minor: minor,
  lines: Type.Array(
    Type.Object({
      variantId: id,
      productId: id,
      sellerId: id,
      quantity: Type.Integer({ minimum: 1 }),
      unit_minor: minor,
      discount_minor: minor,
      name: Type.String(),
    }),
  ),
});
export type Sale = Static<typeof saleSchema>;

export const buyersPerCall_max = 1_000;

export const saleCalls = {
  /** Those of these people who have an order that neither failed nor was cancelled. */
  buyers: call({
    input: Type.Object({ userIds: Type.Array(id, { maxItems: buyersPerCall_max }) }),
    output: Type.Object({ userIds: Type.Array(id) }),
    retry: true,
  }),
  /**
   * The orders before one, the newest first, down to `from`, without those that failed or were
   * cancelled. `last` is the last order looked at, for the page after; null when there are none.
   */
  sales: call({
    input: Type.Object({
      before: Type.String({ maxLength: 64 }),
      from: Type.String({ maxLength: 64 }),
      limit: Type.Integer({ minimum: 1, maximum: salesPerPage_max }),
    }),
    output: Type.Object({
      sales: Type.Array(saleSchema),
      last: Type.Union([id, Type.Null()]),
    }),
    timeout_ms: 10_000,
    retry: true,
  }),
};
