/** What tests of this room share: a database, the room's parts, and neighbours that remember. */
import { newId } from '#kernel/core/id.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import type { Category } from './model-category.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { createCategory } from './commands-tree.ts';
import type { Neighbours, PriceSetting } from './neighbours.ts';
import { catalogRoom, type CatalogParts } from './room.ts';

/** Pricing, inventory and sellers as far as the catalogue sees them, in memory. */
export class Neighbourhood implements Neighbours {
  readonly priced = new Map<string, PriceSetting>();
  /** variant and warehouse → units on hand. */
  readonly stock = new Map<string, number>();
  readonly refs = new Set<string>();
  readonly places = [
    { warehouseId: 'wh_a', name: 'A', latitude: 0, longitude: 0, country: 'US', state: null },
    { warehouseId: 'wh_b', name: 'B', latitude: 9, longitude: 9, country: 'US', state: null },
  ].map((place) => ({ ...place, sellerId: null }));
  status = 'APPROVED';
  calls = { setPrices: 0, adjust: 0 };
  /** Runs before stock is changed; throwing there is a room that went away. */
  beforeAdjust: () => void = () => undefined;

  async setPrices({ prices }: { prices: PriceSetting[] }) {
    this.calls.setPrices += 1;
    for (const price of prices) this.priced.set(`${price.variantId} ${price.currency}`, price);
    return { changed: prices.length };
  }

  async prices({ variantIds, currency }: { variantIds: string[]; currency: string }) {
    const found = variantIds.flatMap((id) => this.priced.get(`${id} ${currency}`) ?? []);
    return {
      prices: found.map((one) => ({
        ...one,
        effective_minor: one.sale_minor ?? one.base_minor,
        version: 1,
      })),
    };
  }

  async rates() {
    return { methods: [] };
  }

  async lowest() {
    return { prices: [] };
  }

  async availability({ variantIds }: { variantIds: string[] }) {
    const items = variantIds.map((variantId) => {
      const keys = [...this.stock].filter(([key]) => key.startsWith(`${variantId} `));
      return { variantId, available: keys.reduce((sum, [, units]) => sum + units, 0), held: 0 };
    });
    return { items };
  }

  async adjust(input: Parameters<Neighbours['adjust']>[0]) {
    this.calls.adjust += 1;
    this.beforeAdjust();
    const results = input.adjustments.map(({ ref, variantId, warehouseId, delta }) => {
      const applied = !this.refs.has(ref);
      this.refs.add(ref);
      const key = `${variantId} ${warehouseId}`;
      if (applied) this.stock.set(key, (this.stock.get(key) ?? 0) + delta);
      return { ref, applied };
    });
    return { results };
  }

  async warehouses() {
    return { warehouses: this.places };
  }

  async addWarehouses({ warehouses }: Parameters<Neighbours['addWarehouses']>[0]) {
    const known = new Set(this.places.map((place) => place.warehouseId));
    const fresh = warehouses.filter((place) => !known.has(place.warehouseId));
    this.places.push(...(fresh as typeof this.places));
    return { added: fresh.length };
  }

  async sellers({ sellerIds }: { sellerIds: string[] }) {
    const { status } = this;
    return {
      sellers: sellerIds.map((sellerId) => ({ sellerId, name: 'Acme', slug: 'acme', status })),
    };
  }
}

export interface Kit extends CatalogParts {
  db: Db;
  near: Neighbourhood;
  /** Opens the room a second time on the same database, as another process would. */
  again(): CatalogParts;
  close(): Promise<void>;
}

/** A room on its own database. Close it at the end of the test file. */
export async function kit(): Promise<Kit> {
  const database = await testDatabase(['catalog']);
  const db = openDb({ url: database.url, room: 'catalog' });
  const near = new Neighbourhood();
  const log = { warn: () => undefined };
  const open = () =>
    catalogRoom({ db, clock: systemClock, log, outbox: { poke: () => undefined } }, near);
  return {
    ...open(),
    db,
    near,
    again: open,
    close: async () => {
      await db.close();
      await database.drop();
    },
  };
}

export const sellerId = newId('slr');

/** A category at the top or below a parent. */
export async function category(parts: CatalogParts, name: string, parentId: string | null = null) {
  const made = await createCategory(parts.shop, { name, parentId });
  if (isRefusal(made)) throw new Error(made.code);
  return made as Category;
}

/** Text as a stream of small pieces, so that rows are cut in the middle. */
export async function* pieces(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
