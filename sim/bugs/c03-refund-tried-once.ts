import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C3',
  says: 'a refund that the gateway did not answer is not tried again',
  harm: 'the money never goes back',
  patches: [
    {
      file: 'services/payments/store-refund.ts',
      from: "where status = 'PENDING' and next_try_at <= now()",
      to: "where status = 'PENDING' and next_try_at <= now() - interval '100 years'",
    },
  ],
  caughtBy: {
    by: 'test',
    file: 'services/payments/settle.test.ts',
    only: 'a refund whose reply is lost|a refund that the gateway is too broken',
  },
};
