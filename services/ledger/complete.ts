import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { variantsPerCall_max, type catalogCalls } from '#services/catalog/contract.ts';
import type { Sale } from './model.ts';
import { Books } from './reactions.ts';
import * as store from './store.ts';

const SALES_MAX = 100;

/**
 * Books sales that wait for the category of a product: asks the catalog with no transaction open,
 * keeps the answer for good, and books. What the catalog does not know any more has no category.
 */
export function completeSales({ db }: RoomContext, catalog: Client<typeof catalogCalls>) {
  return async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const sales = await store.waitingSales(db, SALES_MAX);
      if (sales.length > 0) await complete(sales);
      if (sales.length < SALES_MAX || signal.aborted) return;
    }
  };

  async function complete(sales: Sale[]): Promise<void> {
    const wanted = new Set(sales.flatMap((sale) => sale.lines.map((line) => line.productId)));
    const known = await store.readCategories(db, [...wanted]);
    const found = await lookUp([...wanted].filter((productId) => !known.has(productId)));
    await db.tx(async (tx) => {
      await store.lockBooks(tx);
      await store.keepCategories(tx, found);
      const books = new Books(tx);
      // Another process may have booked some meanwhile, and others may have come to nothing.
      const open = await store.openSales(
        tx,
        sales.map((sale) => sale.orderId),
      );
      const still = open.flatMap(({ state, sale }) => (state === 'category' ? [sale] : []));
      await books.loadRates(still);
      for (const sale of still) books.resume(sale);
      await books.write();
    });
  }

  async function lookUp(productIds: string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let from = 0; from < productIds.length; from += variantsPerCall_max) {
      const page = productIds.slice(from, from + variantsPerCall_max);
      const { products } = await catalog.products({ productIds: page });
      const category = new Map(products.map((one) => [one.productId, one.categoryId]));
      for (const productId of page) found.set(productId, category.get(productId) ?? '');
    }
    return found;
  }
}
