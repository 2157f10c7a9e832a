import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C2',
  says: 'a hold ends before its time, and is confirmed as if it were held',
  harm: 'the units were given back and are sold again',
  patches: [
    {
      file: 'services/inventory/commands.ts',
      from: "    if (was === 'released' || was === 'expired') {",
      to: "    if (was === 'released') {",
    },
    {
      file: 'services/inventory/store.ts',
      from: '    requests.map((one) => one.ttl_ms),',
      to: '    requests.map((one) => Math.ceil(one.ttl_ms / 30)),',
    },
    {
      file: 'services/inventory/commands.ts',
      from: "    } else if (was !== 'held' && was !== 'consumed') {",
      to: "    } else if (was !== 'held' && was !== 'consumed' && was !== 'expired') {",
    },
  ],
  caughtBy: { by: 'simulation', climate: { hold_s: 300 } },
};
