import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B17',
  says: 'an amount is cut off instead of rounded on its way from the edge',
  harm: '19.99 becomes 1998',
  patches: [
    {
      file: 'kernel/core/money.ts',
      from: "  const minor = Number(whole + decimals.padEnd(exponent, '0'));",
      to: '  const minor = Math.trunc(Math.abs(value) * 10 ** exponent);',
    },
  ],
  caughtBy: { by: 'test', file: 'kernel/core/money.test.ts' },
};
