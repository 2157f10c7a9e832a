import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginningOf, judge, mayRunAgain } from './test.ts';
import report, { type TestResult } from './test-reporter.ts';

const passed: TestResult = { name: 'a', state: 'passed', duration_ms: 1, error: '' };
const failed: TestResult = { name: 'b', state: 'failed', duration_ms: 1, error: 'Error: no' };
const clean = { code: 0, timedOut: false, output: '' };

test('a file counts by its tests, and a failure carries its error and the output', () => {
  const outcome = judge('x.test.ts', [passed, failed], { ...clean, code: 1, output: 'said' });
  assert.deepEqual([outcome.passed, outcome.failed], [1, 1]);
  assert.equal(outcome.failures[0]?.title, 'x.test.ts: b');
  assert.match(outcome.failures[0]?.text ?? '', /Error: no\n---- output\nsaid/);
});

test('beside its file a failure is told in short, and never as the last line of all', () => {
  const text = Array.from({ length: 30 }, (_, n) => `line ${n}`).join('\n');
  const told = beginningOf({ title: 'x: b', text: `0 passed, 1 failed\n${text}\n` }).split('\n');
  assert.equal(told.length, 17);
  assert.deepEqual(told.slice(0, 3), ['       x: b', '       0 passed, 1 failed', '       line 0']);
});

test('a crash, a hang and a file without tests are failures of the file', () => {
  assert.equal(judge('x', [passed], { ...clean, code: 7 }).failed, 1);
  assert.equal(judge('x', [passed], { ...clean, code: null, timedOut: true }).failed, 1);
  assert.equal(judge('x', [], clean).failed, 1);
  assert.equal(judge('x', [passed], clean).failed, 0);
});

test('what holds neither money nor stock is run again when it failed, and nothing else', () => {
  assert.equal(mayRunAgain('web/test/a.browser.test.ts', { failed: 1 }), true);
  assert.equal(mayRunAgain('web/test/a.browser.test.ts', { failed: 0 }), false);
  assert.equal(mayRunAgain('sim/sim.test.ts', { failed: 1 }), false);
  assert.equal(mayRunAgain('test/race.test.ts', { failed: 1 }), false);
  assert.equal(mayRunAgain('services/media/a.test.ts', { failed: 1 }), true);
  assert.equal(mayRunAgain('services/orders/a.test.ts', { failed: 1 }), false);
  assert.equal(mayRunAgain('kernel/saga/a.test.ts', { failed: 1 }), false);
});

test('the reporter counts leaves, and a parent only when it failed by itself', async () => {
  const event = (type: 'test:pass' | 'test:fail', nesting: number, failureType?: string) => ({
    type,
    data: {
      name: `${type} ${nesting}`,
      nesting,
      details: {
        duration_ms: 1,
        error: Object.assign(new Error('no'), { failureType }),
      },
    },
  });
  const events = [
    event('test:pass', 1),
    event('test:pass', 0),
    event('test:fail', 1, 'testCodeFailure'),
    event('test:fail', 0, 'subtestsFailed'),
    event('test:pass', 1),
    event('test:fail', 0, 'hookFailed'),
  ];
  const texts: string[] = [];
  const source = (async function* () {
    yield* events;
  })() as unknown as Parameters<typeof report>[0];
  for await (const text of report(source)) texts.push(text);
  const results = texts.map((text) => JSON.parse(text) as TestResult);
  assert.deepEqual(
    results.map(({ name, state }) => [name, state]),
    [
      ['test:pass 1', 'passed'],
      ['test:fail 1', 'failed'],
      ['test:pass 1', 'passed'],
      ['test:fail 0', 'failed'],
    ],
  );
});

test('an error that came when its test was over is told by what it was', async () => {
  const say = (message: string) => ({ type: 'test:diagnostic', data: { message } });
  const late = 'Error: Test "x" generated asynchronous activity after the test ended: Error: no';
  const source = (async function* () {
    yield* [say('tests 2'), say(late)];
  })() as unknown as Parameters<typeof report>[0];
  const texts: string[] = [];
  for await (const text of report(source)) texts.push(text);
  const results = texts.map((text) => JSON.parse(text) as TestResult);
  assert.deepEqual(
    results.map(({ state, error }) => [state, error]),
    [['failed', late]],
  );
});
