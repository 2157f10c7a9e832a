import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B16',
  says: 'a payment must name its order, which comes after it',
  harm: 'no payment can begin without a made-up order',
  sql: [
    'alter table payments.payment add column order_of_it text',
    'alter table payments.payment add check (order_of_it is not null)',
  ],
  caughtBy: { by: 'simulation' },
};
