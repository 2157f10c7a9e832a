import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasCardNumber, luhn } from './card.ts';

test('numbers of every scheme and way of writing are known', () => {
  for (const number of [
    '4242424242424242',
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    '378282246310005',
    '6304000000000000',
    '4222222222222',
    '6011111111111117',
    '2223003122003222',
    '4000000000000000006',
  ]) {
    assert.equal(hasCardNumber(number), true, number);
    assert.equal(hasCardNumber(`my card is ${number}, thank you`), true, number);
  }
});

test('other numbers and ids are not', () => {
  for (const text of [
    '',
    '4242424242424241',
    '424242424242',
    '42424242424242424242',
    'tok_visa',
    'pay_4242424242424242aaaaaaaaaaaaaaaa',
    'pm_4242424242424242',
    '2026-11-20 18:20:00',
    'Hauptstr. 12, 10115 Berlin',
  ]) {
    assert.equal(hasCardNumber(text), false, text);
  }
});

test('the check digit', () => {
  assert.equal(luhn('4242424242424242'), true);
  assert.equal(luhn('4242424242424243'), false);
});

test('a long text of digits and blanks takes no minutes', () => {
  const from = performance.now();
  hasCardNumber('1 '.repeat(50_000));
  hasCardNumber('1'.repeat(100_000));
  hasCardNumber('1-'.repeat(50_000) + 'x');
  assert.ok(performance.now() - from < 10_000);
});
