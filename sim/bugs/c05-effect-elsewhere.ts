import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C5',
  says: 'the effect of an event has a transaction of its own',
  harm: 'the mark commits, the effect does not',
  patches: [
    {
      file: 'kernel/events/inbox.ts',
      from: ['    if (news.length > 0) await handleIn(tx, group, news);', '    failpoint'].join(
        '\n',
      ),
      to: [
        '    const mine = news;',
        '    if (mine.length > 0) void db.tx((own) => handleIn(own, group, ' +
          'mine)).catch(() => undefined);',
        '    failpoint',
      ].join('\n'),
    },
  ],
  caughtBy: {
    by: 'test',
    file: 'kernel/events/inbox.test.ts',
    only: 'effect, inbox row and caused events',
  },
};
