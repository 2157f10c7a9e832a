import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C12',
  says: 'nobody looks for sagas whose process died',
  harm: 'a purchase stays half done for ever',
  patches: [
    {
      file: 'kernel/saga/store-saga.ts',
      from: ['  from saga_state where due_at <= now()', '  order by due_at limit $1'].join('\n'),
      to: [
        "  from saga_state where due_at <= now() - interval '100 years'",
        '  order by due_at limit $1',
      ].join('\n'),
    },
  ],
  caughtBy: { by: 'simulation' },
};
