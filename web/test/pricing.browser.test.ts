/**
 * Prices as those who keep them see them: a promotion is made with its sentence, its example and
 * last week's orders in view, is taken off what somebody buys, and is gone when it is switched off;
 * on a phone and at a desk.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { Failure } from '#kernel/core/error.ts';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { fillCart, openCheckout, ownAddress, pay } from '../../test/buyer.ts';
import { alive, assertAccessible, desktop, openBrowser, phone } from './browser.ts';
import { assertFits, password, signIn, someone, until } from './person-kit.ts';

let app: App;
let shop: Shop;
/** The search answers nothing but that it has failed. */
let isLost = false;

before(async () => {
  app = await startApp({
    web: true,
    config: await ownAddress(),
    trouble: (route) => {
      if (isLost && route === 'GET /search/suggest') throw new Failure('internal-error');
    },
  });
  shop = await openShop(app);
});
after(async () => {
  await app?.stop();
});

/** Somebody who works for the shop, in this role. */
async function operator(role: string): Promise<{ email: string }> {
  const userId = newId('usr');
  const email = `${userId}@example.test`;
  const one = { userId, email, password, name: 'Olu Desk', roles: [role], addresses: [] };
  await app.host.client(identityCalls).import({ users: [one] });
  return { email };
}

type Product = Awaited<ReturnType<Shop['product']>>;

/** A product that the search knows, with its name. */
async function findable(options: { stock: number; price: number }) {
  const product = await shop.product(options);
  const { name } = (await app.get(`/products/${product.productId}`)).body;
  await until('the search knows it', async () => {
    const { body } = await app.get(`/search/suggest?q=${encodeURIComponent(name)}`);
    return body.products.some((one: { name: string }) => one.name === name) ? true : undefined;
  });
  return { ...product, name: name as string };
}

async function bought(product: Product) {
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  const order = await app.get(`/orders/${paid.body.orderId}`, { token: buyer.token });
  return order.body;
}

/** Types a part of a name and takes what is found. */
async function choose(page: Page, label: string, name: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(name);
  await page.locator('[data-found] button').filter({ hasText: name }).first().click();
}

test('a promotion from its first letter to the cart, and off again', async () => {
  const lamp = await findable({ stock: 20, price: 80 });
  const order = await bought(lamp);
  const desk = await openBrowser({ viewport: desktop, reducedMotion: true });
  try {
    const page = await desk.page();
    await signIn(page, app, await operator('catalogue'));
    await page.goto(`${app.url}/admin/promotions`);
    await page.getByText('No promotions yet').waitFor();
    await assertAccessible(page);
    await page.getByRole('link', { name: 'Add a promotion' }).click();
    await alive(page);
    await page.getByLabel('Name', { exact: true }).fill('Lamp week');
    await page.getByLabel('Percent off').fill('25');
    await choose(page, 'Products', lamp.name);
    const said = page.locator('[data-said]');
    await said.getByText(`25% off, on ${lamp.name}.`).waitFor();
    await assertAccessible(page);

    // A fault is told beside its field, and nothing that was typed is lost.
    await page.getByLabel('Begins').fill('2030-01-02T10:00');
    await page.getByLabel('Ends', { exact: true }).fill('2030-01-01T10:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('is not after the beginning').waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Lamp week');
    await page.getByLabel('Begins').fill('');
    await page.getByLabel('Ends', { exact: true }).fill('');

    await choose(page, 'Goods', lamp.name);
    await page.getByRole('button', { name: 'Work it out', exact: true }).click();
    const steps = page.getByRole('table', { name: 'Step by step' });
    await steps.getByRole('row', { name: /Promotion.*-\$20\.00/ }).waitFor();
    await steps.getByRole('row', { name: /Goods come to \$60\.00/ }).waitFor();

    await page.getByRole('button', { name: 'Work it out on them' }).click();
    await page.getByText('1 of 1 order would have cost something else.').waitFor();
    const examples = page.getByRole('table', { name: 'The newest that would be different' });
    await examples.getByRole('row', { name: new RegExp(`${order.orderNumber}.*-\\$20`) }).waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL((url) => url.pathname === '/admin/promotions');
    const row = page.getByRole('listitem').filter({ hasText: 'Lamp week' });
    await row.getByText('Running').waitFor();

    assert.equal((await bought(lamp)).discount, 20, 'what was saved is taken off');

    await page.setViewportSize(phone);
    await assertFits(page);
    await assertAccessible(page);
    await row.getByRole('button', { name: 'Switch off now: Lamp week' }).press('Enter');
    await row.getByText('Switched off').waitFor();
    assert.equal((await bought(lamp)).discount, 0, 'switched off is off at once');

    // Changed as a whole: it comes back into the fields, by the names of what was chosen.
    await row.getByRole('link', { name: 'Lamp week' }).click();
    await page.getByLabel('Percent off').waitFor();
    assert.equal(await page.getByLabel('Percent off').inputValue(), '25');
    await said.getByText(`on ${lamp.name}`).waitFor();
    await assertFits(page);
    await assertAccessible(page);
    assert.deepEqual(desk.problems, []);
  } finally {
    await desk.close();
  }
});

test('why a price: of an order’s line, and of anything for anybody', async () => {
  const lamp = await findable({ stock: 20, price: 60 });
  const made = await app.post('/admin/promotions', {
    token: shop.adminToken,
    body: { name: 'Tenth', effect: { kind: 'percent', percent: 10 }, productIds: [lamp.productId] },
  });
  const order = await bought(lamp);
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  try {
    const page = await browser.page();
    await signIn(page, app, await operator('support'));
    await page.goto(`${app.url}/admin/prices`);
    await page.getByLabel('Order number').fill('TS-NOTHING');
    await page.getByLabel('Order number').press('Enter');
    await page.getByText('There is no such order.').waitFor();
    await page.getByLabel('Order number').fill(order.orderNumber);
    await page.getByLabel('Order number').press('Enter');
    const line = page.getByRole('table', { name: /^Why Thing .* cost what it did$/ });
    await line.getByRole('row', { name: /Price.*\$60\.00/ }).waitFor();
    await line.getByRole('row', { name: /Promotion.*Tenth.*-\$6\.00 \$54\.00/ }).waitFor();
    await line.getByRole('row', { name: /This line \$54\.00/ }).waitFor();
    await page.getByRole('heading', { name: 'The whole order' }).waitFor();
    const whole = page.getByRole('table', { name: 'The whole order' });
    const total = `$${order.total.toFixed(2)}`;
    await whole.getByRole('row').filter({ hasText: 'Total' }).getByText(total).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('order'), order.orderNumber);

    isLost = true;
    await page.getByLabel('Product', { exact: true }).fill(lamp.name.slice(0, -1));
    await page.getByText('That did not work.').waitFor();
    assert.equal(await page.getByText('Nothing is called').count(), 0, 'nobody knows that');
    isLost = false;
    await choose(page, 'Product', lamp.name);
    assert.equal(await page.getByText('That did not work.').count(), 0);
    await page.getByLabel('How many').fill('3');
    await page.getByLabel('Country it goes to').fill('Narnia');
    await page.getByRole('button', { name: 'Tell me why' }).last().click();
    await page.getByText('Please look at this again.').waitFor();
    await page.getByLabel('Country it goes to').fill('US');
    await page.getByRole('button', { name: 'Tell me why' }).last().click();
    const steps = page.getByRole('table', { name: 'Step by step' });
    await steps.getByRole('row', { name: /Goods come to \$162\.00/ }).waitFor();
    await page.getByText('United States · now').waitFor();
    await assertFits(page);
    await assertAccessible(page);
    const others = browser.problems.filter((one) => !one.includes('status of 500'));
    assert.deepEqual(others, []);
  } finally {
    await browser.close();
    const { promotionId } = made.body;
    const off = { token: shop.adminToken, body: { enabled: false } };
    await app.post(`/admin/promotions/${promotionId}/switch`, off);
  }
});

test('a coupon: made, its random codes as a file, its uses, and switched off', async () => {
  const lamp = await findable({ stock: 20, price: 40 });
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  try {
    const page = await browser.page();
    await signIn(page, app, await operator('finance'));
    await page.goto(`${app.url}/admin/coupons/new`);
    await page.getByLabel('Name', { exact: true }).fill('Spring');
    await page.getByLabel('Code', { exact: true }).fill('!!');
    await page.getByLabel('Uses in all').fill('5');
    await page.getByLabel(/^Budget/).fill('100');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('is to have 3 to 40 letters or digits').waitFor();
    await page.getByLabel('Code', { exact: true }).fill('Spring-26');
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL((url) => url.pathname.startsWith('/admin/coupons/cpn_'));
    await page.getByLabel('How many random codes').fill('7000');
    await page.getByRole('button', { name: 'Make them' }).click();
    const csv = page.getByRole('button', { name: 'Download 7,000 codes of 7,000 as CSV' });
    const [download] = await Promise.all([page.waitForEvent('download'), csv.click()]);
    const rows = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    assert.equal(rows.length, 7_001);
    assert.equal(rows[0], 'code,uses,held,uses_max');
    await page.getByLabel('One more code that people can say').fill('SPRING 26');
    await page.getByRole('button', { name: 'Add this code' }).click();
    await page.getByText('is the code of a coupon already').waitFor();
    await assertFits(page);
    await assertAccessible(page);
    const couponId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const cartId = await fillCart(app, [{ ...lamp, quantity: 1 }]);
    const headers = { 'x-cart-id': cartId };
    const cart = await app.post('/cart/coupons', { headers, body: { code: 'spring26' } });
    assert.equal(cart.status, 200, JSON.stringify(cart.body));
    await page.goto(`${app.url}/admin/coupons`);
    const row = page.getByRole('listitem').filter({ hasText: 'Spring' });
    await row.getByText('Used 0 times of 5').waitFor();
    await row.getByText('$0.00 of $100.00 given').waitFor();
    await assertAccessible(page);
    await row.getByRole('button', { name: 'Switch off now: Spring' }).click();
    await row.getByText('Switched off').waitFor();
    const kept = await app.get(`/admin/coupons/${couponId}`, { token: shop.adminToken });
    assert.equal(kept.body.enabled, false);
    assert.deepEqual(browser.problems, []);
  } finally {
    await browser.close();
  }
});

test('a rule: refused with its field, made, changed, switched off', async () => {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  try {
    const page = await browser.page();
    await signIn(page, app, await operator('catalogue'));
    await page.goto(`${app.url}/admin/rules`);
    await page.getByRole('link', { name: 'Add a rule' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Slow movers');
    await page.getByLabel('Units left, at least').fill('900');
    await page.getByLabel('Ceiling, percent').fill('20');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('is below the floor').waitFor();
    await page.getByLabel('Ceiling, percent').fill('100');
    await assertFits(page);
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'Slow movers' });
    await row.getByText('Running').waitFor();
    await row.getByText('Moves the price that everybody sees').waitFor();
    await assertAccessible(page);
    await row.getByRole('link', { name: 'Slow movers' }).click();
    await page.getByLabel('Percent', { exact: true }).fill('-5');
    assert.equal(await page.getByLabel('Units left, at least').inputValue(), '900');
    await page.getByRole('button', { name: 'Save' }).click();
    await row.getByText('-5 %').waitFor();
    await row.getByRole('button', { name: 'Switch off now: Slow movers' }).click();
    await row.getByText('Switched off').waitFor();
    assert.deepEqual(browser.problems, []);
  } finally {
    await browser.close();
  }
});

/** A zone, refused at its fields, then there without a rate. */
async function makeZone(page: Page): Promise<void> {
  const save = () => page.getByRole('button', { name: 'Save' }).click();
  await page.goto(`${app.url}/admin/shipping`);
  await page.getByRole('link', { name: 'Rest of the world' }).waitFor();
  await assertFits(page);
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Add a zone' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Islands');
  await page.getByLabel('Countries').fill('fj, fr');
  await page.getByRole('button', { name: 'Add a holiday' }).click();
  await save();
  await page.getByText("'FR' is in the zone europe already").waitFor({ state: 'detached' });
  await page.getByText('Please look at this again.').first().waitFor();
  await page.getByRole('button', { name: 'Remove line 1' }).click();
  await save();
  await page.getByText("'FR' is in the zone europe already").waitFor();
  await page.getByLabel('Countries').fill('fj');
  await page.getByText('Fiji').waitFor();
  await save();
  await page.waitForURL((url) => url.pathname === '/admin/shipping/zones/islands');
  await page.getByText('nothing is offered in this zone').waitFor();
  await assertFits(page);
}

/** A rate by steps of weight, what a parcel costs by it, and gone with the zone. */
async function makeRate(page: Page): Promise<void> {
  const save = () => page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Add a rate' }).click();
  await page.getByLabel('Reckoned').selectOption('tiers');
  for (const [nth, step] of [
    ['1000', '5'],
    ['30000', '4.5'],
  ].entries()) {
    await page.getByRole('button', { name: 'Add a step of weight' }).click();
    await page
      .getByLabel('Up to grams')
      .nth(nth)
      .fill(step[0] ?? '');
    await page
      .getByLabel('Cost', { exact: true })
      .nth(nth)
      .fill(step[1] ?? '');
  }
  await save();
  await page.getByText('30000 g costs less than 1000 g').waitFor();
  await page.getByLabel('Cost', { exact: true }).nth(1).fill('9.001');
  await save();
  await page.getByText('has more decimals than USD').waitFor();
  await assertFits(page);
  await assertAccessible(page);
  await page.getByLabel('Cost', { exact: true }).nth(1).fill('9');
  await save();
  await page.getByRole('link', { name: 'Standard · USD' }).waitFor();

  await page.getByRole('link', { name: 'Zones', exact: true }).click();
  await page.getByLabel('Country (two letters)').fill('FJ');
  await page.getByRole('button', { name: 'Tell me' }).click();
  await page.getByText('Fiji is in the zone Islands.').waitFor();
  const costs = page.getByRole('table', { name: 'What would a parcel cost?' });
  await costs.getByRole('row', { name: /Standard \$9\.00 \w+ \d+, \d{4}/ }).waitFor();

  await page.getByRole('link', { name: 'Islands' }).click();
  await page.getByRole('button', { name: 'Remove Islands' }).click();
  const question = page.getByRole('dialog');
  await question.getByText('Standard · USD').waitFor();
  await assertAccessible(page);
  await question.getByRole('button', { name: 'Remove Islands' }).click();
  await page.waitForURL((url) => url.pathname === '/admin/shipping');
  await page.getByRole('link', { name: 'Rest of the world' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Islands' }).count(), 0);
}

async function keepOthers(page: Page): Promise<void> {
  const save = () => page.getByRole('button', { name: 'Save' }).click();
  await page.goto(`${app.url}/admin/shipping/carriers`);
  await page.getByRole('link', { name: 'Ground' }).click();
  await page.getByText('36 rates go by it. Give them another carrier first.').waitFor();
  await page.getByLabel('Longest side in millimetres').fill('long');
  await save();
  await page.getByText('Please look at this again.').waitFor();
  assert.equal(await page.getByLabel('Longest side in millimetres').inputValue(), 'long');
  await page.getByLabel('Longest side in millimetres').fill('2000');
  await assertFits(page);
  await assertAccessible(page);
  await save();
  await page.getByRole('listitem').filter({ hasText: 'Ground' }).getByText('2,000 mm').waitFor();

  await page.getByRole('link', { name: 'Warehouses' }).click();
  await page.getByText('By the calendar of the zone').first().waitFor();
  await page.locator('main li a').first().click();
  await page.getByLabel('Cut-off time').fill('16:30');
  await save();
  await page.getByText('Cut-off 16:30, UTC').waitFor();
  await page.locator('main li a').first().click();
  const back = page.getByRole('button', { name: 'Go by the zone’s calendar' });
  await back.first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go by the zone’s' }).click();
  await page.waitForURL((url) => url.pathname === '/admin/shipping/warehouses');
  await page.getByText('Cut-off 16:30, UTC').waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Places to collect' }).click();
  await page.getByText('No places to collect yet').waitFor();
  await page.getByRole('link', { name: 'Add a place' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Corner Kiosk');
  await page.getByLabel('Street and number').fill('2 Corner Street');
  await page.getByLabel('Town').fill('Boston');
  await page.getByLabel('Country (two letters)').fill('zz');
  await save();
  await page.getByText("'ZZ' is no country").waitFor();
  await page.getByLabel('Country (two letters)').fill('us');
  await assertFits(page);
  await save();
  await page.getByRole('link', { name: 'Corner Kiosk' }).click();
  await page.getByRole('button', { name: 'Remove Corner Kiosk' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('No places to collect yet').waitFor();
}

/** Somebody else saves it while it is changed here: it is told, and both changes are there then. */
async function changedElsewhere(page: Page): Promise<void> {
  const save = () => page.getByRole('button', { name: 'Save' }).click();
  const asAdmin = { token: shop.adminToken };
  const air = async () => {
    const { body } = await app.get('/admin/shipping-carriers', asAdmin);
    return body.data.find((one: { carrier: string }) => one.carrier === 'air');
  };
  const { carrier: _, rates: __, version, ...was } = await air();
  await page.goto(`${app.url}/admin/shipping/carriers/air`);
  await page.getByLabel('Longest side in millimetres').fill('1400');
  const changed = await app.send('PUT', '/admin/shipping-carriers/air', {
    ...asAdmin,
    headers: { 'if-match': `"${version}"` },
    body: { ...was, name: 'Air freight' },
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  await save();
  await page.getByText('It was changed somewhere else').waitFor();
  await assertFits(page);
  await assertAccessible(page);
  assert.equal((await air()).maxLengthMillimetres, was.maxLengthMillimetres, 'not written over');
  await page.getByRole('button', { name: 'Show what is saved' }).click();
  await page.getByText('What you typed stands').waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Air freight');
  assert.equal(await page.getByLabel('Longest side in millimetres').inputValue(), '1400');
  await assertFits(page);
  await save();
  await page.getByRole('listitem').filter({ hasText: 'Air freight' }).getByText('1,400').waitFor();
  const now = await air();
  assert.deepEqual([now.name, now.maxLengthMillimetres], ['Air freight', 1_400]);
}

test('shipping: zones, rates, carriers, warehouses, places: refused, kept, removed', async () => {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  try {
    const page = await browser.page();
    await signIn(page, app, await operator('finance'));
    await makeZone(page);
    await makeRate(page);
    await keepOthers(page);
    await changedElsewhere(page);
    assert.deepEqual(browser.problems, []);
  } finally {
    await browser.close();
  }
});

test('a member sees their own price, and nobody else does', async () => {
  const lamp = await findable({ stock: 20, price: 60 });
  const admin = { token: shop.adminToken };
  const made = await app.post('/admin/price-lists', { ...admin, body: { name: 'Firms' } });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const list = `/admin/price-lists/${made.body.listId}`;
  const prices = [{ variantId: lamp.variantId, currency: 'USD', price: 45 }];
  assert.ok((await app.post(`${list}/prices`, { ...admin, body: { prices } })).status < 300);
  const member = await someone(app);
  const userIds = [member.userId];
  assert.ok((await app.post(`${list}/members`, { ...admin, body: { userIds } })).status < 300);
  const { slug } = (await app.get(`/products/${lamp.productId}`)).body;
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  try {
    const page = await browser.page();
    await signIn(page, app, member);
    await page.goto(`${app.url}/p/${slug}`);
    await page.getByText('Your price').waitFor();
    const main = page.locator('main');
    await main.getByText('$45.00').first().waitFor();
    await assertFits(page);
    await assertAccessible(page);
    // What the server sends is the same for all, also for who is known.
    const cookies = {
      cookie: (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; '),
    };
    for (const headers of [{}, cookies]) {
      const html = await (await fetch(`${app.url}/p/${slug}`, { headers })).text();
      assert.ok(html.includes('$60.00') && !html.includes('45.00'), 'the shared page');
    }
    // A stranger in the same browser.
    const other = await someone(app);
    await page.context().clearCookies();
    await signIn(page, app, other);
    const told = page.waitForResponse((one) => one.url().includes('/api/v1/prices?'));
    await page.goto(`${app.url}/p/${slug}`);
    await told;
    await main.getByText('$60.00').first().waitFor();
    assert.equal(await page.getByText('Your price').count(), 0);
    assert.deepEqual(browser.problems, []);
  } finally {
    await browser.close();
    await app.post(`${list}/switch`, { ...admin, body: { enabled: false } });
  }
});

test('who has no such role is told so and asks the server nothing', async () => {
  const browser = await openBrowser({ viewport: phone });
  try {
    const page = await browser.page();
    await signIn(page, app, await operator('support'));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${app.url}/admin/promotions`);
    await page.getByText('This page is for operators').waitFor();
    assert.deepEqual(
      asked.filter((path) => path.startsWith('/api/v1/admin/')),
      [],
    );
    assert.deepEqual(browser.problems, []);
  } finally {
    await browser.close();
  }
});
