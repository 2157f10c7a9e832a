import { memoryCache } from '#kernel/cache/memory.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import type { Facts } from './model-book.ts';
import type { Standings } from './standings.ts';

/** What is only shown may be as old as this; quotes ask. */
const age_max_ms = 5_000;
const variants_max = 20_000;

/** What variants are, as promotions ask of carts that are looked at. */
export interface KnownFacts {
  /** The catalogue is asked, once for all, where one is not known; else there is no wait. */
  of(variantIds: string[]): Promise<Map<string, Facts>> | Map<string, Facts>;
  /** Of one variant, where that is known without asking. */
  one(variantId: string): Facts | undefined;
}

interface Needs {
  ctx: { clock: Clock };
  catalog: Client<typeof catalogCalls>;
  standings: Pick<Standings, 'factsOf'>;
}

/** Who asks for prices of a cart asks for its promotions next: what those were is known. */
export function knownFacts({ ctx, catalog, standings }: Needs): KnownFacts {
  const { clock } = ctx;
  const kept = memoryCache<Facts>({
    name: 'pricing.facts',
    entries_max: variants_max,
    ttl_ms: age_max_ms,
    clock,
  });
  const learn = async (known: Map<string, Facts>, unknown: string[]) => {
    for (const [id, facts] of await factsOf(catalog, unknown)) {
      kept.set(id, { value: facts });
      known.set(id, facts);
    }
    return known;
  };
  const one = (id: string) => standings.factsOf(id, age_max_ms) ?? kept.get(id);
  return {
    one,
    of(variantIds) {
      const known = new Map<string, Facts>();
      const unknown: string[] = [];
      for (const id of variantIds) {
        const facts = one(id);
        if (facts) known.set(id, facts);
        else unknown.push(id);
      }
      return unknown.length === 0 ? known : learn(known, unknown);
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
