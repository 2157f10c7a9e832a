import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B8',
  says: 'a hold ends before its time, and a paid order is placed without it',
  harm: 'the unit was sold to somebody else meanwhile',
  patches: [
    {
      file: 'services/checkout/saga.ts',
      from: '  if (isRefusal(confirmed)) {',
      to: '  if (Math.random() > 2 && isRefusal(confirmed)) {',
    },
    {
      file: 'services/inventory/store.ts',
      from: '    requests.map((one) => one.ttl_ms),',
      to: '    requests.map((one) => Math.ceil(one.ttl_ms / 30)),',
    },
    {
      file: 'services/inventory/commands.ts',
      from: ["    if (was === 'released' || was === 'expired') {", '      const again = '].join(
        '\n',
      ),
      to: [
        "    if (was === 'released' || was === 'expired') {",
        "      const again = was === 'released' && ",
      ].join('\n'),
    },
  ],
  caughtBy: { by: 'simulation', climate: { hold_s: 300 } },
};
