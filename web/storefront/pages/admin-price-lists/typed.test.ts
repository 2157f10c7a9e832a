import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countriesIn, membersBody, noPrice, priceBody, refusedIn } from './typed.ts';

test('countries are read with commas, spaces and small letters, each once', () => {
  assert.deepEqual(countriesIn(' de, fr;DE  us '), ['DE', 'FR', 'US']);
  assert.deepEqual(countriesIn(' '), []);
});

test('who is named is an id or an e-mail, once, and a refusal finds them again', () => {
  const named = membersBody('a@b.test usr_1\nc@d.test, a@b.test');
  assert.deepEqual(named, { userIds: ['usr_1'], emails: ['a@b.test', 'c@d.test'] });
  const fault = (pointer: string) => ({ pointer, code: 'not-known', detail: '' });
  const refused = refusedIn([fault('/emails/1'), fault('/userIds/0'), fault('/emails')], named);
  assert.deepEqual(
    refused.map((one) => one.who),
    ['c@d.test', 'usr_1'],
  );
});

test('what is no number is sent as none, to be refused, never as 0', () => {
  const price = (text: string) => priceBody({ ...noPrice, price: text }).price as unknown;
  assert.deepEqual(['', 'free', '4,5', ' 4.50 ', '0'].map(price), [null, null, 4.5, 4.5, 0]);
  assert.equal(priceBody({ ...noPrice, currency: ' eur' }).currency, 'EUR');
});
