/**
 * The hold and its time in a real browser: what it says, on a device whose clock is wrong, the two
 * minutes before the end, more time and no more of it, the end and what is held again, what others
 * took meanwhile, and prices that rose.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { pricingCalls } from '#services/pricing/contract.ts';
import { fillCart, initiate, openCheckout } from '../../test/buyer.ts';
import { alive, assertAccessible } from './browser.ts';
import {
  atPayment,
  cards,
  checkoutIdOf,
  fillAddress,
  fillCard,
  goOn,
  movedBy,
  openFloor,
  ordered,
  payWith,
  stockOf,
  toCheckout,
  toPayment,
  until,
  watchMoves,
  type Floor,
} from './checkout-kit.ts';

let floor: Floor;
/** Holds of 7 s. */
let quick: Floor;
/** Holds that have two minutes left after a few seconds. */
let short: Floor;

before(async () => {
  floor = await openFloor();
  quick = await openFloor({ hold_s: 7 });
  short = await openFloor({ hold_s: 124 });
});
afterEach(async () => {
  for (const one of [floor, quick, short]) await one.tidy();
});
after(async () => {
  for (const one of [floor, quick, short]) await one.close();
});

const box = (page: Page) => page.locator('[data-hold]');
const said = (page: Page) => page.locator('[data-say=hold]').innerText();

for (const minutes of [10, -10]) {
  test(`a device whose clock is ${minutes} minutes off shows the server’s time`, async () => {
    const lamp = await floor.shop.product({ stock: 5, price: 40 });
    const { page } = await floor.shopper([lamp]);
    await page.addInitScript((off_ms) => {
      const True = Date;
      const now = () => True.now() + off_ms;
      globalThis.Date = new Proxy(True, {
        construct: (target, args) =>
          Reflect.construct(target, args.length === 0 ? [now()] : args) as Date,
        get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
      });
    }, minutes * 60_000);
    const checkoutId = await toPayment(page, floor);
    const token = await page.evaluate(async () => {
      const answer = await fetch('/api/v1/auth/refresh', { method: 'POST' });
      return ((await answer.json()) as { accessToken: string }).accessToken;
    });
    const { body } = await floor.app.get(`/checkout/${checkoutId}`, { token });
    const time = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone: 'UTC' });
    const text = (await box(page).innerText()).replace(/\u202f/g, ' ');
    const shown = time.format(new Date(body.expiresAt)).replace(/\u202f/g, ' ');
    assert.ok(text.includes(`until ${shown}`), `${text}, not ${shown}`);
    assert.match(text, /1[45] minutes left/);
    const off = minutes > 0 ? /clock is 10 minutes fast/ : /clock is 10 minutes slow/;
    assert.match(text, off);
    assert.match(await said(page), /are held and the prices are locked until/);
  });
}

test('at two minutes: a dialog, more time, then plainly no more', async () => {
  const lamp = await short.shop.product({ stock: 5, price: 40 });
  const { page } = await short.shopper([lamp]);
  await toPayment(page, short);
  assert.match(await box(page).innerText(), /3 minutes left/, 'quiet until then');
  const dialog = page.getByRole('dialog', { name: 'Do you need more time?' });
  for (const turn of [1, 2]) {
    await dialog.waitFor();
    assert.match(await box(page).innerText(), /[12]:\d\d left/, `turn ${turn}`);
    if (turn === 1) await assertAccessible(page);
    await dialog.getByRole('button', { name: 'Keep my items' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await until(async () => /More time/.test(await said(page)), 'it is told');
    assert.match(await box(page).innerText(), /3 minutes left/);
  }
  await dialog.waitFor();
  // As often as it may be.
  const sql = new pg.Client({ connectionString: short.app.databaseUrl });
  await sql.connect();
  const text = 'update checkout.checkout set extensions = 10 where checkout_id = $1';
  await sql.query(text, [checkoutIdOf(page)]);
  await sql.end();
  await dialog.getByRole('button', { name: 'Keep my items' }).click();
  const no = page.getByRole('dialog', { name: 'No more time for this one' });
  await no.getByText(/held as long as one checkout may hold them/).waitFor();
  await assertAccessible(page);
  await no.getByRole('button', { name: 'Go on and pay' }).click();
  await no.waitFor({ state: 'hidden' });
  await payWith(page, cards.good);
  await ordered(page);
});

test('at two minutes, and others wait for it: said plainly, and paying is possible', async () => {
  const lamp = await short.shop.product({ stock: 1, price: 40 });
  const { page } = await short.shopper([lamp]);
  await toPayment(page, short);
  const rival = await short.shop.shopper();
  const theirs = await initiate(short.app, rival, { cartId: await fillCart(short.app, [lamp]) });
  assert.equal(theirs.body.code, 'stock-too-low');
  await page
    .getByRole('dialog', { name: 'Do you need more time?' })
    .getByRole('button', { name: 'Keep my items' })
    .click();
  const no = page.getByRole('dialog', { name: 'Others are waiting for these items' });
  await no.getByText(/Your items are yours until/).waitFor();
  await assertAccessible(page);
  await no.getByRole('button', { name: 'Go on and pay' }).click();
  await payWith(page, cards.good);
  await ordered(page);
});

test('at two minutes one may leave: the units go back', async () => {
  const lamp = await short.shop.product({ stock: 1, price: 40 });
  const { page } = await short.shopper([lamp]);
  await toPayment(page, short);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await page.waitForURL(/\/cart$/);
  assert.equal(await stockOf(short, lamp.variantId), 1);
});

test('the end: held again at once, all that was typed is there, nothing moved', async () => {
  const lamp = await quick.shop.product({ stock: 1, price: 40 });
  const { page } = await quick.shopper([lamp]);
  const first = await toPayment(page, quick);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await fillCard(page, cards.good);
  await page.getByLabel('Card number').focus();
  await watchMoves(page);
  await page.waitForURL((url) => /chk_/.test(url.pathname) && !url.pathname.includes(first));
  await box(page)
    .getByText(/Held again until/)
    .waitFor();
  await until(async () => /held again until/.test(await said(page)), 'it is told');
  assert.equal(await page.getByLabel('Card number').inputValue(), cards.good);
  assert.equal(await stockOf(quick, lamp.variantId), 0);
  assert.ok((await movedBy(page)) < 0.01, `moved by ${await movedBy(page)}`);
  await page.keyboard.press('Escape');
  await page.locator('#pay').click();
  await ordered(page);
});

test('an end that nobody sees: held again once, not for ever', async () => {
  const lamp = await quick.shop.product({ stock: 1, price: 40 });
  const { page } = await quick.shopper([lamp]);
  await toPayment(page, quick);
  await page.getByText('The time is over, your checkout is not').waitFor({ timeout: 30_000 });
  await until(async () => (await stockOf(quick, lamp.variantId)) === 1, 'it is free for others');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Hold my items again' }).click();
  await box(page)
    .getByText(/Held again until/)
    .waitFor();
  assert.equal(await stockOf(quick, lamp.variantId), 0);
});

test('the end, and another was faster: told line by line, mended in place', async () => {
  const lamp = await quick.shop.product({ stock: 3, price: 40 });
  const { page } = await quick.shopper([{ ...lamp, quantity: 3 }]);
  const first = await toPayment(page, quick);
  await page.keyboard.press('Escape');
  // A hold ends in the room before the page asks for it again.
  let isFirst = true;
  await page.route('**/checkout/initiate', async (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    await until(async () => (await stockOf(quick, lamp.variantId)) === 3, 'the hold has ended');
    const rival = await quick.shop.shopper();
    await openCheckout(quick.app, rival, [{ ...lamp, quantity: 2 }]);
    return route.continue();
  });
  await page.getByText('Not everything could be held').waitFor({ timeout: 20_000 });
  await page.getByText('Only 1 is left. You wanted 3.').waitFor();
  await page.getByText('Change the lines above first.').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: /Take 1 of/ }).click();
  await page.getByText('Now 1').waitFor();
  await page.getByRole('button', { name: 'Hold the rest and go on' }).click();
  await page.waitForURL((url) => /chk_/.test(url.pathname) && !url.pathname.includes(first));
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await payWith(page, cards.good);
  await ordered(page);
});

test('refused at the start for one line: taken out in place, the rest goes on', async () => {
  const gone = await floor.shop.product({ stock: 1, price: 40 });
  const lamp = await floor.shop.product({ stock: 5, price: 20 });
  const { page } = await floor.shopper([lamp, gone]);
  await toCheckout(page, floor);
  await openCheckout(floor.app, await floor.shop.shopper(), [gone]);
  await page.getByLabel('E-mail').fill('ada@example.test');
  await fillAddress(page);
  await goOn(page);
  await page.getByText('Not everything could be held').waitFor();
  await page.getByText('Sold out, or held by others.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'refusal');
  const place = await page.locator('#refusal').boundingBox();
  assert.ok(place !== null && place.y >= 0 && place.y < 700, 'it is in sight');
  assert.equal(await page.getByLabel('Full name').inputValue(), 'Ada Moor');
  await page.getByRole('button', { name: /^Remove / }).click();
  await page.getByRole('button', { name: 'Hold the rest and go on' }).click();
  await atPayment(page);
  await payWith(page, cards.good);
  await ordered(page);
});

test('one’s own hold blocks nothing: again from the cart, with the last unit', async () => {
  const last = await floor.shop.product({ stock: 1, price: 40 });
  const { page } = await floor.shopper([last]);
  const first = await toPayment(page, floor);
  await page.getByRole('link', { name: 'Back to the cart' }).click();
  await page.waitForURL(/\/cart$/);
  await page.goto(`${floor.app.url}/checkout`);
  await alive(page);
  await goOn(page);
  assert.equal(await atPayment(page), first, 'the same purchase is the same checkout');
  await page.getByRole('link', { name: 'Change delivery', exact: true }).click();
  await page.getByRole('radio', { name: /Express/ }).check();
  await goOn(page);
  await page.waitForURL((url) => /chk_/.test(url.pathname) && !url.pathname.includes(first));
  await page.locator('#pay').waitFor();
});

test('the price rose: a list of what changed, accepted, charged as accepted', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const { page } = await floor.shopper([lamp]);
  await toCheckout(page, floor);
  await page.getByLabel('E-mail').fill('ada@example.test');
  await fillAddress(page);
  await dearer(lamp, 4_500);
  await goOn(page);
  await page.getByText('The price rose since you looked').waitFor();
  await page.getByText('$45.00').first().waitFor();
  await alive(page);
  await assertAccessible(page);
  assert.equal(await stockOf(floor, lamp.variantId), 5, 'nothing is held before it is accepted');
  const said_ = await page
    .getByText(/New total, with delivery and taxes/)
    .locator('..')
    .innerText();
  await page.getByRole('button', { name: 'Accept and go on' }).click();
  await atPayment(page);
  const total = /\$[\d.]+/.exec(said_)?.[0] ?? '?';
  await page.getByRole('button', { name: `Pay ${total}` }).waitFor();
  await payWith(page, cards.good);
  await ordered(page);
});

async function dearer(lamp: { productId: string; variantId: string }, base_minor: number) {
  const { productId, variantId } = lamp;
  const price = { variantId, productId, currency: 'USD', base_minor, sale_minor: null };
  const done = await floor.app.host.client(pricingCalls).setPrices({ prices: [price] } as never);
  assert.ok('changed' in done, JSON.stringify(done));
}

test('a tab in the background: the deadline goes on, and it is true when one looks', async () => {
  const lamp = await quick.shop.product({ stock: 1, price: 40 });
  const { page, browser } = await quick.shopper([lamp]);
  const first = await toPayment(page, quick);
  await page.keyboard.press('Escape');
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  const before = await box(page).innerText();
  await page.waitForTimeout(2_500);
  assert.equal(await box(page).innerText(), before, 'nothing is rendered that nobody sees');
  await until(async () => (await stockOf(quick, lamp.variantId)) === 1, 'the hold ended');
  assert.equal(checkoutIdOf(page), first, 'nobody looks, so nothing is held again');
  await hide(false);
  await page.waitForURL((url) => /chk_/.test(url.pathname) && !url.pathname.includes(first));
  await box(page)
    .getByText(/Held again until/)
    .waitFor();
  assert.deepEqual(browser.problems, []);
});

test('a place that is not served: said beside the delivery, and another one goes', async () => {
  const anvil = await floor.shop.product({ stock: 5, price: 40 });
  await weigh(anvil, 25_000);
  const { page } = await floor.shopper([anvil]);
  await toCheckout(page, floor);
  await page.getByLabel('Country').selectOption('NZ');
  await page.getByText('We cannot deliver this cart to New Zealand').waitFor();
  await page.getByText('Choose a place that we deliver to first.').waitFor();
  await alive(page);
  await assertAccessible(page);
  await page.getByLabel('Country').selectOption('US');
  await page.getByRole('radio', { name: /Standard/ }).waitFor();
  const shown = await page.getByRole('complementary').innerText();
  await page.getByLabel('E-mail').fill('ada@example.test');
  await fillAddress(page);
  await goOn(page);
  await atPayment(page);
  const charged = await page.getByRole('complementary').innerText();
  const delivery = /Delivery, Standard\s*(\$[\d.]+)/;
  assert.equal(delivery.exec(charged)?.[1], delivery.exec(shown)?.[1], 'weight counts before too');
});

/** Makes a product this heavy, as its seller does. */
async function weigh(one: { productId: string; variantId: string }, weight_g: number) {
  const { app, shop } = floor;
  const token = shop.sellerToken;
  const path = `/seller/products/${one.productId}`;
  const { headers } = await app.get(path, { token });
  const done = await app.send('PATCH', `${path}/variants/${one.variantId}`, {
    token,
    headers: { 'if-match': String(headers['etag']) },
    body: { weight_g },
  });
  assert.ok(done.status < 300, JSON.stringify(done.body));
}
