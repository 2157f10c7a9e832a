import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C1',
  says: 'undoing skips the hold',
  harm: 'units of a checkout that ended stay held',
  patches: [
    {
      file: 'kernel/saga/saga.ts',
      from: '    this.#done.push({ name, output',
      to: "    if (name !== 'HOLD') this.#done.push({ name, output",
    },
  ],
  caughtBy: { by: 'simulation' },
};
