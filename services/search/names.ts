/** Brands and sellers as lists need them: names for facets, what they are filtered by. */
import { memoryCache } from '#kernel/cache/memory.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { namedPerCall_max, type catalogCalls } from '#services/catalog/contract.ts';

const name_ms = 30_000;
const names_max = 50_000;

export interface Named {
  name: string;
  slug: string;
}

interface Thing extends Named {
  /** What documents carry: the name of a brand, the id of a seller. */
  key: string;
}

export interface Names {
  /** By what documents carry; unknown ones are left out. One call for those not asked lately. */
  named(keys: readonly string[]): Promise<Map<string, Named>>;
  /** What documents carry for what people call by id, slug or name; sorted. */
  keys(called: readonly string[]): Promise<string[]>;
}

function names(
  { clock, cache }: { clock: Clock; cache: string },
  find: (keys: string[]) => Promise<Thing[]>,
): Names {
  const limits = { entries_max: names_max, ttl_ms: name_ms, clock };
  const byKey = memoryCache<Named>({ name: `search.${cache}`, ...limits });
  const byCalled = memoryCache<string[]>({ name: `search.${cache}-keys`, ...limits });
  return {
    async named(keys) {
      const found = new Map<string, Named>();
      const missing: string[] = [];
      for (const key of keys) {
        const known = byKey.get(key);
        if (known === undefined) missing.push(key);
        else found.set(key, known);
      }
      if (missing.length === 0) return found;
      // Without the catalogue facets show what documents carry.
      const things = await find(missing.slice(0, namedPerCall_max)).catch(() => []);
      for (const { key, name, slug } of things) {
        found.set(key, { name, slug });
        byKey.set(key, { value: { name, slug } });
      }
      return found;
    },
    async keys(called) {
      const slot = JSON.stringify(called);
      const known = byCalled.get(slot);
      if (known !== undefined) return known;
      const things = await find([...called]).catch(() => null);
      if (things === null) return [...called];
      const keys = [...new Set(things.map((one) => one.key))].sort();
      // A name nobody has yet may be given at any moment.
      if (keys.length >= called.length) byCalled.set(slot, { value: keys });
      return keys;
    },
  };
}

export type NamingCatalog = Pick<Client<typeof catalogCalls>, 'named'>;

export function brandNames(catalog: NamingCatalog, clock: Clock): Names {
  return names({ clock, cache: 'brands' }, async (brands) => {
    const found = await catalog.named({ brands, sellers: [] });
    if (isRefusal(found)) throw new Error(`named: ${found.code}`);
    return found.brands.map(({ name, slug }) => ({ key: name, name, slug }));
  });
}

export function sellerNames(catalog: NamingCatalog, clock: Clock): Names {
  return names({ clock, cache: 'sellers' }, async (sellers) => {
    const found = await catalog.named({ brands: [], sellers });
    if (isRefusal(found)) throw new Error(`named: ${found.code}`);
    return found.sellers.map(({ sellerId, name, slug }) => ({ key: sellerId, name, slug }));
  });
}
