import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C16',
  says: 'a price that rose is charged without asking',
  harm: 'the shopper pays more than was shown in the cart',
  patches: [
    {
      file: 'services/checkout/model.ts',
      from: '  if (quote.subtotal_minor <= before) return changes;',
      to: '  if (quote.subtotal_minor >= 0 || before < 0) return changes;',
    },
  ],
  caughtBy: { by: 'test', file: 'services/checkout/model.test.ts', only: 'a rise is refused' },
};
