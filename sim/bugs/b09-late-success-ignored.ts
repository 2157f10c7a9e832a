import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B9',
  says: 'money that comes after the checkout has ended is not looked at',
  harm: 'captured money has neither order nor refund',
  patches: [
    {
      file: 'services/checkout/reactions.ts',
      from: 'posted.filter((one) => HAS_ENDED.has(one.status))',
      to: 'posted.filter((one) => HAS_ENDED.has(`not ${one.status}`))',
    },
  ],
  caughtBy: { by: 'simulation' },
};
