import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B15',
  says: 'nothing makes a counter of a variant in a warehouse unique',
  harm: 'one product has two rows of stock',
  sql: ['alter table inventory.stock drop constraint stock_pkey'],
  caughtBy: { by: 'simulation' },
};
