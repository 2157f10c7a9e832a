import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B19',
  says: 'the display copy of stock is written once and not followed',
  harm: 'the pages show wrong stock for ever',
  patches: [
    {
      file: 'services/catalog/store-copy.ts',
      from: [
        'do update set available = excluded.available,',
        '         version = excluded.version',
      ].join('\n'),
      to: 'do update set version = excluded.version',
    },
  ],
  caughtBy: { by: 'simulation' },
};
