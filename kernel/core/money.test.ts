import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AssertionFailure } from './assert.ts';
import { amount_minor_max } from './limit.ts';
import * as money from './money.ts';
import { isRefusal } from './refusal.ts';

const amount = fc.oneof(
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.integer({ min: -amount_minor_max, max: amount_minor_max }),
);
const currency = fc.constantFrom(...money.currencies());

test('exponents follow ISO 4217', () => {
  assert.equal(money.exponentOf('USD'), 2);
  assert.equal(money.exponentOf('JPY'), 0);
  assert.equal(money.exponentOf('KWD'), 3);
  for (const code of ['INR', 'EUR', 'GBP']) assert.equal(money.exponentOf(code), 2);
  assert.ok(money.currencies().length >= 40);
  assert.ok(money.isCurrency('EUR'));
  for (const not of ['eur', 'EURO', '', 'toString', null, 978]) assert.ok(!money.isCurrency(not));
  assert.throws(() => money.exponentOf('XXX'), AssertionFailure);
});

test('an amount survives the way to a JSON number and back, in every currency', () => {
  fc.assert(
    fc.property(amount, currency, (minor, code) => {
      const major = JSON.parse(JSON.stringify(money.toMajor(minor, code))) as number;
      assert.equal(money.fromMajor(major, code), minor === 0 ? 0 : minor);
      const decimals = String(major).split('.')[1] ?? '';
      assert.ok(decimals.length <= money.exponentOf(code), String(major));
      assert.ok(!String(major).includes('e'));
    }),
    { numRuns: 20_000 },
  );
});

test('every decimal text within the exponent is read exactly', () => {
  fc.assert(
    fc.property(fc.nat(999_999_999_999), fc.nat(999), currency, (whole, fraction, code) => {
      const exponent = money.exponentOf(code);
      const decimals = String(fraction % 10 ** exponent).padStart(exponent, '0');
      const text = exponent === 0 ? String(whole) : `${whole}.${decimals}`;
      const expected = Number(BigInt(text.replace('.', '')));
      assert.equal(money.fromMajor(Number(text), code), expected);
    }),
    { numRuns: 20_000 },
  );
});

test('one decimal too many, NaN, infinities and sizes that cannot be exact are refused', () => {
  const bad: [number, string][] = [
    [1.005, 'USD'],
    [0.1 + 0.2, 'USD'],
    [0.5, 'JPY'],
    [1.0005, 'KWD'],
    [1e-7, 'USD'],
    [Number.MIN_VALUE, 'USD'],
    [1e21, 'JPY'],
    [Number.MAX_VALUE, 'USD'],
    [10_000_000_000_000, 'USD'],
    [Number.NaN, 'USD'],
    [Number.POSITIVE_INFINITY, 'USD'],
    [Number.NEGATIVE_INFINITY, 'USD'],
  ];
  for (const [value, code] of bad) {
    const got = money.fromMajor(value, code);
    assert.ok(isRefusal(got), `${value} ${code} gave ${String(got)}`);
    assert.equal(got.code, 'amount-precision');
  }
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), currency, (units, code) => {
      const exponent = money.exponentOf(code) + 1;
      fc.pre(units % 10 !== 0);
      assert.ok(isRefusal(money.fromMajor(units / 10 ** exponent, code)));
    }),
  );
});

test('1.1 USD is 110, 8.2 USD is 820, -0 is 0', () => {
  assert.equal(money.fromMajor(1.1, 'USD'), 110);
  assert.equal(money.fromMajor(8.2, 'USD'), 820);
  assert.equal(money.fromMajor(1.001, 'KWD'), 1001);
  assert.equal(money.fromMajor(-19.99, 'USD'), -1999);
  assert.ok(Object.is(money.fromMajor(-0, 'USD'), 0));
  assert.ok(Object.is(money.toMajor(-0, 'USD'), 0));
  assert.equal(money.toMajor(22397, 'USD'), 223.97);
  assert.throws(() => money.toMajor(1.5, 'USD'), AssertionFailure);
  assert.throws(() => money.toMajor(amount_minor_max + 1, 'USD'), AssertionFailure);
});

test('allocate sums exactly and no part is a unit away from its share', () => {
  const weights = fc.array(fc.oneof(fc.nat(5), fc.nat(), fc.nat(Number.MAX_SAFE_INTEGER)), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(amount, weights, (total, list) => {
      const parts = money.allocate(total, list);
      assert.equal(parts.length, list.length);
      const sum = parts.reduce((a, b) => a + BigInt(b), 0n);
      assert.equal(sum, BigInt(total));
      const all = list.every((weight) => weight === 0) ? list.map(() => 1) : list;
      const whole = all.reduce((a, b) => a + BigInt(b), 0n);
      parts.forEach((part, index) => {
        const share = BigInt(total) * BigInt(all[index] as number);
        const off = BigInt(part) * whole - share;
        assert.ok(off < whole && off > -whole, `part ${index} is ${part}`);
        if (all[index] === 0) assert.ok(Object.is(part, 0));
        assert.ok(!Object.is(part, -0));
      });
    }),
    { numRuns: 10_000 },
  );
});

test('a larger weight never gets less; among equals the lower index gets the odd unit', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.array(fc.nat(9), { minLength: 1 }), (total, list) => {
      const parts = money.allocate(total, list);
      list.forEach((weight, i) => {
        for (let j = i + 1; j < list.length; j += 1) {
          const [a, b] = [parts[i] as number, parts[j] as number];
          if (weight >= (list[j] as number)) assert.ok(a >= b);
          else assert.ok(a <= b);
        }
      });
    }),
  );
});

test('allocate: known cases', () => {
  assert.deepEqual(money.allocate(100, [1, 1, 1]), [34, 33, 33]);
  assert.deepEqual(money.allocate(-100, [1, 1, 1]), [-34, -33, -33]);
  assert.deepEqual(money.allocate(5, [0, 0]), [3, 2]);
  assert.deepEqual(money.allocate(0, [3, 4]), [0, 0]);
  assert.deepEqual(money.allocate(7, [0, 5, 0]), [0, 7, 0]);
  assert.deepEqual(money.allocate(0, []), []);
  assert.throws(() => money.allocate(1, []), AssertionFailure);
  assert.throws(() => money.allocate(1, [-1, 2]), AssertionFailure);
  assert.throws(() => money.allocate(1, [0.5]), AssertionFailure);
});

test('percentOf rounds half away from zero, the same on both number paths', () => {
  assert.equal(money.percentOf(1000, 825), 83);
  assert.equal(money.percentOf(-1000, 825), -83);
  assert.equal(money.percentOf(999, 825), 82);
  assert.ok(Object.is(money.percentOf(-1, 1), 0));
  fc.assert(
    fc.property(amount, fc.integer({ min: -20_000, max: 20_000 }), (minor, points) => {
      const exact = BigInt(minor) * BigInt(points);
      const size = exact < 0n ? -exact : exact;
      const rounded = Number((size + 5_000n) / 10_000n);
      const expected = exact < 0n && rounded !== 0 ? -rounded : rounded;
      if (Number.isSafeInteger(expected)) assert.equal(money.percentOf(minor, points), expected);
    }),
    { numRuns: 10_000 },
  );
});

test('add refuses to lose a unit', () => {
  assert.equal(money.add(), 0);
  assert.equal(money.add(1, 2, -5), -2);
  assert.throws(() => money.add(Number.MAX_SAFE_INTEGER, 1), AssertionFailure);
  assert.throws(() => money.add(0.1), AssertionFailure);
  assert.throws(() => money.add(Number.NaN), AssertionFailure);
});
