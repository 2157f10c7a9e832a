import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as card from './card.ts';

test('a number is grouped as it is printed', () => {
  assert.equal(card.formatNumber('4242424242424242'), '4242 4242 4242 4242');
  assert.equal(card.formatNumber('4242-4242 42'), '4242 4242 42');
  assert.equal(card.formatNumber('378282246310005'), '3782 822463 10005');
  assert.equal(card.formatNumber('37828'), '3782 8');
  assert.equal(card.formatNumber('55555555555544449999'), '5555 5555 5555 4444');
  assert.equal(card.formatNumber('no digits'), '');
  assert.equal(card.formatNumber('٤٢٤٢٤٢٤٢'), '4242 4242');
  assert.equal(card.formatNumber('४२४२४'), '4242 4');
});

test('an expiry gets its slash, also when one wants to erase it', () => {
  assert.equal(card.formatExpiry('1'), '1');
  assert.equal(card.formatExpiry('12', '1'), '12 / ');
  assert.equal(card.formatExpiry('7'), '07 / ');
  assert.equal(card.formatExpiry('12 / 3'), '12 / 3');
  assert.equal(card.formatExpiry('12/2030'), '12 / 20');
  assert.equal(card.formatExpiry('12 /', '12 / '), '12');
});

test('the check digit finds every wrong digit', () => {
  assert.ok(card.luhn('4242424242424242'));
  assert.ok(card.luhn('378282246310005'));
  assert.ok(!card.luhn(''));
  for (let at = 0; at < 16; at += 1) {
    for (let digit = 0; digit < 10; digit += 1) {
      const wrong = `${'4242424242424242'.slice(0, at)}${digit}${'4242424242424242'.slice(at + 1)}`;
      assert.equal(card.luhn(wrong), wrong === '4242424242424242', wrong);
    }
  }
});

test('each field says what is wrong with it', () => {
  const today = new Date('2026-11-20T12:00:00Z');
  const good = { number: '4242 4242 4242 4242', expiry: '11 / 26', code: '123' };
  assert.deepEqual(card.problemsOf(good, today), {}, 'good until the last day of the month');
  assert.deepEqual(card.problemsOf(card.emptyCard, today), {
    number: 'number-empty',
    expiry: 'expiry-empty',
    code: 'code-empty',
  });
  const bad = { number: '4242 4242 4242 4241', expiry: '10 / 26', code: '12' };
  assert.deepEqual(card.problemsOf(bad, today), {
    number: 'number-wrong',
    expiry: 'expiry-past',
    code: 'code-short',
  });
  assert.equal(card.problemsOf({ ...good, number: '4242' }, today).number, 'number-short');
  assert.equal(card.problemsOf({ ...good, expiry: '13 / 30' }, today).expiry, 'expiry-wrong');
  const amex = { ...good, number: '3782 822463 10005' };
  assert.equal(card.problemsOf(amex, today).code, 'code-short', 'four digits on the front');
});

test('only a test number has a token', () => {
  const cards = [{ number: '4242424242424242', token: 'tok_visa' }];
  assert.equal(card.tokenFor(cards, '4242 4242 4242 4242'), 'tok_visa');
  assert.equal(card.tokenFor(cards, '4111 1111 1111 1111'), null);
});
