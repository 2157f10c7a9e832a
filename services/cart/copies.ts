import { batch } from '#kernel/core/batch.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { SyncEnds } from '#kernel/sync/end.ts';
import type { catalogCalls, Variant } from '#services/catalog/contract.ts';
import { displayName } from './model.ts';
import * as store from './store-copy.ts';
import { openCopies, productCopyTable } from './store-sync.ts';

export interface Copies {
  /** Fetches a variant that has no copy yet; false when the catalogue does not know it. */
  learn(variantId: string): Promise<boolean>;
}

/** A variant as this room keeps it. */
export function copyOf(variant: Variant): store.VariantCopy {
  const { variantId, productId, sellerId, sku, imageUrl, weight_g, active, version } = variant;
  const taxClass = variant.taxClass ?? null;
  const size_mm = variant.size_mm ?? null;
  const name = displayName(variant);
  const facts = { variantId, productId, sellerId, sku, name, imageUrl, weight_g, size_mm };
  return { ...facts, taxClass, active, version };
}

/**
 * Copies of variants on their first use. Room for the copy is made before the catalogue is asked:
 * a change that happens between its answer and our write comes as an event, finds the row, and
 * its higher version wins.
 */
export function variantCopies(ctx: RoomContext, catalog: Client<typeof catalogCalls>): Copies {
  const { db } = ctx;
  const lane = batch({
    name: 'cart.learn',
    // As many as the catalogue answers in one call.
    size_max: 200,
    inFlight_max: 2,
    queue_max: 10_000,
    run: async (items: string[]) => {
      const ids = [...new Set(items)].sort();
      await store.expectCopies(db, ids);
      const answer = await catalog.variants({ variantIds: ids });
      const found = isRefusal(answer) ? [] : answer.variants;
      const known = new Set(found.map((one) => one.variantId));
      if (found.length > 0) await store.keepCopies(db, found.map(copyOf));
      const unknown = ids.filter((id) => !known.has(id));
      if (unknown.length > 0) await store.forgetCopies(db, unknown);
      return items.map((id) => known.has(id));
    },
  });
  return { learn: async (variantId) => (await lane.do(variantId)) === true };
}

/** Copies of variants that were put into a cart; those that the catalogue lost are buried. */
export const cartEnds: SyncEnds = {
  'product-copy': {
    table: productCopyTable,
    apply: async (tx, { rows, gone }) => {
      const copies = rows.map(({ row }) => copyOf(row as Variant));
      await openCopies(tx, copies);
      await store.keepCopies(tx, copies);
      // The next version: what the catalogue said before does not bring it back.
      await store.buryCopies(
        tx,
        gone.map(({ key: [variantId = ''], version }) => ({ variantId, version: version + 1 })),
      );
    },
    render: (row) => {
      const copy = copyOf(row as Variant);
      return {
        active: copy.active,
        image: copy.imageUrl,
        name: copy.name,
        product: copy.productId,
        seller: copy.sellerId,
        size: copy.size_mm?.join('x') ?? null,
        sku: copy.sku,
        tax: copy.taxClass,
        weight: copy.weight_g,
      };
    },
  },
};
