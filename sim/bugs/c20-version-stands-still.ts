import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C20',
  says: 'the version of an order does not count its moves',
  harm: 'consumers cannot tell new from old',
  patches: [
    {
      file: 'services/orders/store.ts',
      from: 'set status = i."to", version = o.version + 1,',
      to: 'set status = i."to", version = o.version,',
    },
  ],
  caughtBy: { by: 'simulation' },
};
