import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B1',
  says: 'the key of a payment holds the time',
  harm: 'a retry makes a new key and charges twice',
  patches: [
    {
      file: 'services/payments/model.ts',
      from: '  return `pay:${of.checkoutId}:${of.attempt}`;',
      to: '  return `pay:${of.checkoutId}:${of.attempt}:${Math.random()}`;',
    },
  ],
  caughtBy: { by: 'simulation' },
};
