import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B14',
  says: 'the relay reads rows of transactions above one that still runs',
  harm: 'a row that commits later is passed over for ever',
  patches: [
    {
      file: 'kernel/events/store-outbox.ts',
      from: [
        '    and xid < pg_snapshot_xmin(pg_current_snapshot())',
        '  order by xid, position',
        '  limit $3',
        '), tip',
      ].join('\n'),
      to: ['  order by xid, position', '  limit $3', '), tip'].join('\n'),
    },
  ],
  caughtBy: {
    by: 'test',
    file: 'kernel/events/relay.test.ts',
    only: 'a row that was written first and commits last',
  },
};
