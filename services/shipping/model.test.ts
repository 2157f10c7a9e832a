import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountOf, arrival, methodsFor, zoneOf, type Rate, type Tables } from './model.ts';

const rate = (over: Partial<Rate>): Rate => ({
  zone: 'us',
  method: 'STANDARD',
  currency: 'USD',
  name: 'Standard',
  base_minor: 599,
  per_kg_minor: 120,
  free_over_minor: 7_500,
  max_weight_g: 60_000,
  minDays: 2,
  maxDays: 5,
  ...over,
});
const tables: Tables = {
  zones: [
    { zone: 'us', countries: ['US'] },
    { zone: 'world', countries: ['*'] },
  ],
  rates: [
    rate({}),
    rate({ method: 'EXPRESS', base_minor: 1_499, max_weight_g: 10_000 }),
    rate({ zone: 'world', base_minor: 1_999 }),
  ],
};
const parcel = {
  country: 'US',
  postalCode: '1',
  weight_g: 500,
  subtotal_minor: 100,
  currency: 'USD',
};

test('a country goes to its zone, others to the rest of the world', () => {
  assert.equal(zoneOf(tables, 'US'), 'us');
  assert.equal(zoneOf(tables, 'NZ'), 'world');
});

test('each kilogram begun after the first costs more; free from the stated sum on', () => {
  const cost = (weight_g: number, subtotal_minor = 0) =>
    amountOf(rate({}), { weight_g, subtotal_minor });
  assert.deepEqual([cost(0), cost(1_000), cost(1_001), cost(3_000)], [599, 599, 719, 839]);
  assert.deepEqual([cost(9_000, 7_499), cost(9_000, 7_500)], [1_559, 0]);
});

test('methods are those of zone, currency and weight, cheapest first', () => {
  const names = (over: object) =>
    methodsFor(tables, { ...parcel, ...over }).map((one) => `${one.method} ${one.amount_minor}`);
  assert.deepEqual(names({}), ['STANDARD 599', 'EXPRESS 1499']);
  assert.deepEqual(names({ weight_g: 20_000 }), ['STANDARD 2879']);
  assert.deepEqual(names({ currency: 'XXX' }), []);
  assert.deepEqual(names({ country: 'NZ' }), ['STANDARD 1999']);
});

test('arrival: nearer is sooner, within the days of the zone, Sundays left out', () => {
  const friday = Date.UTC(2026, 10, 20, 12);
  const days = { minDays: 2, maxDays: 5 };
  assert.deepEqual(arrival(friday, { ...days, distance_km: 100 }), {
    from: '2026-11-23',
    to: '2026-11-26',
  });
  assert.equal(arrival(friday, { ...days, distance_km: 1_500 }).from, '2026-11-24');
  assert.equal(arrival(friday, { ...days, distance_km: 20_000 }).from, '2026-11-26');
});
