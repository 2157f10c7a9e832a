/**
 * A card typed into the gateway's own fields, in a real browser: paid, declined and paid again, a
 * field that is wrong, a script that does not come, an answer that does not come. The number of a
 * card is on no way to us. And the way to PayPal.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startPaypal, type PaypalPeer } from '../../test/paypal-peer.ts';
import { startStripeFields, type StripeFields } from '../../test/stripe-fields.ts';
import { startStripe, type StripePeer } from '../../test/stripe-peer.ts';
import { assertAccessible } from './browser.ts';
import { cards, openFloor, ordered, toPayment, until, type Floor } from './checkout-kit.ts';

let stripe: StripePeer;
let paypal: PaypalPeer;
let fields: StripeFields;
let floor: Floor;

before(async () => {
  stripe = await startStripe();
  paypal = await startPaypal();
  fields = await startStripeFields(stripe.methodOf);
  floor = await openFloor({
    gateways: {
      order: ['stripe', 'paypal'],
      paypal: {
        clientId: 'client-id',
        clientSecret: 'client-secret',
        origin: paypal.url,
        webhookIds: [],
      },
      stripe: {
        secretKey: 'sk_test_1',
        origin: stripe.url,
        webhookSecrets: [],
        capture: 'automatic',
        fields: { publicKey: 'pk_test_1', script: fields.script },
      },
    },
  });
});
afterEach(async () => {
  Object.assign(fields.state, { script: true, answers: true });
  await floor.tidy();
});
after(async () => {
  await floor.close();
  await fields.stop();
  await stripe.stop();
  await paypal.stop();
});

/** A shopper at the last step; gives every body that was sent to the shop. */
async function atFields(): Promise<{ page: Page; sent: string[] }> {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const { page } = await floor.shopper([lamp]);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(floor.app.url)) sent.push(request.postData() ?? '');
  });
  await toPayment(page, floor);
  return { page, sent };
}

const part = (page: Page, title: string) =>
  page.frameLocator(`iframe[title="Secure ${title} input frame"]`).getByRole('textbox');
const ready = (page: Page) => page.getByText('This shop never sees your card number').waitFor();

async function fill(page: Page, number: string): Promise<void> {
  await part(page, 'card number').fill(number);
  await part(page, 'expiration date').fill('12 / 34');
  await part(page, 'CVC').fill('123');
}

test('declined, then another card: the number is typed at Stripe, never here', async () => {
  const { page, sent } = await atFields();
  await ready(page);
  await assertAccessible(page);
  await fill(page, cards.broke);
  await page.locator('#pay').click();
  await page.locator('#declined').waitFor();
  await fill(page, cards.good);
  await page.locator('#pay').click();
  await ordered(page);
  const digits = cards.good.replaceAll(' ', '');
  assert.ok(
    sent.every((body) => !body.includes(digits) && !body.includes(cards.good)),
    'a card number was sent to the shop',
  );
  assert.ok(
    sent.some((body) => body.includes('pm_card_visa')),
    'its name was',
  );
  const last = fields.asked.at(-1);
  assert.equal(last?.publicKey, 'pk_test_1');
  assert.match(JSON.stringify(last.billing), /"name":"Ada Moor".*"postal_code":"10001"/);
});

test('what is missing, past or wrong is said at its field; nothing is asked or sent', async () => {
  const { page, sent } = await atFields();
  await ready(page);
  const before = fields.asked.length;
  await page.locator('#pay').click();
  await page.getByText('Enter the number on the front of the card.').waitFor();
  await page.getByText('Enter the security code.').waitFor();
  await until(
    () => page.evaluate(() => document.activeElement?.tagName === 'IFRAME'),
    'the first wrong field has the focus',
  );
  await assertAccessible(page);
  await part(page, 'card number').fill(cards.good);
  await part(page, 'expiration date').fill('12 / 20');
  await part(page, 'CVC').fill('123');
  await page.locator('#pay').click();
  await page.getByText('This card has expired. Use another one.').waitFor();
  assert.equal(fields.asked.length, before);
  assert.ok(sent.every((body) => !body.includes('paymentToken')));
  await part(page, 'expiration date').fill('12 / 34');
  await part(page, 'card number').fill(cards.wrongCode);
  await page.locator('#pay').click();
  await page.locator('#declined').waitFor();
  await until(
    () => page.evaluate(() => document.activeElement?.parentElement?.id === 'card-code'),
    'the security code has the focus',
  );
});

test('a script that does not come is said, and tried again; the hold stands', async () => {
  fields.state.script = false;
  const { page } = await atFields();
  await page.getByText('The card fields could not be loaded').first().waitFor();
  await assertAccessible(page);
  fields.state.script = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await ready(page);
  await fill(page, cards.good);
  await page.locator('#pay').click();
  await ordered(page);
});

test('an answer that does not come: nothing was charged, and the button works again', async () => {
  const { page } = await atFields();
  await ready(page);
  await fill(page, cards.good);
  fields.state.answers = false;
  await page.locator('#pay').click();
  await page.getByText('Stripe does not answer').waitFor({ timeout: 20_000 });
  fields.state.answers = true;
  await page.locator('#pay').click();
  await ordered(page);
});

test('PayPal: the shopper is handed over to PayPal’s own page', async () => {
  const { page } = await atFields();
  const away = page.waitForRequest(/^https:\/\/www\.paypal\.test\/checkoutnow\?token=/);
  await page.getByRole('radio', { name: 'PayPal' }).check();
  await page.locator('#pay').click();
  await away;
});

test('pages may load that script and those frames, and nothing else from elsewhere', async () => {
  const { headers } = await fetch(`${floor.app.url}/about`);
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(policy, new RegExp(`script-src 'self' ${fields.origin};`));
  assert.match(policy, new RegExp(`frame-src ${fields.origin};`));
});
