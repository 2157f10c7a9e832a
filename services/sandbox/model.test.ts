import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copiesOf, lostBy, planFor, resendPause_ms, takenBy } from './model.ts';
import { testCards, testTokens } from './model.ts';

const never = () => 0.999_999;
const always = () => 0;

test('every test token has its plan, and any other is an invalid token', () => {
  const plans = Object.fromEntries(
    testTokens.map((token) => {
      const plan = planFor(token, {}, never);
      return [token, `${plan.state} ${plan.declineClass ?? '-'} ${plan.reply}`];
    }),
  );
  assert.deepEqual(plans, {
    tok_visa: 'captured - sent',
    tok_mastercard: 'captured - sent',
    tok_amex: 'captured - sent',
    tok_declined: 'declined retryable sent',
    tok_cvc: 'declined fixable sent',
    tok_stolen: 'declined terminal sent',
    tok_timeout_success: 'captured - hangs',
    tok_timeout_declined: 'declined retryable hangs',
    tok_error_success: 'captured - error',
    tok_slow: 'pending - sent',
    tok_3ds: 'action - sent',
    tok_paypal: 'action - sent',
    tok_upi: 'action - sent',
    tok_upi_approve: 'action - sent',
    tok_upi_decline: 'action - sent',
    tok_upi_expire: 'action - sent',
    tok_late_success: 'declined retryable sent',
    tok_wrong_amount: 'captured - sent',
    tok_wrong_currency: 'captured - sent',
  });
  for (const token of ['tok_x', '', 'toString', '__proto__', 'constructor']) {
    assert.equal(planFor(token, {}, never).declineCode, 'invalid_token');
  }
});

test('timers: as the design has them, or as switched', () => {
  assert.deepEqual(planFor('tok_slow', {}, never).due, { state: 'captured', after_ms: 20_000 });
  assert.deepEqual(planFor('tok_late_success', {}, never).due?.after_ms, 60_000);
  assert.equal(planFor('tok_slow', { slow_ms: 5, late_ms: 6 }, never).due?.after_ms, 5);
  assert.equal(planFor('tok_late_success', { slow_ms: 5, late_ms: 6 }, never).due?.after_ms, 6);
  assert.equal(planFor('tok_upi_expire', { slow_ms: 5, upi_ms: 7 }, never).due?.after_ms, 7);
});

test('wrong on purpose: another amount, another currency, else as asked for', () => {
  const asked = { amount_minor: 500, currency: 'USD' };
  const taken = (token: string) => takenBy(planFor(token, {}, never), asked);
  assert.deepEqual(taken('tok_visa'), asked);
  assert.deepEqual(taken('tok_wrong_amount'), { amount_minor: 600, currency: 'USD' });
  assert.deepEqual(taken('tok_wrong_currency'), { amount_minor: 500, currency: 'EUR' });
});

test('rates: 0 never strikes, 1 always does', () => {
  assert.equal(planFor('tok_visa', { declineRate: 1 }, never).state, 'declined');
  assert.equal(planFor('tok_visa', { declineRate: 0 }, always).state, 'captured');
  assert.equal(planFor('tok_visa', { timeoutRate: 1 }, never).reply, 'hangs');
  assert.equal(planFor('tok_visa', { errorRate: 1 }, never).reply, 'error');
  assert.equal(lostBy({}, always), 'sent');
});

test('news: only of what the caller did not hear, unless switched', () => {
  const heard = { lost: false, hang_ms: 900, reply: 'sent' } as const;
  const error = { lost: true, hang_ms: 900, reply: 'error' } as const;
  const hangs = { lost: true, hang_ms: 900, reply: 'hangs' } as const;
  assert.deepEqual(copiesOf({}, heard), []);
  assert.deepEqual(copiesOf({}, error), [0]);
  assert.deepEqual(copiesOf({}, hangs), [900]);
  assert.deepEqual(copiesOf({ webhooks: 'off' }, error), []);
  assert.deepEqual(copiesOf({ webhooks: 'duplicate' }, heard), [0, 0]);
  assert.deepEqual(copiesOf({ webhooks: { delay_ms: 50 } }, error), [50]);
});

test('news are sent again after 1 s, later each minute', () => {
  assert.deepEqual([0, 1, 2, 10, 99].map(resendPause_ms), [1_000, 2_000, 4_000, 60_000, 60_000]);
});

test('every token of a card has a number, each with the check digit of a real one', () => {
  const ofCards = testTokens.filter((token) => !/^tok_(?:upi|paypal)/.test(token));
  assert.deepEqual([...new Set(testCards.map((card) => card.token))].sort(), ofCards.toSorted());
  for (const { number } of testCards) {
    const sum = number
      .split('')
      .toReversed()
      .reduce((before, char, at) => {
        const digit = Number(char) * (at % 2 === 0 ? 1 : 2);
        return before + (digit > 9 ? digit - 9 : digit);
      }, 0);
    assert.equal(sum % 10, 0, number);
  }
});
