import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareDocs } from './generate-docs.ts';
import { renderLimits } from './render-limits.ts';

test('the generated pages say what the code says', async () => {
  const stale = await compareDocs({ write: false });
  assert.deepEqual(stale, [], `run: node tools/generate-docs.ts\n${stale.join('\n')}`);
});

test('a limit is named, counted and explained from its declaration', () => {
  const text = [
    '/** A shopper may leave. */',
    'export const hold_ms_max = 86_400_000;',
    'export const linesPerHold_max = 50;',
    'export const other = 3;',
  ].join('\n');
  const values = { hold_ms_max: 86_400_000, linesPerHold_max: 50, other: 3 };
  assert.deepEqual(
    renderLimits([{ room: 'inventory', text, values }])
      .split('\n')
      .slice(2),
    [
      '| inventory | hold | 86,400,000 ms | A shopper may leave. |',
      '| inventory | lines per hold | 50 |  |',
      '',
    ],
  );
});
