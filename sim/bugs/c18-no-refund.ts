import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C18',
  says: "a cancelled order's money does not go back",
  harm: 'a shopper pays for nothing',
  patches: [
    {
      file: 'services/payments/reactions.ts',
      from: 'if (taken_minor === null) continue;',
      to: 'if (taken_minor === null || taken_minor > 0) continue;',
    },
  ],
  caughtBy: { by: 'simulation' },
};
