/**
 * Price lists as those who keep them see them: made, given members and prices, planned ahead,
 * changed while somebody else changes them, switched off, and taken away; a member sees what it
 * does on the product's page. On a phone and at a desk.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { ownAddress } from '../../test/buyer.ts';
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
  app = await startApp({ web: true, config: await ownAddress() });
  shop = await openShop(app);
});
afterEach(async () => {
  for (const one of browsers.splice(0)) await one.close();
});
after(() => app?.stop());

async function open(viewport = phone): Promise<Page> {
  const browser = await openBrowser({ viewport, reducedMotion: true });
  browsers.push(browser);
  return browser.page();
}

const noProblems = () =>
  assert.deepEqual(
    browsers.flatMap((one) => one.problems),
    [],
  );

/** Somebody who works for the shop, in this role. */
async function operator(role: string): Promise<{ email: string }> {
  const userId = newId('usr');
  const email = `${userId}@example.test`;
  const one = { userId, email, password, name: 'Olu Desk', roles: [role], addresses: [] };
  await app.host.client(identityCalls).import({ users: [one] });
  return { email };
}

/** A product that the search knows, with its name. */
async function findable(price: number) {
  const product = await shop.product({ stock: 20, price });
  const { name, slug } = (await app.get(`/products/${product.productId}`)).body;
  await until('the search knows it', async () => {
    const { body } = await app.get(`/search/suggest?q=${encodeURIComponent(name)}`);
    return body.products.some((one: { name: string }) => one.name === name) ? true : undefined;
  });
  return { ...product, name: name as string, slug: slug as string };
}

/** As its owner does: by the code that is sent to it. */
async function prove({ email }: Someone): Promise<void> {
  const asked = await app.post('/auth/otp', { body: { purpose: 'sign-in', email } });
  const { challengeId } = asked.body;
  const code = /\b\d{6}\b/.exec(await mailTo(app, email, /code/i))?.[0];
  const used = await app.post('/auth/otp/verify', { body: { challengeId, code } });
  assert.equal(used.status, 200, JSON.stringify(used.body));
}

const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).first().click();
const save = (page: Page) => press(page, 'Save');

async function choose(page: Page, name: string): Promise<void> {
  await page.getByLabel('Product', { exact: true }).fill(name);
  await page.locator('[data-found] button').filter({ hasText: name }).first().click();
}

const rowOf = (page: Page, text: string | RegExp) =>
  page.getByRole('listitem').filter({ hasText: text });

/** A list, refused at its field first; gives its address in the API. */
async function makeList(page: Page): Promise<string> {
  await page.goto(`${app.url}/admin/price-lists`);
  await page.getByText('No price lists yet').waitFor();
  await assertFits(page);
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Add a price list' }).click();
  await alive(page);
  await page.getByLabel('Name', { exact: true }).fill('Firms');
  await page.getByLabel('Also for what is sent to').fill('zz');
  await save(page);
  await page.getByText('is no country').waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Firms');
  await page.getByLabel('Also for what is sent to').fill('fj');
  await page.getByText('Fiji').waitFor();
  await assertAccessible(page);
  await save(page);
  await page.waitForURL((url) => /\/admin\/price-lists\/plst_\w+$/.test(url.pathname));
  await page.getByText('No members yet').waitFor();
  return `/admin/price-lists/${new URL(page.url()).pathname.split('/').at(-1)}`;
}

async function addMembers(page: Page, { proved, other }: { proved: Someone; other: Someone }) {
  const who = page.getByLabel('E-mails or customer ids');
  await press(page, 'Add members');
  await page.getByText('Name between 1 and 500 people.').waitFor();
  await who.fill(`${proved.email}\n${other.email}\nnobody@example.test\nodd`);
  await press(page, 'Add members');
  await page.getByText(`${other.email}: the account has not proved this e-mail.`).waitFor();
  await page.getByText('nobody@example.test: there is no such account.').waitFor();
  await page.getByText('odd: this is no e-mail and no id.').waitFor();
  await assertFits(page);
  await assertAccessible(page);
  await page.getByText('No members yet').waitFor();
  await who.fill(`${proved.email}\n${other.userId}`);
  await press(page, 'Add members');
  await page.getByText('2 members added.').waitFor();
  await rowOf(page, proved.email).getByText(proved.name).waitFor();
  await rowOf(page, other.email).waitFor();
  await who.fill(proved.email);
  await press(page, 'Add members');
  await page.getByText('Nobody new. 1 was in it already.').waitFor();
}

async function setPrices(page: Page, name: string): Promise<void> {
  const price = page.getByLabel('Price for members');
  await choose(page, name);
  await page.getByText(/has no price in this list/).waitFor();
  await price.fill('45.999');
  await press(page, 'Set this price');
  await page.getByText('has more decimals than USD').waitFor();
  await price.fill('45');
  await page.getByLabel('Currency', { exact: true }).fill('EUR');
  await press(page, 'Set this price');
  await page.getByText('has no price for everybody in EUR').waitFor();
  await page.getByLabel('Currency', { exact: true }).fill('USD');
  await page.getByLabel('Until', { exact: true }).fill('2020-01-01T10:00');
  await press(page, 'Set this price');
  await page.getByText('is not after the beginning, or over').waitFor();
  await assertFits(page);
  await assertAccessible(page);
  await page.getByLabel('Until', { exact: true }).fill('');
  await press(page, 'Set this price');
  await rowOf(page, '$45.00').getByText('Running').waitFor();
  await rowOf(page, '$45.00').getByText('everybody pays $60.00').waitFor();
  // One that is planned leaves the one of today until then.
  await price.fill('70');
  const year = new Date().getFullYear() + 1;
  await page.getByLabel('From', { exact: true }).fill(`${year}-03-04T10:00`);
  await press(page, 'Set this price');
  const planned = rowOf(page, '$70.00');
  await planned.getByText('Scheduled').waitFor();
  await planned.getByText('Not lower than what everybody pays now').waitFor();
  await rowOf(page, '$45.00').getByText(`until Mar 4, ${year}`).waitFor();
  // Taken out again, after a question.
  await planned.getByRole('button', { name: /^Remove / }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await planned.waitFor({ state: 'detached' });
  // What is kept comes back into the fields.
  await rowOf(page, '$45.00')
    .getByRole('button', { name: /^Change the price/ })
    .click();
  assert.equal(await price.inputValue(), '45');
  await price.fill('44');
  await press(page, 'Set this price');
  await rowOf(page, '$44.00').waitFor();
  assert.equal(await rowOf(page, '$45.00').count(), 0);
  await press(page, 'Show all prices');
  await rowOf(page, '$44.00').waitFor();
  await assertFits(page);
  await assertAccessible(page);
}

/** Somebody else saves it while it is changed here: it is told, and both changes are there then. */
async function changedElsewhere(page: Page, list: string): Promise<void> {
  const asAdmin = { token: shop.adminToken };
  await page.getByLabel('Also for what is sent to').fill('fj, de');
  const { version } = (await app.get(list, asAdmin)).body;
  const changed = await app.send('PUT', list, {
    ...asAdmin,
    headers: { 'if-match': `"${version}"` },
    body: { name: 'Good firms', countries: ['FJ'] },
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  await save(page);
  await page.getByText('It was changed somewhere else').waitFor();
  await assertFits(page);
  await assertAccessible(page);
  assert.deepEqual((await app.get(list, asAdmin)).body.countries, ['FJ'], 'not written over');
  await press(page, 'Show what is saved');
  await page.getByText('What you typed stands').waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Good firms');
  assert.equal(await page.getByLabel('Also for what is sent to').inputValue(), 'fj, de');
  await save(page);
  await page.getByText('Saved: Good firms').waitFor();
  const now = (await app.get(list, asAdmin)).body;
  assert.deepEqual([now.name, now.countries], ['Good firms', ['FJ', 'DE']]);
}

async function sees(page: Page, slug: string, price: string): Promise<void> {
  const told = page.waitForResponse((one) => one.url().includes('/api/v1/prices?'));
  await page.goto(`${app.url}/p/${slug}`);
  await told;
  await page.locator('main').getByText(price).first().waitFor();
}

test('a list from its name to the price that its member sees, and off again', async () => {
  const lamp = await findable(60);
  const [proved, other] = [await someone(app), await someone(app)];
  await prove(proved);
  const page = await open();
  await signIn(page, app, await operator('catalogue'));
  const list = await makeList(page);
  await addMembers(page, { proved, other });
  await setPrices(page, lamp.name);
  await changedElsewhere(page, list);

  const shopper = await open();
  await signIn(shopper, app, proved);
  await sees(shopper, lamp.slug, '$44.00');
  await shopper.getByText('Your price').waitFor();

  // Why: from the member to the steps, and from the step to the list.
  await rowOf(page, proved.email)
    .getByRole('link', { name: /^Why their price/ })
    .click();
  await page.waitForURL((url) => url.pathname === '/admin/prices');
  await page.getByRole('button', { name: 'Tell me why' }).last().waitFor();
  await choose(page, lamp.name);
  await page.getByRole('button', { name: 'Tell me why' }).last().click();
  const steps = page.getByRole('table', { name: 'Step by step' });
  await steps.getByRole('row', { name: /-\$16\.00 \$44\.00/ }).waitFor();
  await steps.getByRole('link', { name: 'Good firms' }).click();
  await page.waitForURL((url) => url.pathname === list);

  await rowOf(page, other.email)
    .getByRole('button', { name: /^Remove / })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await rowOf(page, other.email).waitFor({ state: 'detached' });
  const { body } = await app.get(`${list}/members`, { token: shop.adminToken });
  assert.equal(body.data.length, 1);

  await page.getByRole('link', { name: 'Price lists', exact: true }).click();
  await page.setViewportSize(desktop);
  const row = rowOf(page, 'Good firms');
  await row.getByText('1 member').waitFor();
  await row.getByText('1 price').waitFor();
  await row.getByText('sent to Fiji and Germany').waitFor();
  await assertAccessible(page);
  await row.getByRole('button', { name: 'Switch off now: Good firms' }).press('Enter');
  await row.getByText('Switched off').waitFor();
  await sees(shopper, lamp.slug, '$60.00');
  assert.equal(await shopper.getByText('Your price').count(), 0);
  noProblems();
});

test('a list goes only when nothing is for its members', async () => {
  const asAdmin = { token: shop.adminToken };
  const made = await app.post('/admin/price-lists', { ...asAdmin, body: { name: 'Clubs' } });
  const { listId } = made.body;
  const { body: promotion } = await app.post('/admin/promotions', {
    ...asAdmin,
    body: {
      name: 'For clubs',
      stage: 'MEMBER',
      segments: [listId],
      effect: { kind: 'percent', percent: 10 },
    },
  });
  const page = await open();
  await signIn(page, app, await operator('finance'));
  await page.goto(`${app.url}/admin/price-lists/${listId}`);
  await press(page, 'Remove Clubs');
  const question = page.getByRole('dialog');
  await question.getByRole('button', { name: 'Remove Clubs' }).click();
  await question.getByText('Promotions, rules or coupons in force').waitFor();
  await assertFits(page);
  await assertAccessible(page);
  await app.post(`/admin/promotions/${promotion.promotionId}/switch`, {
    ...asAdmin,
    body: { enabled: false },
  });
  await question.getByRole('button', { name: 'Remove Clubs' }).click();
  await page.waitForURL((url) => url.pathname === '/admin/price-lists');
  await page.getByText('Removed: Clubs').waitFor();
  assert.equal((await app.get(`/admin/price-lists/${listId}`, asAdmin)).status, 404);
  await page.goto(`${app.url}/admin/price-lists/${listId}`);
  await page.getByText('It is not here').waitFor();
  noProblems();
});

test('many lists come page by page; one that cannot be read says so', async () => {
  const asAdmin = { token: shop.adminToken };
  for (let nth = 0; nth < 27; nth += 1) {
    await app.post('/admin/price-lists', { ...asAdmin, body: { name: `Many ${nth}` } });
  }
  const page = await open();
  await signIn(page, app, await operator('catalogue'));
  await page.goto(`${app.url}/admin/price-lists`);
  const rows = page.locator('main li').filter({ hasText: 'Many' });
  await rows.first().waitFor();
  assert.equal(await rows.count(), 25);
  await press(page, 'Show more');
  await rows.nth(26).waitFor();
  noProblems();
  await page.route('**/api/v1/admin/price-lists?*', (route) => route.abort());
  await page.reload();
  await page
    .getByText('That did not work')
    .or(page.getByRole('button', { name: /again/ }))
    .first()
    .waitFor();
});

test('what competitors ask is brought in as a table, and each fault has its line', async () => {
  const lamp = await findable(60);
  const page = await open();
  await signIn(page, app, await operator('catalogue'));
  await page.goto(`${app.url}/admin/competitor-prices`);
  await page.getByText('Nothing was brought in yet').waitFor();
  await alive(page);
  const csv = page.getByLabel('Prices of competitors');
  const table = (price: string) =>
    `variantId,currency,price,source\n${lamp.variantId},USD,58,Shop A\n` +
    `${lamp.variantId},USD,${price},Shop B\n`;
  for (const [text, said] of [
    [table('cheap'), 'Line 3: Please look at this again. is no number'],
    [table('5.001'), 'Line 3: Please look at this again. has more decimals than USD'],
    [table('5').replaceAll(',USD,5,', ',QQQ,5,'), "Line 3: Please look at this again. 'QQQ' is no"],
    ['variantId\nvar_1', 'is missing'],
  ] as const) {
    await csv.fill(text);
    await press(page, 'Bring them in');
    await page.getByText(said).waitFor();
    assert.equal(await csv.inputValue(), text);
  }
  await assertFits(page);
  await assertAccessible(page);
  await page.getByLabel('Read a file').setInputFiles({
    name: 'prices.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(table('57')),
  });
  await page.waitForFunction(() => document.querySelector('textarea')?.value.includes(',57,'));
  await press(page, 'Bring them in');
  await page.getByText('2 prices brought in.').waitFor();
  await page.setViewportSize({ width: 320, height: 700 });
  const row = rowOf(page, lamp.name).filter({ hasText: 'Shop B' });
  await row.getByText('$57.00').waitFor();
  await assertFits(page);
  await assertAccessible(page);
  noProblems();
});

test('who has no such role is told so and asks the server nothing', async () => {
  const page = await open();
  await signIn(page, app, await operator('support'));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${app.url}/admin/price-lists`);
  await page.getByText('This page is for operators').waitFor();
  assert.deepEqual(
    asked.filter((path) => path.startsWith('/api/v1/admin/')),
    [],
  );
});
