// Rates and dates without a database, and laws of rating: parcels add up, nothing is negative,
// more weight never costs less, and every unit is in a parcel.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rateFaults } from './check.ts';
import type { Goods, PickupPlace } from './contract.ts';
import { dated } from './dates.ts';
import {
  amountOf,
  arrival,
  charged_g,
  compile,
  methodsFor,
  parcelsOf,
  type Book,
  type PlannedTake,
  type Rate,
  type Split,
  type Tables,
} from './model.ts';
import { nearestPlaces } from './routes.ts';

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
const corner: PickupPlace = {
  placeId: 'pup_1',
  name: 'Corner',
  line1: '1 Main St',
  line2: null,
  city: 'Springfield',
  state: 'IL',
  postalCode: '62701',
  country: 'US',
  opening: '9–18',
  minDays: 3,
  maxDays: 6,
  max_weight_g: 20_000,
  max_length_mm: 600,
  active: true,
};
const air = {
  carrier: 'air',
  name: 'Air',
  divisor_cm3: 5_000,
  max_length_mm: 1_000,
  max_girth_mm: 2_000,
};
const tables: Tables = {
  zones: [
    { zone: 'us', countries: ['US'] },
    { zone: 'world', countries: ['*'] },
  ],
  rates: [
    rate({}),
    rate({ method: 'EXPRESS', base_minor: 1_499, max_weight_g: 10_000, carrier: 'air' }),
    rate({ zone: 'world', base_minor: 1_999 }),
  ],
  carriers: [air],
};
const book = compile(tables);
const parcel = {
  country: 'US',
  postalCode: '1',
  weight_g: 500,
  subtotal_minor: 100,
  currency: 'USD',
};
const goods = (over: Partial<Goods>): Goods => {
  return { sellerId: 'sel_1', variantId: 'var_1', quantity: 1, weight_g: 500, ...over };
};

test('a country goes to its zone, others to the rest of the world', () => {
  assert.equal(book.zoneOf('US')?.zone, 'us');
  assert.equal(book.zoneOf('NZ')?.zone, 'world');
});

test('each kilogram begun after the first costs more; free from the stated sum on', () => {
  const cost = (weight_g: number, subtotal_minor = 0) =>
    amountOf(rate({}), { weight_g, subtotal_minor });
  assert.deepEqual([cost(0), cost(1_000), cost(1_001), cost(3_000)], [599, 599, 719, 839]);
  assert.deepEqual([cost(9_000, 7_499), cost(9_000, 7_500)], [1_559, 0]);
});

const told = (of: Book, over: object) =>
  methodsFor(of, { ...parcel, ...over }).map((one) => `${one.method} ${one.amount_minor}`);

test('methods are those of zone, currency and weight, cheapest first', () => {
  assert.deepEqual(told(book, {}), ['STANDARD 599', 'EXPRESS 1499']);
  assert.deepEqual(told(book, { weight_g: 20_000 }), ['STANDARD 2879']);
  assert.deepEqual(told(book, { currency: 'XXX' }), []);
  assert.deepEqual(told(book, { country: 'NZ' }), ['STANDARD 1999']);
});

test('volume counts where it weighs more; what is too long or too wide is not carried', () => {
  // 400 × 300 × 200 mm are 24,000 cm³: at 5,000 a kilogram 4.8 kg.
  const box = goods({ size_mm: [200, 400, 300] });
  assert.equal(charged_g({ weight_g: 500, volume_mm3: 24_000_000 }, air), 4_800);
  assert.equal(charged_g({ weight_g: 9_000, volume_mm3: 24_000_000 }, air), 9_000);
  assert.equal(charged_g({ weight_g: 500, volume_mm3: 24_000_000 }, null), 500);
  assert.deepEqual(told(book, { goods: [box] }), ['STANDARD 599', 'EXPRESS 1979']);
  const long = goods({ size_mm: [1_001, 10, 10] });
  assert.deepEqual(told(book, { goods: [long] }), ['STANDARD 599']);
  const wide = goods({ size_mm: [900, 300, 260] });
  assert.deepEqual(told(book, { goods: [wide] }), ['STANDARD 599'], 'a girth of 2,020');
  const steps = [
    { over_mm: 600, amount_minor: 400 },
    { over_mm: 1_200, amount_minor: 900 },
  ];
  const bulky = rate({ sizes: steps });
  const cost = (length_mm: number) =>
    amountOf(bulky, { weight_g: 1, subtotal_minor: 0, length_mm });
  assert.deepEqual([cost(600), cost(601), cost(1_201)], [599, 999, 1_499]);
});

test('each seller sends a parcel of its own, and each is rated by itself', () => {
  const both = [goods({}), goods({ sellerId: 'sel_2', weight_g: 2_500, quantity: 2 })];
  const [way] = methodsFor(book, { ...parcel, goods: both });
  assert.deepEqual(
    way?.parcels.map((one) => [one.sellerId, one.lines, one.charged_g, one.amount_minor]),
    [
      ['sel_1', [1], 500, 599],
      ['sel_2', [2], 5_000, 1_079],
    ],
  );
  assert.equal(way?.amount_minor, 1_678);
  const whole = compile({ ...tables, split: 'order' });
  assert.deepEqual(told(whole, { goods: both }), ['STANDARD 1199', 'EXPRESS 2099']);
  assert.equal(
    methodsFor(book, { ...parcel, goods: both, subtotal_minor: 7_500 })[0]?.amount_minor,
    0,
  );
});

const take = (over: Partial<PlannedTake>): PlannedTake => {
  return { variantId: 'var_1', warehouseId: 'wh_1', quantity: 1, distance_km: 10, ...over };
};

test('by warehouse: a line may be in two parcels; what no house has goes with the first', () => {
  const lines = [goods({ quantity: 4 }), goods({ variantId: 'var_2' })];
  const takes = [take({ quantity: 1 }), take({ warehouseId: 'wh_2', quantity: 2 })];
  const made = parcelsOf(lines, 'warehouse', takes);
  assert.deepEqual(
    made.map((one) => [one.warehouseId, one.lines, one.weight_g]),
    [
      ['wh_1', [1, 2], 1_500],
      ['wh_2', [1], 1_000],
    ],
  );
});

test('collecting costs nothing, where a place keeps the parcels', () => {
  const shop = compile({ ...tables, pickup: [corner, { ...corner, placeId: 'x', active: false }] });
  const ways = (over: object) => told(shop, { goods: [goods(over)] }).at(-1);
  assert.equal(ways({}), 'PICKUP 0');
  assert.equal(ways({ size_mm: [601, 1, 1] }), 'EXPRESS 1499');
  assert.equal(ways({ weight_g: 20_001 }), 'STANDARD 2999');
  assert.equal(told(shop, { pickupPlaceId: 'pup_2' }).includes('PICKUP 0'), false);
  assert.equal(shop.place('x'), undefined, 'one that is closed is none');
  const far = { ...corner, placeId: 'pup_2', postalCode: '10001', state: 'NY' };
  const near = nearestPlaces([far, corner], { postalCode: '62 704' });
  assert.deepEqual(
    near.map((one) => one.placeId),
    ['pup_1', 'pup_2'],
  );
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

test('a parcel leaves by the calendar of its house and moves by that of the zone', () => {
  const house = {
    timeZone: 'UTC',
    cutoff_minute: 600,
    restDays: [0, 5, 6],
    holidays: new Set(['2026-11-23']),
  };
  const shop = compile({ ...tables, houses: new Map([['wh_1', house]]) });
  const friday = Date.UTC(2026, 10, 20, 12);
  const lines = [goods({}), goods({ sellerId: 'sel_2', variantId: 'var_2' })];
  const request = { ...parcel, goods: lines };
  const takes = [take({}), take({ variantId: 'var_2', warehouseId: 'wh_2' })];
  const [way] = methodsFor(shop, request);
  assert.ok(way);
  const { parcels } = dated(way, { book: shop, request, takes, now_ms: friday });
  assert.deepEqual(
    parcels.map((one) => one.arrives?.from),
    // Tuesday is the first day on which wh_1 sends: no Friday, no weekend, no holiday.
    ['2026-11-26', '2026-11-23'],
  );
});

const sides = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 3, maxLength: 3 });
const anyGoods = fc.record(
  {
    sellerId: fc.constantFrom('a', 'b', 'c'),
    variantId: fc.constantFrom('v1', 'v2', 'v3', 'v4'),
    quantity: fc.integer({ min: 1, max: 20 }),
    weight_g: fc.integer({ min: 0, max: 3_000 }),
    size_mm: sides,
  },
  { requiredKeys: ['sellerId', 'variantId', 'quantity', 'weight_g'] },
);
const anyTakes = fc.array(
  fc.record({
    variantId: fc.constantFrom('v1', 'v2', 'v3', 'v4'),
    warehouseId: fc.constantFrom('w1', 'w2'),
    quantity: fc.integer({ min: 1, max: 20 }),
    distance_km: fc.constant(null),
  }),
  { maxLength: 6 },
);
const ascending = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 0, max: 900 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((steps) => {
    let [upTo_g, amount_minor] = [0, 0];
    return steps.map(([more_g, more_minor]) => {
      upTo_g += more_g;
      amount_minor += more_minor;
      return { upTo_g, amount_minor };
    });
  });
const anyRate = fc
  .record({
    base_minor: fc.integer({ min: 0, max: 5_000 }),
    per_kg_minor: fc.integer({ min: 0, max: 900 }),
    free_over_minor: fc.option(fc.integer({ min: 1, max: 20_000 })),
    tiers: fc.option(ascending),
    sizes: fc.option(
      ascending.map((steps) => {
        return steps.map(({ upTo_g, amount_minor }) => ({ over_mm: upTo_g, amount_minor }));
      }),
    ),
    carrier: fc.constantFrom(null, 'air'),
  })
  .map((of) => rate({ ...of, max_weight_g: of.tiers?.at(-1)?.upTo_g ?? 1_000_000 }));
const world = fc.record({
  one: anyRate,
  lines: fc.array(anyGoods, { minLength: 1, maxLength: 8 }),
  takes: anyTakes,
  split: fc.constantFrom<Split>('order', 'seller', 'warehouse'),
  subtotal_minor: fc.integer({ min: 0, max: 30_000 }),
  more_g: fc.integer({ min: 0, max: 5_000 }),
});

test('laws: parcels add up, nothing is negative or lost, more weight never costs less', () => {
  fc.assert(
    fc.property(world, ({ one, lines, takes, split, subtotal_minor, more_g }) => {
      const wide = { ...air, max_length_mm: null, max_girth_mm: null };
      const shop = compile({ ...tables, rates: [one], carriers: [wide], split });
      assert.deepEqual(rateFaults(one, { zones: tables.zones, carriers: [wide] }), []);
      const cost = (of: readonly Goods[]) => {
        const parcels = parcelsOf(of, split, takes);
        const sum = (list: readonly number[]) => list.reduce((all, each) => all + each, 0);
        assert.equal(
          sum(parcels.map((each) => each.weight_g)),
          sum(of.map((each) => each.weight_g * each.quantity)),
          'every unit is in one parcel',
        );
        assert.deepEqual(
          [...new Set(parcels.flatMap((each) => each.lines))].toSorted((a, b) => a - b),
          of.map((_, at) => at + 1),
        );
        const [way] = methodsFor(shop, { ...parcel, goods: [...of], subtotal_minor }, parcels);
        if (!way) return Infinity;
        const amounts = way.parcels.map((each) => each.amount_minor);
        assert.ok(amounts.every((each) => Number.isSafeInteger(each) && each >= 0));
        assert.equal(way.amount_minor, sum(amounts), 'what is shown is the sum of the parcels');
        return way.amount_minor;
      };
      const heavier = lines.map((each) => ({ ...each, weight_g: each.weight_g + more_g }));
      const before = cost(lines);
      assert.ok(cost(heavier) >= before, 'more weight never costs less');
    }),
    { numRuns: 400 },
  );
});
