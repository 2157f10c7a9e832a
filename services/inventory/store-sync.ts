import type { SyncEnds } from '#kernel/sync/end.ts';

/**
 * Where copies of stock come from. Above 50 units copies are not told of every one (see
 * `apply_stock`), so 51 and more are the same.
 */
export const inventoryEnds: SyncEnds = {
  stock: {
    table: {
      from: 'stock',
      key: ['variant_id', 'warehouse_id'],
      version: 'version',
      where: 'version > 0',
      fields: { available: 'least(on_hand - reserved, 51)' },
      // Of what is on the shelf; holds do not move it.
      changed: 'updated_at',
      row: "json_build_object('available', on_hand - reserved)",
    },
  },
};
