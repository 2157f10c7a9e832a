import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B18',
  says: 'what was asked under an idempotency key is not compared',
  harm: 'another request gets the reply of a stranger',
  patches: [
    {
      file: 'kernel/http/pipeline.ts',
      from: [
        '      if (claimed.requestHash !== claim.requestHash) throw new ' +
          "Failure('idempotency-key-reused');",
        '',
      ].join('\n'),
      to: '',
    },
  ],
  caughtBy: { by: 'simulation' },
};
