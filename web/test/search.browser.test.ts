// Finding things: suggestions by keyboard and pointer, on a slow line and without any, searches
// with scopes, corrections and nothing found, filters of lists, sellers, pages that are read; every
// state looked at by axe.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page, Request } from 'playwright-core';
import { alive, assertAccessible, desktop, openBrowser, phone, type Opened } from './browser.ts';
import { openGoods, type Goods } from './goods.ts';
import { until } from './world.ts';

let world: Goods;
const browsers = new Map<string, Opened>();

before(async () => {
  world = await openGoods();
});
after(async () => {
  for (const browser of browsers.values()) await browser.close();
  await world.app.stop();
});

/** One browser for each kind; its problems are looked at after every test. */
async function open(
  path: string,
  options: Parameters<typeof openBrowser>[0] = {},
): Promise<[Page, Opened]> {
  const kind = JSON.stringify(options);
  const browser =
    browsers.get(kind) ??
    (await openBrowser({ viewport: desktop, reducedMotion: true, ...options }));
  browsers.set(kind, browser);
  const page = await browser.page();
  await page.goto(world.app.url + path);
  if (options.javaScript !== false) await alive(page);
  return [page, browser];
}

afterEach(async () => {
  world.trouble.now = null;
  for (const { context, problems } of browsers.values()) {
    for (const page of context.pages()) await page.close();
    // What a test brings about on purpose, it says so itself.
    const real = problems.splice(0).filter((text) => !text.includes('Failed to load resource'));
    assert.deepEqual(real, []);
  }
});

const field = (page: Page) => page.locator('#search');
const panel = (page: Page) => page.getByRole('grid', { name: 'Suggestions' });
const chosen = (page: Page) => page.locator('[data-active]');
const heading = (page: Page) => page.locator('main h1');
const brand = (page: Page, name: string) => page.getByRole('checkbox', { name });
const isSuggest = (request: Request) => request.url().includes('/search/suggest');

test('suggestions by keyboard: open, go through, choose, close', async () => {
  const [page] = await open('/');
  await page.keyboard.press('Tab');
  assert.equal(
    await field(page).getAttribute('role'),
    null,
    'nothing is loaded before it is looked at',
  );
  await field(page).focus();
  await page.keyboard.type('lam', { delay: 20 });
  await panel(page).waitFor();
  assert.equal(await field(page).getAttribute('role'), 'combobox');
  assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
  await page.getByText(/^\d+ suggestions$/).waitFor({ state: 'attached' });
  await panel(page).getByText('In Lamps').waitFor();
  assert.match(await panel(page).innerText(), /\$\d+\.\d\d/, 'products have their price');
  assert.match(await panel(page).innerText(), /In stock/);
  // Lamp or lamps, whichever comes first.
  assert.match(
    await panel(page).locator('b').first().innerText(),
    /^ps?$/,
    'what is new is strong',
  );
  await assertAccessible(page);
  await page.keyboard.press('ArrowDown');
  const id = await field(page).getAttribute('aria-activedescendant');
  assert.equal(await chosen(page).getAttribute('id'), id);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'search', 'the focus stays');
  await page.keyboard.press('ArrowUp');
  assert.equal(await field(page).getAttribute('aria-activedescendant'), null);
  await page.keyboard.press('ArrowUp');
  assert.match(await chosen(page).innerText(), /All results for “lam”/);
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
  assert.equal(await field(page).inputValue(), 'lam', 'the first Escape closes, no more');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=lamp/);
  await heading(page).getByText('Results for “lamp').waitFor();
  await panel(page).waitFor({ state: 'detached' });
});

test('one request for each rest of the keys, the last list stays on a slow line', async () => {
  const [page] = await open('/');
  let running = 0;
  let most = 0;
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!isSuggest(request)) return;
    asked.push(new URL(request.url()).searchParams.get('q') ?? '');
    running += 1;
    most = Math.max(most, running);
  });
  const over = (request: Request) => {
    if (isSuggest(request)) running -= 1;
  };
  page.on('requestfinished', over);
  page.on('requestfailed', over);
  await field(page).focus();
  await field(page).pressSequentially('lamp', { delay: 15 });
  await panel(page).getByText('In Lamps').waitFor();
  assert.equal(asked.at(-1), 'lamp'); // how many before, on a busy machine, is for the unit test
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/search/suggest?*', async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  for (const letter of ' arc') {
    await page.keyboard.type(letter);
    await page.waitForTimeout(200);
  }
  assert.equal(most, 1, 'never two at once');
  assert.match(await panel(page).innerText(), /In Lamps/, 'the last list is still there');
  await assertAccessible(page);
  release();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('c');
  await panel(page).getByText('Arc Lamp 1', { exact: true }).waitFor();
});

test('without a network the last list stays, with a word about it', async () => {
  const [page, browser] = await open('/');
  await field(page).focus();
  await page.keyboard.type('lamp');
  await panel(page).waitFor();
  await browser.context.setOffline(true);
  await page.keyboard.type(' b');
  await page.getByText('You are offline.').waitFor();
  assert.match(await panel(page).innerText(), /In Lamps/);
  await assertAccessible(page);
  await browser.context.setOffline(false);
  await page.route('**/search/suggest?*', (route) => route.fulfill({ status: 503, body: '' }));
  await page.keyboard.type('r');
  await page.getByText('The search itself works.').waitFor();
});

test('recent searches: kept here, removed one by one by keyboard, or all', async () => {
  const [page] = await open('/search?q=lamp');
  await page.evaluate(() => localStorage.clear());
  for (const words of ['lamp', 'notebook', 'desk']) {
    await page.goto(`${world.app.url}/search?q=${words}`);
    await alive(page);
  }
  await page.goto(world.app.url);
  await alive(page);
  await field(page).click();
  await panel(page).waitFor();
  const words = () => panel(page).locator('[role=row] a').allInnerTexts();
  assert.deepEqual(await words(), ['desk', 'notebook', 'lamp']);
  await assertAccessible(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  assert.equal(
    await chosen(page).getByRole('button').getAttribute('aria-label'),
    'Forget “notebook”',
  );
  await page.keyboard.press('Enter');
  await page.getByText('notebook', { exact: true }).waitFor({ state: 'detached' });
  assert.deepEqual(await words(), ['desk', 'lamp']);
  await panel(page).getByRole('button', { name: 'Forget all' }).click();
  await panel(page).waitFor({ state: 'detached' });
  await page.reload();
  await alive(page);
  await field(page).click();
  await page.waitForTimeout(300);
  assert.equal(await panel(page).count(), 0);
});

test('on a phone the list fits, a press leads to the product', async () => {
  const [page] = await open('/', { viewport: phone });
  await field(page).click();
  await page.keyboard.type('harbour');
  const row = panel(page).getByRole('link', { name: /Harbour Desk/ });
  await row.waitFor();
  const box = await panel(page).boundingBox();
  assert.ok(box !== null && box.x >= 0 && box.x + box.width <= phone.width, JSON.stringify(box));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), phone.width);
  await row.click();
  await page.waitForURL(/\/p\/harbour-desk/);
});

test('a search: echo, scopes, order, and back', async () => {
  const [page] = await open('/search?q=wickford');
  assert.match(await heading(page).innerText(), /Results for “wickford”/);
  assert.equal(await field(page).inputValue(), 'wickford');
  assert.match(await page.title(), /wickford/);
  await assertAccessible(page);
  const scopes = page.getByRole('navigation', { name: 'Where it was found' });
  await scopes.getByRole('link', { name: /In Lamps/ }).click();
  await page.waitForURL(/category=lamps/);
  await scopes.getByRole('link', { name: 'In the whole shop' }).waitFor();
  await page.getByText('24 products').waitFor();
  await page.locator('#sort').focus();
  await page.locator('#sort').selectOption('price-desc');
  await page.waitForURL(/sort=price-desc/);
  await page.locator('main article').first().getByText('Fjord Lamp 36').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'sort', 'the focus stays');
  await page.goBack();
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes('category'));
  await page.getByText('25 products').waitFor();
});

test('a slip is corrected and says so; the way back is one press', async () => {
  const [page] = await open('/search?q=notebok');
  await page.getByText('Showing results for “notebook”.').waitFor();
  assert.equal(await page.getByText(/^Answered in \d+ ms$/).count(), 1);
  assert.match(await page.locator('main').innerText(), /Verso Notebook/);
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Search for “notebok” instead' }).click();
  await page.waitForURL(/exact=true/);
  await heading(page).getByText('Nothing for “notebok”').waitFor();
  await assertAccessible(page);
});

test('words that nothing has are named and left out; those that were found stand out', async () => {
  const [page] = await open('/search?q=purple+notebook');
  await page.getByText('Nothing has all the words. Shown without “purple”.').waitFor();
  assert.match((await page.locator('#results h2 b').allInnerTexts()).join(), /^Notebook/);
  await assertAccessible(page);
});

test('nothing found: the nearest things, departments and what was searched before', async () => {
  const [page] = await open('/search?q=desk');
  await page.goto(`${world.app.url}/search?q=notebook&category=lamps`);
  await alive(page);
  await heading(page).getByText('Nothing for “notebook” in Lamps').waitFor();
  const nearest = page.getByRole('list', { name: 'The nearest that we have' });
  assert.match(await nearest.innerText(), /Notebook/);
  await page.getByRole('heading', { name: 'You searched for' }).waitFor();
  assert.match(await page.locator('main').innerText(), /desk/);
  await assertAccessible(page);
  for (const [query, title] of [
    ['', 'Search the shop'],
    ['?q=%21%21', 'Search the shop'],
    ['?q=zzyzzyqq', 'Nothing for “zzyzzyqq”'],
  ] as const) {
    await page.goto(`${world.app.url}/search${query}`);
    await alive(page);
    assert.equal(await heading(page).innerText(), title);
    await assertAccessible(page);
  }
  await page.goto(`${world.app.url}/search?q=lamp&category=gone`);
  assert.doesNotMatch(page.url(), /category/, 'a department that is gone is left out');
});

test('filters keep the focus, stand in the address; one is offered to go', async () => {
  const [page] = await open('/c/lamps');
  await page.getByText('36 products').waitFor();
  await brand(page, 'Lumen').focus();
  await page.keyboard.press('Space');
  await page.waitForURL(/brand=lumen/);
  await page.getByText('12 products').waitFor();
  const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement).value);
  assert.equal(await focused(), 'lumen', 'the focus is where it was');
  const top = page.getByRole('slider', { name: 'Highest price' });
  await top.focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL(/maxPrice=/);
  assert.equal(await top.evaluate((one) => document.activeElement === one), true);
  assert.match((await top.getAttribute('aria-valuetext')) ?? '', /^\$/);
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Remove filter Lumen' }).click();
  await page.waitForURL((url) => !url.search.includes('brand'));
  await page.getByRole('checkbox', { name: 'Lumen', checked: false }).waitFor();
  await page.goBack();
  await page.getByRole('link', { name: 'Remove filter Lumen' }).waitFor();
  await page.getByRole('checkbox', { name: 'Lumen', checked: true }).waitFor();
  await page.goto(`${world.app.url}/c/lamps?brand=lumen&minPrice=5000`);
  await alive(page);
  await page.getByText('Nothing fits all of this').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: /Without .*: 12 products/ }).click();
  await page.getByText('12 products').waitFor();
  await page.getByRole('link', { name: 'As rows' }).click();
  await page.waitForURL(/view=rows/);
  await assertAccessible(page);
});

test('a product with one variant goes into the cart from the list', async () => {
  const [page] = await open('/search?q=margin', { viewport: phone });
  await page.getByRole('button', { name: /Add.*Margin Notebook/ }).click();
  await page.getByText('Margin Notebook is in your cart.').waitFor();
});

test('without scripts: search, filters, pages and a seller by forms and links alone', async () => {
  const [page] = await open('/', { javaScript: false });
  await field(page).fill('lamp');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  assert.match(page.url(), /\/search\?q=lamp$/);
  assert.match(await page.locator('main').innerText(), /36 products/);
  await brand(page, 'Lumen').check();
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('300');
  await page.getByRole('button', { name: 'Show results' }).first().click();
  const { searchParams } = new URL(page.url());
  assert.deepEqual([searchParams.get('q'), searchParams.get('maxPrice')], ['lamp', '300']);
  assert.equal(await brand(page, 'Lumen').isChecked(), true);
  assert.match(await page.locator('main').innerText(), /4 products/);
  await page.goto(`${world.app.url}/search?q=lamp`);
  await page.getByRole('link', { name: 'Page 2' }).click();
  assert.match(await page.locator('main').innerText(), /36 products/);
  assert.equal(await page.locator('main article').count(), 12);
  await page.goto(`${world.app.url}/help`);
  await page.getByLabel('Search the answers').fill('cancel');
  await page.getByRole('search', { name: 'Answers' }).getByRole('button').click();
  assert.match(await page.locator('main').innerText(), /How do I cancel\?/);
});

test('a seller: who it is, what holds, its goods; and when it rests', async () => {
  const [page] = await open('/s/northwind-lights');
  assert.equal(await heading(page).innerText(), 'Northwind Lights');
  const main = () => page.locator('main').innerText();
  assert.match(await main(), /Lamps that are made to be mended\./);
  assert.match(await main(), /18 products/);
  assert.match(await main(), /products are rated 4 or better/);
  assert.equal(await page.getByText('Seller', { exact: true }).count(), 0, 'there is only one');
  await assertAccessible(page);
  await page.locator('#sort').selectOption('price-asc');
  await page.waitForURL(/sort=price-asc/);
  const { sellerId } = world.sellers[1] ?? assert.fail();
  const token = world.shop.adminToken;
  const seller = await world.app.get(`/admin/sellers/${sellerId}`, { token });
  const headers = { 'if-match': String(seller.headers['etag']) };
  const path = `/admin/sellers/${sellerId}`;
  const done = await world.app.post(`${path}/suspend`, { token, headers, body: {} });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  try {
    await until(async () => {
      const { body } = await world.app.get('//s/northwind-lights');
      return (body as string).includes('not selling at present');
    });
    await page.goto(`${world.app.url}/s/northwind-lights`);
    await alive(page);
    await page.getByText('Northwind Lights is not selling at present').waitFor();
    await assertAccessible(page);
  } finally {
    const again = { token, headers: { 'if-match': String(done.headers['etag']) }, body: {} };
    assert.equal((await world.app.post(`${path}/approve`, again)).status, 200);
  }
});

test('pages that are read, in the dark on a phone; contact is a part of the help', async () => {
  const [page] = await open('/help?q=money', { viewport: phone, scheme: 'dark' });
  await page.getByText(/^\d answers?/).waitFor();
  await assertAccessible(page);
  await page.goto(`${world.app.url}/privacy`);
  await assertAccessible(page);
  await page.goto(`${world.app.url}/contact`);
  assert.match(page.url(), /\/help#contact$/);
});

test('lists and searches when a room is away: said, with a way to try again', async () => {
  for (const path of ['/search?q=lamp', '/c/lamps', '/s/northwind-lights']) {
    world.trouble.now = (route) => {
      if (/^GET \/(?:search|products|sellers)/.test(route)) throw new Error('the room is away');
    };
    const [page] = await open(path);
    assert.match(await heading(page).innerText(), /mistake|cannot show/);
    await assertAccessible(page);
    world.trouble.now = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('main article').first().waitFor();
  }
});

test('a page that is not there has ways on; the number of a failure is copied', async () => {
  const [page, browser] = await open('/no/such/place', { scheme: 'dark' });
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('main').getByRole('list', { name: 'All departments' }).waitFor();
  await assertAccessible(page);
  world.trouble.now = (route) => {
    if (route.startsWith('GET /products')) throw new Error('a bug');
  };
  await page.goto(`${world.app.url}/c/lamps?page=2`);
  await alive(page);
  world.trouble.now = null;
  const id = await page.locator('main code').innerText();
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), id);
});
