import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B3',
  says: 'steps of a saga are only written at its end',
  harm: 'a crash rolls the journal back, and what happened is forgotten',
  patches: [
    {
      file: 'kernel/saga/saga.ts',
      from: ['    const logs = this.#unwritten;', '    this.#unwritten = [];'].join('\n'),
      to: [
        "    const ends = change.status === 'COMPLETED' || change.status === " + "'COMPENSATED';",
        '    const logs = ends ? this.#unwritten : [];',
        '    if (ends) this.#unwritten = [];',
      ].join('\n'),
    },
  ],
  caughtBy: { by: 'simulation' },
};
