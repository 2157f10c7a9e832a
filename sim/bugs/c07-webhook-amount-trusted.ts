import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C7',
  says: 'the amount of the gateway is not compared with the quote',
  harm: 'another amount than was shown is taken for the order',
  patches: [
    {
      file: 'services/payments/model.ts',
      from: ["    if (answer.amount_minor !== asked.amount_minor) return 'mismatch';", ''].join(
        '\n',
      ),
      to: '',
    },
  ],
  caughtBy: { by: 'test', file: 'services/payments/settle.test.ts', only: 'wrong money|replay' },
};
