import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B7',
  says: 'a hold that the database does not know is confirmed from memory',
  harm: 'two sources of truth oversell',
  patches: [
    {
      file: 'services/inventory/commands.ts',
      from: [
        "    } else if (was !== 'held' && was !== 'consumed') {",
        "      return refuse('hold-gone', { sagaId: input.sagaId });",
        '    }',
      ].join('\n'),
      to: '    }',
    },
    {
      file: 'services/inventory/commands.ts',
      from: '    const result = await this.#lanes.hold.do({',
      to: [
        '    if (Math.random() < 0.2) {',
        "      const lines = input.lines.map((one) => ({ ...one, warehouseId: '' }));",
        '      const until = this.#ctx.clock.now() + input.ttl_ms;',
        '      const expiresAt = new Date(until).toISOString();',
        "      return { reservationId: newId('res'), expiresAt, lines } as never;",
        '    }',
        '    const result = await this.#lanes.hold.do({',
      ].join('\n'),
    },
  ],
  caughtBy: { by: 'simulation' },
};
