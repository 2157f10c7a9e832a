import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C15',
  says: 'the order costs one minor unit more than its quote',
  harm: 'the price shown is not the price of the order',
  patches: [
    {
      file: 'services/checkout/model.ts',
      from: ['    total_minor: quote.total_minor,', '    ...(quote.tax?.incl'].join('\n'),
      to: ['    total_minor: quote.total_minor + 1,', '    ...(quote.tax?.incl'].join('\n'),
    },
  ],
  caughtBy: { by: 'simulation' },
};
