/**
 * Buying in a real browser: as a guest and signed in, on a desk and on a phone, by keyboard alone,
 * back and forth, with what is wrong told where it is. The sandbox pays.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { shippingCalls } from '#services/shipping/contract.ts';
import { alive, assertAccessible, phone } from './browser.ts';
import {
  addToCart,
  atPayment,
  cards,
  checkoutIdOf,
  fillAddress,
  fillCard,
  goOn,
  openFloor,
  ordered,
  payWith,
  stockOf,
  toCheckout,
  toPayment,
  type Floor,
} from './checkout-kit.ts';
import { mailTo, password, someone } from './person-kit.ts';

let floor: Floor;

before(async () => {
  floor = await openFloor();
});
afterEach(() => floor.tidy());
after(() => floor.close());

const summary = (page: Page) => page.getByRole('complementary', { name: 'Order summary' });

test('a guest buys: every cost before the button, no card number leaves, mail comes', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const { page, browser } = await floor.shopper([{ ...lamp, quantity: 2 }]);
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await toCheckout(page, floor);
  await assertAccessible(page);
  const shipping = await summary(page).innerText();
  assert.match(shipping, /Total before taxes\s*\$/);
  await page.getByLabel('E-mail').fill('guest@example.test');
  await fillAddress(page);
  await goOn(page);
  const checkoutId = await atPayment(page);
  await alive(page);
  await assertAccessible(page);
  assert.match(await page.locator('[data-hold]').innerText(), /Held and prices locked until/);
  const text = await summary(page).innerText();
  const total = /Total\s*\$([\d.]+)/.exec(text)?.[1];
  // The dates and costs that were offered are those that were charged.
  const delivery = /Delivery, Standard\s*(\S+)/;
  assert.equal(delivery.exec(text)?.[1], delivery.exec(shipping)?.[1]);
  await page.getByRole('button', { name: `Pay $${total}` }).waitFor();
  await payWith(page, cards.good);
  const number = await ordered(page);
  await page.getByRole('link', { name: 'Cart, empty' }).waitFor();
  const token = await tokenOf(page);
  const { body } = await floor.app.get(`/orders/${number}`, { token });
  assert.deepEqual([body.status, body.checkoutId], ['CONFIRMED', checkoutId]);
  assert.equal(body.total, Number(total), 'what stood on the button is what was charged');
  assert.ok(!sent.some((one) => one.replace(/\D/g, '').includes('4242424242424242')));
  await mailTo(floor.app, 'guest@example.test', new RegExp(number));
  await page.goBack();
  await page.waitForURL((url) => !url.pathname.startsWith('/checkout/'));
  assert.deepEqual(browser.problems, []);
});

/** The browser's own session, as its next page would get it. */
async function tokenOf(page: Page): Promise<string> {
  const reply = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/auth/refresh', { method: 'POST' });
    return (await answer.json()) as { accessToken: string };
  });
  return reply.accessToken;
}

test('signing in on the way: what was typed stays, the saved address is chosen', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const other = await floor.shop.product({ stock: 5, price: 10 });
  const who = await someone(floor.app, { address: true });
  await floor.app.post('/cart/items', { token: who.token, body: { ...other, quantity: 1 } });
  const { page, browser } = await floor.shopper([lamp]);
  await toCheckout(page, floor);
  await page.getByLabel('Street and number').fill('half an address');
  await page.getByText('With your saved addresses').click();
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(/do not fit together/).waitFor();
  await assertAccessible(page);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(who.email).waitFor();
  await page.getByText('Your carts were put together').waitFor();
  await page.getByRole('radio', { name: /1 Main Street/ }).waitFor();
  await page.getByRole('radio', { name: /Another address/ }).check();
  assert.equal(await page.getByLabel('Street and number').inputValue(), 'half an address');
  await page.getByRole('radio', { name: /1 Main Street/ }).check();
  await assertAccessible(page);
  await goOn(page);
  await atPayment(page);
  assert.match(await summary(page).innerText(), /Thing \d+[\s\S]*Thing \d+/);
  await page.getByRole('radio', { name: 'Cash on delivery' }).check();
  await page.getByRole('button', { name: /Order now, pay \$[\d.]+ on delivery/ }).click();
  await ordered(page);
  assert.deepEqual(browser.problems, []);
});

test('on a phone step by step: the step is in the address, and back keeps everything', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const { page, browser } = await floor.shopper([lamp], { viewport: phone });
  await toCheckout(page, floor);
  await page.getByText('Step 1 of 4').waitFor();
  await goOn(page);
  await page.getByText('Enter the e-mail that the confirmation should go to.').waitFor();
  await focusAt(page, 'contact-email');
  await page.getByLabel('E-mail').fill('ada@example.test');
  await goOn(page);
  await page.waitForURL(/step=address/);
  await focusAt(page, 'step-address');
  await assertAccessible(page);
  await goOn(page);
  await page.getByText('5 things to mend').waitFor();
  await focusAt(page, 'shipping-name');
  await fillAddress(page);
  await page.getByLabel('ZIP code').fill('1000');
  await goOn(page);
  await page.getByText(/ZIP code does not fit the country. It looks like 10001/).waitFor();
  await page.getByLabel('ZIP code').fill('10001');
  await goOn(page);
  await page.waitForURL(/step=delivery/);
  await page.getByRole('radio', { name: /Express/ }).check();
  await page.goBack();
  await page.waitForURL(/step=address/);
  assert.equal(await page.getByLabel('Full name').inputValue(), 'Ada Moor');
  await page.reload();
  await alive(page);
  assert.equal(await page.getByLabel('Street and number').inputValue(), '12 Hill Street');
  await page.goForward();
  await page.waitForURL(/step=delivery/);
  assert.ok(await page.getByRole('radio', { name: /Express/ }).isChecked());
  await assertAccessible(page);
  await goOn(page);
  const checkoutId = await atPayment(page);
  await page.goBack();
  await page.waitForURL(/step=delivery/);
  assert.match(await page.locator('[data-hold]').innerText(), /until/, 'the hold stands');
  await page.goForward();
  assert.equal(await atPayment(page), checkoutId);
  await alive(page);
  await assertAccessible(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(wide, 390);
  await payWith(page, cards.good);
  await ordered(page);
  assert.deepEqual(browser.problems, []);
});

/** The focus follows what was drawn, a moment later. */
const focusAt = (page: Page, id: string) =>
  page.waitForFunction((wanted) => document.activeElement?.id === wanted, id, { timeout: 5_000 });

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id ?? '');

test('by keyboard alone, from the first field to the order', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const { page } = await floor.shopper([lamp]);
  await page.goto(`${floor.app.url}/cart`);
  await alive(page);
  await tabTo(page, 'checkout');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Contact' }).waitFor();
  const heading = () => document.activeElement?.tagName === 'H1';
  await page.waitForFunction(heading, undefined, { timeout: 5_000 });
  const type = async (id: string, text: string) => {
    await tabTo(page, id);
    await page.keyboard.type(text);
  };
  await type('contact-email', 'keys@example.test');
  await type('shipping-name', 'Ada Moor');
  await type('shipping-line1', '12 Hill Street');
  await type('shipping-city', 'New York');
  await type('shipping-state', 'New Y');
  await type('shipping-postalCode', '10001');
  await tabTo(page, 'go-on');
  await page.keyboard.press('Enter');
  await atPayment(page);
  await page.locator('summary', { hasText: 'Test cards' }).waitFor();
  await type('card-number', '4242424242424242');
  assert.equal(await page.getByLabel('Card number').inputValue(), cards.good);
  await type('card-expiry', '1230');
  await type('card-code', '123');
  await page.keyboard.press('Enter');
  await ordered(page);
});

async function tabTo(page: Page, id: string): Promise<void> {
  for (let stop = 0; stop < 40; stop += 1) {
    if ((await focused(page)) === id) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${id} is not reached by Tab`);
}

test('another address: the old hold gives way, and the guest may give another e-mail', async () => {
  const last = await floor.shop.product({ stock: 1, price: 40 });
  const { page } = await floor.shopper([last]);
  const first = await toPayment(page, floor);
  await page.getByRole('link', { name: 'Change contact' }).click();
  await page.getByLabel('E-mail').fill('other@example.test');
  await page.getByLabel('City').fill('Albany');
  await goOn(page);
  await page.waitForURL((url) => /chk_/.test(url.pathname) && !url.pathname.includes(first));
  await page.locator('#pay').waitFor();
  assert.match(await page.locator('[data-step=address]').innerText(), /Albany/);
  assert.match(await page.locator('[data-step=contact]').innerText(), /other@example\.test/);
  await payWith(page, cards.good);
  const number = await ordered(page);
  await mailTo(floor.app, 'other@example.test', new RegExp(number));
});

test('leaving gives the units back and keeps the cart', async () => {
  const last = await floor.shop.product({ stock: 1, price: 40 });
  const { page } = await floor.shopper([last]);
  await toPayment(page, floor);
  assert.equal(await stockOf(floor, last.variantId), 0);
  await page.getByRole('button', { name: 'Leave and give the items back' }).click();
  await page.waitForURL(/\/cart$/);
  await page.getByRole('heading', { name: 'Your cart' }).waitFor();
  assert.equal(await stockOf(floor, last.variantId), 1);
});

test('what is not a card is told at its field; a real card is not taken here', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const { page } = await floor.shopper([lamp]);
  await toPayment(page, floor);
  await page.locator('summary', { hasText: 'Test cards' }).waitFor();
  await page.locator('#pay').click();
  await page.getByText('Enter the number on the front of the card.').waitFor();
  await focusAt(page, 'card-number');
  await assertAccessible(page);
  await fillCard(page, '4242 4242 4242 4241');
  await page.getByLabel('Good until').fill('01 / 20');
  await page.locator('#pay').click();
  await page.getByText('A digit is wrong. Compare it with the card.').waitFor();
  await page.getByText('This card has expired. Use another one.').waitFor();
  await fillCard(page, '4111 1111 1111 1111');
  await page.locator('#pay').click();
  await page.getByText(/Real cards are not taken in this test shop/).waitFor();
  await page.locator('summary', { hasText: 'Test cards' }).click();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Use the test card ending in 4242' }).click();
  await page.locator('#pay').click();
  await ordered(page);
});

test('the cart changed meanwhile: the checkout is for what it lists', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const other = await floor.shop.product({ stock: 5, price: 15 });
  const { page } = await floor.shopper([lamp]);
  const first = await toPayment(page, floor);
  const token = await tokenOf(page);
  await floor.app.post('/cart/items', { token, body: { ...other, quantity: 1 } });
  await page.reload();
  await page.getByText('Your cart has changed since').waitFor();
  await page.getByRole('button', { name: 'Use the cart as it is now' }).click();
  await page.waitForURL((url) => /chk_/.test(url.pathname) && !url.pathname.includes(first));
  await page.locator('#pay').waitFor();
  assert.match(await summary(page).innerText(), /Thing \d+[\s\S]*Thing \d+/);
});

test('somebody else’s checkout is not here; nothing in the cart, nothing to buy', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const owner = await floor.shopper([lamp]);
  const checkoutId = await toPayment(owner.page, floor);
  const { page } = await floor.shopper([lamp]);
  await page.goto(`${floor.app.url}/checkout/${checkoutId}`);
  await page.getByText('This checkout is not here').waitFor();
  await assertAccessible(page);
  const nobody = await floor.shopper([]);
  await nobody.page.goto(`${floor.app.url}/checkout`);
  await nobody.page.getByText('There is nothing to check out').waitFor();
  await alive(nobody.page);
  await assertAccessible(nobody.page);
});

test('in Arabic and German: every word and direction, down to the button', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  for (const [locale, pay] of [
    ['ar', /ادفع/],
    ['de', /zahlen/],
  ] as const) {
    const { page, browser } = await floor.shopper([lamp], { viewport: phone });
    await page.goto(`${floor.app.url}/${locale}/checkout`);
    await alive(page);
    await page.locator('#contact-email').fill('ada@example.test');
    await goOn(page);
    await page.locator('#shipping-name').fill('Ada Moor');
    await page.locator('#shipping-line1').fill('12 Hill Street');
    await page.locator('#shipping-city').fill('New York');
    await page.locator('#shipping-state').selectOption('NY');
    await page.locator('#shipping-postalCode').fill('10001');
    const direction = (element: Element) => getComputedStyle(element).unicodeBidi;
    const line = page.locator('#shipping-line1');
    assert.equal(await line.evaluate(direction), 'plaintext', 'the number before the street');
    await goOn(page);
    await page.locator('bdi', { hasText: /^12 Hill Street$/ }).waitFor();
    await page.locator('[data-step=delivery] input[type=radio]').first().waitFor();
    await goOn(page);
    await page.waitForURL(new RegExp(`/${locale}/checkout/chk_`));
    await page.locator('#pay', { hasText: pay }).waitFor();
    await alive(page);
    await assertAccessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(wide, 390, locale);
    assert.notEqual(checkoutIdOf(page), '');
    assert.deepEqual(browser.problems, []);
    await addToCart(page, []);
  }
});

test('the postal code fills in town and region; what was typed stays', async () => {
  const places = [
    { country: 'US', postalCode: '02108', city: 'Boston', stateCode: 'MA', state: '' },
    { country: 'DE', postalCode: '99986', city: 'Niederdorla', stateCode: '', state: '' },
    { country: 'DE', postalCode: '99986', city: 'Oberdorla', stateCode: '', state: '' },
  ];
  await floor.app.host.client(shippingCalls).learnPlaces({ places });
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const { page } = await floor.shopper([lamp]);
  await toCheckout(page, floor);
  const zip = page.getByLabel('ZIP code');
  await zip.fill('02108');
  await page.getByText('Boston was filled in from the code.').waitFor();
  assert.equal(await page.getByLabel('City').inputValue(), 'Boston');
  assert.equal(await page.getByLabel('State').inputValue(), 'MA');
  await assertAccessible(page);
  await page.getByLabel('City').fill('South Boston');
  await zip.fill('99999');
  await zip.fill('02108');
  await page.waitForTimeout(600);
  assert.equal(await page.getByLabel('City').inputValue(), 'South Boston');
  await page.getByLabel('Country').selectOption('DE');
  await page.getByLabel('City').fill('');
  await page.getByLabel('Postal code').fill('99986');
  await page.locator('#shipping-towns option').nth(1).waitFor({ state: 'attached' });
  assert.equal(await page.getByLabel('City').inputValue(), '');
});

test('without scripts: a page that says what it needs', async () => {
  const { page } = await floor.shopper([]);
  assert.ok(page);
  const plain = await floor.app.get('//checkout');
  assert.match(String(plain.body), /The checkout needs JavaScript/);
});
