/**
 * What a buyer sees of orders: the confirmation, the way to the door while it happens, cancelling,
 * the list, and the ways in without an account. Bought over HTTP, looked at in a real browser.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { openCheckout, orderOnce, pay, type Shopper } from '../../test/buyer.ts';
import { pdfRuns } from '../../test/pdf.ts';
import { assertAccessible, desktop, openBrowser, phone, type Opened } from './browser.ts';

let app: App;
let shop: Shop;
const browsers: Opened[] = [];

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
});

afterEach(async () => {
  await app.post('//sandbox/faults', { body: {} });
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
async function enter(page: Page, email?: string): Promise<Shopper> {
  await page.goto(`${app.url}/offline`);
  const token = await page.evaluate(
    async (body) => {
      const response = await fetch('/api/v1/auth/guest', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      localStorage.setItem('trueshelf.session', 'guest');
      return ((await response.json()) as { accessToken: string }).accessToken;
    },
    email === undefined ? {} : { email },
  );
  const { addressId } = (await app.post('/me/addresses', { token, body: address })).body;
  return { token, addressId };
}

/** A guest of HTTP alone. */
async function guest(email: string): Promise<Shopper> {
  const token = (await app.post('/auth/guest', { body: { email } })).body.accessToken as string;
  const { addressId } = (await app.post('/me/addresses', { token, body: address })).body;
  return { token, addressId };
}

interface Bought {
  orderId: string;
  orderNumber: string;
  total: number;
  status: string;
}

async function buy(
  buyer: Shopper,
  { quantity = 1, paymentToken = 'tok_visa' }: { quantity?: number; paymentToken?: string } = {},
): Promise<Bought> {
  const product = await shop.product({ stock: 5, price: 20 });
  const { checkoutId, total } = await openCheckout(app, buyer, [{ ...product, quantity }]);
  const { status, body } = await pay(app, buyer, { checkoutId, paymentToken });
  assert.ok(status < 300, JSON.stringify(body));
  return { orderId: body.orderId, orderNumber: body.orderNumber, total, status: body.status };
}

const seller = {
  pick: (of: Bought) => move(of, 'seller', { step: 'pick' }),
  ship: (of: Bought, body: object) =>
    move(of, 'seller', {
      step: 'ship',
      body: { carrier: 'Northline', trackingNumber: 'NL 42', ...body },
    }),
};
const deliver = (of: Bought) => move(of, 'admin', { step: 'deliver' });

async function move(
  { orderId }: Bought,
  who: 'seller' | 'admin',
  { step, body }: { step: string; body?: object },
): Promise<void> {
  const token = who === 'seller' ? shop.sellerToken : shop.adminToken;
  const path = `/${who}/orders/${orderId}/${step}`;
  const answer: Answer = await app.post(path, { token, key: newId('key'), body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

const dollars = (amount: number) => `$${amount.toFixed(2)}`;
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const main = async (page: Page) => (await page.locator('main').innerText()).replace(/\n+/g, '\n');
const at = (order: { orderNumber: string }, tail = '') =>
  `${app.url}/orders/${order.orderNumber}${tail}`;

/** The runs of text of the document that a button brings. */
async function paper(page: Page, button: string): Promise<string[]> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return pdfRuns(await readFile(await (await download).path()));
}

test('the confirmation: what was shown, when it comes, and the same after a reload', async () => {
  const [page, browser] = await open();
  const buyer = await enter(page, 'ada.confirmed@example.test');
  const order = await buy(buyer, { quantity: 2 });
  await page.goto(at(order, '/confirmed'));
  await heading(page, 'Thank you, Ada');
  for (let visit = 0; visit < 2; visit += 1) {
    const text = await main(page);
    assert.ok(text.includes(order.orderNumber));
    assert.equal(await page.locator('[data-total]').innerText(), dollars(order.total));
    assert.match(text, /Expected \w+, Nov \d+/);
    assert.match(text, /on its way to ada\.confirmed@example\.test/);
    assert.match(text, /cancel free of charge until the first parcel leaves/);
    await assertAccessible(page);
    await page.reload();
    await heading(page, 'Thank you, Ada');
  }
  const invoice = await paper(page, 'Invoice as PDF');
  assert.ok(invoice.includes(dollars(order.total)), invoice.join(' | '));
  const { body } = await app.get('/orders', { token: buyer.token });
  assert.equal(body.data.length, 1, 'looking at it again buys nothing');
  await page.getByRole('link', { name: 'Follow the order' }).click();
  await heading(page, 'Your order is confirmed');
  assert.deepEqual(browser.problems, []);
});

test('a guest keeps the order in an account with one field', async () => {
  const [page, browser] = await open();
  const order = await buy(await enter(page, 'ada.account@example.test'));
  await page.goto(at(order, '/confirmed'));
  const form = page.getByRole('form', { name: 'Keep this order in an account' });
  await form.waitFor();
  assert.equal(await form.locator('input:visible').count(), 1);
  await form.getByLabel('Password').fill('short');
  await form.getByRole('button', { name: 'Create account' }).click();
  await form.getByText('too short, or too easy to guess').waitFor();
  assert.equal(await form.getByLabel('Password').inputValue(), 'short', 'what was typed stays');
  await assertAccessible(page);
  await form.getByLabel('Password').fill('a long enough pass phrase');
  await page.keyboard.press('Enter');
  await page.getByText('Your account is ready').waitFor();
  await page.goto(`${app.url}/orders`);
  await page.getByText(order.orderNumber).waitFor();
  assert.deepEqual(browser.problems, []);
});

test('a bank that is slow: told as that, no second payment, and on by itself', async () => {
  await app.post('//sandbox/faults', { body: { slow_ms: 4_000 } });
  const [page, browser] = await open();
  const buyer = await enter(page, 'ada.slow@example.test');
  const order = await buy(buyer, { paymentToken: 'tok_slow' });
  assert.equal(order.status, 'PENDING');
  await page.goto(at(order, '/confirmed'));
  await heading(page, 'We are confirming with your bank');
  const text = await main(page);
  assert.match(text, /Please do not pay again/);
  assert.match(text, /we do not know whether \$[\d.]+ was paid/);
  assert.doesNotMatch(text, /\bPay\b(?!ment)/, 'there is nothing to pay with');
  await assertAccessible(page);
  await heading(page, 'Thank you, Ada');
  assert.deepEqual(browser.problems, []);
});

test('a payment that failed in the end: no order, and the truth about the money', async () => {
  const [page, browser] = await open();
  const buyer = await enter(page);
  const order = await buy(buyer, { paymentToken: 'tok_timeout_declined' });
  await page.goto(at(order));
  await heading(page, 'This order was not placed');
  await page.getByText('You have not been charged.').waitFor();
  assert.match(await main(page), /The payment did not go through/);
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});

test('the page follows the parcels while the seller works', async () => {
  const [page, browser] = await open();
  const order = await buy(await enter(page), { quantity: 3 });
  await page.goto(at(order));
  await heading(page, 'Your order is confirmed');
  await page.getByText('Follows live').waitFor();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await seller.pick(order);
  await heading(page, 'Your order is being packed');
  await page.getByRole('status').getByText('Just now: Your order is being packed').waitFor();
  await seller.ship(order, { items: [{ lineNo: 1, quantity: 2 }] });
  await heading(page, 'Part of your order is on its way');
  const first = page.getByRole('article', { name: 'Parcel 1 of 2' });
  assert.match(await first.innerText(), /On its way[\s\S]*Northline[\s\S]*NL 42[\s\S]*2 of 3/);
  const rest = page.getByRole('article', { name: 'Parcel 2 of 2' });
  assert.match(await rest.innerText(), /Not sent yet[\s\S]*1 of 3/);
  assert.match(await main(page), /Cancel order\s+A part is on its way already/);
  await assertAccessible(page);
  await seller.ship(order, { trackingNumber: 'NL 43' });
  await heading(page, 'Your order is on its way');
  await deliver(order);
  await heading(page, 'Your order has arrived');
  const steps = page.getByRole('list', { name: 'What happened so far' }).getByRole('listitem');
  const told = (await steps.allInnerTexts()).join('\n').replace(/\n+/g, '\n');
  assert.match(told, /Packing began\n.*by the seller/);
  assert.match(told, /Parcel 2 left[\s\S]*Everything is on its way/);
  await page.getByText('Updated just now').waitFor();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await assertAccessible(page);
  assert.ok(await page.evaluate(() => 'sameDocument' in window), 'without a reload');
  assert.deepEqual(browser.problems, []);
});

test('cancelled by keyboard alone: what comes back is shown before, and after', async () => {
  const [page, browser] = await open({ viewport: desktop });
  const order = await buy(await enter(page));
  await page.goto(at(order));
  const cancel = page.getByRole('button', { name: 'Cancel order' });
  await cancel.waitFor();
  await cancel.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Cancel this order?' });
  await dialog.waitFor();
  assert.match(
    await dialog.innerText(),
    new RegExp(`\\${dollars(order.total)}, to the way you paid`),
  );
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.ok(await cancel.evaluate((button) => button === document.activeElement));
  await page.keyboard.press('Enter');
  await tabTo(page, 'Why optional');
  await page.keyboard.type('I found');
  await tabTo(page, 'Cancel the order');
  await page.keyboard.press('Enter');
  await heading(page, 'This order is cancelled');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  await page.getByText(`${dollars(order.total)} refunded`).waitFor();
  const text = await main(page);
  assert.match(text, /Cancelled\n.*by you\nI found it for less/);
  assert.match(text, /In your account by \w+, \w+ \d+/);
  const note = await paper(page, 'Credit note as PDF');
  assert.ok(note.includes('Credit note') && note.includes(dollars(order.total)), note.join(' | '));
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});

/** Presses Tab until the control with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const named = (element: Element | null) => {
    const labels = element instanceof HTMLSelectElement ? [...element.labels] : [];
    const texts = [...labels, element].map((one) => one?.textContent?.trim() ?? '');
    return texts[0] ?? '';
  };
  for (let presses = 0; presses < 40; presses += 1) {
    const body = `(${named.toString()})(document.activeElement)`;
    const focused = await page.evaluate<string>(body);
    if (focused.replace(/\s+/g, ' ').startsWith(name.split(' ')[0] ?? name)) {
      if (name.split(' ').every((word) => focused.includes(word))) return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`${name} is not reached by Tab`);
}

test('too late to cancel: why, and what instead', async () => {
  const [page] = await open();
  const order = await buy(await enter(page));
  await page.goto(at(order));
  await page.getByRole('button', { name: 'Cancel order' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel this order?' });
  await dialog.waitFor();
  await seller.pick(order);
  await seller.ship(order, {});
  await dialog.getByRole('button', { name: 'Cancel the order' }).click();
  await dialog.getByText('It is too late to cancel').waitFor();
  assert.match(await dialog.innerText(), /You can send it back when it has arrived/);
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await heading(page, 'Your order is on its way');
});

test('a guest finds the order by its number and e-mail, on another device', async () => {
  const order = await buy(await guest('ada.found@example.test'));
  const [page, browser] = await open();
  await page.goto(`${app.url}/orders/lookup`);
  await heading(page, 'Find an order without an account');
  await page.getByRole('button', { name: 'Show the order' }).click();
  await page.getByText('An order number is TS-').waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.getAttribute('name')),
    'orderNumber',
  );
  await assertAccessible(page);
  await page.getByLabel('Order number').fill(order.orderNumber.toLowerCase());
  await page.getByLabel('E-mail').fill('somebody@example.test');
  await page.keyboard.press('Enter');
  await page.getByText('Number and e-mail do not fit together').waitFor();
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'somebody@example.test');
  await assertAccessible(page);
  await page.getByLabel('E-mail').fill('Ada.Found@example.test');
  await page.keyboard.press('Enter');
  await heading(page, 'Your order is confirmed');
  const text = await main(page);
  assert.match(text, /This link shows no name and no street/);
  assert.doesNotMatch(text, /Ada|Hill Street/);
  assert.equal(await page.getByRole('button', { name: 'Cancel order' }).count(), 0);
  await assertAccessible(page);
  await page.getByText('Follows live').waitFor();
  await seller.pick(order);
  await heading(page, 'Your order is being packed');
  await page.reload();
  await heading(page, 'Your order is being packed');
  assert.deepEqual(browser.problems, []);
});

test('the link of the mail leads to the order; half a link says what to do', async () => {
  const order = await buy(await guest('ada.mailed@example.test'));
  const link = await mailed('ada.mailed@example.test', order.orderNumber);
  const [page, browser] = await open();
  await page.goto(link);
  await heading(page, 'Your order is confirmed');
  await page.goto(link.replace('?t=', '/confirmed?t='));
  await heading(page, 'Your order is confirmed');
  assert.doesNotMatch(await main(page), /Ada|Hill Street/);
  await page.goto(link.slice(0, -5));
  await heading(page, 'This link is not complete');
  assert.equal(await page.getByLabel('Order number').inputValue(), order.orderNumber);
  await assertAccessible(page);
  await page.route('**/shared?t=*', (route) =>
    route.fulfill({ status: 410, json: { code: 'order-link-expired', status: 410, title: 'x' } }),
  );
  await page.goto(link);
  await heading(page, 'This link has ended');
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});

/** The address of the order in the mail to somebody. */
async function mailed(recipient: string, orderNumber: string): Promise<string> {
  const headers = { accept: 'application/json' };
  const inbox = `//dev/mailbox?recipient=${encodeURIComponent(recipient)}`;
  const end = performance.now() + 60_000;
  for (;;) {
    const mailId = (await app.get(inbox, { headers })).body.data[0]?.mailId as string | undefined;
    if (mailId !== undefined) {
      const { text } = (await app.get(`//dev/mailbox/${mailId}`, { headers })).body;
      const link = /https?:\S+\/orders\/(TS-\w+)\?t=\S+/.exec(text);
      assert.equal(link?.[1], orderNumber);
      return link?.[0] ?? '';
    }
    assert.ok(performance.now() < end, 'the mail never came');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('an order of somebody else is not there; who is not known is asked', async () => {
  const order = await buy(await guest('ada.other@example.test'));
  const [page] = await open();
  await page.goto(at(order));
  await heading(page, 'Whose order is this?');
  await assertAccessible(page);
  const back = await page.getByRole('link', { name: 'Sign in' }).last().getAttribute('href');
  assert.equal(back, `/sign-in?next=${encodeURIComponent(`/orders/${order.orderNumber}`)}`);
  await enter(page);
  await page.goto(at(order));
  await heading(page, 'This order is not in your account');
  assert.doesNotMatch(await main(page), /Hill Street|\$/);
  await assertAccessible(page);
  for (const odd of ['/orders/TS-NONE', '/orders/no/confirmed']) {
    const answer = await page.goto(`${app.url}${odd}`);
    assert.equal(answer?.status(), 404, odd);
  }
});

test('the shop down, slow, or no longer knowing me: said, with a way on', async () => {
  const [page] = await open();
  const order = await buy(await enter(page));
  const path = '**/api/v1/orders/TS-*';
  await page.route(path, (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      headers: { 'x-request-id': 'req_test' },
      json: { code: 'room-unavailable', status: 503, title: 'x', requestId: 'req_test' },
    }),
  );
  await page.goto(at(order));
  await heading(page, 'We cannot show this order now');
  assert.match(await main(page), /Your order is safe[\s\S]*req_test/);
  await assertAccessible(page);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.route(path, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 6_500));
    await route.continue();
  });
  await page.goto(at(order));
  await page.getByText('This takes longer than usual').waitFor();
  await assertAccessible(page);
  await heading(page, 'Your order is confirmed');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.route(path, (route) => route.abort());
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByText('What you see may be older').waitFor();
  assert.match(await main(page), new RegExp(order.orderNumber), 'what was there stays');
  await assertAccessible(page);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('What you see may be older').waitFor({ state: 'hidden' });
  await page.context().clearCookies();
  await page.reload();
  await heading(page, 'Whose order is this?');
});

test('the list: found by what stands in the address; none yet, none found', async () => {
  const [page, browser] = await open();
  const buyer = await enter(page);
  await page.goto(`${app.url}/orders`);
  await page.getByText('No orders yet').waitFor();
  await assertAccessible(page);
  const orders: Bought[] = [];
  for (let nth = 0; nth < 11; nth += 1) orders.push(await buy(buyer));
  const [first, last] = [orders[0], orders.at(-1)];
  assert.ok(first && last);
  const key = newId('key');
  await app.post(`/orders/${last.orderId}/cancel`, { token: buyer.token, key, body: {} });
  await page.reload();
  const rows = page.getByRole('list', { name: 'Your orders' }).locator('> li');
  await rows.first().waitFor();
  assert.equal(await rows.count(), 10);
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Older orders' }).click();
  await page.getByText(first.orderNumber).waitFor();
  assert.equal(await rows.count(), 1);
  await page.goBack();
  await page.getByText(last.orderNumber).waitFor();
  await page.getByLabel('Status').selectOption('CANCELLED');
  await page.waitForURL(/\?status=CANCELLED$/);
  await page.getByText(first.orderNumber).waitFor({ state: 'hidden' });
  await rows.filter({ hasText: last.orderNumber }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('main ul > li h2').length === 1);
  await page.reload();
  await rows.filter({ hasText: last.orderNumber }).waitFor();
  assert.equal(await rows.count(), 1, 'the address says what is shown');
  await page.getByRole('link', { name: 'Clear all' }).click();
  await page
    .getByLabel('Seller')
    .locator('option', { hasText: 'Shop' })
    .waitFor({ state: 'attached' });
  await page.getByLabel('Seller').selectOption({ index: 1 });
  await page.waitForURL(/seller=slr_/);
  await page.getByLabel('Product or number').fill('nothing like it');
  await page.keyboard.press('Enter');
  await page.getByText('No order fits').waitFor();
  assert.match(page.url(), /q=nothing\+like\+it/);
  assert.match(page.url(), /seller=slr_/, 'filters add up');
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Clear all' }).first().click();
  await page.getByRole('link', { name: `Track: order ${last.orderNumber}` }).click();
  await heading(page, 'This order is cancelled');
  assert.deepEqual(browser.problems, []);
});

test('bought again: what is sold into the cart, the rest in words; my data as a file', async () => {
  const [page, browser] = await open({ viewport: desktop });
  const buyer = await enter(page);
  const order = await buy(buyer);
  await page.goto(`${app.url}/orders`);
  await page.getByRole('button', { name: `Buy again: order ${order.orderNumber}` }).click();
  await page.getByText(/In your cart: Thing/).waitFor();
  await page.getByRole('link', { name: 'Cart, 1 item' }).waitFor();
  await page.goto(app.url);
  await page.getByRole('heading', { name: 'Buy again' }).waitFor();
  const { body } = await app.get(`/orders/${order.orderId}`, { token: buyer.token });
  const goods = `/seller/products/${body.items[0].productId}`;
  const { headers } = await app.get(goods, { token: shop.sellerToken });
  await app.post(`${goods}/archive`, {
    token: shop.sellerToken,
    headers: { 'if-match': String(headers['etag']) },
  });
  await page.goto(at(order));
  await page.getByRole('button', { name: 'Buy again' }).click();
  await page.getByText(/Not sold at present: Thing/).waitFor();
  await page.goto(`${app.url}/orders`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download my data' }).click();
  assert.equal((await download).suggestedFilename(), 'trueshelf-my-data.json');
  assert.deepEqual(browser.problems, []);
});

test('in Arabic: from right to left, in its own words, the number as it is', async () => {
  const [page, browser] = await open();
  const buyer = await enter(page);
  const order = await buy(buyer);
  await orderOnce(app, buyer, { orderId: order.orderId, status: 'CONFIRMED' });
  await page.goto(`${app.url}/ar/orders/${order.orderNumber}`);
  await heading(page, 'تم تأكيد طلبك');
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  assert.doesNotMatch(await main(page), /orders\.\w/, 'no message without words');
  const place = page.locator('address bdi');
  assert.equal(await place.last().innerText(), 'الولايات المتحدة');
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});
