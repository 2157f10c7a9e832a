import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B5',
  says: 'the deadline of a hold is never looked at',
  harm: 'units of those who walked away never come back',
  patches: [
    {
      file: 'services/inventory/store.ts',
      from: 'select expire_batch($1, $2::json) as released',
      to: 'select expire_batch($1 * 0, $2::json) as released',
    },
  ],
  caughtBy: {
    by: 'test',
    file: 'services/inventory/store.test.ts',
    only: 'an expired hold gives its units back',
  },
};
