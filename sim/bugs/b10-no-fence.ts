import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B10',
  says: 'the epoch of a lease is not compared when the journal is written',
  harm: 'a process that slept wakes up and drives the saga beside its successor',
  patches: [
    {
      file: 'kernel/saga/store-saga.ts',
      from: ['  where s.saga_id = item."sagaId" and s.epoch = item.epoch', ''].join('\n'),
      to: ['  where s.saga_id = item."sagaId"', ''].join('\n'),
    },
    {
      file: 'kernel/saga/store-saga.ts',
      from: '  returning s.saga_id, s.epoch, s.wake_at <= now() as due',
      to: '  returning s.saga_id, item.epoch, s.wake_at <= now() as due',
    },
  ],
  caughtBy: { by: 'simulation', climate: { pause: 0.02, houses: 2 } },
};
