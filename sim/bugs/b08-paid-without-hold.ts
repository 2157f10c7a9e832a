import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B8',
  says: 'an order is placed although its hold is gone',
  harm: 'the unit was sold to somebody else meanwhile',
  patches: [
    {
      file: 'services/checkout/saga.ts',
      from: '  if (isRefusal(confirmed)) {',
      to: '  if (Math.random() > 2 && isRefusal(confirmed)) {',
    },
  ],
  caughtBy: { by: 'simulation' },
};
