/** What other rooms may use of recommendations: counting baskets, personal data. */
import { Type, type Static } from 'typebox';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';

/** Things of a basket that are looked at; the pairs of so many are 190. */
export const itemsPerBasket_max = 20;
/** Earlier things of the same buyer. */
export const earlierPerBasket_max = 20;
export const basketsPerCall_max = 500;
/** Partners that a product keeps; twice as many are there before the weakest go. */
export const pairsPerItem_max = 200;
export const seeds_max = 20;
export const shown_max = 24;

const id = Type.String({ minLength: 1, maxLength: 64 });

export const basketSchema = Type.Object({
  products: Type.Array(id, { maxItems: 200 }),
  /** What the same buyer had before. */
  earlier: Type.Array(id, { maxItems: 200 }),
});
export type Basket = Static<typeof basketSchema>;

export const recommendationsCalls = defineCalls('recommendations', {
  personalData: personalDataCall(),
  /**
   * Counts baskets that are no orders of this shop. `ref` names the file, `from` which of its
   * baskets this is the first of: what was counted before is left out. `total` is all of them.
   */
  learn: call({
    input: Type.Object({
      ref: Type.String({ minLength: 1, maxLength: 200 }),
      total: Type.Integer({ minimum: 0 }),
      from: Type.Integer({ minimum: 0 }),
      baskets: Type.Array(basketSchema, { maxItems: basketsPerCall_max }),
    }),
    output: Type.Object({ counted: Type.Integer() }),
    timeout_ms: 30_000,
    retry: true,
  }),
});
