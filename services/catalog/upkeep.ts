/** Background work: going over many products after one change. */
import type { Workshop } from './commands.ts';
import type { Product } from './model.ts';
import { brandById } from './store-category.ts';
import { moveSweep, sellerCopy, sweepPage, takeSweep, type Sweep } from './store-copy.ts';
import { refreshListing, sweepListing } from './store-listing.ts';
import { forgetOrphans, noteOrphans } from './store-orphan.ts';
import { lockProducts, saveProducts } from './store-product.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Task } from '#kernel/service.ts';

const page_products = 500;
/** Most pages of background work done in one round, so that a stop is not kept waiting. */
const sweepPages_max = 20;
const sweepListing_every_ms = 10 * 60_000;
const orphans_every_ms = 60_000;
/** Prices that the walk looks at in one round: a million in three hours. */
const orphans_page = 5_000;

export function upkeepTasks(shop: Workshop): Task[] {
  return [
    {
      name: 'catalog.sweep',
      every_ms: 1_000,
      run: async (signal) => {
        for (let page = 0; page < sweepPages_max && !signal.aborted; page += 1) {
          if (!(await sweepOnce(shop))) return;
        }
      },
    },
    {
      name: 'catalog.sweep-listing',
      every_ms: sweepListing_every_ms,
      run: async () => {
        await sweepListing(shop.db);
      },
    },
    {
      name: 'catalog.orphan-prices',
      every_ms: orphans_every_ms,
      run: async () => {
        await noteOrphans(shop.db, orphans_page);
        await shop.db.tx(forgetOrphans);
      },
    },
  ];
}

/** One page of one sweep; false when there is nothing to do. Each page is one transaction. */
export async function sweepOnce(shop: Workshop): Promise<boolean> {
  const done = await shop.db.tx(async (tx) => {
    const sweep = await takeSweep(tx);
    if (sweep === null) return null;
    const ids = await sweepPage(tx, sweep, page_products);
    if (ids.length > 0) await sweepProducts(tx, sweep, ids);
    await moveSweep(tx, sweep, ids.length < page_products ? null : (ids.at(-1) ?? null));
    return ids;
  });
  if (done === null) return false;
  shop.outbox.poke();
  shop.touched(done);
  return true;
}

async function sweepProducts(tx: Sql, sweep: Sweep, ids: string[]): Promise<void> {
  if (sweep.kind !== 'category') {
    const products = await lockProducts(tx, ids);
    const change = await changeOf(tx, sweep);
    const changed = products.flatMap((product) => {
      const next = change(product);
      return next === null ? [] : [{ ...next, version: product.version + 1 }];
    });
    await saveProducts(tx, changed);
  }
  await refreshListing(tx, ids);
}

/** What the sweep does to a product; null where nothing is to be done. */
async function changeOf(tx: Sql, sweep: Sweep): Promise<(product: Product) => Product | null> {
  if (sweep.kind === 'seller') {
    const sellerApproved = (await sellerCopy(tx, sweep.key))?.status === 'APPROVED';
    return (product) =>
      product.sellerApproved === sellerApproved ? null : { ...product, sellerApproved };
  }
  const brand = await brandById(tx, sweep.key);
  // The name is joined in when products are loaded; saving again tells the other rooms.
  return (product) => (brand === null ? null : { ...product, brand: brand.name });
}
