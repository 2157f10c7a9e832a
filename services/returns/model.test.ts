import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { barsOf, codeTable, valuesOf } from './code128.ts';
import { returnStatuses } from './contract.ts';
import { labelPdf, latin } from './label.ts';
import * as model from './model.ts';
import { refundOf, type PaidOrder } from './money.ts';

const orders = fc
  .array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      unit: fc.integer({ min: 0, max: 99_999 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .chain((lines) => {
    const subtotal = lines.reduce((sum, one) => sum + one.quantity * one.unit, 0);
    return fc.record({
      lines: fc.constant(lines),
      discount: fc.integer({ min: 0, max: subtotal }),
      shipping: fc.integer({ min: 0, max: 5_000 }),
      tax: fc.integer({ min: 0, max: 50_000 }),
      order: fc.shuffledSubarray(
        lines.flatMap((one, index) => Array.from({ length: one.quantity }, () => index + 1)),
        { minLength: lines.reduce((sum, one) => sum + one.quantity, 0) },
      ),
      sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 60, maxLength: 60 }),
    });
  });

test('any sequence of returns gives back what was paid, to the minor unit, and never more', () => {
  fc.assert(
    fc.property(orders, ({ lines, discount, shipping, tax, order, sizes }) => {
      const subtotal_minor = lines.reduce((sum, one) => sum + one.quantity * one.unit, 0);
      const paid: PaidOrder = {
        subtotal_minor,
        discount_minor: discount,
        shipping_minor: shipping,
        tax_minor: tax,
        lines: lines.map(({ quantity, unit }, index) => {
          return { lineNo: index + 1, quantity, unit_minor: unit, total_minor: quantity * unit };
        }),
      };
      const total = subtotal_minor - discount + shipping + tax;
      const before = new Map<number, number>();
      let back = 0;
      let at = 0;
      for (const size of sizes) {
        const now = order.slice(at, at + size);
        at += size;
        if (now.length === 0) break;
        const units = Map.groupBy(now, (lineNo) => lineNo);
        const going = [...units].map(([lineNo, list]) => {
          return { lineNo, units: list.length, before: before.get(lineNo) ?? 0 };
        });
        const money = refundOf(paid, going, before);
        assert.ok(money.amount_minor >= 0);
        assert.ok(money.lines.every((one) => one.goods_minor >= one.discount_minor));
        back += money.amount_minor;
        assert.ok(back <= total, 'never above what was paid');
        for (const one of going) before.set(one.lineNo, one.before + one.units);
      }
      assert.equal(back, total, 'everything back is everything paid');
    }),
    { numRuns: 300 },
  );
});

test('one of three at 10.00 with 1.00 off and 0.85 tax, and shipping only with the last', () => {
  const paid: PaidOrder = {
    subtotal_minor: 3_000,
    discount_minor: 100,
    shipping_minor: 499,
    tax_minor: 85,
    lines: [{ lineNo: 1, quantity: 3, unit_minor: 1_000, total_minor: 3_000 }],
  };
  const one = (before: number) =>
    refundOf(paid, [{ lineNo: 1, units: 1, before }], new Map([[1, before]])).amount_minor;
  assert.deepEqual([one(0), one(1), one(2)], [995, 995, 1_494]);
  assert.throws(() => one(3), /no unit goes back twice/);
});

test('what is taken off one line goes back with that line only', () => {
  const line = { quantity: 1, unit_minor: 1_000, total_minor: 1_000 };
  const paid: PaidOrder = {
    subtotal_minor: 2_000,
    discount_minor: 400,
    shipping_minor: 0,
    tax_minor: 160,
    lines: [
      { ...line, lineNo: 1, discount_minor: 400 },
      { ...line, lineNo: 2 },
    ],
  };
  const back = (lineNo: number) =>
    refundOf(paid, [{ lineNo, units: 1, before: 0 }], new Map()).amount_minor;
  assert.deepEqual([back(1), back(2)], [660, 1_100]);
});

test('the moves of the model are those of the database', () => {
  const file = join(import.meta.dirname, 'migrations', '0001-create-returns.sql');
  const sql = readFileSync(file, 'utf8');
  const legal = sql.slice(sql.indexOf('return_transition_legal'));
  const pairs = [...legal.slice(0, legal.indexOf(');')).matchAll(/\('(\w*)', '(\w+)'\)/g)];
  const found = pairs.map(([, from, to]) => `${from}>${to}`).toSorted();
  const known = returnStatuses.flatMap((from) =>
    model.transitions[from].map((to) => `${from}>${to}`),
  );
  assert.deepEqual(found, ['>REQUESTED', ...known].toSorted());
});

test('the closest rule: variant, product, category, its parents, the default', () => {
  const thing = { variantId: 'var_1', productId: 'prod_1', categoryPath: 'home/kitchen/knives' };
  const rule = (scope: model.RuleScope, key: string, window_days: number): model.Rule => {
    return { ...model.fallbackRule, scope, key, window_days };
  };
  const all = [
    rule('default', '', 1),
    rule('category', 'home', 2),
    rule('category', 'home/kitchen/knives', 3),
    rule('product', 'prod_1', 4),
    rule('variant', 'var_1', 5),
    rule('category', 'kitchen', 9),
  ];
  for (let known = all.length - 1; known > 0; known -= 1) {
    const days = model.ruleFor(thing, all.slice(0, known)).window_days;
    assert.equal(days, Math.min(known, 5));
  }
  assert.equal(model.ruleFor(thing, []).window_days, 30);
  assert.equal(model.ruleFor({ ...thing, categoryPath: '' }, all.slice(0, 3)).window_days, 1);
});

test('the window ends to the moment; faults open what is barred, not what is over', () => {
  const deliveredAt = new Date('2026-10-01T12:00:00Z');
  const state = { shipped: 2, open: 1, refunded: 0, exchanged: 0 };
  const rule = { ...model.fallbackRule, returnable: false, why: 'hygiene' as const };
  const at = (iso: string) => model.lineOption(state, { rule, deliveredAt, now: new Date(iso) });
  const last = at('2026-10-31T12:00:00Z');
  assert.deepEqual([last.left, last.bar, last.faultOnly], [1, null, true]);
  assert.equal(at('2026-10-31T12:00:00.001Z').bar, 'outside-window');
  const ask = (reason: 'damaged' | 'other', condition: 'UNUSED' | 'DAMAGED') =>
    model.requestBar(last, { rule, reason, condition });
  assert.deepEqual([ask('other', 'UNUSED'), ask('damaged', 'DAMAGED')], ['non-returnable', null]);
  assert.deepEqual(model.disposal({ restock: 2, approved: 1 }, 3), { restock: 1, writeOff: 2 });
});

test('Code 128: the table keeps its rules, and a known text has its known values', () => {
  assert.equal(codeTable.length, 107);
  assert.equal(new Set(codeTable).size, 107);
  for (const [value, widths] of codeTable.entries()) {
    const digits = Array.from(widths, Number);
    const modules = digits.reduce((sum, one) => sum + one, 0);
    assert.equal(modules, value === 106 ? 13 : 11, `value ${value}`);
    const bars = digits.filter((_, index) => index % 2 === 0).reduce((sum, one) => sum + one, 0);
    assert.equal(bars % 2, 0, `the bars of ${value} are even`);
  }
  // The usual example, "PJJ123C", has the check 54 in set A, whose start is one lower.
  assert.deepEqual(valuesOf('PJJ123C').slice(-2), [55, 106]);
  assert.equal(barsOf('RT-0123456789').modules, 11 * 15 + 13);
});

test('a label is one PDF page that names the goods and nobody', async () => {
  const of = {
    returnNumber: 'RT-0123456789',
    orderNumber: 'TS-0123456789',
    expiresAt: new Date('2026-12-01T00:00:00Z'),
    lines: Array.from({ length: 50 }, (_, index) => {
      return { quantity: 1, name: `Thing ${index} ${'long '.repeat(30)}` };
    }) as never,
  };
  const pdf = Buffer.from(await labelPdf({ of, sellerName: 'चाय और कॉफ़ी', to: null }));
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length, 1);
  assert.equal(latin('Zoë’s café – चाय', 40), "Zoë's café - ???");
});
