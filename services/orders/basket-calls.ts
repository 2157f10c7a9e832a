/** What orders tell of what is bought together, for the room that recommends. */
import { Type } from 'typebox';
import { call } from '#kernel/http/contract.ts';

export const basketsPerPage_max = 500;
export const boughtPerCall_max = 50;

const id = Type.String({ minLength: 1, maxLength: 64 });

/** Answered without names: nobody learns who bought what, but for the room that asks of one. */
export const basketCalls = {
  /**
   * The products of the next orders after one, in the order of ids and so of time, up to `before`,
   * without orders and lines that failed or were cancelled; each with what the same buyer had in
   * the five orders before. `last` is the last order looked at; null when there are none.
   */
  baskets: call({
    input: Type.Object({
      after: Type.String({ maxLength: 64 }),
      before: Type.String({ maxLength: 64 }),
      limit: Type.Integer({ minimum: 1, maximum: basketsPerPage_max }),
    }),
    output: Type.Object({
      baskets: Type.Array(Type.Object({ products: Type.Array(id), earlier: Type.Array(id) })),
      last: Type.Union([id, Type.Null()]),
    }),
    retry: true,
  }),
  /** Products that somebody bought last, the newest first, each once. */
  lately: call({
    input: Type.Object({
      userId: id,
      limit: Type.Integer({ minimum: 1, maximum: boughtPerCall_max }),
    }),
    output: Type.Object({ productIds: Type.Array(id) }),
    retry: true,
  }),
};
