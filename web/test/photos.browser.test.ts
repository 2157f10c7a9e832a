/**
 * Photos, from the phone that takes them to the people who look: added to a review, refused where
 * they are none, let in by an operator by keys alone, seen by readers also without scripts; and
 * those of a return, which only its people see.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { drawn } from '../../test/pictures.ts';
import { returnKit } from '../../test/returns.ts';
import { assertAccessible, desktop, openBrowser, phone } from './browser.ts';
import { assertFits, password, signIn, until } from './person-kit.ts';

let app: App;
let shop: Shop;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photos-'));
  app = await startApp({ web: true, config: { home: folder } });
  shop = await openShop(app);
});
after(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

const address = {
  name: 'Ada Moor',
  line1: '12 Hill Street',
  city: 'New York',
  state: 'NY',
  postalCode: '10001',
  country: 'US',
};

/** A guest in this browser, to whom a product of the shop was delivered. */
async function buyerOn(page: Page) {
  await page.goto(`${app.url}/offline`);
  const { accessToken: token, user } = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/v1/auth/guest', { method: 'POST', headers, body: '{}' });
    localStorage.setItem('trueshelf.session', 'guest');
    return (await response.json()) as { accessToken: string; user: { userId: string } };
  });
  const { addressId } = (await app.post('/me/addresses', { token, body: address })).body;
  const product = await shop.product({ stock: 3, price: 20 });
  const buyer = { token, addressId, userId: user.userId };
  const order = await returnKit(app, shop).delivered(buyer, [{ ...product, quantity: 1 }]);
  await until('reviews knows of the purchase', async () => {
    const { body } = await app.get('/me/reviewable', { token });
    return body.data.length > 0 ? true : undefined;
  });
  return { token, product, order };
}

/** Somebody who works for the shop and may look at reviews. */
async function operator(): Promise<{ email: string }> {
  const userId = newId('usr');
  const email = `${userId}@example.test`;
  const one = { userId, email, password, name: 'Olu Desk', roles: ['support'], addresses: [] };
  await app.host.client(identityCalls).import({ users: [one] });
  return { email };
}

async function filesIn(): Promise<{ good: string[]; forged: string }> {
  const good = await Promise.all(
    [1, 2].map(async (nth) => {
      const path = join(folder, `photo-${nth}.jpg`);
      await writeFile(path, await drawn({ width: 640, height: 480, hue: nth * 70 }));
      return path;
    }),
  );
  const forged = join(folder, 'forged.jpg');
  await writeFile(forged, '<html><script>alert(1)</script></html>');
  return { good, forged };
}

test('of a review: added on a phone, let in by keys, seen by readers', async () => {
  const { good, forged } = await filesIn();
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  const desk = await openBrowser({ viewport: desktop, reducedMotion: true });
  const reader = await openBrowser({ viewport: phone, javaScript: false });
  try {
    const page = await browser.page();
    const { product, order } = await buyerOn(page);
    await page.goto(`${app.url}/orders/${order.orderNumber}/review`);
    const choose = page.getByLabel('Add photos');
    await choose.setInputFiles([good[0] ?? '', forged]);
    await page.getByText('Only JPEG, PNG, WebP, GIF and AVIF can be read.').waitFor();
    await page.getByRole('button', { name: 'Remove photo 2' }).click();
    await choose.setInputFiles(good[1] ?? '');
    await page.getByText('2 of 6 photos added.').waitFor();
    await page.getByLabel('What should others know?').fill('It holds, as the photos show.');
    await page.getByRole('radio', { name: 'Good', exact: true }).check({ force: true });
    await assertAccessible(page);
    await assertFits(page);
    await page.getByRole('button', { name: 'Publish the review' }).click();
    await page.getByText('Your photos are being looked at').waitFor();
    // What is there is shown again, to its author only.
    await page.getByRole('img', { name: 'Photo 2' }).and(page.locator('img')).waitFor();
    const path = `${app.url}/p/${product.productId}`;
    const plain = await reader.page();
    await plain.goto(`${path}?review-sort=newest`);
    assert.equal(await plain.locator('#reviews img').count(), 0, 'readers do not see them yet');

    const admin = await desk.page();
    const { email } = await operator();
    await signIn(admin, app, { email });
    await admin.goto(`${app.url}/admin/reviews`);
    const waiting = admin.locator('[data-post]');
    await waiting.first().waitFor();
    await admin.getByRole('img', { name: 'Photo 2' }).and(admin.locator('img')).waitFor();
    await admin.getByText('Photos wait').waitFor();
    await assertAccessible(admin);
    await waiting.first().focus();
    await admin.keyboard.press('p');
    await admin.getByRole('button', { name: 'It names or shows other people.' }).waitFor();
    await assertAccessible(admin);
    await admin.keyboard.press('Escape');
    await waiting.first().focus();
    await admin.keyboard.press('a');
    await admin.getByText('Nothing waits').waitFor();

    await until('readers see the photos', async () => {
      await plain.goto(`${path}?review-sort=newest&again=${Math.random()}`);
      return (await plain.locator('#reviews img').count()) === 2 ? true : undefined;
    });
    const shown = plain.locator('#reviews img').first();
    const width = () => shown.evaluate((image: HTMLImageElement) => image.naturalWidth);
    await shown.scrollIntoViewIfNeeded();
    await until('the photo is drawn', async () => ((await width()) > 0 ? true : undefined));

    await page.goto(path);
    await page.getByRole('heading', { name: 'Reviews', exact: true }).scrollIntoViewIfNeeded();
    const wall = page.getByRole('region', { name: 'Photos by customers' });
    await wall.getByRole('button').first().click();
    await page.getByRole('dialog', { name: 'Photos by customers' }).waitFor();
    await page.keyboard.press('Escape');
    await assertAccessible(page);
    await assertFits(page);
    assert.deepEqual([...browser.problems, ...desk.problems, ...reader.problems], []);
  } finally {
    for (const one of [browser, desk, reader]) await one.close();
  }
});

test('of a return: its buyer sees them again, nobody else by their address', async () => {
  const { good } = await filesIn();
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  try {
    const page = await browser.page();
    const { order, token } = await buyerOn(page);
    await page.goto(`${app.url}/orders/${order.orderNumber}/return`);
    await page.getByRole('checkbox').check();
    await page.getByLabel('Add photos').setInputFiles(good);
    await page.getByText('2 of 6 photos added.').waitFor();
    await page.getByRole('combobox', { name: /Why/ }).selectOption('damaged');
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Announce', exact: false }).click();
    await page.waitForURL(/\/returns\//);
    await page.getByRole('heading', { name: 'Your photos' }).waitFor();
    await page.getByRole('img', { name: 'Photo 2' }).and(page.locator('img')).waitFor();
    await assertAccessible(page);
    await assertFits(page);
    const { data } = (await app.get('/returns', { token })).body;
    const { returnId } = data[0];
    const whole = (await app.get(`/seller/returns/${returnId}`, { token: shop.sellerToken })).body;
    assert.equal(whole.pictures.length, 2);
    const at = `/pictures/${whole.pictures[0].pictureId}/file`;
    const stranger = await shop.shopper();
    const status = async (path: string, who: string) =>
      (await app.get(path, { token: who })).status;
    assert.equal(await status(`/seller${at}`, shop.sellerToken), 200);
    assert.equal(await status(at, stranger.token), 404);
    assert.deepEqual(browser.problems, []);
  } finally {
    await browser.close();
  }
});
