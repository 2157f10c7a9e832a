import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C14',
  says: 'an attempt is cancelled here, and the gateway is not asked to',
  harm: 'it captures for a checkout that was left',
  patches: [
    {
      file: 'services/payments/settle.ts',
      from: ['      const answer = await closeThere(gateways, row);', '      if (answer'].join(
        '\n',
      ),
      to: [
        "      const answer = row.attempt > 0 ? 'cancelled' : await " +
          'closeThere(gateways, row);',
        '      if (answer',
      ].join('\n'),
    },
  ],
  caughtBy: {
    by: 'test',
    file: 'services/payments/settle.test.ts',
    only: 'cancel: before it begins|cancel against a late success',
  },
};
