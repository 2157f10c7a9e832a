import { memoryCache } from '#kernel/cache/memory.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import type { Facts } from './model-book.ts';

/** What is only shown may be as old as this; quotes ask. */
const age_max_ms = 5_000;
const variants_max = 20_000;

/** What variants are, as promotions ask of carts that are looked at. */
export interface KnownFacts {
  note(variantId: string, facts: Facts): void;
  /** The catalogue is asked, once for all, where one is not known. */
  of(variantIds: string[]): Promise<Map<string, Facts>>;
}

export function knownFacts(clock: Clock, catalog: Client<typeof catalogCalls>): KnownFacts {
  const kept = memoryCache<Facts>({
    name: 'pricing.facts',
    entries_max: variants_max,
    ttl_ms: age_max_ms,
    clock,
  });
  const note = (variantId: string, value: Facts) => void kept.set(variantId, { value });
  return {
    note,
    async of(variantIds) {
      const known = new Map<string, Facts>();
      const unknown: string[] = [];
      for (const id of variantIds) {
        const facts = kept.get(id);
        if (facts) known.set(id, facts);
        else unknown.push(id);
      }
      if (unknown.length === 0) return known;
      for (const [id, facts] of await factsOf(catalog, unknown)) {
        note(id, facts);
        known.set(id, facts);
      }
      return known;
    },
  };
}

/** What variants are by the catalogue; those that it does not know are left out. */
export async function factsOf(
  catalog: Client<typeof catalogCalls>,
  variantIds: string[],
): Promise<Map<string, Facts>> {
  const found = await catalog.variants({ variantIds });
  if (isRefusal(found)) return new Map();
  return new Map(
    found.variants.map(({ variantId, productId, sellerId, brand, categoryId }) => {
      return [variantId, { productId, sellerId, brand, categoryIds: [categoryId] }];
    }),
  );
}
