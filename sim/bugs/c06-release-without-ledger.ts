import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C6',
  says: 'units that are given back are not in the ledger',
  harm: 'the counter and its history part',
  functions: [
    {
      name: 'inventory.release_to_stock',
      from: "    select l.variant_id, l.warehouse_id, 0, -l.quantity, 'release',",
      to: "    select l.variant_id, l.warehouse_id, 0, 0, 'release',",
    },
  ],
  caughtBy: { by: 'simulation' },
};
