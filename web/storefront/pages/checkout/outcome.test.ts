import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem, unreached } from '../../../client/problem.ts';
import { againPause_ms, fieldOf, payTrouble, type Decline } from './outcome.ts';

const problem = (status: number, code: string, more: object = {}) =>
  new ApiProblem({
    code,
    status,
    title: '',
    detail: '',
    requestId: 'r',
    retryable: false,
    ...more,
  });

test('a decline keeps its class and its word', () => {
  const of = (outcome: string, declineCode: string) =>
    payTrouble(problem(402, 'payment-declined', { outcome, declineCode }), 'CARD');
  const fixable = { kind: 'fixable', code: 'incorrect_cvc', way: 'CARD' };
  assert.deepEqual(of('fixable', 'incorrect_cvc'), { kind: 'declined', decline: fixable });
  const kinds = ['retryable', 'terminal', 'a new word'].map((outcome) => {
    const trouble = of(outcome, 'x');
    return trouble.kind === 'declined' ? trouble.decline.kind : trouble.kind;
  });
  assert.deepEqual(kinds, ['other', 'final', 'other']);
});

test('a wrong field is named, and only when it can be mended', () => {
  const decline = (kind: Decline['kind'], code: string): Decline => ({
    kind,
    code,
    way: 'CARD',
  });
  assert.equal(fieldOf(decline('fixable', 'incorrect_cvc')), 'code');
  assert.equal(fieldOf(decline('fixable', 'expired_card')), 'expiry');
  assert.equal(fieldOf(decline('fixable', 'something_new')), null);
  assert.equal(fieldOf(decline('final', 'incorrect_cvc')), null);
});

test('whatever may have reached the bank is unknown, never a failure', () => {
  for (const maybe of [
    unreached('no-reply'),
    problem(503, 'room-unavailable'),
    problem(500, 'internal-error'),
    problem(504, 'outcome-unknown'),
    problem(409, 'request-in-progress'),
  ]) {
    assert.deepEqual(payTrouble(maybe, 'CARD'), { kind: 'unknown' }, maybe.code);
  }
});

test('what surely did nothing says what to do', () => {
  const kinds = [
    problem(409, 'checkout-in-progress'),
    problem(409, 'checkout-ended'),
    problem(409, 'hold-gone'),
    problem(409, 'attempts-used-up'),
    problem(422, 'payment-method-unavailable'),
    problem(429, 'too-many-requests'),
    unreached('offline'),
    problem(401, 'not-authenticated'),
    problem(422, 'validation-failed'),
  ].map((one) => payTrouble(one, 'CARD').kind);
  assert.deepEqual(kinds, [
    'elsewhere',
    'ended',
    'ended',
    'used-up',
    'method-gone',
    'wait',
    'wait',
    'refused',
    'refused',
  ]);
});

test('the same key comes again sooner at first', () => {
  assert.deepEqual([0, 1, 2, 3, 9].map(againPause_ms), [1_000, 2_000, 4_000, 8_000, 8_000]);
});
