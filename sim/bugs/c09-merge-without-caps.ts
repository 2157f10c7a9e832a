import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C9',
  says: 'merging carts adds quantities without a limit',
  harm: 'a line has more than a line may have',
  patches: [
    {
      file: 'services/cart/model.ts',
      from: '    const to = Math.min(wanted, quantityPerLine_max);',
      to: '    const to = Math.min(wanted, 100 * quantityPerLine_max);',
    },
  ],
  caughtBy: { by: 'test', file: 'services/cart/model.test.ts' },
};
