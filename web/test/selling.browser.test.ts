/**
 * A seller's day: what waits, sending an order, taking a return back with the buyer's photos and
 * granting a part of it, a new product with pictures, and two people who change the same product.
 * What is another seller's is not there.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { drawn } from '../../test/pictures.ts';
import { returnKit } from '../../test/returns.ts';
import { assertAccessible, desktop, openBrowser, phone, type Opened } from './browser.ts';
import { assertFits, signIn, until } from './person-kit.ts';

let app: App;
let shop: Shop;
let other: Shop;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selling-'));
  app = await startApp({ web: true, config: { home: folder } });
  shop = await openShop(app);
  other = await openShop(app);
});
after(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

const asSeller = () => ({ token: shop.sellerToken });
const asNew = () => ({ token: other.sellerToken });

async function sellerOn(browser: Opened, who: { token: string }): Promise<Page> {
  const { body } = await app.get('/me', who);
  const page = await browser.page();
  await signIn(page, app, { email: body.email });
  return page;
}

const count = (page: Page, what: string) => page.locator(`[data-count="${what}"]`).textContent();

/** A buyer's photo of what goes back. */
async function photoOf(token: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' };
  const body = new Uint8Array(await drawn({ width: 320, height: 240, hue: 40 }));
  const path = `${app.url}/api/v1/pictures?purpose=return`;
  const response = await fetch(path, { method: 'POST', headers, body });
  assert.equal(response.status, 201, await response.clone().text());
  return ((await response.json()) as { pictureId: string }).pictureId;
}

/** What is shown fits a phone and reads well; the page said no error. */
async function looks(page: Page): Promise<void> {
  await assertAccessible(page);
  await assertFits(page);
}

/** Two lamps came back, one of them used; gives the amount for the other one. */
async function grantsHalf(page: Page, returnNumber: string): Promise<string | null> {
  await page.getByRole('link', { name: 'Returns' }).first().click();
  await page.getByRole('link', { name: returnNumber }).click();
  await page.getByText('The shade has a scratch.').waitFor();
  await page.getByRole('img', { name: 'Photo 1' }).and(page.locator('img')).waitFor();
  await page.getByRole('button', { name: 'The parcel has arrived' }).click();
  await page.getByLabel('Units that came').fill('3');
  await page.getByText('A number from 0 to 2.').waitFor();
  await page.getByLabel('Units that came').fill('2');
  await page.getByLabel('Back onto the shelf').fill('1');
  await page.getByText('Written off: 1').waitFor();
  await looks(page);
  await page.getByRole('button', { name: 'Keep what was found' }).click();
  await page.getByText('2 of 2 came, 1 to the shelf, 1 written off').waitFor();
  const worth = page.locator('[data-worth]');
  await until('the whole is reckoned', async () =>
    (await worth.textContent())?.startsWith('$') === true ? true : undefined,
  );
  const whole = await worth.textContent();
  await page.locator('input[name="grant-1"]').fill('1');
  await until('the part is reckoned', async () => {
    const text = await worth.textContent();
    return text !== whole && text?.startsWith('$') === true ? true : undefined;
  });
  const part = await worth.textContent();
  await page.getByRole('button', { name: 'Grant this part' }).click();
  await page.getByText('Choose a reason.').waitFor();
  await page.getByLabel('Reason', { exact: true }).selectOption('used');
  await looks(page);
  await page.getByRole('button', { name: 'Grant this part' }).click();
  await page.locator('[data-granted]').waitFor();
  assert.equal(await page.locator('[data-granted]').textContent(), part, 'as it was said');
  return part;
}

/** The seller has these, another one has not, and nothing waits for that one. */
async function isMine(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    assert.equal((await app.get(path, asSeller())).status, 200, path);
    assert.equal((await app.get(path, asNew())).status, 404, path);
  }
  const { toSend, returns, products } = (await app.get('/seller/waiting', asNew())).body;
  const none = { count: 0, more: false };
  assert.deepEqual([toSend, returns, products], [none, none, none]);
}

test('the desk counts what waits; an order is sent, a return is granted in part', async () => {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  try {
    const buyer = await shop.shopper();
    const kit = returnKit(app, shop);
    const product = await shop.product({ stock: 9, price: 20 });
    const back = await kit.delivered(buyer, [{ ...product, quantity: 2 }]);
    const toSend = await kit.buy(buyer, [{ ...product, quantity: 2 }]);
    const announced = await kit.announce(buyer, back, {
      items: [{ lineNo: 1, quantity: 2, pictures: [await photoOf(buyer.token)] }],
      note: 'The shade has a scratch.',
    });
    const { returnId, returnNumber } = announced;
    const sent = await app.post(`/returns/${returnId}/sent`, {
      token: buyer.token,
      key: 'sent-by-buyer',
      body: {},
    });
    assert.equal(sent.status, 200);

    const page = await sellerOn(browser, asSeller());
    await page.getByRole('link', { name: /My shop/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Desk' }).waitFor();
    await page.locator('[data-count="toSend"]').waitFor();
    const counted = await Promise.all(
      ['toSend', 'returns', 'messages', 'questions', 'withoutPicture'].map((one) =>
        count(page, one),
      ),
    );
    assert.deepEqual(counted, ['1', '1', '0', '0', '1']);
    await looks(page);

    await page.getByRole('link', { name: /Orders to send/ }).click();
    await page.getByRole('link', { name: toSend.orderNumber }).click();
    await page.getByRole('heading', { name: 'Send a parcel' }).waitFor();
    await page.getByText('12 Hill Street').or(page.getByText('New York')).first().waitFor();
    await page.getByRole('button', { name: 'It has left' }).click();
    await page.getByText('Say who carries it.').waitFor();
    await looks(page);
    await page.getByLabel('Carrier').fill('Post');
    await page.getByLabel('Tracking number').fill('PX 77');
    await page.getByRole('button', { name: 'It has left' }).click();
    await page.getByRole('heading', { name: 'Parcels' }).waitFor();
    await page.getByText('2 of 2 sent').waitFor();
    const order = await app.get(`/orders/${toSend.orderId}`, { token: buyer.token });
    assert.equal(order.body.status, 'SHIPPED');
    await page.goto(`${app.url}/selling/orders`);
    await page.getByText('Everything has left').waitFor();

    const part = await grantsHalf(page, returnNumber);
    const refunded = await kit.returnOnce(returnId, 'REFUNDED');
    assert.equal(`$${refunded.money.refunded.toFixed(2)}`, part);
    assert.deepEqual(refunded.decisions[0].items, [
      { lineNo: 1, quantity: 1, restock: 1, writeOff: 0 },
    ]);

    await isMine([
      `/seller/orders/${toSend.orderId}`,
      `/seller/returns/${returnId}`,
      `/seller/returns/${returnId}/worth?items=1:1`,
      `/seller/pictures/${refunded.pictures[0].pictureId}/file`,
      `/seller/products/${product.productId}`,
    ]);
    await page.goto(`${app.url}/selling/returns/RT-0000000000`);
    await page.getByRole('heading', { name: 'Not here' }).waitFor();
    assert.deepEqual(browser.problems, []);
  } finally {
    await browser.close();
  }
});

test('a first product goes on sale; a change made elsewhere loses nothing', async () => {
  const [good, forged] = [join(folder, 'good.jpg'), join(folder, 'forged.jpg')];
  await writeFile(good, await drawn({ width: 640, height: 480, hue: 200 }));
  await writeFile(forged, '<html><script>alert(1)</script></html>');
  const browser = await openBrowser({ viewport: desktop, reducedMotion: true });
  try {
    const page = await sellerOn(browser, asNew());
    await page.goto(`${app.url}/selling`);
    await page.getByText('Nothing for sale yet').waitFor();
    await page.getByRole('link', { name: 'Add a product' }).click();
    const save = page.getByRole('button', { name: 'Save as a draft' });
    await save.click();
    await page.getByText('Fields to mend: 4').waitFor();
    await looks(page);
    await page.getByLabel('Name', { exact: true }).fill('Reading Lamp');
    await page.getByLabel('Category').selectOption({ index: 1 });
    await page.getByLabel('SKU').fill('RL-1');
    await page.getByLabel('Price in USD').fill('49.90');
    await page.getByLabel(/Units to begin with/).fill('7');
    await page.getByLabel('Add pictures').setInputFiles([forged, good]);
    await page.getByText('Only JPEG, PNG, WebP, GIF and AVIF can be read.').waitFor();
    await page.getByRole('button', { name: 'Remove photo 1' }).click();
    await page.getByLabel(/What picture 1 shows/).fill('A lamp over a book');
    await until('the picture is there', async () =>
      (await page.locator('main form img').count()) === 1 ? true : undefined,
    );
    await save.click();
    await page.waitForURL(/\/selling\/products\/prod_/);
    await page.getByRole('button', { name: 'Put on sale' }).click();
    await page.getByRole('link', { name: 'See it in the shop' }).waitFor();
    await page.getByRole('cell', { name: '7', exact: true }).first().waitFor();
    await looks(page);
    const productId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const read = async () => (await app.get(`/seller/products/${productId}`, asNew())).body;
    const made = await read();
    assert.deepEqual(
      [made.status, made.variants[0].price, made.images.map((one: { alt: string }) => one.alt)],
      ['ACTIVE', 49.9, ['A lamp over a book']],
    );

    const headers = { 'if-match': `"${made.version}"` };
    const elsewhere = { ...asNew(), headers, body: { brand: 'Elsewhere' } };
    assert.equal((await app.send('PATCH', `/seller/products/${productId}`, elsewhere)).status, 200);
    await page.getByLabel(/^Description/).fill('Reads with you.');
    await page.getByLabel(/^Sale price/).fill('39.9');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Changed elsewhere').waitFor();
    assert.equal(await page.getByLabel(/^Description/).inputValue(), 'Reads with you.');
    await page.getByRole('button', { name: 'Save what I typed' }).click();
    await page.getByText('Saved.').waitFor();
    const kept = await read();
    assert.deepEqual([kept.description, kept.variants[0].salePrice], ['Reads with you.', 39.9]);

    await page.getByLabel('By how many').fill('-2');
    await page.getByRole('button', { name: 'Change the stock' }).click();
    await page.getByRole('cell', { name: '5', exact: true }).first().waitFor();
    await page.goto(`${app.url}/selling/products?q=RL-1`);
    await page.getByRole('link', { name: 'Reading Lamp' }).waitFor();
    await looks(page);
    await page.goto(`${app.url}/selling/products?needs=no-picture&q=Reading`);
    await page.getByText('Nothing fits').waitFor();
    assert.deepEqual(browser.problems, []);
  } finally {
    await browser.close();
  }
});
