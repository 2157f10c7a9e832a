// What is left of the prices of a list when others are laid over them: at each time the one that
// was saved last counts, and where none was laid nothing changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { laidOver } from './model-schedule.ts';
import type { NewEntry } from './store-list.ts';

type Span = readonly [from: number, until: number | null];

const entry = (entryId: string, [from, until]: Span, price = 1): NewEntry => ({
  entryId,
  listId: 'plst_1',
  variantId: 'var_1',
  currency: 'USD',
  kind: 'list',
  price_minor: price,
  validFrom: new Date(from),
  validUntil: until === null ? null : new Date(until),
  sellerId: 'slr_1',
});

const namer = () => {
  let nth = 0;
  return () => `part_${(nth += 1)}`;
};

const said = ({ entryId, validFrom, validUntil, price_minor }: NewEntry) => [
  entryId,
  validFrom.getTime(),
  validUntil?.getTime() ?? null,
  price_minor,
];

test('a price for a week leaves those around it alone', () => {
  const laid = laidOver([entry('old', [0, null], 9)], [entry('new', [50, 60], 7)], {
    now_ms: 10,
    name: namer(),
  });
  assert.deepEqual(laid.cut, [{ entryId: 'old', until: new Date(50) }]);
  assert.deepEqual(laid.made.map(said), [
    ['part_1', 60, null, 9],
    ['new', 50, 60, 7],
  ]);
  assert.deepEqual(laid.over, []);
});

test('one that begins now stands in the place of what ran', () => {
  const laid = laidOver([entry('old', [0, null], 9)], [entry('new', [10, null], 7)], {
    now_ms: 10,
    name: namer(),
  });
  assert.deepEqual([laid.cut, laid.over], [[], ['old']]);
  assert.deepEqual(laid.made.map(said), [['new', 10, null, 7]]);
});

test('at each time the one that was saved last counts, once', () => {
  const span = fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.option(fc.integer({ min: 1, max: 12 })))
    .map(([from, length]) => [from, length === null ? null : from + length] as const);
  const now_ms = 1;
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), fc.integer({ min: 0, max: 8 }), (spans, at) => {
      const all = spans.map((one, nth) => entry(`e${nth}`, one, nth));
      const name = namer();
      const laid = (open: NewEntry[], fresh: NewEntry[]) => {
        const { made, cut, over } = laidOver(open, fresh, { now_ms, name });
        const ends = new Map(cut.map((one) => [one.entryId, one.until]));
        const stay = open.filter((one) => !over.includes(one.entryId));
        return [
          ...stay.map((one) => ({ ...one, validUntil: ends.get(one.entryId) ?? one.validUntil })),
          ...made,
        ];
      };
      const whole = laid(laid([], all.slice(0, at)), all.slice(at));
      const holds = (one: NewEntry, time: number) =>
        one.validFrom.getTime() <= time && time < (one.validUntil?.getTime() ?? 1_000);
      for (let time = now_ms; time < 50; time += 1) {
        const wanted = all.findLast((one) => holds(one, time))?.price_minor;
        const found = whole.filter((one) => holds(one, time)).map((one) => one.price_minor);
        assert.deepEqual(found, wanted === undefined ? [] : [wanted], `at ${time}`);
      }
      assert.equal(new Set(whole.map((one) => one.entryId)).size, whole.length);
    }),
  );
});
