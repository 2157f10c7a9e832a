// Saved for later over HTTP: out of the cart and back, with what changed meanwhile, for visitors,
// guests and accounts, through signing in and through an order.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { fillCart, initiate, pay } from '../../test/buyer.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});
after(() => app?.stop());

interface Who {
  token?: string;
  cartId?: string;
}

const headersOf = ({ token, cartId }: Who) => ({
  ...(token === undefined ? {} : { token }),
  ...(cartId === undefined ? {} : { headers: { 'x-cart-id': cartId } }),
});
const cartOf = async (who: Who) => (await app.get('/cart', headersOf(who))).body;
const savedOf = async (who: Who) => (await app.get('/cart/saved', headersOf(who))).body.items;
const save = (who: Who, itemId: string) => app.post(`/cart/items/${itemId}/save`, headersOf(who));
const moveBack = (who: Who, itemId: string) =>
  app.post(`/cart/saved/${itemId}/move`, headersOf(who));
const add = (who: Who, item: { productId: string; variantId: string }, quantity = 1) =>
  app.post('/cart/items', { ...headersOf(who), body: { ...item, quantity } });

async function setPrice(variantId: string, price: number): Promise<void> {
  const body = { prices: [{ variantId, currency: 'USD', price }] };
  const set = await app.send('PUT', '/seller/prices', { token: shop.sellerToken, body });
  assert.equal(set.status, 200, JSON.stringify(set.body));
}

async function signUp() {
  const email = `${newId('u')}@example.test`;
  const credentials = { email, password: 'a long enough pass phrase' };
  await app.post('/auth/register', { body: { ...credentials, name: 'Saver' } });
  return credentials;
}

test('a line is saved with its price, tells what changed, goes back at the new one', async () => {
  const lamp = await shop.product({ stock: 5, price: 20 });
  const cartId = await fillCart(app, [{ ...lamp, quantity: 3 }]);
  const [line] = (await cartOf({ cartId })).items;
  const saved = await save({ cartId }, line.itemId);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  assert.deepEqual(saved.body.cart.items, []);
  const [kept] = saved.body.saved.items;
  assert.deepEqual(
    [kept.quantity, kept.savedPrice, kept.unitPrice, kept.available, kept.notices],
    [3, 20, 20, 5, []],
  );
  await setPrice(lamp.variantId, 25);
  const [rose] = await savedOf({ cartId });
  assert.deepEqual([rose.savedPrice, rose.unitPrice, rose.notices], [20, 25, ['price-rose']]);
  const back = await moveBack({ cartId }, kept.itemId);
  assert.equal(back.status, 200, JSON.stringify(back.body));
  assert.deepEqual(back.body.saved.items, []);
  assert.deepEqual(
    back.body.cart.items.map((item: { quantity: number; unitPrice: number }) => [
      item.quantity,
      item.unitPrice,
    ]),
    [[3, 25]],
  );
  const again = await moveBack({ cartId }, kept.itemId);
  assert.deepEqual([again.status, again.body.code], [404, 'cart-item-not-found']);
});

test('sold out and withdrawn: said so, and what cannot go back stays saved', async () => {
  const gone = await shop.product({ stock: 0, price: 20 });
  const full = await shop.product({ stock: 5, price: 20 });
  const cartId = await fillCart(app, [gone, { ...full, quantity: 60 }]);
  for (const { itemId } of (await cartOf({ cartId })).items) await save({ cartId }, itemId);
  const items = await savedOf({ cartId });
  const of = (variantId: string) =>
    items.find((item: { variantId: string }) => item.variantId === variantId);
  assert.deepEqual(
    [of(gone.variantId).inStock, of(gone.variantId).notices],
    [false, ['out-of-stock']],
  );
  await add({ cartId }, full, 60);
  const refused = await moveBack({ cartId }, of(full.variantId).itemId);
  assert.deepEqual([refused.status, refused.body.code], [409, 'quantity-limit']);
  assert.equal((await savedOf({ cartId })).length, 2, 'nothing was lost on the way');
  const dropped = await app.send('DELETE', `/cart/saved/${of(gone.variantId).itemId}`, {
    headers: { 'x-cart-id': cartId },
  });
  assert.equal(dropped.body.items.length, 1);
});

test('the same moves at once: one effect', async () => {
  const lamp = await shop.product({ stock: 5 });
  const cartId = await fillCart(app, [{ ...lamp, quantity: 2 }]);
  const [line] = (await cartOf({ cartId })).items;
  const saves = await Promise.all([1, 2, 3].map(() => save({ cartId }, line.itemId)));
  assert.deepEqual(saves.map((one) => one.status).toSorted(), [200, 404, 404]);
  const [kept] = await savedOf({ cartId });
  assert.equal(kept.quantity, 2);
  const moves = await Promise.all([1, 2, 3].map(() => moveBack({ cartId }, kept.itemId)));
  assert.deepEqual(moves.map((one) => one.status).toSorted(), [200, 404, 404]);
  assert.equal((await cartOf({ cartId })).itemCount, 2);
});

test('it outlives the order of a guest, and signing in brings it along', async () => {
  const [bought, later, other] = await Promise.all([
    shop.product({ stock: 5 }),
    shop.product({ stock: 5 }),
    shop.product({ stock: 5 }),
  ]);
  const cartId = await fillCart(app, [bought, later]);
  const line = (await cartOf({ cartId })).items.find(
    (item: { variantId: string }) => item.variantId === later.variantId,
  );
  await save({ cartId }, line.itemId);
  const guest = await shop.shopper();
  const opened = await initiate(app, guest, { cartId });
  assert.equal((await pay(app, guest, { checkoutId: opened.body.checkoutId })).status, 200);
  const cookie = { headers: { cookie: `cart=${cartId}` } };
  const mine = await app.get('/cart/saved', { token: guest.token, ...cookie });
  assert.deepEqual(
    mine.body.items.map((item: { variantId: string }) => item.variantId),
    [later.variantId],
  );
  const credentials = await signUp();
  // A second visitor's anonymous cart, taken along by signing in.
  const visitor = await fillCart(app, [other]);
  const [theirs] = (await cartOf({ cartId: visitor })).items;
  await save({ cartId: visitor }, theirs.itemId);
  const login = await app.post('/auth/login', {
    body: credentials,
    headers: { cookie: `cart=${visitor}` },
  });
  assert.equal(login.status, 200, JSON.stringify(login.body));
  const token = login.body.accessToken as string;
  assert.deepEqual(
    (await savedOf({ token })).map((item: { variantId: string }) => item.variantId),
    [other.variantId],
  );
  assert.deepEqual(await savedOf({ cartId: visitor }), [], 'it is the account’s now');
});

test('what is somebody’s is nobody else’s, and only so much is kept', async () => {
  const lamp = await shop.product({ stock: 5 });
  const [owner, stranger] = [await shop.shopper(), await shop.shopper()];
  const added = await add(owner, lamp);
  const [line] = added.body.items;
  assert.equal((await save(stranger, line.itemId)).status, 404);
  await save(owner, line.itemId);
  assert.deepEqual(await savedOf(stranger), []);
  const { cartId } = added.body;
  const named = await app.get('/cart/saved', {
    token: stranger.token,
    headers: { cookie: `cart=${cartId}` },
  });
  assert.deepEqual(named.body.items, []);
  assert.equal((await moveBack(stranger, line.itemId)).status, 404);
  assert.deepEqual(
    (await app.get('/cart/saved', { headers: { 'x-cart-id': cartId } })).status,
    200,
  );
  for (let count = 1; count < 50; count += 1) {
    const more = await add(owner, await shop.product({ stock: 1 }));
    const [item] = more.body.items;
    assert.equal((await save(owner, item.itemId)).status, 200, `number ${count + 1}`);
  }
  const last = await add(owner, await shop.product({ stock: 1 }));
  const [over] = last.body.items;
  const full = await save(owner, over.itemId);
  assert.deepEqual([full.status, full.body.code, full.body.max], [409, 'saved-limit', 50]);
  assert.equal((await cartOf(owner)).items.length, 1, 'the line is still in the cart');
});

test('it is part of what a person gets and of what is forgotten', async () => {
  const lamp = await shop.product({ stock: 5, price: 20 });
  const credentials = await signUp();
  const login = await app.post('/auth/login', { body: credentials });
  const token = login.body.accessToken as string;
  const added = await add({ token }, lamp);
  await save({ token }, added.body.items[0].itemId);
  const { client } = app.host;
  const { cartCalls } = await import('./contract.ts');
  const { userId } = login.body.user;
  const page = await client(cartCalls).personalData({ userId, after: null } as never);
  assert.match(JSON.stringify(page), /saved-for-later/);
  assert.match(JSON.stringify(page), new RegExp(lamp.variantId));
});
