import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B4',
  says: 'a hold takes what there is when it cannot have all lines',
  harm: 'units of a refused cart stay held, or more is promised than is held',
  functions: [
    {
      name: 'inventory.hold_with_choice',
      from: '    continue when not enough;',
      to: '    short_line := short_line[1:0];',
    },
  ],
  caughtBy: { by: 'simulation' },
};
