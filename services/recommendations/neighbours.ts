/** What this room asks of others, as plain functions; all reject when the other is away. */
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls, type Card } from '#services/catalog/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { nearPerCall_max, searchCalls } from '#services/search/contract.ts';
import { basketsFrom, type LearnNeeds } from './learn.ts';

export type NamedCard = Card & { variantName: string; variantInStock: boolean };

export interface Neighbours {
  cards(of: { productIds: string[]; currency: string }): Promise<NamedCard[]>;
  alike(of: { productId: string; currency: string; limit: number }): Promise<string[]>;
  best(of: { near: string[]; currency: string; limit: number }): Promise<string[]>;
  /** What somebody bought last, the newest first. */
  lately(userId: string): Promise<string[]>;
  baskets: LearnNeeds['baskets'];
}

const bought_max = 20;

/** No call used here refuses anything. */
function sure<T extends object>(answer: T | Refusal<string>): T {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.code}`);
  return answer as T;
}

export function neighboursOf(ctx: Pick<RoomContext, 'client'>): Neighbours {
  const catalog = ctx.client(catalogCalls);
  const orders = ctx.client(ordersCalls);
  const search = ctx.client(searchCalls);
  return {
    cards: async (of) => (of.productIds.length === 0 ? [] : sure(await catalog.cards(of)).cards),
    alike: async (of) => sure(await search.alike(of)).productIds,
    best: async ({ near, ...of }) =>
      sure(await search.best({ near: near.slice(0, nearPerCall_max), ...of })).productIds,
    lately: async (userId) => sure(await orders.lately({ userId, limit: bought_max })).productIds,
    baskets: basketsFrom((range) => orders.baskets(range)),
  };
}
