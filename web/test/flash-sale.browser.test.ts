// A flash sale as people see it: an operator plans and starts it, two people join from two
// browsers and wait, one buys, the other is told what may still return, and the report verifies;
// with scripts and without them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { ownAddress } from '../../test/buyer.ts';
import { deskOf, markWhen, type Rig } from '../../test/sale.ts';
import { alive, assertAccessible } from './browser.ts';
import { atPayment, cards, fillAddress, goOn, ordered, payWith } from './checkout-kit.ts';
import { assertFits, mailTo, password, signIn, someone, until, visitors } from './person-kit.ts';

let app: App;
let shop: Shop;
let rig: Rig;
const people = visitors(30_000);
const visitor = people.open;

before(async () => {
  app = await startApp({ web: true, config: await ownAddress() });
  shop = await openShop(app);
  rig = { app, shop, sql: null as never };
});
after(async () => {
  await people.close();
  await app?.stop();
});

async function operator(): Promise<Page> {
  const userId = newId('usr');
  const email = `${userId}@example.test`;
  const one = { userId, email, password, name: 'Olu Desk', roles: ['catalogue'], addresses: [] };
  await app.host.client(identityCalls).import({ users: [one] });
  const page = await visitor();
  await signIn(page, app, { email });
  return page;
}

/** Plans a sale of one unit in the page, with mistakes that are told at their fields first. */
async function plan(page: Page, name: string): Promise<string> {
  await page.goto(`${app.url}/admin/flash-sales/new`);
  await alive(page);
  const form = page.locator('main form');
  await form.getByLabel('Name', { exact: true }).fill('Lamps at night');
  await form.getByLabel('Rules in plain words').fill('For everybody.\nOne each.');
  await form.getByLabel('Draw and start').fill('2020-01-01T10:00');
  await form.getByLabel('Units per person').fill('3');
  await form.getByLabel('Add a thing').fill(name);
  await page
    .getByRole('button', { name: new RegExp(name) })
    .first()
    .click();
  await form.getByLabel('Units', { exact: true }).fill('1');
  await form.getByLabel('Price in the sale').fill('12');
  await form.getByRole('button', { name: 'Save the plan' }).click();
  await form.getByText('This is in the past').waitFor();
  await form.getByText('The line opens before the sale starts').waitFor();
  await form.getByText('An address may have at least').waitFor();
  await assertAccessible(page);
  await assertFits(page);
  const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  await form.getByLabel('Draw and start').fill(soon.replace(/T.*/, 'T23:00'));
  await form.getByLabel('The line opens').fill(soon.replace(/T.*/, 'T22:00'));
  await form.getByLabel('End', { exact: true }).fill(soon.replace(/T.*/, 'T23:59'));
  await form.getByLabel('Units per person').fill('1');
  await form.getByLabel('People let in per minute').fill('60000');
  await form.getByRole('button', { name: 'Save the plan' }).click();
  await page.waitForURL(/\/admin\/flash-sales\/sale_\w+$/);
  return /sale_\w+/.exec(page.url())?.[0] ?? '';
}

/** Presses a lever, and yes. */
async function pull(page: Page, verb: string): Promise<void> {
  await page.locator(`[data-lever="${verb}"]`).click();
  await page.locator(`[data-sure="${verb}"]`).click();
  await page.locator(`[data-sure="${verb}"]`).waitFor({ state: 'detached' });
}

/** What everybody who waits then reads. */
async function tellTheLine(page: Page, text: string): Promise<void> {
  await page.locator('[data-lever="message"]').click();
  await page.getByLabel('Text', { exact: true }).fill(text);
  await page.locator('[data-sure="message"]').click();
  await page.locator('[data-message]', { hasText: text }).waitFor();
}

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();

test('planned, joined by two, watched, bought by one, verified by anybody', async () => {
  const { productId } = await shop.product({ stock: 3, price: 20 });
  const { name } = (await app.get(`/products/${productId}`)).body;
  await until('the search knows it', async () => {
    const { body } = await app.get(`/search/suggest?q=${encodeURIComponent(name)}`);
    return body.products.some((one: { name: string }) => one.name === name) ? true : undefined;
  });
  const desk = await operator();
  const saleId = await plan(desk, name);
  await desk.getByRole('button', { name: 'Announce', exact: true }).click();
  await desk.getByRole('button', { name: 'Yes, announce' }).click();
  await desk.locator('[data-oversold="0"]').waitFor();
  await desk.locator('[data-rehearse]').click();
  await desk.locator('[data-rehearsed="0"]').waitFor();
  await desk.locator('[data-prewarm]').click();
  await desk.getByText(/^Ready within \d+ ms/).waitFor();
  await assertAccessible(desk);
  const ada = await visitor();
  await arrive(ada, productId);
  await pull(desk, 'pre-queue');
  await ada.reload();
  await joinByMail(ada);
  const account = await someone(app, { address: true });
  const ben = await visitor();
  await joinWithAccount(ben, account, saleId);
  await pull(desk, 'start');
  await markWhen(rig, saleId, (mark) => mark.released === 1);
  const mark = (await app.get(`/flash-sales/${saleId}/watermark`)).body;
  assert.deepEqual([mark.tickets, mark.allocation], [2, 1]);
  const isAda = await Promise.race([
    heading(ada, 'It is your turn').then(() => true),
    heading(ben, 'It is your turn').then(() => false),
  ]);
  const [first, second] = isAda ? [ada, ben] : [ben, ada];
  await heading(second, 'Please wait for your turn');
  await second.locator('#label', { hasText: 'You are next' }).waitFor();
  assert.equal(await second.locator('#message').isVisible(), false);
  await tellTheLine(desk, 'One more <i>parcel</i> is on its way.');
  await second.locator('#note', { hasText: 'One more <i>parcel</i> is on its way.' }).waitFor();
  await assertAccessible(second);
  await buy(first, isAda);
  await heading(second, 'Sold out for now');
  const text = second.locator('#text');
  await text.filter({ hasText: 'All 1 units are held or sold' }).waitFor();
  await text.filter({ hasText: 'None of them is held any more' }).waitFor();
  await desk.locator('[data-figure="flash.figure.sold"]', { hasText: '1' }).waitFor();
  assert.equal(await desk.locator('[data-oversold]').getAttribute('data-oversold'), '0');
  await pull(desk, 'end');
  await verify(second);
  assert.deepEqual(people.problems(), []);
});

/** From the product to the sale that it is in. */
async function arrive(page: Page, productId: string): Promise<void> {
  await page.goto(`${app.url}/p/${productId}`);
  await page.getByText('In a flash sale for $12.00').waitFor();
  await page.getByRole('link', { name: 'To the sale' }).click();
  await heading(page, 'Lamps at night');
  await page.getByRole('button', { name: 'Put it in my calendar' }).waitFor();
  await assertAccessible(page);
  await assertFits(page);
}

/** Without an account: an e-mail is proved, and that is who it is. */
async function joinByMail(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill('not an address');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByText('Write an address like').waitFor();
  await page.getByLabel('E-mail').fill('ada@example.test');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  const code = page.getByLabel('Code from the mail');
  await code.waitFor();
  await code.fill(/\b(\d{6})\b/.exec(await mailTo(app, 'ada@example.test', /code/i))?.[1] ?? '');
  await page.getByRole('button', { name: 'Join the line' }).click();
  await page.waitForURL(/\/queue$/);
  await heading(page, 'You are in the line');
  await assertAccessible(page);
  await assertFits(page);
}

/** The place is there after a reload, and on another device. */
async function joinWithAccount(page: Page, who: { email: string }, saleId: string) {
  await signIn(page, app, who);
  await page.goto(`${app.url}/sale/${saleId}`);
  await page.getByRole('button', { name: 'Join the line' }).click();
  await heading(page, 'You are in the line');
  await page.reload();
  await heading(page, 'You are in the line');
  const other = await visitor();
  await signIn(other, app, who);
  await other.goto(`${app.url}/sale/${saleId}`);
  await other.getByText('You are in the line with number 2').waitFor();
  await other.getByRole('link', { name: 'To the waiting room' }).click();
  await heading(other, 'You are in the line');
}

/** The report, worked out again in the browser of somebody who got nothing. */
async function verify(page: Page): Promise<void> {
  await heading(page, 'The sale is over');
  await page.getByRole('link', { name: 'How the order is drawn' }).first().click();
  await heading(page, 'Fairness report');
  await page.getByRole('button', { name: 'Check the draw' }).click();
  await page.locator('[data-verified="true"]').waitFor();
  await page.getByText('2 numbers were worked out').waitFor();
  await page.getByText(/This number has place 2 and was not let in/).waitFor();
  await assertAccessible(page);
  await assertFits(page);
}

/** From "it is your turn" to the order. */
async function buy(page: Page, isGuest: boolean): Promise<void> {
  await page.getByRole('link', { name: 'Take my unit' }).click();
  await heading(page, 'Your unit');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Take my unit' }).click();
  await page.locator('[data-token="HELD"]').waitFor();
  await page.getByText('Kept for you until').waitFor();
  await assertAccessible(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: 'To the checkout' }).click();
  await page.getByText('Your unit of the sale is kept until').waitFor();
  if (isGuest) await fillAddress(page);
  await goOn(page);
  await atPayment(page);
  // Its own clock, which no dialog offers to make longer, and what the sale costs.
  await page.locator('#summary-body').getByText('$12.00').first().waitFor();
  await page.reload();
  await page.locator('#pay').waitFor();
  await payWith(page, cards.good);
  await ordered(page, 60_000);
}

test('the waiting room without scripts says the place, and looks again by itself', async () => {
  const desk = deskOf(rig);
  const { variantId } = await shop.product({ stock: 3 });
  const saleId = await desk.announced({ items: [{ variantId, quantity: 1 }] });
  await desk.act(saleId, 'pre-queue');
  const crowd = await Promise.all([1, 2, 3].map(() => someone(app)));
  for (const { token } of crowd) await app.post(`/flash-sales/${saleId}/join`, { token });
  await markWhen(rig, saleId, (mark) => mark.tickets === 3);
  const page = await visitor({ javaScript: false });
  await page.goto(`${app.url}/de/sale/${saleId}/queue`);
  await page.waitForURL(/\/queue\/plain/);
  await heading(page, 'Ihr Platz ist hier nicht bekannt');
  await page.getByLabel('Ihre Nummer in der Schlange').fill('2');
  await page.getByRole('button', { name: 'Meinen Platz zeigen' }).click();
  await heading(page, 'Sie stehen in der Schlange');
  await assertFits(page);
  await desk.act(saleId, 'message', { text: 'Wir sind gleich so weit <3' });
  await desk.act(saleId, 'start');
  await markWhen(rig, saleId, (mark) => mark.released === 1);
  // By itself: nobody presses anything.
  await page.locator('#note', { hasText: 'Wir sind gleich so weit <3' }).waitFor();
  await page.getByText(/^Vom Shop, /).waitFor();
  await heading(page, /Sie sind dran|Bitte warten/);
  const seconds = await page.locator('meta[http-equiv="refresh"]').getAttribute('content');
  assert.ok(Number(seconds) >= 5, `asks to come again after ${seconds} s`);
  const said = await Promise.all(
    [1, 2, 3].map(async (number) => {
      const reply = await fetch(`${app.url}/sale/${saleId}/queue/plain?number=${number}`);
      return /<h1[^>]*>([^<]*)</.exec(await reply.text())?.[1];
    }),
  );
  assert.equal(said.filter((one) => one === 'It is your turn').length, 1, said.join());
  const away = await fetch(`${app.url}/sale/sale_none/queue/plain`);
  assert.deepEqual([away.status, away.headers.get('refresh')], [404, null]);
});

test('the room is the same bytes for every sale, and is asked for once', async () => {
  const ask = (path: string, headers = {}) => fetch(app.url + path, { headers });
  const [one, other] = [await ask('/sale/sale_1/queue'), await ask('/sale/sale_2/queue')];
  const [text, same] = [await one.text(), await other.text()];
  assert.equal(text, same);
  assert.ok(Buffer.byteLength(text) < 9_000);
  const etag = one.headers.get('etag') ?? '';
  const again = await ask('/sale/sale_1/queue', { 'if-none-match': etag });
  assert.equal(again.status, 304);
  assert.match(one.headers.get('content-security-policy') ?? '', /script-src 'self'/);
  const [style] = /\/assets\/queue-[\w-]+\.css/.exec(text) ?? [];
  assert.equal((await ask(style ?? '')).status, 200);
});
