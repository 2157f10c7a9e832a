// Parcels, places to collect and calendars of houses over HTTP, with every room running: what is
// shown before an order is what is charged for it, to the cent and by parcel.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';

let app: App;
let shop: Shop;
let other: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
  other = await openShop(app);
});

after(async () => {
  await app?.stop();
});

/** `version`: the one that a change is based on; 0: there is none yet. */
const admin = (
  method: 'PUT' | 'POST' | 'DELETE' | 'GET',
  path: string,
  { body, version }: { body?: unknown; version?: number } = {},
) =>
  app.send(method, `/admin/${path}`, {
    token: shop.adminToken,
    ...(body === undefined ? {} : { body }),
    ...(version === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
  });

const done = async (answer: Promise<Answer>, status = 200) => {
  const { status: found, body } = await answer;
  assert.equal(found, status, JSON.stringify(body));
  return body;
};

const fault = async (answer: Promise<Answer>) => (await done(answer, 422)).errors?.[0].pointer;

type Shopper = Awaited<ReturnType<Shop['shopper']>>;
interface Item {
  productId: string;
  variantId: string;
}

async function put(buyer: Shopper, item: Item, quantity = 1): Promise<string> {
  const body = { productId: item.productId, variantId: item.variantId, quantity };
  const answer = await app.post('/cart/items', { token: buyer.token, body });
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  const { cartId } = answer.body;
  return cartId;
}

const estimate = (buyer: Shopper, query = 'country=US&postalCode=10001&state=NY') =>
  done(app.get(`/cart/estimate?${query}`, { token: buyer.token }));

const initiate = (buyer: Shopper, cartId: string, more: object = {}) => {
  const { addressId } = buyer;
  const body = { cartId, shippingAddressId: addressId, billingAddressId: addressId, ...more };
  return app.post('/checkout/initiate', { token: buyer.token, key: newId('key'), body });
};

const pay = (buyer: Shopper, checkoutId: string) =>
  app.post(`/checkout/${checkoutId}/pay`, {
    token: buyer.token,
    key: newId('key'),
    body: { paymentMethod: 'CARD', paymentToken: 'tok_visa' },
  });

/** As its seller packs it. */
const pack = (of: Shop, item: Item, body: object) =>
  app.send('PATCH', `/seller/products/${item.productId}/variants/${item.variantId}`, {
    token: of.sellerToken,
    headers: { 'if-match': '"1"' },
    body,
  });

const waysOf = (body: Answer['body']) =>
  new Map<string, Answer['body']>(body.methods.map((way: Answer['body']) => [way.method, way]));

test('two sellers are two parcels: shown, quoted, charged and ordered alike', async () => {
  const [one, two] = [await shop.product({ stock: 9 }), await other.product({ stock: 9 })];
  // 40 × 30 × 20 cm go by air as 4.8 kg, and by ground as 4.
  await done(pack(shop, one, { weight_g: 400, size_mm: [400, 300, 200] }));
  await done(pack(other, two, { weight_g: 900 }));
  assert.match(await fault(pack(shop, one, { size_mm: [400, 300] })), /size_mm/);
  assert.match(await fault(pack(shop, one, { size_mm: [400, 300, 0] })), /size_mm/);
  const buyer = await shop.shopper();
  await put(buyer, one);
  const cartId = await put(buyer, two);
  const ways = waysOf(await estimate(buyer));
  const standard = ways.get('STANDARD');
  assert.deepEqual(
    standard.parcels.map((parcel: Answer['body']) => [parcel.sellerId, parcel.shipping]),
    [
      [shop.sellerId, 9.59],
      [other.sellerId, 5.99],
    ],
  );
  assert.equal(standard.shipping, 15.58);
  assert.equal(ways.get('EXPRESS').shipping, 43.98);
  assert.match(standard.parcels[0].arrivesFrom, /^\d{4}-\d\d-\d\d$/);
  assert.ok(standard.arrivesFrom <= standard.arrivesTo);
  const opened = await done(initiate(buyer, cartId), 201);
  assert.equal(opened.shipping, standard.shipping);
  assert.equal(opened.total, standard.total);
  assert.deepEqual(
    opened.parcels.map((parcel: Answer['body']) => [parcel.variantIds, parcel.shipping]),
    [
      [[one.variantId], 9.59],
      [[two.variantId], 5.99],
    ],
  );
  const paid = await done(pay(buyer, opened.checkoutId));
  assert.equal(paid.total, opened.total);
});

test('an operator says how orders become parcels: one, by seller, by warehouse', async () => {
  const item = await shop.product({ stock: [1, 5] });
  const buyer = await shop.shopper();
  const cartId = await put(buyer, item, 3);
  const shown = async () => waysOf(await estimate(buyer)).get('STANDARD');
  assert.equal((await shown()).parcels.length, 1);
  await done(admin('PUT', 'shipping-parcels', { body: { split: 'warehouse' }, version: 1 }));
  assert.deepEqual(await done(admin('GET', 'shipping-parcels')), {
    split: 'warehouse',
    version: 2,
  });
  await done(admin('PUT', 'shipping-parcels', { body: { split: 'order' }, version: 1 }), 412);
  await done(admin('PUT', 'shipping-parcels', { body: { split: 'order' } }), 428);
  assert.deepEqual(
    (await shown()).parcels.map((parcel: Answer['body']) => parcel.shipping),
    [5.99, 5.99],
    'one from New York, two from California',
  );
  const opened = await done(initiate(buyer, cartId), 201);
  assert.equal(opened.shipping, 11.98);
  assert.equal(opened.parcels.length, 2);
  await done(admin('PUT', 'shipping-parcels', { body: { split: 'order' }, version: 2 }));
  assert.equal((await shown()).shipping, 5.99);
  assert.equal((await done(pay(buyer, opened.checkoutId))).total, opened.total, 'as it was shown');
  await done(admin('PUT', 'shipping-parcels', { body: { split: 'nobody' }, version: 3 }), 422);
  await done(admin('PUT', 'shipping-parcels', { body: { split: 'seller' }, version: 3 }));
});

test('a house that rests sends later; a calendar that makes none is refused', async () => {
  const item = await shop.product({ stock: 5 });
  const buyer = await shop.shopper();
  await put(buyer, item);
  const before = waysOf(await estimate(buyer)).get('STANDARD').arrivesTo;
  const [house = ''] = shop.warehouses;
  const days = Array.from({ length: 30 }, (_, at) => {
    const day = new Date(Date.now() + (at - 1) * 86_400_000).toISOString().slice(0, 10);
    return { day, name: `Day ${at}` };
  });
  const calendar = { timeZone: 'America/New_York', cutoff: '15:00', restDays: [0], holidays: days };
  const path = `warehouse-calendars/${house}`;
  const change = (body: unknown, version = 1) => admin('PUT', path, { body, version });
  assert.equal((await done(change(calendar, 0))).version, 1);
  await done(change(calendar, 0), 412);
  const after = waysOf(await estimate(buyer)).get('STANDARD').arrivesTo;
  assert.ok(after > before, `${after} is weeks after ${before}`);
  const { data } = await done(admin('GET', 'warehouse-calendars'));
  assert.equal(
    data.find((one: Answer['body']) => one.warehouseId === house).calendar.cutoff,
    '15:00',
  );
  assert.equal(await fault(change({ ...calendar, timeZone: 'Mars' })), '/timeZone');
  const twice = { ...calendar, holidays: [days[0], days[0]] };
  assert.equal(await fault(change(twice)), '/holidays');
  const all = { ...calendar, restDays: [0, 1, 2, 3, 4, 5, 6] };
  assert.equal(await fault(change(all)), '/restDays');
  const nowhere = { body: calendar, version: 0 };
  await done(admin('PUT', `warehouse-calendars/${newId('wh')}`, nowhere), 404);
  await done(admin('DELETE', path), 428);
  await done(admin('DELETE', path, { version: 2 }), 412);
  await done(admin('DELETE', path, { version: 1 }));
  assert.equal(waysOf(await estimate(buyer)).get('STANDARD').arrivesTo, before);
});

const corner = {
  name: 'Corner Shop',
  line1: '5 High St',
  line2: null,
  city: 'Portland',
  state: 'OR',
  postalCode: '97201',
  country: 'US',
  opening: 'Mon–Sat 9–18',
  minDays: 2,
  maxDays: 4,
  maxWeightGrams: 10_000,
  maxLengthMillimetres: 600,
  active: true,
};

test('what is collected has no postage and the tax of the place', async () => {
  const { placeId, ...made } = await done(admin('POST', 'pickup-places', { body: corner }), 201);
  assert.deepEqual(made, { ...corner, version: 1 });
  const path = `pickup-places/${placeId}`;
  const change = (body: unknown, version = 1) => admin('PUT', path, { body, version });
  assert.equal(await fault(change({ ...corner, country: 'XX' })), '/country');
  assert.equal(await fault(change({ ...corner, maxDays: 1 })), '/maxDays');
  const listed = await done(app.get('/shipping/pickup-places?country=US&postalCode=97209'));
  assert.equal(listed.places[0].name, 'Corner Shop');
  assert.ok(listed.places[0].arrivesFrom <= listed.places[0].arrivesTo);
  const item = await shop.product({ stock: 5, price: 20 });
  const buyer = await shop.shopper();
  const cartId = await put(buyer, item);
  const way = waysOf(await estimate(buyer)).get('PICKUP');
  assert.equal(way.shipping, 0);
  const collect = { shippingMethod: 'PICKUP', shippingAddressId: undefined };
  assert.equal(await fault(initiate(buyer, cartId, collect)), '/pickupPlaceId');
  assert.equal(
    await fault(initiate(buyer, cartId, { shippingMethod: 'PICKUP', pickupPlaceId: placeId })),
    '/shippingAddressId',
  );
  await done(initiate(buyer, cartId, { ...collect, pickupPlaceId: newId('pup') }), 404);
  const opened = await done(initiate(buyer, cartId, { ...collect, pickupPlaceId: placeId }), 201);
  assert.deepEqual(
    // Oregon has no sales tax; New York, where the buyer lives, does.
    [opened.shipping, opened.tax, opened.total, opened.shippingMethod, opened.pickupPlaceId],
    [0, 0, 20, 'PICKUP', placeId],
  );
  assert.equal(opened.shippingAddress.line1, 'Corner Shop');
  assert.equal(opened.shippingAddress.name, 'Test Shopper');
  const paid = await done(pay(buyer, opened.checkoutId));
  assert.equal(paid.total, 20);
  const order = await done(app.get(`/orders/${paid.orderId}`, { token: buyer.token }));
  assert.equal(order.shippingMethod, 'PICKUP');
  assert.equal(order.shippingAddress.line2, '5 High St');
  await done(admin('PUT', path, { body: corner }), 428);
  await done(change({ ...corner, active: false }));
  await done(change(corner), 412);
  assert.deepEqual(await done(admin('GET', path)), {
    ...corner,
    placeId,
    active: false,
    version: 2,
  });
  await put(buyer, item);
  assert.equal(waysOf(await estimate(buyer)).has('PICKUP'), false, 'closed');
  await done(admin('DELETE', path, { version: 1 }), 412);
  await done(admin('DELETE', path, { version: 2 }));
  await done(admin('DELETE', path, { version: 2 }), 404);
});

test('a carrier refuses what is too long, at once after it is saved', async () => {
  const item = await shop.product({ stock: 5 });
  await done(pack(shop, item, { size_mm: [900, 100, 100] }));
  const buyer = await shop.shopper();
  await put(buyer, item);
  const express = async () => waysOf(await estimate(buyer)).has('EXPRESS');
  assert.equal(await express(), true);
  const air = { name: 'Air', divisor: 5_000, maxLengthMillimetres: 800, maxGirthMillimetres: null };
  const change = (body: unknown, version: number) =>
    admin('PUT', 'shipping-carriers/air', { body, version });
  await done(change(air, 1));
  assert.equal(await express(), false);
  await done(change({ ...air, divisor: 0 }, 2), 422);
  const { data } = await done(admin('GET', 'shipping-carriers'));
  const { rates, ...first } = data[0];
  assert.deepEqual(first, { carrier: 'air', ...air, version: 2 });
  assert.ok(rates > 0, 'as many rates go by it');
  await done(change({ ...air, maxLengthMillimetres: 1_500 }, 2));
});
