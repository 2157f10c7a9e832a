import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C13',
  says: 'nobody asks the gateway about payments that nobody heard of',
  harm: 'an order is pending for ever when the news are lost',
  patches: [
    {
      file: 'services/payments/store.ts',
      from: '  select payment_id from payment where next_poll_at <= now()',
      to:
        '  select payment_id from payment where next_poll_at <= now() - ' + "interval '100 years'",
    },
  ],
  caughtBy: {
    by: 'test',
    file: 'services/payments/settle.test.ts',
    only: 'an orphan that nobody repeats|pollers at once',
  },
};
