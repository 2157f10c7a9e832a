import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B9',
  says: 'a failed or cancelled payment cannot become captured any more',
  harm: 'money that comes late has neither order nor refund',
  patches: [
    {
      file: 'services/payments/model.ts',
      from: "'AUTHORIZED', 'FAILED', 'CANCELLED'],",
      to: "'AUTHORIZED'],",
    },
  ],
  caughtBy: {
    by: 'test',
    file: 'services/payments/settle.test.ts',
    only: 'a late success becomes captured',
  },
};
