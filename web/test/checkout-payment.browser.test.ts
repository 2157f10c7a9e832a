/**
 * What can become of a payment, in a real browser with the sandbox's bank: declined and mended,
 * another way, not known yet, confirmed at the bank, lost on the way, tried twice at once.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { openCheckout, pay } from '../../test/buyer.ts';
import { alive, assertAccessible, phone } from './browser.ts';
import {
  addToCart,
  atPayment,
  captures,
  cards,
  checkoutIdOf,
  fillCard,
  goOn,
  openFloor,
  ordered,
  payWith,
  stockOf,
  toCheckout,
  toPayment,
  until,
  type Floor,
} from './checkout-kit.ts';
import { signIn, someone } from './person-kit.ts';

let floor: Floor;

before(async () => {
  floor = await openFloor();
});
afterEach(() => floor.tidy());
after(() => floor.close());

const goods = () => floor.shop.product({ stock: 5, price: 40 });

test('a wrong code is told at its field, and the next try pays; the hold stays', async () => {
  const { page } = await floor.shopper([await goods()]);
  const checkoutId = await toPayment(page, floor);
  const before = await captures(floor);
  await payWith(page, cards.wrongCode);
  await page.getByText('The payment was declined').waitFor();
  await page.getByText('The bank says that this code is wrong.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'card-code');
  assert.equal(await page.getByLabel('Card number').inputValue(), cards.wrongCode, 'fields stay');
  assert.match(await page.locator('[data-hold]').innerText(), /until/);
  assert.equal(checkoutIdOf(page), checkoutId);
  await alive(page);
  await assertAccessible(page);
  await payWith(page, cards.good);
  await ordered(page);
  assert.equal(await captures(floor), before + 1);
});

test('declined for want of money: the way is marked, another one pays', async () => {
  const { page } = await floor.shopper([await goods()], { viewport: phone });
  await page.setViewportSize({ width: 1440, height: 900 });
  await toPayment(page, floor);
  await payWith(page, cards.broke);
  await page.getByText(/There is not enough money on it/).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'declined');
  await page.getByText('You have not been charged. Your items are still held for you.').waitFor();
  const marked = page.locator('label', { hasText: 'Card' }).getByText('Declined');
  await marked.waitFor();
  await assertAccessible(page);
  await page.getByRole('radio', { name: 'Cash on delivery' }).check();
  await marked.waitFor();
  await page.locator('#pay').click();
  await ordered(page);
});

test('declined for good: units go back, and another way begins with what was typed', async () => {
  const lamp = await floor.shop.product({ stock: 1, price: 40 });
  const { page } = await floor.shopper([lamp]);
  const first = await toPayment(page, floor);
  await payWith(page, cards.stolen);
  await page.getByText('This payment cannot go through').waitFor();
  assert.equal(await page.locator('#pay').count(), 0);
  await until(async () => (await stockOf(floor, lamp.variantId)) === 1, 'the unit is back');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Pay another way' }).click();
  await page.waitForURL((url) => /chk_/.test(url.pathname) && !url.pathname.includes(first));
  assert.equal(await stockOf(floor, lamp.variantId), 0);
  await page.locator('label', { hasText: 'Card' }).getByText('Declined').waitFor();
  await payWith(page, cards.good);
  await ordered(page);
});

test('the bank says nothing yet: no button, then the order by itself', async () => {
  await floor.app.post('//sandbox/faults', { body: { slow_ms: 2_500 } });
  const { page } = await floor.shopper([await goods()]);
  await toPayment(page, floor);
  await payWith(page, cards.slow);
  await page.getByText('We are confirming with your bank').waitFor();
  await page.getByText('Do not pay again.').waitFor();
  assert.equal(await page.locator('#pay').count(), 0);
  assert.match(await page.locator('[data-hold]').innerText(), /Held while you are paying/);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'panel-title');
  const link = page.getByRole('link', { name: /To order TS-/ });
  assert.match((await link.getAttribute('href')) ?? '', /\/orders\/TS-\w+$/);
  await assertAccessible(page);
  await ordered(page);
});

test('no answer from the bank in time, which then declines: held again, another way', async () => {
  const lamp = await floor.shop.product({ stock: 1, price: 40 });
  const { page } = await floor.shopper([lamp]);
  await toPayment(page, floor);
  await payWith(page, cards.lostDeclined);
  await page.getByText('We are confirming with your bank').waitFor();
  await page.getByText('Your bank did not approve it.').waitFor({ timeout: 25_000 });
  await page.locator('[data-hold]', { hasText: 'Held again until' }).waitFor();
  assert.equal(await stockOf(floor, lamp.variantId), 0);
  await payWith(page, cards.good);
  await ordered(page);
});

test('no answer from the bank in time, which then paid: one order, one capture', async () => {
  const { page } = await floor.shopper([await goods()]);
  await toPayment(page, floor);
  const before = await captures(floor);
  await payWith(page, cards.lostPaid);
  await page.getByText('We are confirming with your bank').waitFor();
  await page.reload();
  const button = page.locator('#pay').waitFor({ timeout: 25_000 });
  const asked = button.then(
    () => 'a button',
    () => 'nothing',
  );
  const arrived = await Promise.race([ordered(page, 25_000), asked]);
  assert.match(arrived, /^TS-/, 'nobody is asked to pay again');

  assert.equal(await captures(floor), before + 1);
});

test('a gift card pays a part and the button names the rest; more covers all of it', async () => {
  const { app, shop } = floor;
  const card = async (amount: number): Promise<string> => {
    const body = { amount, currency: 'USD' };
    return (await app.post('/admin/gift-cards', { token: shop.adminToken, body })).body.code;
  };
  const { page } = await floor.shopper([await goods()]);
  await toPayment(page, floor);
  const total = await page.locator('#pay').innerText();
  await page.getByText('Gift card or store credit').click();
  const code = page.getByLabel('Gift card code');
  await code.fill('nothing');
  await code.press('Enter');
  await page.getByText('There is no such card.').waitFor();
  assert.equal(await page.locator('#pay').innerText(), total, 'nothing was paid by Enter');
  const ten = await card(10);
  await code.fill(ten.toLowerCase());
  await page.locator('#use-gift-card').click();
  await page.getByText(`Gift card ending in ${ten.slice(-4)}`).waitFor();
  const cents = (text: string) => Number(/[\d.,]+/.exec(text)?.[0]?.replace(/\D/g, ''));
  assert.equal(cents(await page.locator('#pay').innerText()), cents(total) - 1_000);
  assert.equal(await page.getByRole('radio', { name: 'Cash on delivery' }).count(), 0);
  await assertAccessible(page);
  await code.fill(await card(100));
  await code.press('Enter');
  await page.getByText('Your credit pays all of it. Nothing else is charged.').waitFor();
  assert.equal(await page.getByLabel('Card number').count(), 0);
  await page.getByRole('button', { name: 'Remove' }).last().click();
  const before = await captures(floor);
  await payWith(page, cards.good);
  await ordered(page);
  assert.equal(await captures(floor), before + 1);
  await page.goto(page.url().replace(/\/confirmed.*/, ''));
  await page.getByText('$10.00 with a gift card').waitFor();
  const left = await app.post('/gift-cards/lookup', { body: { code: ten } });
  assert.equal(left.body.balance, 0);
});

/** Somebody pays with PayPal, which does not answer. */
async function unanswered(): Promise<void> {
  const buyer = await floor.shop.shopper();
  const { checkoutId } = await openCheckout(floor.app, buyer, [await goods()]);
  const of = { checkoutId, paymentToken: 'tok_error_success', paymentMethod: 'PAYPAL' };
  await pay(floor.app, buyer, of);
}

test('a card that is saved comes first the next time, and is removed with a way back', async () => {
  const { app } = floor;
  const lamp = await floor.shop.product({ stock: 9, price: 40 });
  const { page } = await floor.shopper([lamp]);
  const ada = await someone(app, { address: true });
  await signIn(page, app, ada);
  const again = async () => {
    await toCheckout(page, floor);
    await goOn(page);
    await atPayment(page);
  };
  const first = () => page.locator('[name=pay-by]').first();
  const kept = page.getByRole('radio', { name: 'Mastercard ending in 4444' });
  await again();
  const keep = page.getByRole('checkbox', { name: /Save this card/ });
  assert.equal(await keep.isChecked(), false, 'nobody ticked it');
  await keep.check();
  await assertAccessible(page);
  await payWith(page, '5555 5555 5555 4444');
  await ordered(page);
  await addToCart(page, [lamp]);
  await again();
  await kept.waitFor();
  assert.ok(await kept.isChecked());
  assert.match((await first().getAttribute('value')) ?? '', /^pmt_/);
  await page.locator('#pay').click();
  await ordered(page);
  // Removed elsewhere, in the moment of paying: said, nothing charged, another way is there.
  await addToCart(page, [lamp]);
  await again();
  await kept.waitFor();
  const methodId = (await first().getAttribute('value')) ?? '';
  const { token } = ada;
  assert.equal(
    (await app.send('DELETE', `/me/payment-methods/${methodId}`, { token })).status,
    204,
  );
  await page.locator('#pay').click();
  await page.getByText('This card is no longer kept in your account.').waitFor();
  await kept.waitFor({ state: 'detached' });
  await page.getByRole('radio', { name: 'Card', exact: true }).waitFor();
  assert.equal((await app.post(`/me/payment-methods/${methodId}/restore`, { token })).status, 200);
  await page.goto(`${app.url}/account/payments`);
  await alive(page);
  await page.getByText('Mastercard ending in 4444').waitFor();
  await page.getByText('Default').waitFor();
  await page.getByRole('button', { name: 'Remove Mastercard ending in 4444' }).click();
  await page.getByRole('heading', { name: 'Nothing saved yet' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Mastercard ending in 4444', { exact: true }).waitFor();
  const sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
  await sql.query(`update payments.saved_method set expiry_month = 8, expiry_year = 2026`);
  await sql.end();
  await page.reload();
  await page.getByText('Expired 08 / 26').waitFor();
  await assertAccessible(page);
  // PayPal leaves everybody without an answer: said there, before anybody chooses it.
  await Promise.all(Array.from({ length: 5 }, unanswered));
  await again();
  const silent = page.locator('label', { hasText: 'Often without an answer just now.' });
  await silent.waitFor();
  assert.match(await silent.innerText(), /^PayPal/);
  await page.getByText('Expired 08 / 26. Use another one.').waitFor();
  await kept.click({ force: true });
  assert.equal(await kept.isChecked(), false, 'what has expired cannot be chosen');
  assert.ok(await page.getByRole('radio', { name: 'Another card' }).isChecked());
});

/** To the bank's page, which is a page of its own. */
async function atBank(page: Page): Promise<void> {
  await page.waitForURL(/\/sandbox\/3ds\//);
  await page.getByRole('heading', { name: 'Confirm your payment' }).waitFor();
}

test('the bank asks: there, confirmed, and back to where it resumes', async () => {
  const { page } = await floor.shopper([await goods()]);
  const checkoutId = await toPayment(page, floor);
  await payWith(page, cards.bank);
  await atBank(page);
  await page.getByRole('button', { name: 'Approve' }).click();
  const back = page.getByRole('link', { name: 'Back to the shop' });
  assert.match((await back.getAttribute('href')) ?? '', new RegExp(`/checkout/${checkoutId}$`));
  await back.click();
  await ordered(page);
});

test('the bank asks: back without an answer, again to the bank, or another way', async () => {
  const lamp = await floor.shop.product({ stock: 1, price: 40 });
  const { page } = await floor.shopper([lamp]);
  const first = await toPayment(page, floor);
  await payWith(page, cards.bank);
  await atBank(page);
  await page.goto(`${floor.app.url}/checkout/${first}`);
  await page.getByText('Your bank wants you to confirm').waitFor();
  await page.getByText(/You have until/).waitFor();
  assert.equal(await page.locator('#pay').count(), 0);
  await alive(page);
  await assertAccessible(page);
  await page.getByRole('button', { name: 'I have confirmed, look again' }).click();
  await page.getByText('Your bank wants you to confirm').waitFor();
  await page.getByRole('button', { name: 'Go to your bank' }).click();
  await atBank(page);
  await page.goBack();
  await page.getByText('Your bank wants you to confirm').waitFor();
  await page.getByRole('button', { name: 'Pay another way' }).click();
  await page.locator('#pay').waitFor();
  assert.equal(checkoutIdOf(page), first, 'the same checkout');
  assert.equal(await stockOf(floor, lamp.variantId), 0, 'held all the time');
  assert.equal(await page.getByText('The payment was declined').count(), 0);
  await payWith(page, cards.good);
  await ordered(page);
});

test('the bank asks and is told no: nothing charged, still held, another way', async () => {
  const lamp = await floor.shop.product({ stock: 1, price: 40 });
  const { page } = await floor.shopper([lamp]);
  const first = await toPayment(page, floor);
  const before = await captures(floor);
  await payWith(page, cards.bank);
  await atBank(page);
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByRole('link', { name: 'Back to the shop' }).click();
  await atPayment(page);
  await page.getByText('The payment was declined').waitFor();
  await page.getByText('You have not been charged. Your items are still held for you.').waitFor();
  assert.equal(checkoutIdOf(page), first);
  assert.equal(await stockOf(floor, lamp.variantId), 0, 'nobody else can take it');
  // Who looks at the order meanwhile is told the same.
  await page.goto(`${floor.app.url}/orders`);
  await page.getByRole('link', { name: /TS-/ }).first().click();
  await page.getByRole('heading', { name: 'The payment did not go through yet' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Pay another way' }).click();
  await page.locator('#pay').waitFor();
  await payWith(page, cards.good);
  await ordered(page);
  assert.equal(await captures(floor), before + 1);
});

test('pressed twice at once: one request, one capture, one order', async () => {
  const { page } = await floor.shopper([await goods()]);
  await toPayment(page, floor);
  const before = await captures(floor);
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/pay')) keys.push(request.headers()['idempotency-key']);
  });
  await fillCard(page, cards.good);
  await page.evaluate(() => {
    const button = document.getElementById('pay') as HTMLButtonElement;
    button.click();
    button.click();
    button.form?.requestSubmit();
  });
  await ordered(page);
  assert.equal(keys.length, 1, keys.join());
  assert.equal(await captures(floor), before + 1);
});

test('two tabs pay at once: one order, and both arrive at it', async () => {
  await floor.app.post('//sandbox/faults', { body: { latency_ms: 600 } });
  const { page, browser } = await floor.shopper([await goods()]);
  const checkoutId = await toPayment(page, floor);
  const before = await captures(floor);
  const other = await browser.page();
  await other.goto(`${floor.app.url}/checkout/${checkoutId}`);
  await other.locator('#pay').waitFor();
  await alive(other);
  await fillCard(page, cards.good);
  await fillCard(other, cards.good);
  // At the same moment in both: neither knows of the other yet.
  const press = (tab: Page) => tab.evaluate(() => document.getElementById('pay')?.click());
  await Promise.all([press(page), press(other)]);
  const [one, two] = await Promise.all([ordered(page), ordered(other)]);
  assert.equal(one, two);
  assert.equal(await captures(floor), before + 1);
});

test('one tab pays: the other says so, has no button, and follows', async () => {
  await floor.app.post('//sandbox/faults', { body: { slow_ms: 4_000 } });
  const { page, browser } = await floor.shopper([await goods()]);
  const checkoutId = await toPayment(page, floor);
  const other = await browser.page();
  await other.goto(`${floor.app.url}/checkout/${checkoutId}`);
  await other.locator('#pay').waitFor();
  await alive(other);
  await payWith(page, cards.slow);
  await other.getByText('Do not pay again').waitFor();
  assert.equal(await other.locator('#pay').count(), 0);
  assert.equal(await ordered(page), await ordered(other));
});

test('the answer is lost on its way: the same key again, never another payment', async () => {
  const { page } = await floor.shopper([await goods()]);
  await toPayment(page, floor);
  const before = await captures(floor);
  const keys: (string | undefined)[] = [];
  let lost = 0;
  await page.route('**/pay', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (lost >= 4) return route.continue();
    lost += 1;
    // It reaches the shop, which does what it says; only the reply does not come back.
    await route.fetch();
    return route.abort('connectionreset');
  });
  await payWith(page, cards.good);
  await page.getByText('Do not pay again.').waitFor();
  await ordered(page, 30_000);
  assert.ok(keys.length > 4);
  assert.equal(new Set(keys).size, 1);
  assert.equal(await captures(floor), before + 1);
});

test('offline: nothing was sent, and the press after it pays', async () => {
  const { page, browser } = await floor.shopper([await goods()]);
  await toPayment(page, floor);
  await fillCard(page, cards.good);
  await browser.context.setOffline(true);
  await page.locator('#pay').click();
  await page.getByText('The payment was not sent').waitFor();
  await assertAccessible(page);
  assert.equal(await page.getByLabel('Card number').inputValue(), cards.good);
  await browser.context.setOffline(false);
  await page.locator('#pay').click();
  await ordered(page);
});

test('paid, and the order cannot be made: said so, no second payment, then the order', async () => {
  const { page } = await floor.shopper([await goods()]);
  await toPayment(page, floor);
  const before = await captures(floor);
  // The orders room hangs: it answers 503 until its table is free again.
  const sql = new pg.Client({ connectionString: floor.app.databaseUrl });
  await sql.connect();
  await sql.query('begin');
  await sql.query('lock table orders."order" in access exclusive mode');
  try {
    await payWith(page, cards.good);
    await page.getByText('Do not pay again.').waitFor({ timeout: 25_000 });
    assert.equal(await page.locator('#pay').count(), 0);
    await assertAccessible(page);
  } finally {
    await sql.end();
  }
  await ordered(page, 40_000);
  assert.equal(await captures(floor), before + 1);
});

test('loaded again in the middle of paying: nothing is paid twice', async () => {
  await floor.app.post('//sandbox/faults', { body: { latency_ms: 900 } });
  const { page } = await floor.shopper([await goods()]);
  await toPayment(page, floor);
  const before = await captures(floor);
  const asked = page.waitForRequest(/\/pay$/);
  page.on('dialog', (dialog) => void dialog.accept());
  await payWith(page, cards.good);
  await asked;
  await page.waitForTimeout(200);
  await page.reload();
  await ordered(page);
  assert.equal(await captures(floor), before + 1);
});

test('the shop is overloaded or a room is away: what to do, and nothing is lost', async () => {
  const { page } = await floor.shopper([await goods()]);
  await toPayment(page, floor);
  await fillCard(page, cards.good);
  let refusals = 0;
  await page.route('**/pay', async (route) => {
    refusals += 1;
    if (refusals > 1) return route.continue();
    const body = { code: 'too-many-requests', status: 429, title: '', detail: '', requestId: 'r1' };
    return route.fulfill({
      status: 429,
      headers: { 'retry-after': '2', 'content-type': 'application/problem+json' },
      body: JSON.stringify({ ...body, retryable: true }),
    });
  });
  await page.locator('#pay').click();
  await page.getByText(/Wait 2 seconds and press again/).waitFor();
  await assertAccessible(page);
  await page.locator('#pay').click();
  await ordered(page);
});
