import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C8',
  says: 'the parts of a split are rounded each by itself',
  harm: 'their sum is not the whole',
  patches: [
    {
      file: 'kernel/core/money.ts',
      from: '  if (left > 0) {',
      to: '  if (left > 1e15) {',
    },
  ],
  caughtBy: { by: 'test', file: 'kernel/core/money.test.ts' },
};
