import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C18',
  says: "a cancelled order's money does not go back",
  harm: 'a shopper pays for nothing',
  patches: [
    {
      file: 'services/payments/reactions.ts',
      from: '        if (isPaid(row)) {',
      to: '        if (isPaid(row) && row.captured_minor < 0) {',
    },
  ],
  caughtBy: { by: 'simulation' },
};
