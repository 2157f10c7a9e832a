import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C11',
  says: 'one bad item of a batch fails the others',
  harm: "a stranger's mistake fails my purchase",
  patches: [
    {
      file: 'kernel/core/batch.ts',
      from: '    if (entries.length > 1 && concernsOneItem(thrown)) {',
      to: '    if (entries.length > 100_000 && concernsOneItem(thrown)) {',
    },
  ],
  caughtBy: { by: 'test', file: 'kernel/core/batch.test.ts', only: 'answers are positional' },
};
