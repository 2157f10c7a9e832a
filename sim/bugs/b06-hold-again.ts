import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B6',
  says: 'a hold that is asked for again takes the units again',
  harm: 'a retry decrements twice',
  functions: [
    {
      name: 'inventory.hold_with_choice',
      from: '    continue when is_known[request];',
      to: '',
    },
  ],
  caughtBy: { by: 'simulation' },
};
