import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noCredit, sumOf, type Credit } from './credit.ts';

const card = (last4: string, balance: number) => ({ code: `CODE-${last4}`, last4, balance });
const credit = (more: Partial<Credit>): Credit => ({ ...noCredit, ...more });

test('without credit all of it is to pay, and nothing is sent', () => {
  const { parts, used, rest } = sumOf(noCredit, 26.79, 'USD');
  assert.deepEqual([parts, used, rest], [[], 0, 26.79]);
});

test('cards first, then store credit, to the cent', () => {
  const some = credit({
    cards: [card('AAAA', 0.1), card('BBBB', 0.2)],
    store: { available: 20, used: true },
  });
  const sum = sumOf(some, 10.3, 'USD');
  assert.deepEqual(sum.parts, [
    { method: 'GIFT_CARD', code: 'CODE-AAAA', amount: 0.1 },
    { method: 'GIFT_CARD', code: 'CODE-BBBB', amount: 0.2 },
    { method: 'STORE_CREDIT', amount: 10 },
  ]);
  assert.deepEqual([sum.used, sum.rest], [10.3, 0]);
});

test('a card that is not needed is not sent, and one that is left over says what stays', () => {
  const sum = sumOf(credit({ cards: [card('AAAA', 50), card('BBBB', 5)] }), 26.79, 'USD');
  assert.deepEqual(sum.parts, [{ method: 'GIFT_CARD', code: 'CODE-AAAA', amount: 26.79 }]);
  assert.deepEqual(sum.cards, [
    { last4: 'AAAA', amount: 26.79, left: 23.21 },
    { last4: 'BBBB', amount: 0, left: 5 },
  ]);
});

test('store credit that is not chosen stays, and other currencies have other units', () => {
  const some = credit({ cards: [card('AAAA', 500)], store: { available: 900, used: false } });
  const yen = sumOf(some, 1_234, 'JPY');
  assert.deepEqual([yen.used, yen.rest, yen.store], [500, 734, 0]);
  const dinar = sumOf(credit({ cards: [card('AAAA', 1.001)] }), 2.0, 'KWD');
  assert.deepEqual([dinar.used, dinar.rest], [1.001, 0.999]);
});
