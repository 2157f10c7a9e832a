// Rules from the operator's hand to the order: what they move is shown everywhere and charged, and
// what makes no sense is refused with its field.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDb, type Db } from '#kernel/db/db.ts';
import { openShop, startApp, type App, type Answer, type Shop } from '../../test/app.ts';
import { assertTrue, leave, openCheckout, ownAddress, pay } from '../../test/buyer.ts';

let app: App;
let shop: Shop;
let db: Db;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
  db = openDb({ url: app.databaseUrl, room: 'pricing' });
});

after(async () => {
  await db?.close();
  await app?.stop();
});

const post = (path: string, body: Record<string, unknown>) =>
  app.post(path, { token: shop.adminToken, body });
const put = (path: string, body: Record<string, unknown>, version: string) =>
  app.send('PUT', path, { token: shop.adminToken, headers: { 'if-match': version }, body });

async function add(body: Record<string, unknown>): Promise<Answer['body']> {
  const made = await post('/admin/price-rules', { name: 'Rule', ...body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

const off = (ruleId: string) => post(`/admin/price-rules/${ruleId}/switch`, { enabled: false });

function fault(answer: Answer): string {
  assert.equal(answer.status, 422, JSON.stringify(answer.body));
  return answer.body.errors[0].pointer;
}

test('a rule is kept with its sentence, changed by its version, and switched', async () => {
  const { productId } = await shop.product();
  const body = { effect: { kind: 'percent', percent: -10 }, productIds: [productId] };
  const made = await add({ ...body, stock: { max: 5 }, dailyChangePercent: 3 });
  assert.equal(
    made.sentence,
    `-10 % on products ${productId} with at most 5 units left, from 0 % to 200 % of the base ` +
      'price, no more than 3 % a day.',
  );
  assert.deepEqual([made.status, made.moves, made.broken], ['running', 'public-price', null]);
  const path = `/admin/price-rules/${made.ruleId}`;
  const next = { name: 'Less', ...body, places: ['US-NY'] };
  assert.equal((await put(path, next, '"7"')).status, 412);
  const changed = await put(path, next, '"1"');
  assert.deepEqual([changed.body.name, changed.body.moves], ['Less', 'personal-price']);
  assert.equal((await off(made.ruleId)).body.status, 'off');
  const list = await app.get('/admin/price-rules', { token: shop.adminToken });
  assert.deepEqual([list.body.data[0].ruleId, list.body.data[0].version], [made.ruleId, 3]);
  assert.equal((await app.get(path, { token: shop.sellerToken })).status, 403);
});

test('what makes no sense is refused with the field named', async () => {
  const draft = { name: 'Rule', effect: { kind: 'percent', percent: 10 } };
  const send = (more: Record<string, unknown>) => post('/admin/price-rules', { ...draft, ...more });
  assert.equal(fault(await send({ effect: { kind: 'amount', amount: 5 } })), '/currency');
  assert.equal(
    fault(await send({ currency: 'ZZZ', effect: { kind: 'match', under: 0 } })),
    '/currency',
  );
  assert.equal(fault(await send({ effect: { kind: 'percent', percent: 0 } })), '/effect');
  assert.equal(
    fault(await send({ effect: { kind: 'percent', percent: 0.001 } })),
    '/effect/percent',
  );
  assert.equal(fault(await send({ stock: {} })), '/stock');
  assert.equal(fault(await send({ demand: { min: 5, max: 4 } })), '/demand/max');
  assert.equal(fault(await send({ floorPercent: 90, ceilingPercent: 80 })), '/ceilingPercent');
  assert.equal(
    fault(await send({ places: ['US', 'XX'], effect: { kind: 'percent', percent: -5 } })),
    '/places/1',
  );
  assert.equal(fault(await send({ hours: { from: 60, to: 60, weekdays: [] } })), '/hours');
  assert.equal(fault(await send({ startsAt: '2026-12-31T23:59:60Z' })), '/startsAt');
  const dearer = await send({ places: ['DE'] });
  assert.equal(fault(dearer), '/effect', 'dearer for some than everybody is shown');
  assert.equal(dearer.body.rule, 'Rule', JSON.stringify(dearer.body));
  assert.equal((await send({ effect: { kind: 'percent', percent: -100 } })).status, 422);
  assert.equal((await send({ discount: 5 })).status, 422, 'an unknown field');
});

interface Seen {
  read: number;
  page: number;
  cart: number;
  quote: number;
}

/** What one unit costs where it is shown, and in a checkout that stays open. */
async function seen(product: { productId: string; variantId: string }): Promise<Seen> {
  const { productId, variantId } = product;
  const read = await app.get(`/prices?variantIds=${variantId}`);
  const page = await app.get(`/products/${productId}`);
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const cart = await app.get('/cart', { token: buyer.token });
  const open = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
  await leave(app, buyer, checkoutId);
  const { price, salePrice } = read.body.data[0];
  const shown = page.body.variants[0];
  return {
    read: salePrice ?? price,
    page: shown.salePrice ?? shown.price,
    cart: cart.body.items[0].unitPrice,
    quote: open.body.items[0].unitPrice,
  };
}

const all = (price: number): Seen => ({ read: price, page: price, cart: price, quote: price });

/** Tries until it holds: what is looked at every second may be a moment late. */
async function until(check: () => Promise<void>): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    try {
      await check();
      return;
    } catch (thrown) {
      if (turn >= 600) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

test('a rule for everybody moves the price that is shown and charged everywhere', async () => {
  const product = await shop.product({ stock: 99, price: 100 });
  const { ruleId } = await add({
    effect: { kind: 'percent', percent: 10 },
    productIds: [product.productId],
  });
  await until(async () => {
    assert.deepEqual(await seen(product), all(110));
  });
  const buyer = await shop.shopper();
  const { checkoutId, total } = await openCheckout(app, buyer, [product]);
  // Lists and the past know what was told, a second late.
  await until(async () => {
    const told = 'select told_base_minor as told from price where variant_id = $1';
    assert.equal((await db.row<{ told: number }>(told, [product.variantId]))?.told, 11_000);
  });
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
  await off(ruleId);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.body.total, total, 'what was quoted is charged');
  await until(async () => {
    assert.deepEqual(await seen(product), all(100));
  });
  await until(async () => {
    const past = await app.get(`/prices/${product.variantId}/history`);
    assert.deepEqual(
      past.body.past.map((one: Answer['body']) => one.price),
      [100],
      'the lower of the two prices that ended today',
    );
  });
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});

test('a rule for a place lowers what goes there, and no price that others see', async () => {
  const product = await shop.product({ stock: 99, price: 100 });
  const { ruleId } = await add({
    effect: { kind: 'percent', percent: -20 },
    productIds: [product.productId],
    places: ['US'],
  });
  const now = await seen(product);
  assert.deepEqual(now, { read: 100, page: 100, cart: 100, quote: 80 });
  await off(ruleId);
});

test('stock and competitors move a price; what is not known moves nothing', async () => {
  const few = await shop.product({ stock: 3, price: 50 });
  const many = await shop.product({ stock: 60, price: 50 });
  const scarce = await add({
    effect: { kind: 'amount', amount: 5 },
    currency: 'USD',
    productIds: [few.productId, many.productId],
    stock: { max: 5 },
  });
  const read = async ({ variantId }: { variantId: string }) => {
    const { body } = await app.get(`/prices?variantIds=${variantId}`);
    return body.data[0].price;
  };
  await until(async () => {
    assert.deepEqual([await read(few), await read(many)], [55, 50]);
  });
  const match = await add({
    effect: { kind: 'match', under: 1 },
    currency: 'USD',
    productIds: [many.productId],
    floorPercent: 90,
  });
  assert.equal(await read(many), 50, 'no competitor is known');
  const bring = (price: number, variantId = many.variantId) =>
    post('/admin/competitor-prices', {
      prices: [{ variantId, currency: 'USD', price, source: 'Elsewhere' }],
    });
  assert.equal((await bring(48)).status, 200);
  assert.equal(await read(many), 47);
  await bring(10);
  assert.equal(await read(many), 45, 'not below its floor');
  const strange = await bring(48, `var_${'0'.repeat(32)}`);
  assert.equal(strange.status, 404, JSON.stringify(strange.body));
  await off(scarce.ruleId);
  await off(match.ruleId);
});
