import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C14',
  says: 'leaving says that nothing was charged without looking',
  harm: 'money is kept for a checkout that was left',
  patches: [
    {
      file: 'services/checkout/saga-bank.ts',
      from: "  if (found.outcome === 'absent' || found.outcome === 'cancelled') {",
      to:
        "  if (wake.name === 'LEAVE' || found.outcome === 'absent' || " +
        "found.outcome === 'cancelled') {",
    },
  ],
  caughtBy: { by: 'simulation' },
};
