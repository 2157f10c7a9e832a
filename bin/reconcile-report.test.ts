import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from './reconcile-report.ts';

const run = {
  runId: 'run_1',
  state: 'done',
  part: 7,
  looked: 1_204,
  found: 2,
  repaired: 1,
  opened: 1,
  notes: ['left out: stock counters against the stock ledger (room-unavailable)'],
};

test('a run without breaks says so; what was left out is named', () => {
  const text = tableOf({ dryRun: false, run, ...run, open: 0, breaks: [] });
  assert.equal(
    text,
    'Looked at 1204 things: 2 differences, 1 repaired, 1 new.\n' +
      'Note: left out: stock counters against the stock ledger (room-unavailable).\n' +
      'No break is open.\n',
  );
});

test('open breaks are a table with class, age, money and a sentence', () => {
  const breaks = [
    {
      breakId: 'brk_1',
      class: 'captured-above-order',
      subject: 'ord_1',
      sentence: 'Too much was captured.',
      amount: 42,
      currency: 'USD',
      age_s: 7_300,
      action: null,
    },
    {
      breakId: 'brk_2',
      class: 'stock-drift',
      subject: 'var_1|wh_1',
      sentence: 'A counter differs.',
      amount: null,
      currency: null,
      age_s: 61,
      action: 'nothing: only a person can know what is right',
    },
  ];
  const text = tableOf({ dryRun: false, run, ...run, open: 3, breaks });
  assert.deepEqual(text.split('\n').slice(3), [
    '  class                  age   money  what',
    '  captured-above-order   2 h  42 USD  Too much was captured.',
    '                                      brk_1',
    '  stock-drift           61 s       -  A counter differs. (nothing: only a person can ' +
      'know what is right)',
    '                                      brk_2',
    '',
    '3 breaks are open. 1 more are not shown.',
    '',
  ]);
});

test('a rehearsal says that nothing was written', () => {
  const text = tableOf({ dryRun: true, run: null, looked: 3, notes: [], open: 0, breaks: [] });
  assert.equal(text, 'Looked at 3 things and wrote nothing.\nNo break is open.\n');
});
