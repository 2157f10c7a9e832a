/** Hearts, lists and alerts in a browser: pressed before signing in, undone, shared, confirmed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { alive, assertAccessible, openBrowser, phone } from './browser.ts';
import { fillSignIn, mailTo, someone, until } from './person-kit.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
});
after(() => app.stop());

const slugOf = async (productId: string): Promise<string> =>
  (await app.get(`/products/${productId}`)).body.slug;

const itemsOf = async (token: string): Promise<number> => {
  const { body } = await app.get('/wishlists', { token });
  return body.data.reduce((sum: number, one: { items: number }) => sum + one.items, 0);
};

const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

test('a heart pressed before signing in is done after it, taken back, and shared', async () => {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  const plain = await openBrowser({ viewport: phone, javaScript: false });
  try {
    const who = await someone(app);
    const thing = await shop.product({ stock: 3, price: 20 });
    const page = await browser.page();
    await page.goto(`${app.url}/p/${await slugOf(thing.productId)}`);
    await alive(page);
    const put = page.getByRole('button', { name: 'Put on the wishlist' });
    const on = page.getByRole('button', { name: 'On your wishlist', exact: true });
    await put.click();
    await page.waitForURL((url) => url.pathname === '/sign-in');
    await fillSignIn(page, who.email);
    await page.waitForURL((url) => url.pathname.startsWith('/p/'));
    await page.getByText('is on your wishlist.').waitFor();
    await on.waitFor();
    assert.equal(await itemsOf(who.token), 1);
    await assertAccessible(page);

    await on.click();
    await put.waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('it is back', async () => ((await itemsOf(who.token)) === 1 ? true : undefined));
    await on.waitFor();

    await page.goto(`${app.url}/s/${(await app.get(`/sellers/${shop.sellerId}`)).body.slug}`);
    await page.getByRole('button', { name: /^On your wishlist: Thing 1/, pressed: true }).waitFor();
    await page.goto(`${app.url}/wishlists`);
    await page.getByRole('heading', { level: 2, name: 'Wishlist', exact: true }).waitFor();
    await page.getByRole('button', { name: /^Change Thing/ }).click();
    await page.getByLabel('Note').fill('The <b>green</b> one');
    await page.getByLabel('How many').fill('2');
    await page.getByRole('button', { name: 'Save', exact: true }).last().click();
    await page.getByText('The <b>green</b> one').first().waitFor();
    // It shows when the server has it.
    await page.getByLabel('Tell me when it is cheaper').click();
    await page.getByRole('heading', { name: 'What you wait for' }).waitFor();
    await page
      .getByRole('checkbox', { name: 'Tell me when it is cheaper', checked: true })
      .waitFor();
    await page.getByText('Settings of the list').click();
    await page.getByLabel('Who may see it').selectOption('link');
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await until('it is shared', async () => {
      const { body } = await app.get('/wishlists', { token: who.token });
      return body.data[0].token ?? undefined;
    });
    await assertAccessible(page);
    assert.ok(await fits(page), 'nothing is wider than the phone');
    const { body } = await app.get('/wishlists', { token: who.token });
    const reader = await plain.page();
    await reader.goto(`${app.url}/w/${body.data[0].token}`);
    await reader.getByText('The <b>green</b> one').waitFor();
    await reader.getByText('2 wanted').waitFor();
    assert.match((await reader.content()).toLowerCase(), /noindex/);

    await page.getByRole('button', { name: /^Move to the cart/ }).click();
    await page.getByText('is in your cart.').waitFor();
    await until('it left', async () => ((await itemsOf(who.token)) === 0 ? true : undefined));
    assert.deepEqual([...browser.problems, ...plain.problems], []);
  } finally {
    await browser.close();
    await plain.close();
  }
});

test('a guest is told by mail when it is back, after pressing its link', async () => {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  try {
    const thing = await shop.product({ stock: 0, price: 20 });
    const page = await browser.page();
    await page.goto(`${app.url}/p/${await slugOf(thing.productId)}`);
    await alive(page);
    await page.getByRole('button', { name: 'Tell me when it is back' }).click();
    const email = 'guest-of-alerts@example.test';
    await page.getByRole('button', { name: 'Tell me', exact: true }).click();
    await page.getByText('Please enter an address').waitFor();
    await page.getByLabel('Your e-mail').fill(email);
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Tell me', exact: true }).click();
    await page.getByText('Please open the mail').waitFor();
    const mail = await mailTo(app, email, /^Shall we tell you/);
    const link = /\/alerts\/confirm#token=\S+/.exec(mail)?.[0] ?? '';
    await page.goto(`${app.url}${link}`);
    await page.getByRole('button', { name: 'Yes, tell me' }).click();
    await page.getByText('Thank you. We will write').waitFor();
    assert.ok(!page.url().includes('token'), 'the secret is out of the address');
    await app.post('/seller/inventory/adjustments', {
      token: shop.sellerToken,
      body: {
        variantId: thing.variantId,
        warehouseId: shop.warehouses[0],
        delta: 2,
        reason: 'receipt',
      },
    });
    const told = await mailTo(app, email, /^Back: Thing/);
    const stop = /\/alerts\/stop#token=\S+/.exec(told)?.[0] ?? '';
    await page.goto(`${app.url}${stop}`);
    await page.getByRole('button', { name: 'Stop telling me' }).click();
    await page.getByText('Done: we will not write').waitFor();
    await page.goto(`${app.url}/search?q=zebrawood+harpsichord`);
    await alive(page);
    await page.getByRole('button', { name: 'Tell me when this appears' }).click();
    await page.getByText('We will write as soon as it is there.').waitFor();
    await assertAccessible(page);
    assert.deepEqual(browser.problems, []);
  } finally {
    await browser.close();
  }
});
