/** Brands and sellers as lists need them: names for facets, ids for what is filtered by. */
import { memoryCache } from '#kernel/cache/memory.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Named } from './facets.ts';
import { brandsByKeys } from './store-category.ts';
import { sellersByKeys } from './store-copy.ts';

const name_ms = 30_000;
const names_max = 50_000;

interface Thing extends Named {
  id: string;
}

export interface Names {
  /** By id; unknown ones are left out. One statement for those not looked up in the last 30 s. */
  named(ids: readonly string[]): Promise<Map<string, Named>>;
  /** Ids of what people call by id, slug or name; sorted. */
  ids(keys: readonly string[]): Promise<string[]>;
}

function names(
  { clock, cache }: { clock: Clock; cache: string },
  find: (keys: string[]) => Promise<Thing[]>,
): Names {
  const limits = { entries_max: names_max, ttl_ms: name_ms, clock };
  const byId = memoryCache<Named>({ name: `catalog.${cache}`, ...limits });
  const byKeys = memoryCache<string[]>({ name: `catalog.${cache}-keys`, ...limits });
  return {
    async named(ids) {
      const found = new Map<string, Named>();
      const missing: string[] = [];
      for (const id of ids) {
        const known = byId.get(id);
        if (known === undefined) missing.push(id);
        else found.set(id, known);
      }
      if (missing.length === 0) return found;
      for (const { id, name, slug } of await find(missing)) {
        found.set(id, { name, slug });
        byId.set(id, { value: { name, slug } });
      }
      return found;
    },
    async ids(keys) {
      const slot = JSON.stringify(keys);
      const known = byKeys.get(slot);
      if (known !== undefined) return known;
      const ids = (await find([...keys])).map((one) => one.id).sort();
      // A name nobody has yet may be given at any moment.
      if (ids.length >= keys.length) byKeys.set(slot, { value: ids });
      return ids;
    },
  };
}

export function brandNames(db: Sql, clock: Clock): Names {
  return names({ clock, cache: 'brands' }, async (keys) => {
    const brands = await brandsByKeys(db, keys);
    return brands.map(({ brandId, name, slug }) => ({ id: brandId, name, slug }));
  });
}

export function sellerNames(db: Sql, clock: Clock): Names {
  return names({ clock, cache: 'sellers' }, async (keys) => {
    const sellers = await sellersByKeys(db, keys);
    return sellers.map(({ sellerId, name, slug }) => ({ id: sellerId, name, slug }));
  });
}
