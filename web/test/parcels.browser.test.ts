// The checkout tells parcels and days, and lets people collect; a switch of currency counts the
// cart first, and changes nothing where it cannot.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { openShop, type Shop } from '../../test/app.ts';
import { alive, assertAccessible } from './browser.ts';
import {
  cards,
  fillAddress,
  goOn,
  openFloor,
  ordered,
  payWith,
  toCheckout,
  atPayment,
  until,
  type Floor,
} from './checkout-kit.ts';

let floor: Floor;
let other: Shop;

before(async () => {
  floor = await openFloor();
  other = await openShop(floor.app);
  const { app, shop } = floor;
  const made = await app.post('/admin/pickup-places', {
    token: shop.adminToken,
    body: {
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
      maxLengthMillimetres: null,
      active: true,
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const [day, end] = [0, 30].map((days) =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10),
  );
  const body = { currency: 'JPY', base: 'USD', rate: 150, step: 10, less: 0, source: 'a bank' };
  const set = await app.send('PUT', '/admin/currency-rates', {
    token: shop.adminToken,
    body: { ...body, since: day, until: end },
  });
  assert.ok(set.status < 300, JSON.stringify(set.body));
});

afterEach(async () => {
  await floor?.tidy();
});

after(async () => {
  await floor?.close();
});

const two = async () => [
  await floor.shop.product({ stock: 9 }),
  await other.product({ stock: 9, price: 10 }),
];

test('two sellers are two parcels with days and costs; what is shown is what is paid', async () => {
  const { page, browser } = await floor.shopper(await two());
  await toCheckout(page, floor);
  await page.getByLabel('E-mail').fill('ada@example.test');
  await fillAddress(page);
  const parcels = page.locator('[data-parcels=STANDARD] li');
  await parcels.nth(1).waitFor();
  assert.equal(await parcels.count(), 2);
  const told = await parcels.allTextContents();
  assert.ok(
    told.every((text) => /\$5\.99$/.test(text) && /[A-Z][a-z]{2}, [A-Z][a-z]{2} \d/.test(text)),
    told.join(' | '),
  );
  await assertAccessible(page);
  const summary = page.getByRole('complementary');
  await summary.getByText('$11.98').waitFor();
  await goOn(page);
  await atPayment(page);
  await summary.getByText('Delivery, Standard').waitFor();
  await summary.getByText('$11.98').waitFor();
  assert.equal(await summary.getByText('$5.99').count(), 2, 'each parcel');
  await payWith(page, cards.good);
  await ordered(page);
  assert.deepEqual(browser.problems, []);
});

test('who collects chooses a place, pays no postage and its tax, and reads where', async () => {
  const { page, browser } = await floor.shopper([await floor.shop.product({ stock: 9 })]);
  await toCheckout(page, floor);
  await page.getByLabel('E-mail').fill('ada@example.test');
  await fillAddress(page);
  await page.getByRole('radio', { name: /Collect it yourself/ }).check();
  const place = page.getByRole('radio', { name: /Corner Shop/ });
  await place.waitFor();
  await until(() => place.isChecked(), 'the only place is chosen');
  await page.getByText('this address is for the invoice only').waitFor();
  await assertAccessible(page);
  await goOn(page);
  await atPayment(page);
  // Oregon has no sales tax, New York has.
  await page.locator('#pay', { hasText: '$20.00' }).waitFor();
  await page.reload();
  await page.locator('#pay', { hasText: '$20.00' }).waitFor();
  await payWith(page, cards.good);
  const number = await ordered(page);
  await page.goto(`${floor.app.url}/orders/${number}`);
  await page.getByRole('heading', { name: 'Collect it at' }).waitFor();
  await page.getByText('Corner Shop').first().waitFor();
  assert.deepEqual(browser.problems, []);
});

test('every currency of the shop is offered, and a switch counts the cart first', async () => {
  const { app, shop } = floor;
  const item = await shop.product({ stock: 9, price: 20 });
  await until(async () => {
    const path = `/prices?variantIds=${item.variantId}&currency=JPY`;
    return (await app.get(path)).body.data.length === 1;
  }, 'the price in yen is written');
  const { page, browser } = await floor.shopper([item]);
  const open = async () => {
    await page.goto(`${app.url}/about`);
    await alive(page);
    await until(
      async () => (await page.getByRole('link', { name: /Cart, 1/ }).count()) > 0,
      'the cart is known',
    );
    await page.locator('header summary').filter({ hasText: 'English' }).click();
  };
  await open();
  await page.locator('header button[value=EUR]').click();
  await page.getByRole('alert').filter({ hasText: 'No price in EUR' }).first().waitFor();
  const cart = async () =>
    (await page.evaluate(() => fetch('/api/v1/cart').then((one) => one.json()))) as {
      currency: string;
      subtotal: number;
    };
  assert.equal((await cart()).currency, 'USD', 'all of it or none');
  await page.locator('header button[value=JPY]').click();
  await page.getByText('Your cart is counted in JPY now: ¥3,000.').waitFor();
  const { currency, subtotal } = await cart();
  assert.deepEqual([currency, subtotal], ['JPY', 3_000]);
  assert.deepEqual(
    browser.problems.filter((one) => !one.includes('409')),
    [],
  );
});
