// Merges on a real PostgreSQL: what moves, what is told, who may, and what is left when the
// process dies in the middle or somebody adds at the same time.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, beforeEach, test } from 'node:test';
import { newId, newSecretId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { addMany } from './commands.ts';
import type { Change } from './contract.ts';
import { cartMerge } from './merge.ts';
import type { Cart } from './model.ts';
import * as store from './store.ts';
import * as copies from './store-copy.ts';

let url: string;
let db: Db;
let drop: () => Promise<void>;
let poked = 0;

before(async () => {
  const database = await testDatabase(['cart']);
  ({ url, drop } = database);
  db = openDb({ url, room: 'cart' });
});

after(async () => {
  await db.close();
  await drop();
});

beforeEach(async () => {
  for (const table of ['cart_item', 'cart', 'variant_copy', 'outbox']) {
    await db.run(`delete from ${table}`);
  }
  const ids = ['a', 'b', 'c'];
  await copies.expectCopies(db, ids);
  await copies.keepCopies(
    db,
    ids.map((variantId) => ({
      variantId,
      productId: 'prod_1',
      sellerId: 'slr_1',
      sku: variantId,
      name: variantId,
      imageUrl: null,
      weight_g: 1,
      size_mm: null,
      taxClass: null,
      active: true,
      version: 1,
    })),
  );
});

/** A merge with prices in EUR: `a` costs 7.00, others have none. */
function merger(from: Db = db) {
  const ctx = { db: from, outbox: { poke: () => (poked += 1) } };
  const price = { variantId: 'a', currency: 'EUR', base_minor: 700, sale_minor: null };
  const prices = async ({ variantIds }: { variantIds: string[] }) => ({
    prices: variantIds.includes('a') ? [{ ...price, effective_minor: 700, version: 1 }] : [],
  });
  return cartMerge({ ctx, pricing: { prices } } as unknown as Parameters<typeof cartMerge>[0]);
}

type Units = Record<string, number>;

async function fill(
  who: { userId?: string; hint?: string; currency?: string },
  units: Units,
): Promise<Cart> {
  const { userId = null, hint = null, currency = 'USD' } = who;
  const newCartId = newSecretId('cart');
  const results = await addMany(
    db,
    Object.entries(units).map(([variantId, quantity]) => ({
      userId,
      hint,
      newCartId,
      itemId: newId('item'),
      currency,
      keep_days: 30,
      productId: 'prod_1',
      variantId,
      quantity,
      unit_minor: 1_000,
    })),
  );
  const [last] = results;
  assert.ok(last && !(last instanceof Error));
  assert.ok(last.kind === 'added', JSON.stringify(last));
  return last.cart;
}

async function unitsOf(cartId: string): Promise<Units> {
  const [cart] = await store.readCarts(db, [cartId]);
  return Object.fromEntries((cart?.lines ?? []).map((line) => [line.variantId, line.quantity]));
}

const told = (changes: readonly Change[]) =>
  changes.map(({ type, variantId, from, to }) => `${type} ${variantId} ${from} ${to}`).toSorted();

test("an anonymous and a guest's cart go into the user's, and every change is told", async () => {
  const [userId, guestId] = [newId('usr'), newId('usr')];
  const own = await fill({ userId }, { a: 90 });
  const named = await fill({}, { a: 5, b: 2 });
  const guests = await fill({ userId: guestId }, { a: 9, c: 1 });
  const before = poked;
  const input = { fromCartId: named.cartId, fromUserId: guestId, userId };
  const merged = await merger()(input);
  assert.ok(!isRefusal(merged));
  assert.equal(merged.cartId, own.cartId);
  assert.deepEqual(await unitsOf(own.cartId), { a: 99, b: 2, c: 1 });
  assert.deepEqual(told(merged.changes), [
    'added b 0 2',
    'added c 0 1',
    'quantity-capped a 104 99',
    'quantity-raised a 90 95',
    'quantity-raised a 95 99',
  ]);
  assert.ok(poked > before);
  const ended = await store.readCarts(db, [named.cartId, guests.cartId]);
  assert.deepEqual(
    ended.map(({ status, mergedInto, lines }) => [status, mergedInto, lines.length]),
    [
      ['MERGED', own.cartId, 0],
      ['MERGED', own.cartId, 0],
    ],
  );
  const again = await merger()(input);
  assert.deepEqual(again, { cartId: own.cartId, changes: [] }, 'a repeat changes nothing');
  const events = await db.rows<{ type: string }>('select type from outbox');
  assert.deepEqual(
    events.map((one) => one.type),
    ['CART_MERGED', 'CART_MERGED'],
  );
});

test('a user without a cart keeps the anonymous one as it is', async () => {
  const userId = newId('usr');
  const named = await fill({}, { a: 2 });
  const input = { fromCartId: named.cartId, userId };
  for (const _ of [1, 2]) {
    assert.deepEqual(await merger()(input), { cartId: named.cartId, changes: [] });
  }
  const [cart] = await store.findCarts(db, [{ userId, hint: null }]);
  assert.equal(cart?.cartId, named.cartId);
});

test("nobody pulls another's cart", async () => {
  const [me, you] = [newId('usr'), newId('usr')];
  const yours = await fill({ userId: you }, { a: 1 });
  const mine = await fill({ userId: me }, { b: 1 });
  const claimed = await fill({}, { c: 1 });
  await fill({ userId: you }, { b: 1 });
  await store.claimCarts(db, [{ cartId: claimed.cartId, userId: you }]);
  for (const fromCartId of [yours.cartId, claimed.cartId, newSecretId('cart')]) {
    const refused = await merger()({ fromCartId, userId: me });
    assert.ok(isRefusal(refused) && refused.code === 'cart-not-found');
  }
  assert.deepEqual(await unitsOf(mine.cartId), { b: 1 });
  assert.deepEqual(await unitsOf(claimed.cartId), { c: 1 });
  const nothing = await merger()({ fromUserId: newId('usr'), userId: newId('usr') });
  assert.ok(isRefusal(nothing));
});

test('lines of a cart in another currency get the price in the one of the target', async () => {
  const userId = newId('usr');
  const own = await fill({ userId, currency: 'EUR' }, { c: 1 });
  const named = await fill({}, { a: 1, b: 3 });
  const merged = await merger()({ fromCartId: named.cartId, userId });
  assert.ok(!isRefusal(merged));
  assert.deepEqual(told(merged.changes), ['added a 0 1', 'line-dropped b 3 0']);
  const [cart] = await store.readCarts(db, [own.cartId]);
  assert.equal(cart?.lines.find((line) => line.variantId === 'a')?.seen_minor, 700);
});

test('a merge that is killed half way leaves both carts as they were', async () => {
  const userId = newId('usr');
  const own = await fill({ userId }, { a: 1 });
  const named = await fill({}, { a: 2, b: 3 });
  const input = { fromCartId: named.cartId, userId };
  const script = `
    import { openDb } from '#kernel/db/db.ts';
    import { cartMerge } from ${JSON.stringify(new URL('merge.ts', import.meta.url).href)};
    const db = openDb({ url: ${JSON.stringify(url)}, room: 'cart' });
    const ctx = { db, outbox: { poke() {} } };
    await cartMerge({ ctx, pricing: {} })(${JSON.stringify(input)});
    await db.close();
  `;
  const run = (crashAt: string) =>
    spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: import.meta.dirname,
      env: { ...process.env, TRUESHELF_CRASH_AT: crashAt },
      encoding: 'utf8',
      timeout: 60_000,
    });
  assert.equal(run('cart.merge.half').signal, 'SIGKILL');
  assert.deepEqual(await unitsOf(own.cartId), { a: 1 });
  assert.deepEqual(await unitsOf(named.cartId), { a: 2, b: 3 });
  assert.deepEqual(await db.rows('select type from outbox'), []);
  const done = run('');
  assert.equal(done.status, 0, done.stderr);
  assert.deepEqual(await unitsOf(own.cartId), { a: 3, b: 3 });
});

test('merges and adds at the same time lose no unit', async () => {
  const second = openDb({ url, room: 'cart' });
  for (let turn = 0; turn < 20; turn += 1) {
    const userId = newId('usr');
    const named = await fill({}, { a: 3 });
    if (turn % 2 === 0) await fill({ userId }, { a: 1 });
    const start = turn % 2 === 0 ? 4 : 3;
    const adding = [1, 2, 3].map(() => fill({ userId, hint: named.cartId }, { a: 1 }));
    const merging = [merger(), merger(second)].map((merge) =>
      merge({ fromCartId: named.cartId, userId }),
    );
    const [merges] = await Promise.all([Promise.all(merging), Promise.all(adding)]);
    assert.ok(merges.every((one) => !isRefusal(one)));
    const [cart] = await store.findCarts(db, [{ userId, hint: null }]);
    assert.equal(cart?.lines[0]?.quantity, start + 3, `turn ${turn}`);
    const left = await store.findCarts(db, [{ userId: null, hint: named.cartId }]);
    assert.deepEqual(left, [null]);
  }
  await second.close();
});

test("a merge that meets the user's first add finds the cart it made", async () => {
  const userId = newId('usr');
  const named = await fill({}, { a: 3 });
  const second = openDb({ url, room: 'cart' });
  const { merging } = await second.tx(async (tx) => {
    const item = {
      userId,
      hint: null,
      newCartId: newSecretId('cart'),
      itemId: newId('item'),
      currency: 'USD',
      keep_days: 30,
      productId: 'prod_1',
      variantId: 'a',
      quantity: 1,
      unit_minor: 1_000,
    };
    await store.addBatch(tx, [{ caller: userId, add: item }]);
    const started = merger()({ fromCartId: named.cartId, userId });
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { merging: started };
  });
  const merged = await merging;
  assert.ok(!isRefusal(merged));
  assert.deepEqual(told(merged.changes), ['quantity-raised a 1 4']);
  assert.deepEqual(await unitsOf(merged.cartId), { a: 4 });
  await second.close();
});
