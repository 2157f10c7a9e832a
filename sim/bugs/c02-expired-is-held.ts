import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C2',
  says: 'an expired hold is confirmed as if it were held',
  harm: 'the units were given back and are sold again',
  patches: [
    {
      file: 'services/inventory/commands.ts',
      from: "    if (was === 'released' || was === 'expired') {",
      to: "    if (was === 'released') {",
    },
    {
      file: 'services/inventory/commands.ts',
      from: "    } else if (was !== 'held' && was !== 'consumed') {",
      to: "    } else if (was !== 'held' && was !== 'consumed' && was !== 'expired') {",
    },
  ],
  caughtBy: { by: 'simulation' },
};
