import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sale } from '#services/orders/contract.ts';
import { booksOf, counted, emptyTally, examples_max, tryOn, type Moves } from './model-simulate.ts';
import { aPromotion, aRule } from './test-kit.ts';

const line = {
  variantId: 'var_1',
  productId: 'prod_1',
  sellerId: 'slr_1',
  quantity: 2,
  unit_minor: 1_000,
  discount_minor: 0,
  name: 'Lamp',
};

const sale = (over: Partial<Sale> = {}): Sale => ({
  orderId: 'ord_1',
  orderNumber: 'TS-1',
  quoteId: 'quo_1',
  createdAt: '2026-11-18T12:00:00.000Z',
  currency: 'USD',
  country: 'US',
  state: 'NY',
  subtotal_minor: 2_000,
  discount_minor: 0,
  shipping_minor: 500,
  lines: [line],
  ...over,
});

const tenth = aPromotion({ effect: { kind: 'percent', share_bp: 1_000 } });
const facts = new Map();
const trial = (applied: (typeof tenth)[], promotion: typeof tenth, one = sale()) =>
  tryOn(one, { books: booksOf(applied, { promotion, replaces: null }), facts });

const reduced = sale({ discount_minor: 200, lines: [{ ...line, discount_minor: 200 }] });

test('a draft is tried beside what an order was bought with', () => {
  assert.deepEqual(trial([], tenth), { before_minor: 2_500, after_minor: 2_300 });
  assert.deepEqual(trial([tenth], tenth, reduced), { before_minor: 2_300, after_minor: 2_120 });
  const alone = { ...tenth, exclusive: true, priority: 9, name: 'alone' };
  assert.deepEqual(trial([tenth], alone, reduced), { before_minor: 2_300, after_minor: 2_300 });
  const books = booksOf([tenth], { promotion: tenth, replaces: tenth.promotionId });
  const same = tryOn(reduced, { books, facts });
  assert.deepEqual(same, { before_minor: 2_300, after_minor: 2_300 }, 'a change to the same');
});

test('the draft is tried as if it had been in force, at its hours', () => {
  const later = { ...tenth, startsAt_ms: Date.UTC(2030, 0), enabled: false };
  assert.equal(trial([], later)?.after_minor, 2_300);
  const night = { ...tenth, hours: { from_min: 0, to_min: 60, weekdays: [] } };
  assert.equal(trial([], night)?.after_minor, 2_500);
  const german = { ...tenth, places: ['DE'] };
  assert.equal(trial([], german)?.after_minor, 2_500);
});

test('an order that cannot be priced again to what it cost is not guessed at', () => {
  assert.equal(trial([], tenth, reduced), null, 'what took something off is gone');
  assert.equal(trial([tenth], tenth), null, 'what took something off is another one');
});

test('free sending takes off what was paid for it, and is not taken away by guessing', () => {
  const free = aPromotion({ effect: { kind: 'free-shipping' } });
  assert.deepEqual(trial([], free), { before_minor: 2_500, after_minor: 2_000 });
  const books = booksOf([free], { promotion: tenth, replaces: free.promotionId });
  assert.equal(tryOn(sale({ shipping_minor: 0 }), { books, facts }), null);
});

test('orders are counted by currency, with the newest examples', () => {
  let tally = emptyTally;
  for (let nth = 0; nth < 12; nth += 1) {
    const one = sale({ orderId: `ord_${nth}` });
    tally = counted(tally, one, { before_minor: 100, after_minor: 90 });
  }
  tally = counted(tally, sale({ currency: 'JPY' }), { before_minor: 5, after_minor: 5 });
  tally = counted(tally, sale(), null);
  const huge = { before_minor: Number.MAX_SAFE_INTEGER, after_minor: 0 };
  tally = counted(tally, sale(), huge);
  assert.deepEqual(tally.sums, {
    USD: { orders: 12, touched: 12, before_minor: 1_200, after_minor: 1_080 },
    JPY: { orders: 1, touched: 0, before_minor: 5, after_minor: 5 },
  });
  assert.deepEqual([tally.looked, tally.unknown], [15, 2]);
  assert.equal(tally.examples.length, examples_max);
  assert.equal(tally.examples[0]?.orderId, 'ord_0');
});

test('a rule is tried on what units cost before any rule', () => {
  const rule = aRule({ effect: { kind: 'percent', share_bp: -1_000 } });
  const ruled = (moves: Moves, replaces: string | null = null) =>
    tryOn(sale(), { books: booksOf([], { rule, replaces }), facts, moves });
  assert.deepEqual(ruled([]), { before_minor: 2_500, after_minor: 2_300 });
  const move = { lineNo: 1, name: 'Half', amount_minor: -2_000 };
  const other = { ...move, stage: 'RULE' as const, ref: 'rul_9' };
  assert.equal(ruled([other]), null, 'another rule moved it');
  assert.deepEqual(
    ruled([other], 'rul_9'),
    { before_minor: 2_500, after_minor: 4_100 },
    '20.00 a unit less a tenth, instead of half',
  );
  const sold = { ...move, stage: 'SALE' as const, ref: null };
  assert.deepEqual(ruled([sold]), { before_minor: 2_500, after_minor: 2_500 }, 'the sale is lower');
});
