// The cart over HTTP, with every room behind it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId, newSecretId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { cartCalls } from './contract.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});

after(async () => {
  await app.stop();
});

type Headers = Record<string, string>;

const add = (
  wanted: { productId: string; variantId: string },
  quantity: number,
  from: { token?: string; headers?: Headers } = {},
) => app.post('/cart/items', { ...from, body: { ...wanted, quantity } });

const by = (cartId: string) => ({ headers: { 'x-cart-id': cartId } });

function cookieIn(answer: Answer): string {
  const header = [answer.headers['set-cookie']].flat().join('\n');
  return /(?:^|\n)(cart=[^;]*)/.exec(header)?.[1] ?? '';
}

const stockOf = (variantId: string, delta: number) =>
  app.post('/seller/inventory/adjustments', {
    token: shop.sellerToken,
    body: { variantId, warehouseId: shop.warehouses[0], delta, reason: 'correction' },
  });

const setPrice = (variantId: string, base_minor: number) =>
  app.host.client(pricingCalls).setPrices({
    prices: [{ variantId, currency: 'USD', base_minor, sale_minor: null }],
  });

test('a first visit makes a cart and a cookie; the cookie and the header find it', async () => {
  const mug = await shop.product({ stock: 5, price: 12.5 });
  const first = await add(mug, 2);
  assert.equal(first.status, 201, JSON.stringify(first.body));
  const { cartId } = first.body;
  assert.match(cartId, /^cart_[0-9a-f]{32}$/);
  const cookie = cookieIn(first);
  assert.equal(cookie, `cart=${cartId}`);
  assert.match(String(first.headers['set-cookie']), /HttpOnly/);
  assert.match(String(first.headers['set-cookie']), /SameSite=Lax/);
  assert.match(String(first.headers['cache-control']), /no-store/);
  assert.equal(first.body.subtotal, 25);
  assert.equal(first.body.itemCount, 2);
  assert.equal(first.body.currency, 'USD');
  const [item] = first.body.items;
  const { itemId, unitPrice, lineTotal, available, inStock, notices, sku } = item;
  assert.match(sku, /^SKU-/);
  assert.deepEqual(
    { unitPrice, lineTotal, available, inStock, notices },
    { unitPrice: 12.5, lineTotal: 25, available: 5, inStock: true, notices: [] },
  );
  const again = await add(mug, 1, { headers: { cookie } });
  assert.equal(again.status, 200);
  assert.equal(again.body.items[0].itemId, itemId);
  const shown = await app.get('/cart', by(cartId));
  assert.equal(shown.headers['cache-control'], 'private, no-store');
  assert.equal(shown.body.items[0].quantity, 3);
  const unseen = await app.get('/cart', { headers: { cookie: `cart=${newSecretId('cart')}` } });
  assert.deepEqual([unseen.status, unseen.body.cartId, unseen.body.items], [200, null, []]);
});

test('strange input is refused and makes no cart', async () => {
  const mug = await shop.product({ stock: 5 });
  for (const quantity of [0, -1, 1.5, 100, 1e9, '1', null, [1], true]) {
    const refused = await app.post('/cart/items', { body: { ...mug, quantity } });
    assert.equal(refused.status, 422, String(quantity));
    assert.equal(refused.body.code, 'validation-failed');
  }
  const missing = { ...mug, variantId: newId('var') };
  assert.equal((await add(missing, 1)).body.code, 'variant-not-found');
  const elsewhere = { ...mug, productId: newId('prod') };
  assert.equal((await add(elsewhere, 1)).body.code, 'variant-not-found');
  const foreign = await app.post('/cart/items', { body: { ...mug, quantity: 1, currency: 'JPY' } });
  assert.deepEqual([foreign.status, foreign.body.code], [409, 'price-missing']);
  const unknown = await add(mug, 1, by(newSecretId('cart')));
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'cart-not-found']);
  assert.equal((await add(mug, 1, by('cart_1'))).status, 404);
  assert.equal((await app.get('/cart', by('x'))).status, 404);
});

test('more than is free is a notice, no refusal; a price rise is told until accepted', async () => {
  const mug = await shop.product({ stock: 3, price: 10 });
  const added = await add(mug, 5);
  const { cartId } = added.body;
  assert.deepEqual(
    added.body.changes.map((one: { type: string }) => one.type),
    ['low-stock'],
  );
  await setPrice(mug.variantId, 1_150);
  const { body } = await app.get('/cart', by(cartId));
  const [item] = body.items;
  assert.deepEqual(item.notices, ['price-rose', 'low-stock']);
  const { itemId, variantId, name } = item;
  assert.deepEqual(body.changes, [
    { type: 'price-rose', itemId, variantId, name, from: 10, to: 11.5, available: 3 },
    { type: 'low-stock', itemId, variantId, name, from: 5, to: 3, available: 3 },
  ]);
  assert.equal(body.subtotal, 57.5);
  const accepted = await app.post('/cart/accept-changes', by(cartId));
  assert.equal(accepted.status, 200, JSON.stringify(accepted.body));
  assert.deepEqual([accepted.body.changes, accepted.body.subtotal], [[], 34.5]);
  await stockOf(mug.variantId, -3);
  const out = await app.get('/cart', by(cartId));
  assert.deepEqual(out.body.items[0].notices, ['out-of-stock']);
  assert.equal(out.body.items[0].inStock, false);
});

test('a line changes by PUT and DELETE, in the version that was seen', async () => {
  const [mug, cup] = [await shop.product({ stock: 50 }), await shop.product({ stock: 50 })];
  const { cartId } = (await add(mug, 1)).body;
  const shown = await add(cup, 1, by(cartId));
  const [first, second] = shown.body.items;
  const seen = await app.get('/cart', by(cartId));
  const etag = String(seen.headers.etag);
  const same = await app.get('/cart', { headers: { 'x-cart-id': cartId, 'if-none-match': etag } });
  assert.equal(same.status, 304);
  await setPrice(mug.variantId, 2_500);
  const dearer = await app.get('/cart', {
    headers: { 'x-cart-id': cartId, 'if-none-match': etag },
  });
  assert.equal(dearer.status, 200, 'a new price is a new view');
  const put = (quantity: number, headers: Headers = {}) =>
    app.send('PUT', `/cart/items/${first.itemId}`, {
      headers: { 'x-cart-id': cartId, ...headers },
      body: { quantity },
    });
  const done = await put(7, { 'if-match': etag });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  assert.equal(done.body.items[0].quantity, 7);
  assert.equal((await put(8, { 'if-match': etag })).status, 412);
  assert.equal((await put(8, { 'if-match': '"other"' })).status, 412);
  assert.equal((await put(8)).status, 200);
  assert.equal((await put(0)).status, 422);
  const gone = await app.send('DELETE', `/cart/items/${second.itemId}`, by(cartId));
  assert.deepEqual([gone.status, gone.body.items.length], [200, 1]);
  const twice = await app.send('DELETE', `/cart/items/${second.itemId}`, by(cartId));
  assert.deepEqual([twice.status, twice.body.code], [404, 'cart-item-not-found']);
  const empty = await app.send('DELETE', '/cart', by(cartId));
  assert.deepEqual([empty.status, empty.body.items, empty.body.subtotal], [200, [], 0]);
  assert.equal((await app.send('DELETE', '/cart')).status, 200);
});

test("somebody else's cart is not there", async () => {
  const mug = await shop.product({ stock: 50 });
  const [me, you] = [await shop.shopper(), await shop.shopper()];
  const mine = (await add(mug, 1, { token: me.token })).body;
  assert.equal(cookieIn(await add(mug, 1, { token: me.token })), '', 'no cookie for who is known');
  const [item] = mine.items;
  for (const token of [undefined, you.token]) {
    const from = { ...(token ? { token } : {}), ...by(mine.cartId) };
    const path = `/cart/items/${item.itemId}`;
    const answers = [
      await app.get('/cart', from),
      await add(mug, 1, from),
      await app.send('PUT', path, { ...from, body: { quantity: 9 } }),
      await app.send('DELETE', path, from),
      await app.send('DELETE', '/cart', from),
      await app.post('/cart/accept-changes', from),
    ];
    assert.deepEqual(
      answers.map((one) => one.status),
      answers.map(() => 404),
    );
  }
  const merge = await app.post('/cart/merge', { token: you.token, ...by(mine.cartId) });
  assert.deepEqual([merge.status, merge.body.code], [404, 'cart-not-found']);
  const still = await app.get('/cart', { token: me.token });
  assert.equal(still.body.items[0].quantity, 2);
});

test('20 parallel adds are 20 units; a double first visit is one cart', async () => {
  const mug = await shop.product({ stock: 50 });
  const { token } = await shop.shopper();
  const answers = await Promise.all(Array.from({ length: 20 }, () => add(mug, 1, { token })));
  assert.equal(new Set(answers.map((one) => one.body.cartId)).size, 1);
  assert.ok(answers.every((one) => one.status < 300));
  const { body } = await app.get('/cart', { token });
  assert.deepEqual([body.items.length, body.items[0].quantity], [1, 20]);
});

test('a merge brings the anonymous cart along, tells what it did and ends the cookie', async () => {
  const [mug, cup] = [await shop.product({ stock: 300 }), await shop.product({ stock: 50 })];
  const { token } = await shop.shopper();
  const mine = (await add(mug, 98, { token })).body;
  const first = await add(mug, 3);
  const cookie = cookieIn(first);
  await add(cup, 1, { headers: { cookie } });
  const merged = await app.post('/cart/merge', { token, headers: { cookie } });
  assert.equal(merged.status, 200, JSON.stringify(merged.body));
  assert.equal(merged.body.cartId, mine.cartId);
  const told = merged.body.changes.map((one: { type: string; to: number }) => [one.type, one.to]);
  assert.deepEqual(told, [
    ['quantity-raised', 99],
    ['quantity-capped', 99],
    ['added', 1],
  ]);
  assert.match(String(merged.headers['set-cookie']), /cart=; .*Max-Age=0/);
  assert.equal((await app.post('/cart/merge', { headers: { cookie } })).status, 401);
  const stale = await add(cup, 1, { headers: { cookie } });
  assert.equal(stale.status, 201, 'an ended cookie begins a new cart');
  const more = await add(mug, 1, { token });
  assert.deepEqual([more.status, more.body.code, more.body.have], [409, 'quantity-limit', 99]);
});

test('a withdrawn product is told, not sold, and checkout is refused', async () => {
  const [mug, cup] = [await shop.product({ stock: 5 }), await shop.product({ stock: 5 })];
  const { token, userId } = await shop.shopper();
  const { cartId } = (await add(mug, 1, { token })).body;
  await add(cup, 1, { token });
  const found = await app.get(`/seller/products/${mug.productId}`, { token: shop.sellerToken });
  const gone = await app.post(`/seller/products/${mug.productId}/archive`, {
    token: shop.sellerToken,
    headers: { 'if-match': String(found.headers.etag) },
  });
  assert.ok(gone.status < 300, JSON.stringify(gone.body));
  const shown = await until(
    () => app.get('/cart', { token }),
    ({ body }) => body.changes.length > 0,
  );
  assert.deepEqual(shown.body.items[0].notices, ['removed']);
  assert.equal(shown.body.subtotal, 20);
  const refused = await app.host.client(cartCalls).forCheckout({ cartId, userId });
  assert.ok(isRefusal(refused) && refused.code === 'variant-not-sellable');
  assert.equal((await add(mug, 1, { token })).body.code, 'variant-not-sellable');
  const accepted = await app.post('/cart/accept-changes', { token });
  assert.deepEqual(
    accepted.body.items.map((one: { variantId: string }) => one.variantId),
    [cup.variantId],
  );
});

test('checkout gets the lines with the seen prices; an anonymous cart becomes theirs', async () => {
  const mug = await shop.product({ stock: 50, price: 8 });
  const carts = app.host.client(cartCalls);
  const [me, you] = [newId('usr'), newId('usr')];
  const { cartId, items } = (await add(mug, 2)).body;
  await setPrice(mug.variantId, 900);
  const lines = await carts.forCheckout({ cartId, userId: me });
  assert.ok(!isRefusal(lines), JSON.stringify(lines));
  assert.deepEqual(
    lines.lines.map(({ itemId, quantity, seen_minor }) => ({ itemId, quantity, seen_minor })),
    [{ itemId: items[0].itemId, quantity: 2, seen_minor: 800 }],
  );
  assert.equal(lines.userId, me);
  const refused = await carts.forCheckout({ cartId, userId: you });
  assert.ok(isRefusal(refused) && refused.code === 'cart-not-found');
  const seen = [{ variantId: mug.variantId, unit_minor: 900 }];
  const accepted = await carts.accept({ cartId, userId: me, prices: seen });
  assert.deepEqual(accepted, { version: lines.version + 1 });
  const { token, userId } = await shop.shopper();
  const own = (await add(mug, 1, { token })).body;
  await app.send('DELETE', '/cart', { token });
  const empty = await carts.forCheckout({ cartId: own.cartId, userId });
  assert.ok(isRefusal(empty) && empty.code === 'cart-empty');
});

test('a paid order ends the cart; what was added meanwhile is in the next one', async () => {
  const [mug, cup] = [await shop.product({ stock: 9 }), await shop.product({ stock: 9 })];
  const { token, addressId, userId } = await shop.shopper();
  const { cartId } = (await add(mug, 2, { token })).body;
  const started = await app.post('/checkout/initiate', {
    token,
    key: newId('k'),
    body: { cartId, shippingAddressId: addressId, billingAddressId: addressId },
  });
  assert.equal(started.status, 201, JSON.stringify(started.body));
  await add(cup, 1, { token });
  await add(mug, 1, { token });
  const paid = await app.post(`/checkout/${started.body.checkoutId}/pay`, {
    token,
    key: newId('k'),
    body: { paymentMethod: 'CARD', paymentToken: 'tok_visa' },
  });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  const next = await until(
    () => app.get('/cart', { token }),
    ({ body }) => body.cartId !== cartId && body.cartId !== null,
  );
  assert.deepEqual(
    next.body.items.map((one: { variantId: string; quantity: number }) => [
      one.variantId,
      one.quantity,
    ]),
    [
      [mug.variantId, 1],
      [cup.variantId, 1],
    ],
  );
  const again = await app.host.client(cartCalls).forCheckout({ cartId, userId });
  assert.ok(isRefusal(again) && again.code === 'cart-converted');
});

/** Asks until it is as wanted, for what comes by events. */
async function until(ask: () => Promise<Answer>, done: (answer: Answer) => boolean) {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask();
    if (done(answer) || tries > 1_200) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
