import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C4',
  says: 'a refund may be more than what is left of the capture',
  harm: 'more money goes back than came',
  patches: [
    {
      file: 'services/payments/store-refund.ts',
      from: 'refunding_minor + least($2, captured_minor - refunding_minor)',
      to: 'refunding_minor + $2',
    },
  ],
  caughtBy: { by: 'test', file: 'services/payments/settle.test.ts', only: 'refund' },
};
