import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B2',
  says: 'a step that began and was not heard of is taken for not done when undoing',
  harm: 'a captured payment is neither ordered nor refunded',
  patches: [
    {
      file: 'kernel/saga/saga.ts',
      from: ["    if ('STARTED' in logged) {", '      const found'].join('\n'),
      to: ["    if ('NEVER' in logged) {", '      const found'].join('\n'),
    },
  ],
  caughtBy: {
    by: 'test',
    file: 'kernel/saga/runner.test.ts',
    only: 'what began and was not heard of',
  },
};
