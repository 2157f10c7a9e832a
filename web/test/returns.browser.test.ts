/**
 * Sending something back, as a buyer does it in a browser: what can go back and why not, the
 * amount before anything is announced, the label, a refusal and its appeal, and the way by a link.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import pg from 'pg';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { returnKit, type Body, type Bought, type Buyer } from '../../test/returns.ts';
import { assertAccessible, desktop, openBrowser, phone, type Opened } from './browser.ts';

let app: App;
let shop: Shop;
let kit: ReturnType<typeof returnKit>;
const browsers: Opened[] = [];

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
  kit = returnKit(app, shop);
});

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
});

after(() => app.stop());

const address = {
  name: 'Ada Moor',
  line1: '12 Hill Street',
  city: 'New York',
  state: 'NY',
  postalCode: '10001',
  country: 'US',
};

async function open(options: Parameters<typeof openBrowser>[0] = {}): Promise<[Page, Opened]> {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true, ...options });
  browsers.push(browser);
  return [await browser.page(), browser];
}

/** A guest in this browser and over HTTP. */
async function enter(page: Page, body: { email?: string } = {}): Promise<Buyer> {
  await page.goto(`${app.url}/offline`);
  const { token, userId } = await page.evaluate(async (given) => {
    const response = await fetch('/api/v1/auth/guest', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(given),
    });
    localStorage.setItem('trueshelf.session', 'guest');
    const reply = (await response.json()) as { accessToken: string; user: { userId: string } };
    return { token: reply.accessToken, userId: reply.user.userId };
  }, body);
  const { addressId } = (await app.post('/me/addresses', { token, body: address })).body;
  return { userId, token, addressId };
}

const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

async function bought(buyer: Buyer, quantity = 2, price = 20): Promise<Bought> {
  const product = await shop.product({ stock: 4, price });
  return kit.delivered(buyer, [{ ...product, quantity }]);
}

test('by keyboard on a phone: choose, see the amount, announce, follow to the money', async () => {
  const [page, browser] = await open();
  const buyer = await enter(page);
  const order = await bought(buyer);
  await page.goto(`${app.url}/orders/${order.orderNumber}`);
  await page.getByRole('link', { name: 'Send something back' }).click();
  await page.waitForURL(/\/return$/);
  await heading(page, 'Send something back');
  const box = page.getByRole('checkbox');
  await box.waitFor();
  await assertAccessible(page);
  const send = page.getByRole('button', { name: 'Announce the return' });
  assert.match((await send.getAttribute('aria-disabled')) ?? '', /true/);
  await box.focus();
  await page.keyboard.press('Space');
  const estimate = page.getByRole('region', { name: 'You get back' });
  await estimate.getByText(`$${order.total.toFixed(2)}`).waitFor();
  await page.getByRole('button', { name: 'One less' }).press('Enter');
  await estimate.getByText(/Usually within 10 days/).waitFor();
  await page.getByLabel('Anything we should know').fill('Too big for me');
  await send.press('Enter');
  await page.getByText('Choose a reason.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'reason');
  await page.keyboard.type('The size');
  await send.press('Enter');
  await page.waitForURL(/\/returns\/RT-/);
  await heading(page, 'Announced');
  await assertAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Get the label (PDF)' }).click();
  const number = /RT-\w{10}/.exec(page.url())?.[0] ?? '';
  assert.equal((await download).suggestedFilename(), `${number}.pdf`);
  await heading(page, 'Ready to send');
  await page.getByRole('button', { name: 'I have handed it in' }).click();
  await heading(page, 'On its way back');

  const one = kit.ok(await app.get(`/returns/${number}`, { token: buyer.token }));
  assert.deepEqual([one.reason, one.note], ['wrong-size', 'Too big for me']);
  await kit.inspected(one);
  kit.ok(await kit.step(one.returnId, 'approve', {}));
  await kit.returnOnce(one.returnId, 'REFUNDED');
  await page.reload();
  await heading(page, 'Your money was sent');
  await page.getByRole('list', { name: 'What happened' }).getByText('Granted').waitFor();
  await assertAccessible(page);
  await page.goto(`${app.url}/orders/${order.orderNumber}`);
  await page.getByRole('link', { name: `Return ${number}: Your money was sent` }).waitFor();
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});

test('refused with a reason, appealed, and heard', async () => {
  const [page, browser] = await open({ viewport: desktop });
  const buyer = await enter(page);
  const order = await bought(buyer, 1);
  const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 1 }] });
  await kit.inspected(one);
  const reason = { reason: 'used', evidence: 'Scratches on the lid.' };
  kit.ok(await kit.step(one.returnId, 'reject', reason));
  await page.goto(`${app.url}/returns/${one.returnNumber}`);
  await heading(page, 'Not accepted');
  await page.getByText('Not accepted: it was used').waitFor();
  await page.getByText('Scratches on the lid.').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Appeal' }).click();
  await page.getByText('Write why it is wrong.').waitFor();
  await page.getByLabel(/Is that wrong/).fill('They were there when it came.');
  await page.getByRole('button', { name: 'Appeal' }).click();
  await page.getByText('Your appeal is being looked at.').waitFor();
  kit.ok(await app.post(`/admin/returns/${one.returnId}/approve`, { ...kit.admin(), body: {} }));
  await kit.returnOnce(one.returnId, 'REFUNDED');
  await page.reload();
  await heading(page, 'Your money was sent');
  assert.deepEqual(browser.problems, []);
});

test('what cannot go back says why: too late, never, already on its way', async () => {
  const [page, browser] = await open();
  const buyer = await enter(page);
  const late = await bought(buyer, 1);
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  await client.query(
    `update orders.order_transition set at = at - interval '40 days' where order_id = $1`,
    [late.orderId],
  );
  await client.end();
  await page.goto(`${app.url}/orders/${late.orderNumber}`);
  await page.getByText('The time for returns is over.').waitFor();
  await page.goto(`${app.url}/orders/${late.orderNumber}/return`);
  await page.getByText('Nothing of this order can go back now').waitFor();
  await page.getByText('The time for returns is over.').waitFor();
  await assertAccessible(page);

  const product = await shop.product({ stock: 4 });
  const rule = { scope: 'product', key: product.productId, windowDays: 30, condition: 'UNUSED' };
  const body = { ...rule, returnable: false, why: 'hygiene' };
  kit.ok(await app.send('PUT', '/admin/return-rules', { ...kit.admin(), body }));
  const barred = await kit.delivered(buyer, [{ ...product, quantity: 2 }]);
  await page.goto(`${app.url}/orders/${barred.orderNumber}/return`);
  await page.getByText(/damaged, wrong or not as described: hygiene/).waitFor();
  await page.getByRole('checkbox').check();
  await page.getByLabel('Why?').selectOption('other');
  await page.getByRole('button', { name: 'Announce the return' }).click();
  await page.getByText('This cannot be returned for this reason.').waitFor();
  assert.equal(await page.getByRole('checkbox').isChecked(), true, 'what was chosen stays');
  await assertAccessible(page);
  await page.getByLabel('Why?').selectOption('damaged');
  await page.getByRole('button', { name: 'One less' }).click();
  await page.getByRole('button', { name: 'Announce the return' }).click();
  await heading(page, 'Announced');
  await page.goto(`${app.url}/orders/${barred.orderNumber}/return`);
  await page.getByText('1 can go back').waitFor();
  assert.deepEqual(browser.problems, []);
});

test('by the link of a mail, without signing in', async () => {
  const email = 'link.returns@example.test';
  const [page, browser] = await open({ viewport: desktop });
  const buyer = await enter(page, { email });
  const order = await bought(buyer, 1);
  const opened = kit.ok(
    await app.post('/orders/lookup', { body: { orderNumber: order.orderNumber, email } }),
  ) as Body;
  const [other, elsewhere] = await open({ viewport: desktop });
  await other.goto(`${app.url}/orders/${order.orderNumber}?t=${opened.token}`);
  await other.getByRole('link', { name: 'Send something back' }).click();
  await other.getByRole('checkbox').check();
  await other.getByLabel('Why?').selectOption('changed-mind');
  await other.getByRole('button', { name: 'Announce the return' }).click();
  await heading(other, 'Announced');
  await assertAccessible(other);
  const download = other.waitForEvent('download');
  await other.getByRole('button', { name: 'Get the label (PDF)' }).click();
  await download;
  const [stranger, third] = await open();
  await stranger.goto(other.url().replace(/\?.*/, ''));
  await heading(stranger, 'This return cannot be shown');
  await assertAccessible(stranger);
  assert.deepEqual([...browser.problems, ...elsewhere.problems, ...third.problems], []);
});
