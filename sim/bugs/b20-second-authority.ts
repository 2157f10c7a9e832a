import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B20',
  says: 'when the database does not answer, a sale is confirmed without it',
  harm: 'during the switch both authorities sell',
  patches: [
    {
      file: 'services/inventory/commands.ts',
      from: '    const was = await this.#lanes.confirm.do(item);',
      to:
        '    const was = await this.#lanes.confirm.do(item).catch(() => ' + "'consumed' as const);",
    },
  ],
  caughtBy: { by: 'simulation', climate: { statement: 0.08 } },
};
