import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure, assert as insist, unreachable } from './assert.ts';
import { allErrors, defineErrors, errorOf } from './error.ts';
import { Failure, OutcomeUnknown, renderErrors } from './error.ts';
import { isRefusal, refuse, type Refusal } from './refusal.ts';

const spec = { status: 409, title: 'Not enough', explain: 'There is less.', retryable: false };

test('a code has one meaning', () => {
  const table = defineErrors({ 'test-too-low': spec });
  assert.equal(table['test-too-low'].status, 409);
  defineErrors({ 'test-too-low': { ...spec } });
  assert.deepEqual(errorOf('test-too-low'), spec);
  const other = { ...spec, status: 410 };
  assert.throws(() => defineErrors({ 'test-too-low': other }), AssertionFailure);
  assert.throws(() => errorOf('test-never-defined'), AssertionFailure);
  assert.throws(() => new Failure('test-never-defined'), AssertionFailure);
});

test('a sloppy definition is refused', () => {
  const bad: [string, object][] = [
    ['Test', {}],
    ['test_a', {}],
    ['test-status', { status: 200 }],
    ['test-title', { title: 'Ends with a stop.' }],
    ['test-explain', { explain: 'no full stop' }],
  ];
  for (const [code, change] of bad) {
    assert.throws(() => defineErrors({ [code]: { ...spec, ...change } }), AssertionFailure, code);
    assert.ok(allErrors().every((known) => known.code !== code));
  }
});

test('the kernel knows its codes', () => {
  const status = Object.fromEntries(allErrors().map((known) => [known.code, known.status]));
  const expected = {
    'validation-failed': 422,
    'malformed-request': 400,
    'not-authenticated': 401,
    'not-allowed': 403,
    'not-found': 404,
    conflict: 409,
    'precondition-required': 428,
    'precondition-failed': 412,
    'idempotency-key-required': 400,
    'idempotency-key-reused': 422,
    'idempotency-key-conflict': 400,
    'request-in-progress': 409,
    'too-many-requests': 429,
    overloaded: 503,
    'room-unavailable': 503,
    'database-unavailable': 503,
    'outcome-unknown': 503,
    timeout: 503,
    'internal-error': 500,
    'payload-too-large': 413,
    'unsupported-media-type': 415,
    'method-not-allowed': 405,
    'amount-precision': 422,
  };
  for (const [code, value] of Object.entries(expected)) assert.equal(status[code], value, code);
  assert.equal(errorOf('request-in-progress').retryable, true);
});

test('a failure carries the meaning of its code', () => {
  const cause = new Error('socket');
  const failure = new Failure('too-many-requests', { limit: 5 }, { retryAfter_ms: 900, cause });
  assert.equal(failure.status, 429);
  assert.equal(failure.retryable, true);
  assert.equal(failure.retryAfter_ms, 900);
  assert.equal(failure.message, 'Too many requests');
  assert.equal(failure.cause, cause);
  assert.deepEqual(failure.detail, { limit: 5 });
  const lost = new OutcomeUnknown({ room: 'payments' }, { message: 'no reply' });
  assert.ok(lost instanceof Failure && lost instanceof Error);
  assert.deepEqual([lost.code, lost.status, lost.message], ['outcome-unknown', 503, 'no reply']);
  assert.equal(lost.name, 'OutcomeUnknown');
  assert.ok(!('cause' in lost) && lost.retryAfter_ms === undefined);
});

test('the document has one section per code, in order', () => {
  const text = renderErrors();
  const sections = [...text.matchAll(/^## `(.+)`$/gm)].map((match) => match[1]);
  assert.deepEqual(
    sections,
    allErrors().map((known) => known.code),
  );
  assert.deepEqual(sections, [...sections].sort());
  for (const { title, explain, status } of allErrors()) {
    assert.ok(text.includes(`Status ${status}. ${title}.\n\n${explain}\n`));
  }
  assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'));
});

test('a refusal is a value, and narrows both ways', () => {
  const hold = (enough: boolean): { held: number } | Refusal<'stock-too-low'> =>
    enough ? { held: 1 } : refuse('stock-too-low', { available: 0 });
  const no = hold(false);
  assert.ok(isRefusal(no) && no.code === 'stock-too-low' && no.detail['available'] === 0);
  const yes = hold(true);
  if (isRefusal(yes)) assert.fail('refused');
  assert.equal(yes.held, 1);
  assert.ok(!(no instanceof Error));
  assert.ok(!isRefusal({ code: 'x', detail: {} }) && !isRefusal(new Failure('conflict')));
  // @ts-expect-error a Failure has the same fields but is not a refusal
  const wrong: Refusal = new Failure('conflict');
  assert.ok(wrong);
});

test('assert and unreachable throw AssertionFailure with the reason', () => {
  insist(true, 'fine');
  assert.throws(() => insist(false, 'stock below zero'), /stock below zero/);
  assert.throws(() => unreachable('new state' as never), AssertionFailure);
});
