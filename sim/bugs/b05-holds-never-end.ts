import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B5',
  says: 'the deadline of a hold is never looked at',
  harm: 'units of those who walked away never come back',
  functions: [
    {
      name: 'inventory.expire_batch',
      from: 'expires_at < now()',
      to: "expires_at < now() - interval '10 years'",
    },
  ],
  caughtBy: { by: 'simulation' },
};
