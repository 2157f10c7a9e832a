/** A buyer reviews what arrived, changes it, and everybody reads it, also without scripts. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { returnKit } from '../../test/returns.ts';
import { assertAccessible, openBrowser, phone } from './browser.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
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

test('written on a phone from the order, changed, and read by others without scripts', async () => {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  const reader = await openBrowser({ viewport: phone, javaScript: false });
  try {
    const page = await browser.page();
    await page.goto(`${app.url}/offline`);
    const { accessToken: token, user } = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: '{}' };
      const response = await fetch('/api/v1/auth/guest', init);
      localStorage.setItem('trueshelf.session', 'guest');
      return (await response.json()) as { accessToken: string; user: { userId: string } };
    });
    const { addressId } = (await app.post('/me/addresses', { token, body: address })).body;
    const product = await shop.product({ stock: 3, price: 20 });
    const buyer = { token, addressId, userId: user.userId };
    const order = await returnKit(app, shop).delivered(buyer, [{ ...product, quantity: 1 }]);
    await known(token);

    await page.goto(`${app.url}/orders/${order.orderNumber}`);
    await page.getByRole('link', { name: 'Write a review' }).click();
    await page.getByRole('heading', { level: 1, name: 'Review what you bought' }).waitFor();
    const send = page.getByRole('button', { name: 'Publish the review' });
    await page.getByLabel('What should others know?').fill('It holds, and looks good.');
    await send.click();
    await page.getByText('Choose one to five stars.').waitFor();
    await page.getByRole('radio', { name: 'Good', exact: true }).check({ force: true });
    await page.getByLabel('Name shown with it').fill('Ada');
    await assertAccessible(page);
    assert.ok(await fits(page), 'nothing is wider than the phone');
    await send.click();
    await page.getByText('Your review is online.').waitFor();
    const save = page.getByRole('button', { name: 'Save the change' });
    await page.getByLabel('What should others know?').fill(`It holds. <b>Still</b> good.\n${long}`);
    await save.click();
    await page.getByText('Published', { exact: true }).waitFor();

    await page.goto(`${app.url}/account/reviews`);
    await page.getByRole('link', { name: 'Change' }).click();
    const kept = page.getByLabel('What should others know?');
    await kept.waitFor();
    assert.match(await kept.inputValue(), /Still/);

    const plain = await reader.page();
    const path = `${app.url}/p/${product.productId}?review-sort=newest`;
    await plain.goto(path);
    for (
      let tries = 0;
      !(await plain.getByText('It holds. <b>Still</b> good.', { exact: false }).isVisible());
    ) {
      tries += 1;
      assert.ok(tries < 50, 'readers see the changed review');
      await plain.goto(`${path}&again=${tries}`);
    }
    await plain.getByText('4.0').first().waitFor();
    await plain.getByText('Bought here').waitFor();
    await page.goto(`${app.url}/p/${product.productId}`);
    await page.getByRole('heading', { name: 'Questions and answers' }).waitFor();
    await assertAccessible(page);
    assert.ok(await fits(page), 'nor is what people write');
    assert.deepEqual([...browser.problems, ...reader.problems], []);
  } finally {
    await browser.close();
    await reader.close();
  }
});

/** A word without end. */
const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(4);

const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** Reviews hears of arrivals a moment later. */
async function known(token: string): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const { body } = await app.get('/me/reviewable', { token });
    if (body.data.length > 0) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error('the purchase never became known');
}
