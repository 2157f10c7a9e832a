import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, effectKinds, noTerms, stacks, termsOf, type Terms } from './terms.ts';

const named = (id: string) => ({ id, name: id });

test('what is kept comes back from the fields as it was', () => {
  for (const kind of effectKinds) {
    const terms: Terms = {
      ...noTerms,
      name: 'Autumn',
      kind,
      amount: kind === 'amount' || kind === 'fixed-price' || kind === 'bundle' ? '12.5' : '',
      ...(kind === 'bundle' ? { parts: [{ product: named('prod_1'), quantity: '2' }] } : {}),
      ...(kind === 'gift' ? { gift: named('var_1'), giftQuantity: '3' } : {}),
      scope: { ...noTerms.scope, brands: [named('Acme')] },
      places: 'US-CA, DE',
      segments: ['plst_1'],
      startsAt: '2026-11-21T10:30',
      hours: { from: '08:05', to: '20:00', weekdays: [1, 5] },
      subtotalMin: '50',
      group: 'autumn',
      priority: '-3',
    };
    const body = bodyOf(terms);
    assert.equal(body.effect.kind, kind);
    assert.deepEqual(body.segments, ['plst_1']);
    assert.deepEqual(bodyOf(termsOf(body)), body);
  }
});

test('places are read however they are typed, and money asks for its currency', () => {
  const body = bodyOf({ ...noTerms, places: ' de;us-ca,, DE\nfr ' });
  assert.deepEqual(body.places, ['DE', 'US-CA', 'FR']);
  assert.equal(body.currency, undefined);
  assert.equal(bodyOf({ ...noTerms, subtotalMin: '9' }).currency, 'USD');
  const effectOf = (percent: string) => bodyOf({ ...noTerms, percent }).effect;
  assert.deepEqual(effectOf('7,5'), { kind: 'percent', percent: 7.5 });
  assert.deepEqual(effectOf('x'), { kind: 'percent', percent: null });
});

test('two are taken off one line if neither is alone and they are not of one group', () => {
  assert.equal(stacks({}, { group: 'a' }), true);
  assert.equal(stacks({ group: 'a' }, { group: 'a' }), false);
  assert.equal(stacks({ exclusive: true }, {}), false);
});
