import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as model from './model.ts';
import type { Leg, Rate, Sale } from './model.ts';

const sum = (legs: readonly Leg[]) => legs.reduce((total, one) => total + one.amount_minor, 0);
const of = (legs: readonly Leg[], account: string, owner = '') =>
  sum(legs.filter((one) => one.account === account && one.owner === owner));

const standard: Rate = { sellerId: '', categoryId: '', rate_bp: 1_000, since_ms: -Infinity };
const known = { rates: [standard], categories: new Map<string, string>() };

const sale = (more: Partial<Sale> = {}): Sale => ({
  orderId: 'ord_1',
  checkoutId: 'chk_1',
  currency: 'USD',
  lines: [
    { productId: 'prod_a', sellerId: 'slr_1', total_minor: 1_005 },
    { productId: 'prod_b', sellerId: 'slr_2', total_minor: 495 },
  ],
  discount_minor: 0,
  shipping_minor: 500,
  tax_minor: 120,
  total_minor: 2_120,
  occurredAt: '2026-11-20T10:00:00.000Z',
  ...more,
});

test('a sale: the buyer owes all of it, sellers get their goods without commission', () => {
  const { txnId, legs } = model.saleTxn(sale(), known);
  assert.equal(txnId, 'sale:ord_1');
  assert.equal(sum(legs), 0);
  assert.equal(of(legs, 'buyer'), 2_120);
  // 10 % of 10.05 is 1.005, half goes up; 10 % of 4.95 is 0.495, which is 0.50.
  assert.deepEqual([of(legs, 'seller', 'slr_1'), of(legs, 'commission', 'slr_1')], [-904, -101]);
  assert.deepEqual([of(legs, 'seller', 'slr_2'), of(legs, 'commission', 'slr_2')], [-445, -50]);
  assert.deepEqual([of(legs, 'tax'), of(legs, 'shipping')], [-120, -500]);
  assert.equal(of(legs, 'suspense'), 0);
});

test('what is taken off a line is taken from the seller of that line', () => {
  const { lines } = sale();
  const [first = { productId: '', sellerId: '', total_minor: 0 }, ...rest] = lines;
  const off = { discount_minor: 5, total_minor: 2_115 };
  const said = sale({ ...off, lines: [{ ...first, discount_minor: 5 }, ...rest] });
  assert.equal(of(model.saleTxn(said, known).legs, 'seller', 'slr_1'), -900);
  assert.equal(of(model.saleTxn(said, known).legs, 'seller', 'slr_2'), -445);
  const unsaid = model.saleTxn(sale({ discount_minor: 300, total_minor: 1_820 }), known);
  assert.equal(of(unsaid.legs, 'suspense'), 0, 'an older event does not say whose it is');
});

test('what an event does not explain stands in suspense', () => {
  const { legs } = model.saleTxn(sale({ shipping_minor: 0, tax_minor: 0 }), known);
  assert.equal(sum(legs), 0);
  assert.equal(of(legs, 'suspense'), -620);
});

test('the most particular rate counts, of these the latest that had begun', () => {
  const rates: Rate[] = [
    standard,
    { sellerId: '', categoryId: 'cat_1', rate_bp: 800, since_ms: 10 },
    { sellerId: 'slr_1', categoryId: '', rate_bp: 700, since_ms: 10 },
    { sellerId: 'slr_1', categoryId: 'cat_1', rate_bp: 600, since_ms: 10 },
    { sellerId: 'slr_1', categoryId: 'cat_1', rate_bp: 500, since_ms: 20 },
  ];
  const at = (sellerId: string, categoryId: string, at_ms: number) =>
    model.rateFor(rates, { sellerId, categoryId, at_ms });
  assert.deepEqual(
    [at('slr_2', 'cat_2', 50), at('slr_2', 'cat_1', 50), at('slr_1', 'cat_2', 50)],
    [1_000, 800, 700],
  );
  assert.deepEqual([at('slr_1', 'cat_1', 15), at('slr_1', 'cat_1', 20)], [600, 500]);
  assert.equal(at('slr_1', 'cat_1', 5), 1_000);
});

test('a category is asked for only where a rate needs it', () => {
  assert.deepEqual(model.unknownProducts(sale(), known), []);
  const rates = [standard, { ...standard, categoryId: 'cat_1', rate_bp: 1 }];
  const categories = new Map([['prod_a', '']]);
  assert.deepEqual(model.unknownProducts(sale(), { rates, categories }), ['prod_b']);
});

test('a refund takes back from each in proportion, the last one all that is left', () => {
  const { legs } = model.saleTxn(sale(), known);
  const first = model.reversalLegs(legs, 1_060);
  assert.equal(sum(first), 0);
  assert.equal(of(first, 'buyer'), -1_060);
  assert.equal(of(first, 'shipping'), 250);
  const second = model.reversalLegs([...legs, ...first], 5_000);
  assert.equal(of(second, 'buyer'), -1_060);
  assert.deepEqual(model.standing([...legs, ...first, ...second]), []);
  assert.deepEqual(model.reversalLegs([...legs, ...first, ...second], 1), []);
});

test('a refund for lines takes from their seller first', () => {
  const { legs } = model.saleTxn(sale(), known);
  const exact = model.reversalLegs(legs, 555, [
    { orderLine: 2, amount_minor: 495 },
    { account: 'tax', amount_minor: 60 },
  ]);
  assert.deepEqual([of(exact, 'seller', 'slr_2'), of(exact, 'commission', 'slr_2')], [445, 50]);
  assert.deepEqual([of(exact, 'tax'), of(exact, 'seller', 'slr_1')], [60, 0]);
  const back = model.reversalLegs(legs, 600, [{ orderLine: 2, amount_minor: 495 }]);
  assert.equal(sum(back), 0);
  assert.ok(of(back, 'seller', 'slr_2') >= 445);
  assert.equal(of(back, 'seller', 'slr_2') + of(back, 'commission', 'slr_2'), 495);
});

const lines = fc.array(
  fc.record({
    productId: fc.constantFrom('prod_a', 'prod_b', 'prod_c'),
    sellerId: fc.constantFrom('slr_1', 'slr_2', 'slr_3'),
    total_minor: fc.integer({ min: 0, max: 10_000_000 }),
  }),
  { minLength: 1, maxLength: 8 },
);
const anySale = fc
  .record({
    lines,
    part: fc.integer({ min: 0, max: 100 }),
    shipping_minor: fc.integer({ min: 0, max: 5_000 }),
    tax_minor: fc.integer({ min: 0, max: 99_999 }),
  })
  .map(({ lines: bought, part, shipping_minor, tax_minor }) => {
    const goods = bought.reduce((total, line) => total + line.total_minor, 0);
    const discount_minor = Math.floor((goods * part) / 100);
    const total_minor = goods - discount_minor + shipping_minor + tax_minor;
    const amounts = { discount_minor, shipping_minor, tax_minor, total_minor };
    return sale({ lines: bought, ...amounts });
  });
const anyRates = fc
  .array(fc.record({ sellerId: fc.constantFrom('', 'slr_1', 'slr_2'), rate: fc.nat(10_000) }))
  .map((more) => {
    const particular = more.map((one) => ({
      ...standard,
      sellerId: one.sellerId,
      rate_bp: one.rate,
    }));
    return [standard, ...particular];
  });

test('property: books balance, commission is whole, refunds are exact in any pieces', () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 3_000_000 }), { maxLength: 12 });
  fc.assert(
    fc.property(anySale, anyRates, pieces, (any, rates, refunds) => {
      const { legs } = model.saleTxn(any, { rates, categories: new Map() });
      assert.equal(sum(legs), 0);
      assert.ok(legs.every((one) => one.account === 'buyer' || one.amount_minor < 0));
      let all = legs;
      let left = any.total_minor;
      for (const refund of [...refunds, any.total_minor]) {
        const back = model.reversalLegs(all, refund);
        const took = Math.min(refund, left);
        assert.equal(sum(back), 0);
        assert.equal(of(back, 'buyer'), -took + 0);
        all = [...all, ...back];
        left -= took;
        const standing = model.standing(all);
        assert.ok(standing.every((one) => one.account === 'buyer' || one.amount_minor < 0));
      }
      assert.deepEqual(model.standing(all), []);
    }),
    { numRuns: 500 },
  );
});

test('property: the commission of a seller is its exact sum rounded once', () => {
  const any = fc.array(
    fc.record({
      sellerId: fc.constantFrom('slr_1', 'slr_2'),
      net_minor: fc.integer({ min: 0, max: 1_000_000_000 }),
      rate_bp: fc.integer({ min: 0, max: 10_000 }),
    }),
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(any, (some) => {
      const kept = model.commissions(some);
      for (const sellerId of ['slr_1', 'slr_2']) {
        const own = some.flatMap((line, index) => (line.sellerId === sellerId ? [index] : []));
        const exact = own.reduce((total, index) => {
          const line = some[index];
          return total + BigInt(line?.net_minor ?? 0) * BigInt(line?.rate_bp ?? 0);
        }, 0n);
        const whole = own.reduce((total, index) => total + (kept[index] ?? 0), 0);
        assert.equal(BigInt(whole), (exact + 5_000n) / 10_000n);
      }
      some.forEach((line, index) => assert.ok((kept[index] ?? 0) <= line.net_minor));
    }),
    { numRuns: 300 },
  );
});
