import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as address from './address.ts';
import { countries } from '../../shell/countries.ts';
import { regionsOf } from './regions.ts';

const here = {
  name: 'Ada Moor',
  line1: '12 Hill Street',
  line2: '',
  city: 'New York',
  state: 'NY',
  postalCode: '10001',
  country: 'US',
  phone: '',
};

test('an address that can be sent has no problems, and loses nothing', () => {
  assert.deepEqual(address.problemsIn(here), {});
  const sent = address.sentAddress({ ...here, name: ' Ada Moor ', line2: 'Flat 3' });
  assert.deepEqual(sent, {
    name: 'Ada Moor',
    line1: '12 Hill Street',
    line2: 'Flat 3',
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  });
  assert.deepEqual(address.typedAddress(sent), { ...here, line2: 'Flat 3' });
});

test('what is missing or wrong is named, with an example of how it should look', () => {
  const empty = address.problemsIn(address.emptyAddress('US'));
  assert.deepEqual(Object.keys(empty).toSorted(), ['city', 'line1', 'name', 'postalCode', 'state']);
  assert.deepEqual(empty.postalCode, { kind: 'empty', example: '10001' });
  const short = address.problemsIn({ ...here, postalCode: '1000', phone: 'call me' });
  assert.deepEqual(short, {
    postalCode: { kind: 'shape', example: '10001' },
    phone: { kind: 'phone' },
  });
  assert.deepEqual(address.problemsIn({ ...here, state: 'Ontario' }), {
    state: { kind: 'choose' },
  });
  assert.deepEqual(address.problemsIn({ ...here, line1: 'x'.repeat(201) }).line1, { kind: 'long' });
});

test('postal codes are written as they are there', () => {
  const tidy = [
    ['CA', 'k1a0b1', 'K1A 0B1'],
    ['GB', 'sw1a1aa', 'SW1A 1AA'],
    ['GB', ' m1  1ae ', 'M1 1AE'],
    ['NL', '1012ab', '1012 AB'],
    ['PL', '00001', '00-001'],
    ['SE', '11122', '111 22'],
    ['JP', '1000001', '100-0001'],
    ['US', '100011234', '10001-1234'],
    ['IE', 'd02af30', 'D02 AF30'],
    ['DE', ' 10115 ', '10115'],
    ['BR', '01310-100', '01310-100'],
  ] as const;
  for (const [country, typed, written] of tidy) {
    assert.equal(address.tidyPostal(country, typed), written);
    const state = regionsOf(country)[0]?.code ?? '';
    const problems = address.problemsIn({ ...here, country, state, postalCode: typed });
    assert.deepEqual(problems, {}, `${country} ${typed}`);
  }
});

test('every country that can be chosen has rules, and its example fits them', () => {
  for (const country of countries) {
    const state = regionsOf(country)[0]?.code ?? '';
    const { example } =
      address.problemsIn({ ...here, country, state, postalCode: '?' }).postalCode ?? {};
    if (!address.shapeOf(country).hasPostal) continue;
    assert.ok(example, `${country} has no example`);
    const with_ = { ...here, country, state, postalCode: example };
    assert.deepEqual(address.problemsIn(with_), {}, country);
  }
});

test('no region is sent where an address has none; no postal code where there are none', () => {
  const berlin = { ...here, country: 'DE', state: 'NY', postalCode: '10115', city: 'Berlin' };
  assert.equal('state' in address.sentAddress(berlin), false);
  assert.deepEqual(address.addressLines(address.sentAddress(berlin)).at(-1), '10115 Berlin');
  const dubai = { ...here, country: 'AE', state: 'DU', postalCode: '', city: 'Dubai' };
  assert.deepEqual(address.problemsIn(dubai), {});
  const sent = address.sentAddress(dubai);
  assert.ok(sent.postalCode.length > 0, 'the API wants one');
  assert.equal(address.typedAddress(sent).postalCode, '');
});
