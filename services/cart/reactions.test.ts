import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId, newSecretId } from '#kernel/core/id.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { addMany } from './commands.ts';
import { reactions } from './reactions.ts';
import * as store from './store.ts';
import * as copies from './store-copy.ts';

let db: Db;
let drop: () => Promise<void>;

before(async () => {
  const database = await testDatabase(['cart']);
  drop = database.drop;
  db = openDb({ url: database.url, room: 'cart' });
  await copies.expectCopies(db, ['a', 'b']);
  await react('cart.copy', updated(1, 'First'));
});

after(async () => {
  await db.close();
  await drop();
});

function event(eventType: string, version: number, payload: object): EventEnvelope {
  return {
    eventType,
    eventId: newId('evt'),
    sagaId: null,
    timestamp: '2026-12-19T10:32:00.000Z',
    aggregate: { type: 'any', id: 'one', version },
    payload: { ...payload },
    metadata: {
      correlationId: 'corr_1',
      causationId: null,
      source: 'x',
      version: '1.0',
      lamport: 7,
    },
  };
}

const variant = (variantId: string, version: number, name: string) => ({
  variantId,
  productId: 'prod_1',
  sellerId: 'slr_1',
  sku: 'S',
  name,
  productName: 'Mug',
  brand: null,
  categoryId: 'cat_1',
  attributes: {},
  weight_g: 100,
  imageUrl: null,
  active: true,
  version,
});

const updated = (version: number, name: string) =>
  event('PRODUCT_UPDATED', version, {
    productId: 'prod_1',
    variants: ['a', 'b', 'unused'].map((id) => variant(id, version, name)),
  });

const react = (consumer: string, ...events: EventEnvelope[]) =>
  db.tx((tx) => reactions[consumer]?.(tx, events) ?? assert.fail(consumer));

const names = () =>
  db.rows<{ name: string; active: boolean }>(
    'select name, active from variant_copy order by variant_id',
  );

async function fill(userId: string, variantId: string, quantity: number): Promise<string> {
  const [result] = await addMany(db, [
    {
      userId,
      hint: null,
      newCartId: newSecretId('cart'),
      itemId: newId('item'),
      currency: 'USD',
      keep_days: 30,
      productId: 'prod_1',
      variantId,
      quantity,
      unit_minor: 100,
    },
  ]);
  assert.ok(result && !(result instanceof Error));
  assert.ok(result.kind === 'added');
  return result.cart.cartId;
}

test('orders of one batch end their carts, a repeat ends nothing', async () => {
  const users = [newId('usr'), newId('usr')];
  const orders = [];
  for (const userId of users) {
    const cartId = await fill(userId, 'a', 2);
    const items = [
      { variantId: 'a', quantity: 1 },
      { variantId: 'a', quantity: 1 },
    ];
    const payload = { orderId: newId('ord'), userId, cartId, items };
    orders.push(event('ORDER_CREATED', 1, payload));
  }
  const [first] = users;
  await fill(first ?? '', 'b', 3);
  await react('cart.clear', ...orders);
  await react('cart.clear', ...orders);
  const carts = await store.findCarts(
    db,
    users.map((userId) => ({ userId, hint: null })),
  );
  assert.deepEqual(
    carts.map((cart) => cart?.lines.map((line) => [line.variantId, line.quantity])),
    [[['b', 3]], undefined],
  );
  const told = await db.rows<{ metadata: object }>('select metadata from outbox');
  assert.equal(told.length, 2);
  assert.deepEqual(
    told.map(({ metadata }) => (metadata as { causationId: string }).causationId).toSorted(),
    orders.map((one) => one.eventId).toSorted(),
  );
});

test('copies follow the newest version, in one batch or in several', async () => {
  await react('cart.copy', updated(4, 'Fourth'), updated(3, 'Third'));
  await react('cart.copy', updated(2, 'Second'));
  assert.deepEqual(await names(), [
    { name: 'Mug, Fourth', active: true },
    { name: 'Mug, Fourth', active: true },
  ]);
  const gone = event('PRODUCT_DELETED', 5, { productId: 'prod_1', variantIds: ['a', 'unused'] });
  await react('cart.copy', gone, updated(4, 'Fourth'));
  await react('cart.copy', updated(4, 'Again'));
  assert.deepEqual(await names(), [
    { name: 'Mug, Fourth', active: false },
    { name: 'Mug, Fourth', active: true },
  ]);
});
