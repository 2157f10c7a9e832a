import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linesPerCart_max, quantityPerLine_max } from './contract.ts';
import {
  acceptChanges,
  displayName,
  groupAdds,
  mergeLines,
  nextRound,
  splitGroup,
  viewCart,
  type Add,
  type Line,
} from './model.ts';

function line(variantId: string, rest: Partial<Line> = {}): Line {
  return {
    itemId: `item_${variantId}`,
    variantId,
    productId: 'prod_1',
    sellerId: 'slr_1',
    quantity: 1,
    added_minor: 1_000,
    seen_minor: 1_000,
    sku: 'S',
    name: `Thing ${variantId}`,
    imageUrl: null,
    weight_g: 100,
    taxClass: null,
    active: true,
    ...rest,
  };
}

function add(variantId: string, rest: Partial<Add> = {}): Add {
  return {
    userId: 'usr_1',
    hint: null,
    newCartId: 'cart_n',
    itemId: 'item_n',
    currency: 'USD',
    keep_days: 30,
    productId: 'prod_1',
    variantId,
    quantity: 1,
    unit_minor: 1_000,
    ...rest,
  };
}

const cart = (...lines: Line[]) => ({ currency: 'USD', lines });
const prices = (...list: [string, number][]) => new Map(list);

test('a view tells what rose, what fell, what is short and what is gone', () => {
  const shown = viewCart(
    cart(
      line('rose'),
      line('fell'),
      line('short', { quantity: 5 }),
      line('out'),
      line('gone', { active: false }),
      line('unpriced'),
      line('same'),
    ),
    {
      prices: prices(
        ['rose', 1_250],
        ['fell', 900],
        ['short', 1_000],
        ['out', 1_000],
        ['gone', 1_000],
        ['same', 1_000],
      ),
      available: prices(['rose', 9], ['fell', 9], ['short', 3], ['gone', 9], ['same', 1]),
    },
  );
  const told = shown.changes.map(({ type, variantId, from, to, available }) => [
    type,
    variantId,
    from,
    to,
    available,
  ]);
  assert.deepEqual(told, [
    ['price-rose', 'rose', 10, 12.5, 9],
    ['price-fell', 'fell', 10, 9, 9],
    ['low-stock', 'short', 5, 3, 3],
    ['out-of-stock', 'out', 1, 0, 0],
    ['removed', 'gone', 1, 0, 9],
    ['removed', 'unpriced', 1, 0, 0],
  ]);
  // What cannot be ordered costs nothing; all others cost what they cost now.
  assert.equal(shown.subtotal_minor, 1_250 + 900 + 5_000 + 1_000 + 1_000);
  assert.equal(shown.itemCount, 11);
});

test('without prices and stock a view shows what was last seen and says nothing', () => {
  const shown = viewCart(cart(line('a', { quantity: 2 })), { prices: null, available: null });
  assert.deepEqual(shown.changes, []);
  assert.equal(shown.subtotal_minor, 2_000);
  assert.equal(shown.lines[0]?.available, null);
});

test('after accepting, a view has nothing more to tell', () => {
  const now = {
    prices: prices(['rose', 1_250], ['short', 1_100], ['out', 1_000], ['same', 1_000]),
    available: prices(['rose', 9], ['short', 3], ['same', 1]),
  };
  const before = [
    line('rose'),
    line('short', { quantity: 5 }),
    line('out'),
    line('gone'),
    line('same'),
  ];
  const revisions = acceptChanges(viewCart(cart(...before), now), null);
  assert.deepEqual(revisions, [
    { itemId: 'item_rose', quantity: null, seen_minor: 1_250 },
    { itemId: 'item_short', quantity: 3, seen_minor: 1_100 },
    { itemId: 'item_out', quantity: 0, seen_minor: null },
    { itemId: 'item_gone', quantity: 0, seen_minor: null },
  ]);
  const after = before.flatMap((one) => {
    const change = revisions.find((each) => each.itemId === one.itemId);
    if (change?.quantity === 0) return [];
    const { quantity, seen_minor } = one;
    return [
      {
        ...one,
        quantity: change?.quantity ?? quantity,
        seen_minor: change?.seen_minor ?? seen_minor,
      },
    ];
  });
  assert.deepEqual(viewCart(cart(...after), now).changes, []);
  const one = acceptChanges(viewCart(cart(...before), now), ['item_out']);
  assert.deepEqual(
    one.map((each) => each.itemId),
    ['item_out'],
  );
});

test('a merge sums up to the limit and tells every difference', () => {
  const into = [
    line('a', { quantity: 2, seen_minor: 900 }),
    line('b', { quantity: 90 }),
    line('full', { quantity: quantityPerLine_max }),
  ];
  const from = [
    line('a', { itemId: 'item_x', quantity: 3 }),
    line('b', { quantity: 20 }),
    line('c', { quantity: 4 }),
    line('full', { quantity: 1 }),
  ];
  const { puts, changes } = mergeLines(into, from);
  assert.deepEqual(
    puts.map((put) => [put.itemId, put.quantity, put.seen_minor]),
    [
      ['item_a', 5, 900],
      ['item_b', 99, 1_000],
      ['item_c', 4, 1_000],
      ['item_full', 99, 1_000],
    ],
  );
  assert.deepEqual(
    changes.map(({ type, itemId, from: was, to }) => [type, itemId, was, to]),
    [
      ['quantity-raised', 'item_a', 2, 5],
      ['quantity-raised', 'item_b', 90, 99],
      ['quantity-capped', 'item_b', 110, 99],
      ['added', 'item_c', 0, 4],
      ['quantity-capped', 'item_full', 100, 99],
    ],
  );
});

test('merging any two carts keeps limits, loses no unit unsaid and raises no seen price', () => {
  const lines = fc
    .uniqueArray(
      fc.record({
        id: fc.integer({ min: 0, max: 80 }),
        quantity: fc.integer({ min: 1, max: quantityPerLine_max }),
        seen_minor: fc.integer({ min: 0, max: 5_000 }),
      }),
      { selector: (one) => one.id, maxLength: linesPerCart_max },
    )
    .map((list) => list.map(({ id, ...rest }) => line(`v${id}`, rest)));
  fc.assert(
    fc.property(lines, lines, (into, from) => {
      const { puts, changes } = mergeLines(into, from);
      const after = new Map(into.map((one) => [one.variantId, one.quantity]));
      for (const put of puts) after.set(put.variantId, put.quantity);
      assert.ok(after.size <= linesPerCart_max);
      for (const one of from) {
        const was = into.find((each) => each.variantId === one.variantId);
        const put = puts.find((each) => each.variantId === one.variantId);
        const lost = changes
          .filter((each) => each.variantId === one.variantId)
          .filter(({ type }) => type === 'line-dropped' || type === 'quantity-capped')
          .reduce((sum, each) => sum + each.from - each.to, 0);
        assert.equal((put?.quantity ?? 0) + lost, (was?.quantity ?? 0) + one.quantity);
        assert.ok((put?.quantity ?? 0) <= quantityPerLine_max);
        if (put)
          assert.equal(put.seen_minor, Math.min(was?.seen_minor ?? Infinity, one.seen_minor));
      }
    }),
  );
});

test('adds of one line become one sum, and no statement gets a row twice', () => {
  const adds = [
    add('a'),
    add('b'),
    add('a', { quantity: 2, unit_minor: 1_100 }),
    add('a', { userId: 'usr_2' }),
    add('a', { currency: 'EUR' }),
    add('a', { userId: null, newCartId: 'cart_1' }),
    add('a', { userId: null, newCartId: 'cart_2' }),
  ];
  const groups = groupAdds(adds);
  assert.deepEqual(
    groups.map((group) => [group.caller, group.add.variantId, group.add.quantity, group.members]),
    [
      ['usr_1', 'a', 3, [0, 2]],
      ['usr_1', 'b', 1, [1]],
      ['usr_2', 'a', 1, [3]],
      ['usr_1', 'a', 1, [4]],
      ['cart_1', 'a', 1, [5]],
      ['cart_2', 'a', 1, [6]],
    ],
  );
  assert.equal(groups[0]?.add.unit_minor, 1_100, 'the newest price');
  const [now, later] = nextRound(groups);
  assert.deepEqual(
    later.map((group) => group.add.currency),
    ['EUR'],
  );
  assert.equal(now.length, 5);
  assert.deepEqual(
    splitGroup(groups[0] ?? assert.fail(), adds).map((group) => [
      group.add.quantity,
      group.members,
    ]),
    [
      [1, [0]],
      [2, [2]],
    ],
  );
});

test('a variant shows under the name of its product and its own', () => {
  assert.equal(displayName({ productName: 'Mug', name: 'standard' }), 'Mug');
  assert.equal(displayName({ productName: 'Mug', name: '' }), 'Mug');
  assert.equal(displayName({ productName: 'Mug', name: 'Mug' }), 'Mug');
  assert.equal(displayName({ productName: 'Mug', name: 'blue / large' }), 'Mug, blue / large');
  assert.equal(displayName({ productName: 'Mug', name: 'Mug (blue)' }), 'Mug (blue)');
});
