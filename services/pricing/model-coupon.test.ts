// How codes are read, and why a coupon takes nothing off: pure functions, from examples and chance.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prng } from '#kernel/core/prng.ts';
import { barOf, codeKeys, codeOf, limitOf, plainCode, type CouponTerms } from './model-coupon.ts';
import { aPromotion } from './test-kit.ts';

test('case, spaces, dashes, marks nobody sees and forms of letters do not count', () => {
  const same = [
    'Straße-10',
    'STRASSE10',
    ' stras\u200Bse–10\u00A0',
    'ＳＴＲＡＳＳＥ１０',
    'strasse١٠',
  ];
  assert.deepEqual([...new Set(same.map(plainCode))], ['STRASSE10']);
  assert.equal(plainCode('i̇ndirim'), plainCode('İNDİRİM'), 'a dotted I is an I');
  assert.equal(plainCode('e\u0301te\u0301'), plainCode('ÉTÉ'));
  assert.equal(plainCode('छूट १०'), 'छूट10');
  for (const none of ['', 'ab', '<b>x</b>', "x' or 1=1", 'A'.repeat(41), '\u0000abc']) {
    assert.equal(plainCode(none), undefined, none);
  }
});

test('a code of ours has 80 bits, and is found however it is typed', () => {
  const random = prng('codes');
  const seen = new Set<string>();
  for (let n = 0; n < 2_000; n += 1) {
    const code = codeOf(random.bytes(10));
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    const key = code.replaceAll('-', '');
    assert.deepEqual(codeKeys(code), [key]);
    const typed = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ');
    assert.ok(codeKeys(typed).includes(key), typed);
    assert.equal(plainCode(key), key, 'reading twice changes nothing');
    seen.add(key);
  }
  assert.equal(seen.size, 2_000);
});

const coupon = (over: Partial<CouponTerms> = {}): CouponTerms => ({
  couponId: 'cpn_1',
  definition: aPromotion({ effect: { kind: 'percent', share_bp: 1_000 }, stage: 'COUPON' }),
  enabled: true,
  uses_max: null,
  person_max: null,
  code_max: null,
  budget: null,
  accountsOnly: false,
  returns: true,
  returnsRefunded: false,
  ...over,
});

test('it begins and ends to the millisecond, and asks for its currency and place', () => {
  const { definition } = coupon();
  const timed = coupon({ definition: { ...definition, startsAt_ms: 1_000, endsAt_ms: 2_000 } });
  const at = (at_ms: number) =>
    barOf(timed, { at_ms, currency: 'USD', isAccount: false, place: null, segments: [] });
  assert.deepEqual([999, 1_000, 1_999, 2_000].map(at), ['not-yet', null, null, 'over']);
  const asking = {
    at_ms: 0,
    currency: 'USD',
    isAccount: null,
    place: { country: 'DE' },
    segments: [],
  };
  const euro = { amount_minor: 100, currency: 'EUR' };
  assert.equal(barOf(coupon({ budget: euro }), asking), 'currency');
  assert.equal(barOf(coupon({ accountsOnly: true }), asking), 'account-needed');
  assert.equal(barOf(coupon({ definition: { ...definition, places: ['CH'] } }), asking), 'place');
  assert.equal(barOf(coupon({ enabled: false }), asking), 'over');
});

test('the last use is a use, and the last cent is a cent', () => {
  const counts = { coupon: 1, code: 1, mine: 0, code_max: 2, spent_minor: 90 };
  const budget = { amount_minor: 100, currency: 'USD' };
  const terms = { uses_max: 2, person_max: 1, budget };
  assert.equal(limitOf(terms, counts, 10), null);
  assert.equal(limitOf(terms, counts, 11), 'used-up');
  assert.equal(limitOf(terms, { ...counts, coupon: 2 }, 10), 'used-up');
  assert.equal(limitOf(terms, { ...counts, code: 2 }, 10), 'used-up');
  assert.equal(limitOf(terms, { ...counts, mine: 1 }, 10), 'used-by-you');
});
