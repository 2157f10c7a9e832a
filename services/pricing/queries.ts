import { batch } from '#kernel/core/batch.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Price } from './contract.ts';
import { effective } from './model.ts';
import * as store from './store.ts';

export type Queries = ReturnType<typeof pricingQueries>;

/** The read path. Prices come from the table, never from a cache: they decide what is charged. */
export function pricingQueries({ db }: RoomContext) {
  const reads = batch({
    name: 'pricing.prices',
    size_max: 500,
    queue_max: 50_000,
    inFlight_max: 1,
    run: async (items: { variantIds: string[]; currency: string }[]) => {
      const keys = new Map<string, { variantId: string; currency: string }>();
      for (const { variantIds, currency } of items) {
        for (const variantId of variantIds) {
          keys.set(`${variantId}:${currency}`, { variantId, currency });
        }
      }
      const rows = await store.readPrices(db, [...keys.values()]);
      const found = new Map(rows.map((row) => [`${row.variantId}:${row.currency}`, row]));
      return items.map(({ variantIds, currency }) =>
        variantIds.flatMap((variantId): Price[] => {
          const row = found.get(`${variantId}:${currency}`);
          return row ? [{ ...row, effective_minor: effective(row) }] : [];
        }),
      );
    },
  });

  async function prices(input: {
    variantIds: string[];
    currency: string;
  }): Promise<{ prices: Price[] }> {
    if (input.variantIds.length === 0) return { prices: [] };
    const found = await reads.do(input);
    return { prices: isRefusal(found) ? [] : found };
  }

  const quotes = async ({ quoteIds }: { quoteIds: string[] }) => ({
    quotes: await store.readQuotes(db, quoteIds),
  });

  const lowest = async (input: { variantIds: string[]; currency: string }) => ({
    prices: await store.readLowest(db, input.variantIds, input.currency),
  });

  const history = ({ variantId, currency }: { variantId: string; currency: string }) =>
    store.readHistory(db, variantId, currency);

  return { prices, quotes, lowest, history };
}
