// The account and its pages: orders on top, addresses by keyboard alone, profile, password,
// devices, a copy of one's data, leaving, what is told and how; with data, empty, slow, refused,
// away; on a phone, by axe, and in languages that are longer or read from the right.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { openCheckout, pay } from '../../test/buyer.ts';
import { alive, assertAccessible, desktop, openBrowser, phone, type Opened } from './browser.ts';
import {
  assertFits,
  mailTo,
  password,
  signIn,
  someone,
  until,
  type Someone,
} from './person-kit.ts';

let app: App;
let shop: Shop;
const browsers: Opened[] = [];

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
});

after(async () => {
  for (const browser of browsers) await browser.close();
  await app.stop();
});

async function open(options: Parameters<typeof openBrowser>[0] = {}): Promise<[Page, Opened]> {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true, ...options });
  browsers.push(browser);
  const page = await browser.page();
  page.setDefaultTimeout(30_000);
  return [page, browser];
}

const main = (page: Page) => page.locator('main');

async function buy({ token }: Someone): Promise<string> {
  const { body } = await app.get('/me/addresses', { token });
  const buyer = { token, addressId: body.data[0].addressId as string };
  const { checkoutId } = await openCheckout(app, buyer, [await shop.product({ stock: 3 })]);
  return (await pay(app, buyer, { checkoutId })).body.orderNumber as string;
}

/** Everything that asks the API is answered so, until it is told to stop. */
async function broken(page: Page, status: number): Promise<() => Promise<void>> {
  const body = { code: 'room-unavailable', status, title: '', detail: '', requestId: 'req_7' };
  await page.route(/\/api\/v1\/(orders|me|notifications)/, (route) =>
    route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) }),
  );
  return () => page.unrouteAll({ behavior: 'ignoreErrors' });
}

const pages = [
  { path: '/account', needs: 'Your latest order' },
  { path: '/account/addresses', needs: '1 Main Street' },
  { path: '/account/addresses?edit=new', needs: 'Save the address' },
  { path: '/account/security', needs: 'Download my data' },
  { path: '/account/preferences', needs: 'Quiet hours' },
  { path: '/notifications', needs: 'Mark all as read' },
  { path: '/verify-email', needs: 'Send the code' },
];

test('every page with data: axe, and no wider than a phone, in three languages', async () => {
  const ada = await someone(app, { address: true });
  await buy(ada);
  const [page, browser] = await open();
  await signIn(page, app, ada);
  for (const { path, needs } of pages) {
    await page.goto(app.url + path);
    await main(page).getByText(needs).first().waitFor();
    await assertAccessible(page);
    await assertFits(page);
  }
  for (const language of ['de', 'ar']) {
    for (const { path } of pages) {
      await page.goto(`${app.url}/${language}${path}`);
      await alive(page);
      await main(page).getByRole('heading', { level: 1 }).waitFor();
      await assertFits(page);
    }
    await assertAccessible(page);
  }
  assert.deepEqual(browser.problems, []);
});

test('every page while the shop is slow, when it is away, and for nobody', async () => {
  const ada = await someone(app, { address: true });
  const [page] = await open();
  await signIn(page, app, ada);
  const asking = pages.filter(({ path }) => !path.includes('?') && path !== '/verify-email');
  for (const { path } of asking) {
    const mend = await broken(page, 503);
    await page.goto(app.url + path);
    await page.getByRole('alert').first().waitFor();
    assert.match(await main(page).innerText(), /A part of the shop does not answer/);
    await assertAccessible(page);
    await mend();
    await main(page).getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('alert').first().waitFor({ state: 'detached' });
  }
  await page.route(/\/api\/v1\/(orders|me|notifications)/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    await route.abort().catch(() => undefined);
  });
  for (const { path } of asking) {
    await page.goto(app.url + path);
    await alive(page);
    await main(page).locator('.skeleton').first().waitFor();
    await assertAccessible(page);
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().clearCookies();
  await page.evaluate(() => localStorage.clear());
  for (const { path } of pages) {
    await page.goto(app.url + path);
    await page.getByRole('link', { name: 'Sign in to see this' }).waitFor();
    await assertAccessible(page);
  }
});

test('a new account: nothing yet, said with the way on', async () => {
  const ada = await someone(app);
  const [page, browser] = await open();
  await signIn(page, app, ada);
  await page.getByText('No orders yet').waitFor();
  await assertAccessible(page);
  await page.goto(`${app.url}/account/addresses`);
  await page.getByText('Keep one here').waitFor();
  await assertAccessible(page);
  await page.goto(`${app.url}/notifications`);
  await page.getByText('Nothing yet').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Sales and offers' }).click();
  await page.getByText('Nothing of this kind').waitFor();
  assert.match(page.url(), /topic=sales/);
  assert.deepEqual(browser.problems, []);
});

/** What a keyboard user does: the next thing, until it is the one. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let nth = 0; nth < 90; nth += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const label = element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
      return (element?.getAttribute('aria-label') ?? label).trim();
    });
    if (typeof name === 'string' ? at === name : name.test(at)) return;
  }
  assert.fail(`the keyboard does not lead to ${String(name)}`);
}

/** Where things go: an own address by a press, or a place that has no postal codes. */
async function chooseWhere(page: Page): Promise<void> {
  const header = page.locator('header');
  await header.getByRole('button', { name: 'Deliver to US 10001' }).click();
  const places = page.getByRole('dialog').getByRole('list', { name: 'Deliver to' });
  await places.getByRole('button', { name: /1 Main Street/ }).waitFor();
  await assertAccessible(page);
  await places.getByRole('button', { name: /Torstraße 12/ }).click();
  await header.getByText('DE 10115').waitFor();
  await header.getByRole('button', { name: /^Deliver to/ }).click();
  const place = page.getByRole('dialog');
  await place.getByLabel('Country').selectOption('AE');
  assert.equal(await place.getByLabel('Postal code').count(), 0, 'there are none there');
  await place.getByRole('button', { name: 'Show for this place' }).click();
  await header.getByText('AE', { exact: true }).waitFor();
}

test('addresses by keyboard alone: add, mend, make default, remove, take back', async () => {
  const ada = await someone(app);
  const [page, browser] = await open({ viewport: desktop });
  await signIn(page, app, ada);
  await page.goto(`${app.url}/account/addresses`);
  await page.getByText('No addresses yet').waitFor();
  const { keyboard } = page;
  await tabTo(page, 'Add an address');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Add an address' }).waitFor();
  await tabTo(page, 'Country');
  await keyboard.type('Germany');
  await tabTo(page, 'Street and number');
  await keyboard.type('Torstraße 12');
  await tabTo(page, 'Postal code');
  await keyboard.type('1011');
  await tabTo(page, 'Town or city');
  await keyboard.type('Berlin');
  await keyboard.press('Enter');
  await page.getByText('Codes there look like 10115').waitFor();
  const at = await page.evaluate(() => document.activeElement?.getAttribute('name'));
  assert.equal(at, 'postalCode', 'the first thing to mend has the focus');
  await assertAccessible(page);
  await keyboard.type('5');
  await page.reload();
  await page.getByText('This is what you typed earlier').waitFor();
  await tabTo(page, 'Save the address');
  await keyboard.press('Enter');
  await page.getByText('The address is saved.').waitFor();
  await page.locator('header').getByText('DE 10115').waitFor();
  await tabTo(page, 'Add an address');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Add an address' }).waitFor();
  await tabTo(page, 'Country');
  await keyboard.type('United States');
  await tabTo(page, 'Street and number');
  await keyboard.type('1 Main Street');
  await tabTo(page, 'Town or city');
  await keyboard.type('New York');
  await tabTo(page, 'State');
  await keyboard.type('New York');
  await tabTo(page, 'ZIP code');
  await keyboard.type('10001');
  await keyboard.press('Enter');
  const list = main(page).getByRole('listitem');
  await list.getByText('New York NY 10001').waitFor();
  await tabTo(page, /^Make default: .*1 Main Street$/);
  await keyboard.press('Enter');
  await page.locator('header').getByText('US 10001').waitFor();
  await tabTo(page, /^Remove: .*1 Main Street$/);
  await keyboard.press('Enter');
  await page.getByText(/1 Main Street was removed/).waitFor();
  await list.getByText('New York NY 10001').waitFor({ state: 'detached' });
  await tabTo(page, 'Undo');
  await keyboard.press('Enter');
  await list.getByText('New York NY 10001').waitFor();
  await until('it is the default again', async () => {
    const { body } = await app.get('/me/addresses', { token: ada.token });
    const home = body.data.find((one: { isDefault: boolean }) => one.isDefault);
    return home?.line1 === '1 Main Street' && body.data.length === 2 ? true : undefined;
  });
  await chooseWhere(page);
  assert.deepEqual(browser.problems, []);
});

test('the address book is full: the button says so', async () => {
  const ada = await someone(app);
  const address = {
    name: 'A',
    line1: '1',
    city: 'C',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  };
  for (let nth = 0; nth < 50; nth += 1) {
    await app.post('/me/addresses', { token: ada.token, body: address });
  }
  const [page] = await open();
  await signIn(page, app, ada);
  await page.goto(`${app.url}/account/addresses`);
  await page.getByText('The address book is full: 50 is the most').waitFor();
  await assertAccessible(page);
});

test('profile: saved, shown in the header, and not overwritten from an old tab', async () => {
  const ada = await someone(app);
  const [page, browser] = await open({ viewport: desktop });
  await signIn(page, app, ada);
  await page.goto(`${app.url}/account/security`);
  const name = main(page).getByLabel('Name', { exact: true });
  await name.fill('Berta Moor');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Your profile is saved').waitFor();
  await page.locator('header').getByText('Berta').waitFor();
  const etag = String((await app.get('/me', { token: ada.token })).headers['etag']);
  const headers = { 'if-match': etag };
  await app.send('PATCH', '/me', { token: ada.token, body: { name: 'Clara' }, headers });
  await name.fill('Dora Moor');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('It was changed somewhere else').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Show what is saved' }).click();
  await page.getByText('Saved is: Clara').waitFor();
  assert.equal(await name.inputValue(), 'Dora Moor');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('header').getByText('Dora').waitFor();
  assert.deepEqual(browser.problems, []);
});

test('a new password signs the others out; so does a press, one by one or all', async () => {
  const ada = await someone(app);
  const [page, browser] = await open();
  await signIn(page, app, ada);
  await page.goto(`${app.url}/account/security`);
  await main(page).getByLabel('Present password').fill('not this one');
  await main(page).getByLabel('New password', { exact: true }).fill('a brand new phrase');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('This is not your present password').waitFor();
  await main(page).getByLabel('Present password').fill(password);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('Your password is changed').waitFor();
  await until('the other session is dead', async () =>
    (await app.get('/me', { token: ada.token })).status === 401 ? true : undefined,
  );
  const body = { email: ada.email, password: 'a brand new phrase' };
  const other = (await app.post('/auth/login', { body })).body.accessToken as string;
  await page.reload();
  await page.getByRole('button', { name: /^Sign out: / }).click();
  await until('it is dead', async () =>
    (await app.get('/me', { token: other })).status === 401 ? true : undefined,
  );
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByText('You are signed out everywhere').waitFor();
  assert.deepEqual(browser.problems, []);
});

test('a copy of one’s data is a file; leaving waits for the open order', async () => {
  const ada = await someone(app, { address: true });
  const number = await buy(ada);
  const [page, browser] = await open();
  await signIn(page, app, ada);
  await page.goto(`${app.url}/account/security`);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download my data' }).click();
  const download = await coming;
  assert.match(download.suggestedFilename(), /^trueshelf-export-\d{4}-\d\d-\d\d\.json$/);
  const text = await readFile(await download.path(), 'utf8');
  assert.ok(text.includes(number) && text.includes(ada.email));
  assert.ok(Object.keys((JSON.parse(text) as { rooms: object }).rooms).length > 3);
  await page.getByText('The file is in your downloads').waitFor();
  await page.getByRole('button', { name: 'Delete my account' }).click();
  const dialog = page.getByRole('dialog');
  const go = dialog.getByRole('button', { name: 'Delete for good' });
  await dialog.getByText('above first').waitFor();
  await assertAccessible(page);
  await go.click({ force: true }); // it says why, and does nothing
  await dialog.getByLabel(/^Type /).fill(ada.email);
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await go.click();
  await dialog.getByRole('link', { name: `Order ${number} has not been sent yet` }).waitFor();
  await assertAccessible(page);
  assert.equal((await app.get('/me', { token: ada.token })).status, 200);
  await app.post(`/orders/${number}/cancel`, {
    token: ada.token,
    key: `cancel-${number}`,
    body: {},
  });
  await until('nothing is open', async () => {
    if ((await go.count()) > 0) await go.click({ timeout: 2_000 }).catch(() => undefined);
    await page.waitForTimeout(500);
    return (await page.getByText('Your account is deleted').count()) > 0 ? true : undefined;
  });
  const login = { email: ada.email, password };
  assert.equal((await app.post('/auth/login', { body: login })).status, 401);
  assert.deepEqual(browser.problems, []);
});

test('preferences save themselves, are honoured, and say what cannot be switched off', async () => {
  const ada = await someone(app, { address: true });
  const [page, browser] = await open();
  await signIn(page, app, ada);
  await page.goto(`${app.url}/account/preferences`);
  const cell = (name: string) => main(page).getByRole('checkbox', { name, exact: true });
  await cell('Orders: E-mail').click({ force: true });
  assert.equal(await cell('Orders: E-mail').isChecked(), true);
  const why = await cell('Orders: E-mail').getAttribute('aria-describedby');
  assert.match(await page.locator(`#${why}`).innerText(), /it is the receipt/);
  await cell('Orders: Here').click();
  await cell('Sales and offers: E-mail').click();
  await main(page).getByText('Saved', { exact: true }).waitFor();
  await main(page).getByRole('checkbox', { name: 'Keep quiet hours' }).click();
  await main(page).getByLabel('From').fill('23:15');
  await main(page).getByLabel('Time zone').selectOption({ label: 'Asia/Kolkata' });
  await page.getByRole('button', { name: 'Save the hours' }).click();
  await main(page).getByText('These hours are saved').waitFor();
  await assertAccessible(page);
  await page.reload();
  await main(page).getByText('These hours are saved').waitFor();
  assert.equal(await cell('Orders: Here').isChecked(), false);
  assert.equal(await cell('Sales and offers: E-mail').isChecked(), true);
  assert.equal(await main(page).getByLabel('From').inputValue(), '23:15');
  await page.goto(`${app.url}/account/security`);
  const noted = page.locator('#consents').getByRole('listitem');
  await noted.filter({ hasText: 'Sales and offers · E-mail: switched on' }).waitFor();
  await noted.filter({ hasText: 'Orders · Here: switched off' }).waitFor();
  assert.equal(await noted.count(), 2);
  await assertAccessible(page);
  const number = await buy(ada);
  await mailTo(app, ada.email, new RegExp(number));
  const { body } = await app.get('/notifications', { token: ada.token });
  assert.deepEqual(body.data, [], 'the order is told by mail and not here');
  assert.deepEqual(browser.problems, []);
});

test('a change that is refused goes back, with the reason', async () => {
  const ada = await someone(app);
  const [page] = await open();
  await signIn(page, app, ada);
  await page.goto(`${app.url}/account/preferences`);
  const stock = main(page).getByRole('checkbox', { name: 'Back in stock: Here' });
  await stock.waitFor();
  const mend = await broken(page, 503);
  await stock.click();
  await page.getByText('Not saved; it is as it was').waitFor();
  assert.equal(await stock.isChecked(), true);
  await mend();
  await stock.click();
  await main(page).getByText('Saved', { exact: true }).waitFor();
  assert.equal(await stock.isChecked(), false);
});

test('notifications come in live, are counted, read, unread, filtered and muted', async () => {
  const ada = await someone(app, { address: true });
  const [page, browser] = await open();
  await signIn(page, app, ada);
  await page.goto(`${app.url}/notifications`);
  await page.getByText('Nothing yet').waitFor();
  await page.getByText('New ones appear by themselves').waitFor();
  const other = await browser.page();
  await other.goto(`${app.url}/account/preferences`);
  await other.getByText('Quiet hours').first().waitFor();
  const number = await buy(ada);
  await main(page)
    .getByRole('link', { name: `Order ${number} is confirmed` })
    .waitFor();
  await main(page).getByRole('heading', { name: 'Today' }).waitFor();
  await main(page).getByText(`because of your order ${number}`).waitFor();
  const bell = (of: Page) => of.locator('header').getByRole('link', { name: /^Notifications/ });
  await page.locator('header').getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
  await other.locator('header').getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: /^Mark as read: / }).click();
  await page
    .locator('header')
    .getByRole('link', { name: /none unread/ })
    .waitFor();
  await page.getByRole('button', { name: /^Mark as unread: / }).click();
  await bell(page).getByText('1').waitFor();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.getByText('1 is read now.').waitFor();
  await page.getByRole('link', { name: 'Unread only' }).click();
  await page.getByText('Nothing of this kind').waitFor();
  await page.getByRole('link', { name: 'Show all' }).click();
  await page.getByRole('button', { name: 'Mute this topic: Orders' }).click();
  await page.getByText('Orders: no more by Here').waitFor();
  const inApp = async () => {
    const { body } = await app.get('/me/preferences', { token: ada.token });
    type Cell = { topic: string; channel: string; enabled: boolean };
    return body.grid.find((one: Cell) => one.topic === 'orders' && one.channel === 'in-app');
  };
  assert.equal((await inApp()).enabled, false);
  await page.getByRole('button', { name: 'Undo' }).click();
  await until('it is back', async () => ((await inApp()).enabled === true ? true : undefined));
  await main(page)
    .getByRole('link', { name: `Order ${number} is confirmed` })
    .click();
  await page.waitForURL(new RegExp(`/orders/${number}`));
  assert.deepEqual(browser.problems, []);
});

test('the e-mail is confirmed by the code of a mail', async () => {
  const ada = await someone(app);
  const [page, browser] = await open();
  await signIn(page, app, ada);
  await page.getByRole('link', { name: 'Confirm the e-mail' }).click();
  await page.getByRole('button', { name: 'Send the code' }).click();
  const code = /\b(\d{6})\b/.exec(await mailTo(app, ada.email, /verify/i))?.[1] ?? '';
  await main(page).getByLabel('Code from the mail').fill(code);
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await page.getByText('Your e-mail is confirmed').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Hello' }).waitFor();
  await page.getByText('No orders yet').waitFor();
  assert.equal(await page.getByText('Confirm your e-mail').count(), 0);
  assert.deepEqual(browser.problems, []);
});
