import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C19',
  says: 'an event whose handler failed is dropped',
  harm: 'a moment of trouble loses it for ever',
  patches: [
    {
      file: 'kernel/events/inbox.ts',
      from: '    await setAside(tx, consumer, [{ event, attempts: 1, ...next }]);',
      to:
        '    if (next.attempts === -1) await setAside(tx, consumer, [{ event, ' +
        'attempts: 1, ...next }]);',
    },
  ],
  caughtBy: { by: 'test', file: 'kernel/events/inbox.test.ts' },
};
