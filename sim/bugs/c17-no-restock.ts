import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'C17',
  says: 'units of a cancelled order are not put back',
  harm: 'stock leaks with every cancelled order',
  patches: [
    {
      file: 'services/inventory/reactions.ts',
      from: '    await restockOrders(tx, orderIds, eventMeta());',
      to: '    if (orderIds.length > 1_000) await restockOrders(tx, orderIds, ' + 'eventMeta());',
    },
  ],
  caughtBy: { by: 'simulation' },
};
