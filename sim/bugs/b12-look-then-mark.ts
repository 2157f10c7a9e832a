import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B12',
  says: 'whether an event is known is looked up before it is recorded',
  harm: 'both of two consumers pass the check',
  patches: [
    {
      file: 'kernel/events/store-inbox.ts',
      from: [
        '  insert into inbox (consumer, event_id)',
        '  select $1, id from unnest($2::text[]) as id',
        '  on conflict do nothing',
        '  returning event_id',
        ')',
      ].join('\n'),
      to: [
        '  select id as event_id from unnest($2::text[]) as id',
        '  where not exists (select from inbox i where i.consumer = $1 and ' + 'i.event_id = id)',
        '), kept as (',
        '  insert into inbox (consumer, event_id) select $1, event_id from ' +
          'fresh on conflict do nothing',
        ')',
      ].join('\n'),
    },
  ],
  caughtBy: {
    by: 'test',
    file: 'kernel/events/inbox.test.ts',
    only: 'two processes that get the same events|the same event has its effect once',
  },
};
