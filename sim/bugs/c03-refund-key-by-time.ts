import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C3',
  says: 'the key of a refund holds the time',
  harm: 'a refund whose reply was lost is made twice, or never ends',
  patches: [
    {
      file: 'services/payments/refunds.ts',
      from: '        key: `rfd:${refundId}`,',
      to: '        key: `rfd:${refundId}:${Math.random()}`,',
    },
  ],
  caughtBy: { by: 'simulation', climate: { gateway: { errorRate: 0.6, timeoutRate: 0.3 } } },
};
