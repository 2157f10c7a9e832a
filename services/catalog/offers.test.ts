import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Value } from 'typebox/value';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { rankedOffers } from './model-offers.ts';
import { offerSchema } from './schemas.ts';

const parcel = (amount_minor: number, maxDays = 3) => ({
  method: 'STANDARD',
  amount_minor,
  minDays: 1,
  maxDays,
});
const offer = (productId: string, price_minor: number, delivery = parcel(0)) => ({
  productId,
  price_minor,
  delivery,
  inStock: true,
});

test('offers by what they cost delivered, each with the reason for its place', () => {
  const ranked = rankedOffers(
    [
      offer('cheap-but-sent-dearly', 900, parcel(500)),
      { ...offer('gone', 100), inStock: false },
      offer('late', 1000, parcel(100, 9)),
      offer('best', 1000, parcel(100)),
      { ...offer('nowhere', 10), delivery: null },
    ],
    true,
  );
  assert.deepEqual(
    ranked.map(({ productId, total_minor, reason }) => [productId, total_minor, reason]),
    [
      ['best', 1100, 'best-total'],
      ['late', 1100, 'slower'],
      ['cheap-but-sent-dearly', 1400, 'higher-total'],
      ['nowhere', 10, 'no-delivery'],
      ['gone', 100, 'out'],
    ],
  );
  const unsent = rankedOffers([{ ...offer('b', 5), delivery: null }, offer('a', 4)], false);
  assert.deepEqual(
    unsent.map((one) => one.reason),
    ['best-total', 'higher-total'],
  );
});

let app: App;
let shop: Shop;
before(async () => {
  app = await startApp();
  shop = await openShop(app);
});
after(() => app.stop());

const number = '4006381333931';

/** A product with a number on its variant. */
async function numbered(price: number, barcode: string) {
  const made = await shop.product({ price, stock: 4 });
  const token = shop.sellerToken;
  const at = `/seller/products/${made.productId}`;
  const { headers } = await app.get(at, { token });
  const patched = await app.send('PATCH', `${at}/variants/${made.variantId}`, {
    token,
    headers: { 'if-match': String(headers['etag']) },
    body: { barcode },
  });
  assert.equal(patched.status, 200, JSON.stringify(patched.body));
  return made;
}

test('one trade item number, several offers', async () => {
  const dear = await numbered(30, number);
  const cheap = await numbered(20, `0${number}`);
  await numbered(10, '4006381333932');
  const alone = await numbered(10, 'shelf 7');
  const { status, body } = await app.get(
    `/variants/${dear.variantId}/offers?country=US&postalCode=10001`,
  );
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(
    body.offers.map((one: { productId: string; reason: string }) => [one.productId, one.reason]),
    [
      [cheap.productId, 'best-total'],
      [dear.productId, 'higher-total'],
    ],
  );
  for (const one of body.offers) {
    assert.deepEqual(Value.Errors(offerSchema, one).slice(0, 2), []);
    const cents = (amount: number) => Math.round(amount * 100);
    assert.equal(cents(one.total), cents(one.price) + cents(one.delivery.amount));
  }
  assert.deepEqual((await app.get(`/variants/${alone.variantId}/offers`)).body, { offers: [] });
  assert.equal((await app.get('/variants/x/offers')).status, 404);
  assert.equal((await app.get(`/variants/${dear.variantId}/offers?country=usa`)).status, 422);
});

test('a product that was withdrawn says so, a draft was never there', async () => {
  const { productId } = await shop.product({ price: 5, stock: 1 });
  const token = shop.sellerToken;
  const at = `/seller/products/${productId}`;
  const view = await app.get(at, { token });
  const post = async (verb: string, etag: unknown) =>
    app.post(`${at}/${verb}`, { token, headers: { 'if-match': String(etag) }, body: {} });
  const draft = await post('unpublish', view.headers['etag']);
  assert.equal(draft.status, 200, JSON.stringify(draft.body));
  assert.equal((await app.get(`/products/${productId}`)).status, 404);
  const gone = await post('archive', draft.headers['etag']);
  assert.equal(gone.status, 200, JSON.stringify(gone.body));
  for (const key of [productId, view.body.slug]) {
    const { status, body } = await app.get(`/products/${key}`);
    assert.deepEqual([status, body.code], [410, 'product-withdrawn'], key);
    assert.equal(typeof body.category, 'string');
  }
});

test('what a variant cost in the last days', async () => {
  const { variantId } = await shop.product({ price: 20, stock: 1 });
  const path = `/prices/${variantId}/history`;
  assert.deepEqual((await app.get(path)).body, { currency: 'USD', past: [] });
  const body = { prices: [{ variantId, currency: 'USD', price: 18 }] };
  await app.send('PUT', '/seller/prices', { token: shop.sellerToken, body });
  const { past } = (await app.get(path)).body;
  assert.deepEqual([past.length, past[0].price], [1, 20]);
  assert.match(past[0].until, /^\d{4}-\d\d-\d\d$/);
  assert.equal((await app.get(`${path}?currency=QQQ`)).status, 422);
});
