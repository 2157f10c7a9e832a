// Carts on a real PostgreSQL: limits and verdicts of the add statement, parallel adds from two
// processes, first visits, conversion, expiry and copies. Merges have a file of their own.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { newId, newSecretId } from '#kernel/core/id.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { addMany } from './commands.ts';
import { linesPerCart_max, quantityPerLine_max } from './contract.ts';
import type { Add } from './model.ts';
import * as store from './store.ts';
import * as copies from './store-copy.ts';

const META = '{"correlationId":"corr_test","causationId":null,"lamport":1}';
const DAYS = { guest: 30, ended: 90 };
let db: Db;
/** A second process. */
let other: Db;
let drop: () => Promise<void>;

before(async () => {
  const database = await testDatabase(['cart']);
  drop = database.drop;
  db = openDb({ url: database.url, room: 'cart' });
  other = openDb({ url: database.url, room: 'cart' });
});

after(async () => {
  await Promise.all([db.close(), other.close()]);
  await drop();
});

beforeEach(async () => {
  for (const table of ['cart_item', 'cart', 'variant_copy', 'outbox']) {
    await db.run(`delete from ${table}`);
  }
  await known('a', 'b', 'c');
});

const copy = (variantId: string, version = 1, active = true): copies.VariantCopy => ({
  variantId,
  productId: 'prod_1',
  sellerId: 'slr_1',
  sku: `SKU-${variantId}`,
  name: `Thing ${variantId}`,
  imageUrl: null,
  weight_g: 100,
  size_mm: null,
  taxClass: null,
  active,
  version,
});

async function known(...ids: string[]): Promise<void> {
  await copies.expectCopies(db, ids);
  await copies.keepCopies(
    db,
    ids.map((id) => copy(id)),
  );
}

function add(rest: Partial<Add> = {}): Add {
  return {
    userId: null,
    hint: null,
    newCartId: newSecretId('cart'),
    itemId: newId('item'),
    currency: 'USD',
    keep_days: 30,
    productId: 'prod_1',
    variantId: 'a',
    quantity: 1,
    unit_minor: 1_000,
    ...rest,
  };
}

async function added(rest: Partial<Add> = {}): Promise<store.AddResult & { kind: 'added' }> {
  const [result] = await addMany(db, [add(rest)]);
  assert.ok(result && !(result instanceof Error));
  assert.ok(result.kind === 'added', JSON.stringify(result));
  return result;
}

const kinds = async (...adds: Add[]) =>
  (await addMany(db, adds)).map((one) => (one instanceof Error ? one.message : one.kind));

const count = async (table: string) =>
  (await db.row<{ n: number }>(`select count(*)::int as n from ${table}`))?.n;

const quantities = (
  cart: { lines: { variantId: string; quantity: number }[] } | null | undefined,
) => cart?.lines.map((line) => [line.variantId, line.quantity]);

test('the first line makes a cart, the next ones find it', async () => {
  const first = await added();
  assert.ok(first.made);
  assert.equal(first.cart.version, 1);
  const hint = first.cart.cartId;
  const second = await added({ hint, variantId: 'b', quantity: 3, unit_minor: 500 });
  assert.ok(!second.made);
  assert.equal(second.cart.cartId, hint);
  const third = await added({ hint, unit_minor: 1_200 });
  assert.deepEqual(quantities(third.cart), [
    ['a', 2],
    ['b', 3],
  ]);
  const [line] = third.cart.lines;
  assert.equal(line?.added_minor, 1_000, 'the price at addition stays');
  assert.equal(line?.seen_minor, 1_200, 'the price of the newest addition was seen');
  assert.equal(line?.itemId, first.cart.lines[0]?.itemId);
  assert.equal(third.cart.version, 3);
});

test('20 parallel adds of one variant are 20 units, from two processes, over limits', async () => {
  const userId = newId('usr');
  const run = (from: Db) =>
    Promise.all(Array.from({ length: 10 }, () => addMany(from, [add({ userId })])));
  const results = (await Promise.all([run(db), run(other)])).flat(2);
  assert.ok(results.every((one) => !(one instanceof Error) && one.kind === 'added'));
  const [cart] = await store.findCarts(db, [{ userId, hint: null }]);
  assert.deepEqual(quantities(cart), [['a', 20]]);
  assert.equal(await count('cart'), 1);

  const inOne = await addMany(
    db,
    Array.from({ length: 20 }, () => add({ userId, quantity: 5 })),
  );
  const fits = Math.floor((quantityPerLine_max - 20) / 5);
  const done = inOne.filter((one) => !(one instanceof Error) && one.kind === 'added');
  assert.equal(done.length, fits, 'as many as fit');
  assert.deepEqual(inOne.at(-1), { kind: 'quantity', have: 20 + 5 * fits });
  const [full] = await store.findCarts(db, [{ userId, hint: null }]);
  assert.deepEqual(quantities(full), [['a', 20 + 5 * fits]]);
});

test('two first visits of one user at once make one cart, in one statement or in two', async () => {
  const together = newId('usr');
  const [x, y] = [add({ userId: together }), add({ userId: together, variantId: 'b' })];
  assert.deepEqual(await kinds(x, y), ['added', 'added']);
  const users = Array.from({ length: 20 }, () => newId('usr'));
  const results = await Promise.all(
    users.flatMap((userId) => [
      addMany(db, [add({ userId })]),
      addMany(other, [add({ userId, variantId: 'b' })]),
    ]),
  );
  assert.ok(results.flat().every((one) => !(one instanceof Error) && one.kind === 'added'));
  assert.equal(await count('cart'), 21);
  assert.equal(await count('cart_item'), 42);
});

test('the limit of a line holds between two processes', async () => {
  const userId = newId('usr');
  await added({ userId, variantId: 'b' });
  const waiting = await other.tx(async (tx) => {
    const [first] = await store.addBatch(tx, [
      { caller: userId, add: add({ userId, quantity: 60 }) },
    ]);
    assert.equal(first?.kind, 'added');
    const adding = addMany(db, [add({ userId, quantity: 60 })]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { adding };
  });
  assert.deepEqual(await waiting.adding, [{ kind: 'quantity', have: 60 }]);
});

test('an add that waits for a cart while it is ordered leaves nothing in it', async () => {
  const userId = newId('usr');
  const { cart } = await added({ userId });
  const waiting = await other.tx(async (tx) => {
    const lines = [{ variantId: 'a', quantity: 1 }];
    const one = { cartId: cart.cartId, orderId: newId('ord'), userId, lines, meta: META };
    await store.convertCarts(tx, [{ ...one, nextCartId: newSecretId('cart') }], DAYS);
    const adding = addMany(db, [add({ userId })]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { adding };
  });
  assert.deepEqual(await waiting.adding, [{ kind: 'gone' }]);
  assert.equal(await count('cart_item'), 0);
  assert.ok((await added({ userId })).made);
});

test('a line that cannot go in says why and makes no cart', async () => {
  await copies.keepCopies(db, [copy('b', 2, false)]);
  assert.deepEqual(
    await kinds(
      add({ variantId: 'zzz' }),
      add({ productId: 'prod_2' }),
      add({ variantId: 'b' }),
      add({ hint: newSecretId('cart') }),
    ),
    ['unknown', 'mismatch', 'inactive', 'gone'],
  );
  assert.equal(await count('cart'), 0);
  const { cart } = await added({ currency: 'EUR' });
  const [result] = await addMany(db, [add({ hint: cart.cartId })]);
  assert.deepEqual(result, { kind: 'currency', currency: 'EUR' });
  const both = await addMany(db, [
    add({ hint: cart.cartId, currency: 'EUR' }),
    add({ hint: cart.cartId, currency: 'USD' }),
  ]);
  assert.deepEqual(
    both.map((one) => (one instanceof Error ? one : one.kind)),
    ['added', 'currency'],
  );
});

test('a cart has so many lines and no more', async () => {
  const ids = Array.from({ length: linesPerCart_max + 2 }, (_, index) => `v${index}`);
  await known(...ids);
  const { cart } = await added({ variantId: 'v0' });
  const all = await kinds(...ids.map((variantId) => add({ hint: cart.cartId, variantId })));
  assert.deepEqual(all.slice(-3), ['added', 'lines', 'lines']);
  const [found] = await store.findCarts(db, [{ userId: null, hint: cart.cartId }]);
  assert.equal(found?.lines.length, linesPerCart_max);
});

test("nobody anonymous reaches an owned cart; a user's own beats one they name", async () => {
  const [me, you] = [newId('usr'), newId('usr')];
  const mine = (await added({ userId: me })).cart;
  assert.deepEqual(await kinds(add({ hint: mine.cartId })), ['gone']);
  const yours = await added({ userId: you, hint: mine.cartId });
  assert.notEqual(yours.cart.cartId, mine.cartId);
  assert.deepEqual(
    (
      await store.findCarts(db, [
        { userId: null, hint: mine.cartId },
        { userId: you, hint: mine.cartId },
        { userId: me, hint: null },
      ])
    ).map((one) => one?.cartId),
    [undefined, yours.cart.cartId, mine.cartId],
  );
  assert.deepEqual(
    await store.readOwners(db, [mine.cartId, 'cart_x']),
    new Map([[mine.cartId, me]]),
  );
});

test('a user without a cart takes over the anonymous one they name', async () => {
  const { cart } = await added({ quantity: 2 });
  const userId = newId('usr');
  const [seen] = await store.findCarts(db, [{ userId, hint: cart.cartId }]);
  assert.equal(seen?.cartId, cart.cartId);
  const mine = await added({ userId, hint: cart.cartId, keep_days: null });
  assert.equal(mine.cart.cartId, cart.cartId);
  assert.equal(mine.cart.userId, userId);
  assert.deepEqual(quantities(mine.cart), [['a', 3]]);
  assert.equal(
    (await db.row<{ n: number }>('select count(*)::int as n from cart where expires_at is null'))
      ?.n,
    1,
    'an account keeps it',
  );
});

test('lines change only in the version that was seen', async () => {
  const { cart } = await added();
  await added({ hint: cart.cartId, variantId: 'b' });
  const who = { userId: null, hint: cart.cartId, keep_days: 30 };
  const itemId = cart.lines[0]?.itemId ?? '';
  const to = (quantity: number) => [{ itemId, quantity, seen_minor: null }];
  const stale = await store.reviseCart(db, { ...who, version: 1, revisions: to(5) });
  assert.equal(stale.kind, 'stale');
  const done = await store.reviseCart(db, { ...who, version: 2, revisions: to(5) });
  assert.equal(done.kind, 'done');
  const [five] = await store.findCarts(db, [who]);
  assert.deepEqual(quantities(five), [
    ['a', 5],
    ['b', 1],
  ]);
  const strange = [{ itemId: newId('item'), quantity: 1, seen_minor: null }];
  const none = await store.reviseCart(db, { ...who, version: null, revisions: strange });
  assert.equal(none.kind, 'no-item');
  await store.reviseCart(db, { ...who, version: null, revisions: to(0) });
  assert.deepEqual(quantities((await store.findCarts(db, [who]))[0]), [['b', 1]]);
  await store.reviseCart(db, { ...who, version: null, revisions: null });
  assert.deepEqual(quantities((await store.findCarts(db, [who]))[0]), []);
  const gone = { userId: null, hint: newSecretId('cart'), keep_days: 30, version: null };
  assert.equal((await store.reviseCart(db, { ...gone, revisions: null })).kind, 'gone');
});

test("accepted prices are the owner's to accept", async () => {
  const userId = newId('usr');
  const { cart } = await added({ userId });
  const prices = [{ variantId: 'a', unit_minor: 1_500 }];
  const input = { cartId: cart.cartId, userId, prices };
  assert.equal(await store.acceptPrices(db, { ...input, userId: newId('usr') }), undefined);
  assert.equal(await store.acceptPrices(db, input), cart.version + 1);
  const [after] = await store.readCarts(db, [cart.cartId]);
  assert.equal(after?.lines[0]?.seen_minor, 1_500);
});

test("a claimed cart is the first claimer's, as their cart or beside one they have", async () => {
  const [me, you] = [newId('usr'), newId('usr')];
  const free = (await added()).cart.cartId;
  await Promise.all([
    store.claimCarts(db, [{ cartId: free, userId: me }]),
    store.claimCarts(other, [{ cartId: free, userId: you }]),
  ]);
  const [claimed] = await store.readCarts(db, [free]);
  assert.ok(claimed?.userId === me || claimed?.userId === you);
  const owner = claimed.userId;
  const second = (await added()).cart.cartId;
  await store.claimCarts(db, [{ cartId: second, userId: owner }]);
  const [beside] = await store.readCarts(db, [second]);
  assert.equal(beside?.userId, null);
  assert.equal(beside?.buyerId, owner);
  const two = [(await added()).cart.cartId, (await added()).cart.cartId];
  const newcomer = newId('usr');
  await store.claimCarts(
    db,
    two.map((cartId) => ({ cartId, userId: newcomer })),
  );
  const read = await store.readCarts(db, two);
  assert.deepEqual(
    read.map((one) => one.buyerId),
    [newcomer, newcomer],
  );
  assert.equal(read.filter((one) => one.userId === newcomer).length, 1);
});

test('an order ends its cart once; what came later begins the next one', async () => {
  const userId = newId('usr');
  const { cart } = await added({ userId, quantity: 2 });
  await added({ userId, variantId: 'b' });
  // The order took two of a; b and another a were added after its checkout began.
  await added({ userId, quantity: 1, unit_minor: 1_300 });
  const conversion = {
    cartId: cart.cartId,
    orderId: newId('ord'),
    userId,
    nextCartId: newSecretId('cart'),
    lines: [
      { variantId: 'a', quantity: 1 },
      { variantId: 'a', quantity: 1 },
    ],
    meta: META,
  };
  const ended = await Promise.all(
    [db, other].map((one) => store.convertCarts(one, [conversion], DAYS)),
  );
  assert.deepEqual(ended.toSorted(), [0, 1]);
  assert.equal(await store.convertCarts(db, [conversion], DAYS), 0);
  const [old] = await store.readCarts(db, [cart.cartId]);
  assert.equal(old?.status, 'CONVERTED');
  assert.equal(old.orderId, conversion.orderId);
  assert.deepEqual(old.lines, []);
  const [next] = await store.findCarts(db, [{ userId, hint: null }]);
  assert.equal(next?.cartId, conversion.nextCartId);
  assert.deepEqual(quantities(next), [
    ['a', 1],
    ['b', 1],
  ]);
  assert.equal((await added({ userId })).cart.cartId, next?.cartId);
  const events = await db.rows<object>('select type, agg_id, agg_version, payload from outbox');
  assert.deepEqual(events, [
    {
      type: 'CART_CONVERTED',
      agg_id: cart.cartId,
      agg_version: 1,
      payload: { cartId: cart.cartId, orderId: conversion.orderId, userId },
    },
  ]);
});

test('an order of everything leaves no cart behind, and the next add makes one', async () => {
  const userId = newId('usr');
  const { cart } = await added({ userId, quantity: 2 });
  const lines = [{ variantId: 'a', quantity: 2 }];
  const one = { cartId: cart.cartId, orderId: newId('ord'), userId, lines, meta: META };
  await store.convertCarts(db, [{ ...one, nextCartId: newSecretId('cart') }], DAYS);
  assert.deepEqual(await store.findCarts(db, [{ userId, hint: null }]), [null]);
  assert.notEqual((await added({ userId })).cart.cartId, cart.cartId);
});

test('carts of guests and of nobody go after their time, carts of accounts never', async () => {
  await added();
  await added({ userId: newId('usr') });
  const kept = await added({ userId: newId('usr'), keep_days: null });
  const until = await db.rows<{ days: number }>(`select extract(day from expires_at - now())::int
    as days from cart where expires_at is not null`);
  assert.deepEqual(
    until.map(({ days }) => days === 30),
    [true, true],
  );
  assert.equal(await store.expireCarts(db, 500), 0);
  await db.run("update cart set expires_at = now() - interval '1 s' where expires_at is not null");
  assert.equal(await store.expireCarts(db, 1), 1);
  assert.equal(await store.expireCarts(db, 500), 1);
  assert.deepEqual(await db.rows('select cart_id from cart'), [{ cart_id: kept.cart.cartId }]);
  assert.equal(await count('cart_item'), 1);
});

test('copies take the highest version, in whatever order it comes, and stay buried', async () => {
  await copies.keepCopies(db, [copy('a', 5)]);
  await copies.keepCopies(db, [{ ...copy('a', 4), name: 'Old' }]);
  assert.equal((await added()).cart.lines[0]?.name, 'Thing a');
  await copies.buryCopies(db, [{ variantId: 'a', version: 4 }]);
  assert.deepEqual(await kinds(add()), ['added'], 'an old removal does nothing');
  await copies.buryCopies(db, [{ variantId: 'a', version: 6 }]);
  await copies.keepCopies(db, [copy('a', 5)]);
  assert.deepEqual(await kinds(add()), ['inactive']);
  // A removal that overtakes the first answer of the catalogue.
  await copies.expectCopies(db, ['new', 'never']);
  await copies.buryCopies(db, [{ variantId: 'new', version: 3 }]);
  await copies.keepCopies(db, [copy('new', 2)]);
  await copies.forgetCopies(db, ['new', 'never']);
  const left = await db.rows(`select variant_id, active, version from variant_copy
    where variant_id in ('new', 'never')`);
  assert.deepEqual(left, [{ variant_id: 'new', active: false, version: 3 }]);
  assert.equal(await copies.keepCopies(db, [copy('stranger')]), 0, 'only what is in use');
});
