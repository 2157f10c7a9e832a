// Currencies that follow another one: the arithmetic with its endings, prices written when a rate
// is saved and when a price of its base changes, what somebody set, and a rate that has ended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { assertTrue, ownAddress } from '../../test/buyer.ts';
import { converted, convertedPrice, type CurrencyRate } from './model-currency.ts';
import { microOf } from './routes-currency.ts';

const rate = (over: Partial<CurrencyRate>): CurrencyRate => ({
  currency: 'EUR',
  base: 'USD',
  rate_micro: 920_000,
  step_minor: 1,
  less_minor: 0,
  since: '2026-01-01',
  until: '2026-12-31',
  source: 'a bank',
  ...over,
});

test('decimals of both currencies count, and prices end as the rule says', () => {
  assert.equal(converted(1_000, rate({})), 920);
  const yen = rate({ currency: 'JPY', rate_micro: 150_000_000 });
  assert.equal(converted(1_999, yen), 2_999, '19.99 dollars are 2998.5 yen');
  assert.equal(converted(1_999, { ...yen, step_minor: 100, less_minor: 20 }), 2_980);
  const dinar = rate({ currency: 'KWD', rate_micro: 307_000 });
  assert.equal(converted(1_999, dinar), 6_137);
  assert.equal(converted(1_999, { ...dinar, step_minor: 250 }), 6_250);
  const charm = rate({ step_minor: 100, less_minor: 1 });
  assert.deepEqual(
    [5, 1_000, 1_060, 0].map((one) => converted(one, charm)),
    [99, 899, 999, 0],
  );
  const sale = { variantId: 'v', currency: 'USD', base_minor: 1_000, sale_minor: 990 };
  assert.deepEqual(convertedPrice(sale, charm)?.sale_minor, null, 'rounded to the same: no sale');
  assert.equal(converted(999_999_999, rate({ rate_micro: 1e15 })), undefined);
});

test('what is dearer stays no cheaper, and costs something, for any rate and rule', () => {
  const one = fc.integer({ min: 1, max: 10_000_000 });
  fc.assert(
    fc.property(fc.tuple(one, one, one, fc.integer({ min: 1, max: 1_000 })), (given) => {
      const [a, b, rate_micro, step_minor] = given;
      const of = rate({ rate_micro, step_minor, less_minor: Math.floor(step_minor / 3) });
      const [low = 0, high = 0] = [Math.min(a, b), Math.max(a, b)].map((x) => converted(x, of));
      assert.ok(low > 0 && low <= high);
      assert.equal((low + of.less_minor) % step_minor, 0);
    }),
  );
});

test('a rate has at most six decimals', () => {
  assert.deepEqual([microOf(0.92), microOf(150), microOf(0.1234567)], [920_000, 150e6, undefined]);
});

let app: App;
let shop: Shop;
let pool: pg.Pool;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
  pool = new pg.Pool({ connectionString: app.databaseUrl, max: 1 });
});

after(async () => {
  await pool?.end();
  await app?.stop();
});

// One day for all of them, whenever midnight comes.
const began_ms = Date.now();
const day = (days: number) => new Date(began_ms + days * 86_400_000).toISOString().slice(0, 10);

const put = (over: Record<string, unknown> = {}) => {
  const plain = { currency: 'JPY', base: 'USD', rate: 150, step: 10, less: 0, source: 'a bank' };
  const body = { ...plain, since: day(0), until: day(30), ...over };
  return app.send('PUT', '/admin/currency-rates', { token: shop.adminToken, body });
};

const priceOf = async (variantId: string, currency: string) => {
  const { body } = await app.get(`/prices?variantIds=${variantId}&currency=${currency}`);
  const [one] = body.data;
  return one === undefined ? undefined : [one.price, one.salePrice];
};

async function once(what: string, is: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 60_000;
  while (!(await is())) {
    if (performance.now() > until) assert.fail(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('prices follow the rate and their base; what somebody set stays', async () => {
  const plain = await shop.product({ price: 19.99 });
  const own = await shop.product({ price: 19.99 });
  const set = (prices: unknown[]) =>
    app.send('PUT', '/seller/prices', { token: shop.sellerToken, body: { prices } });
  await set([{ variantId: own.variantId, currency: 'JPY', price: 2_500 }]);
  assert.equal(await priceOf(plain.variantId, 'JPY'), undefined);
  assert.equal((await put()).status, 200);
  await once('the price in yen', async () => (await priceOf(plain.variantId, 'JPY')) !== undefined);
  assert.deepEqual(await priceOf(plain.variantId, 'JPY'), [3_000, null]);
  assert.deepEqual(await priceOf(own.variantId, 'JPY'), [2_500, null]);
  await set([{ variantId: plain.variantId, currency: 'USD', price: 30, salePrice: 20 }]);
  assert.deepEqual(await priceOf(plain.variantId, 'JPY'), [4_500, 3_000]);
  await set([{ variantId: own.variantId, currency: 'USD', price: 99 }]);
  assert.deepEqual(await priceOf(own.variantId, 'JPY'), [2_500, null]);
  const page = await app.get(`/products/${plain.productId}?currency=JPY`);
  await once('the page in yen', async () => {
    const { body } = await app.get(`/products/${plain.productId}?currency=JPY`);
    return body.variants[0].price === 4_500;
  });
  assert.equal(page.status, 200);
  const { data } = (await app.get('/currencies')).body;
  assert.deepEqual(data, [
    { currency: 'JPY', base: 'USD', decimals: 0, offered: true, until: day(30) },
  ]);
});

test('a rate that has ended offers nothing that it made, and says so', async () => {
  const product = await shop.product({ stock: 5, price: 10 });
  await once('the price', async () => (await priceOf(product.variantId, 'JPY')) !== undefined);
  await pool.query("update pricing.currency_rate set since = '2026-01-01', until = '2026-01-02'");
  const { variantId, productId } = product;
  const again = await startApp({ config: await ownAddress(), databaseUrl: app.databaseUrl });
  try {
    const { body } = await again.get('/currencies');
    assert.equal(body.data[0].offered, false);
    const prices = await again.get(`/prices?variantIds=${variantId}&currency=JPY`);
    assert.deepEqual(prices.body.data, []);
    const line = { productId, variantId, quantity: 1, currency: 'JPY' };
    const added = await again.post('/cart/items', { body: line });
    assert.deepEqual([added.status, added.body.code], [409, 'price-missing']);
  } finally {
    await again.stop();
  }
});

test('a rate that makes no sense is refused with its field', async () => {
  const pointer = async (over: Record<string, unknown>) => {
    const answer: Answer = await put(over);
    assert.equal(answer.status, 422, JSON.stringify(answer.body));
    return answer.body.errors?.[0].pointer ?? answer.body.code;
  };
  assert.equal(await pointer({ until: day(-1), since: day(-9) }), '/until');
  assert.equal(await pointer({ until: day(1), since: day(2) }), '/until');
  assert.equal(await pointer({ base: 'JPY' }), '/base');
  assert.equal(await pointer({ currency: 'XXX' }), 'currency-unknown');
  assert.equal(await pointer({ currency: 'EUR', base: 'JPY' }), '/base');
  assert.equal(await pointer({ currency: 'USD', base: 'EUR' }), '/currency');
  assert.equal(await pointer({ rate: 0.1234567 }), '/rate');
  assert.equal(await pointer({ step: 0.5 }), 'amount-precision');
  assert.equal(await pointer({ step: 10, less: 10 }), '/less');
  assert.equal(await pointer({ rate: 0 }), '/rate');
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});
