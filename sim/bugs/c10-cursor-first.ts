import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C10',
  says: 'the cursor moves before the events are delivered',
  harm: 'a crash between the two loses them',
  patches: [
    {
      file: 'kernel/events/relay.ts',
      from: ['      const events = selected(page);', '      if (events.length > 0) {'].join('\n'),
      to: [
        '      const events = selected(page);',
        '      if (page.last !== undefined) place = page.last;',
        '      if (page.last !== undefined) run.save(lane.consumer, place);',
        '      if (events.length > 0) {',
      ].join('\n'),
    },
  ],
  caughtBy: { by: 'simulation', climate: { event: 0.5 } },
};
