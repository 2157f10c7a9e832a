/** Background work: going over many products after one change, and counting categories. */
import type { Workshop } from './commands.ts';
import type { Product } from './model.ts';
import { brandById } from './store-category.ts';
import { moveSweep, sellerCopy, sweepPage, takeSweep, type Sweep } from './store-copy.ts';
import { listingChanges, recountCategories, refreshListing } from './store-listing.ts';
import { lockProducts, saveProducts } from './store-product.ts';
import type { Sql } from '#kernel/db/db.ts';

const page_products = 500;

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

/** Counts visible products per category again, which scans the listing. */
export async function recount(shop: Workshop): Promise<void> {
  await shop.db.tx((tx) => recountCategories(tx), { deadline_ms: 60_000 });
}

/** The same when the listing changed since `before`; gives the figure to compare with next. */
export async function recountIfChanged(shop: Workshop, before: string): Promise<string> {
  const changes = await listingChanges(shop.db);
  if (changes !== before) await recount(shop);
  return changes;
}
