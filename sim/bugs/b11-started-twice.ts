import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B11',
  says: 'a saga that is there already is started once more',
  harm: 'a double click runs the purchase twice',
  patches: [
    {
      file: 'kernel/saga/runner.ts',
      from: '        return items.map((item) => made.has(item.sagaId));',
      to: '        return items.map((item) => made.has(item.sagaId) || true);',
    },
  ],
  caughtBy: { by: 'test', file: 'kernel/saga/runner.test.ts', only: 'twenty starts of one key' },
};
