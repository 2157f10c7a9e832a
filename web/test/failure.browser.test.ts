// The API fails in the middle of what somebody does: it is away, silent, refuses, is too busy. Each
// time the page says what happened and what to do, what was typed is still there, and the same
// press works when the API is back. Rooms are troubled inside the server; the replies are real.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Failure } from '#kernel/core/error.ts';
import { alive, assertAccessible, desktop, openBrowser, phone, type Opened } from './browser.ts';
import { addToCart, fillAddress } from './checkout-kit.ts';
import { become, openWorld, pageOf, password, until, type Person, type World } from './world.ts';

let world: World;
let browser: Opened;

before(async () => {
  world = await openWorld();
  browser = await openBrowser({ viewport: desktop, reducedMotion: true });
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
});
after(async () => {
  await browser?.close();
  await world?.app.stop();
});

afterEach(() => {
  world.trouble.now = null;
});

const request_id = /req_[0-9a-f]{32}/;

interface Kind {
  name: string;
  /** Null: no answer at all. */
  failure: (() => Failure) | null;
  /** What it says, whatever the form. */
  says: RegExp;
  /** It is our failure, so there is a number to tell to support. */
  ours: boolean;
}

const kinds: Kind[] = [
  {
    name: '503, a room is away',
    failure: () => new Failure('room-unavailable', {}, { retryAfter_ms: 1_000 }),
    says: /does not answer|not reachable|try again/i,
    ours: true,
  },
  {
    name: '503, too many at once',
    failure: () => new Failure('overloaded', {}, { retryAfter_ms: 1_000 }),
    says: /Very many people|try again/i,
    ours: true,
  },
  { name: '500', failure: () => new Failure('internal-error'), says: /try again/i, ours: true },
  {
    name: '429',
    failure: () => new Failure('too-many-requests', {}, { retryAfter_ms: 2_000 }),
    says: /wait|quick/i,
    ours: false,
  },
  { name: '409', failure: () => new Failure('conflict'), says: /\w{3}/, ours: false },
  {
    name: '422',
    failure: () => new Failure('validation-failed', { errors: [] }),
    says: /check|try again|not as it should/i,
    ours: false,
  },
  {
    name: 'silence for 30 s',
    failure: null,
    says: /did not answer|no answer|try again/i,
    ours: false,
  },
];

interface Form {
  page: Page;
  /** The one route that is troubled. */
  route: string;
  /** The request that the person asks for. */
  press(): Promise<void>;
  /** Everything typed, as it stands in the page. */
  typed(): Promise<unknown>;
  worked(): Promise<void>;
}

/** Through every kind of trouble with the same words typed, and out of it. */
async function troubled(form: Form): Promise<void> {
  const { page, route } = form;
  const before = await form.typed();
  const found: string[] = [];
  for (const { name, failure, says, ours } of kinds) {
    let asked = 0;
    let release = () => {};
    const silence = new Promise<void>((resolve) => (release = resolve));
    world.trouble.now = (one) => {
      if (one !== route) return undefined;
      asked += 1;
      if (failure === null) return silence;
      throw failure();
    };
    await form.press();
    await until(async () => asked > 0);
    if (failure === null) await page.clock.runFor(31_000);
    const alert = page.locator('[role=alert]:visible').first();
    await alert.waitFor();
    await until(async () => says.test(await alert.innerText()), 5_000).catch(async () => {
      found.push(`${name}: says ‘${await alert.innerText()}’`);
    });
    const text = await alert.innerText();
    if (text.trim().length < 20) found.push(`${name}: says only ‘${text}’`);
    if (ours && !request_id.test(text)) found.push(`${name}: no number in ‘${text}’`);
    assert.deepEqual(await form.typed(), before, `${name}: what was typed`);
    if (name === '500') await assertAccessible(page);
    release();
    world.trouble.now = null;
    await page.clock.runFor(3_000);
  }
  assert.deepEqual(found, []);
  await form.press();
  await form.worked();
}

/** With a clock that can be moved on; the browser's own deadlines cannot. */
async function open(path: string, who: Person | null): Promise<Page> {
  await become(world, browser, who);
  const page = await pageOf(browser, who);
  await page.addInitScript(() => {
    AbortSignal.timeout = (ms) => {
      const over = new AbortController();
      setTimeout(() => over.abort(new DOMException('', 'TimeoutError')), ms);
      return over.signal;
    };
  });
  await page.clock.install();
  await page.goto(world.app.url + path);
  await alive(page);
  return page;
}

/** Values of all fields of a form, passwords too. */
const valuesOf = (page: Page, within: string) =>
  page
    .locator(within)
    .first()
    .evaluate((form) =>
      [...form.querySelectorAll<HTMLInputElement>('input, select, textarea')].map(
        ({ name, type, value, checked }) => [name, /radio|checkbox/.test(type) ? checked : value],
      ),
    );

async function close(page: Page, allowed = /status of (?:4|5)\d\d/): Promise<void> {
  await page.close();
  assert.deepEqual(
    browser.problems.splice(0).filter((one) => !allowed.test(one)),
    [],
  );
}

test('add to cart: every trouble is told beside the button, the quantity stays', async () => {
  const page = await open(`/p/${world.product.slug}?color=blue`, null);
  await page.getByRole('button', { name: 'One more' }).click();
  await troubled({
    page,
    route: 'POST /cart/items',
    press: () => page.locator('#add').click(),
    typed: () => page.locator('input[name=quantity]').inputValue(),
    worked: async () => {
      await page.getByText('is in your cart').waitFor();
      await page.goto(`${world.app.url}/cart`);
      assert.equal(await page.locator('input[name=quantity]').inputValue(), '2');
    },
  });
  await close(page);
});

/** Presses, and the answer is lost with its cookie, however often the client asks; then again. */
async function losingTheAnswer(page: Page): Promise<void> {
  let lost = 0;
  await page.route('**/api/v1/cart/items', async (route) => {
    const asked = route.request();
    const { 'idempotency-key': key = '', cookie } = await asked.allHeaders();
    const headers: Record<string, string> = cookie === undefined ? {} : { cookie };
    const body = asked.postDataJSON() as object;
    const done = await world.app.post('/cart/items', { key, body, headers });
    assert.ok(done.status < 300, JSON.stringify(done.body));
    lost += 1;
    await route.abort('connectionreset');
  });
  await page.locator('#add').click();
  const told = page.getByText('did not answer in time');
  while (!(await told.isVisible())) await page.clock.runFor(500);
  assert.equal(lost, 3, 'the client tries with the same key');
  await page.unroute('**/api/v1/cart/items');
  await page.locator('#add').click();
  await page.getByText('is in your cart').waitFor();
}

test('add to cart: an answer that was lost, then the same press, adds once', async () => {
  const path = `${world.app.url}/p/${world.product.slug}?color=red`;
  const page = await open(path.slice(world.app.url.length), null);
  // The first makes the cart, whose cookie was lost as well; the second finds it.
  for (const quantity of ['1', '2']) {
    await page.goto(path);
    await alive(page);
    await losingTheAnswer(page);
    await page.goto(`${world.app.url}/cart`);
    assert.equal(await page.locator('input[name=quantity]').inputValue(), quantity);
  }
  await close(page, /status of 4\d\d|ERR_CONNECTION_RESET/);
});

test('signing in: every trouble is told, e-mail and password stay', async () => {
  const page = await open('/sign-in?next=/account', null);
  await page.getByLabel('E-mail').fill(world.newcomer.email);
  await page.locator('input[name=password]').fill(password);
  await troubled({
    page,
    route: 'POST /auth/login',
    press: () => page.locator('main form button[type=submit]').click(),
    typed: () => valuesOf(page, 'main form'),
    worked: () => page.waitForURL(/\/account/),
  });
  await close(page);
});

test('an address: every trouble is told, every field stays', async () => {
  const page = await open('/account/addresses', world.shopper);
  await page.getByRole('button', { name: 'Add an address' }).first().click();
  await fillAddress(page);
  await page.getByLabel('Street and number').fill('99 Very Long Road, behind the mill');
  await troubled({
    page,
    route: 'POST /me/addresses',
    press: () => page.getByRole('button', { name: 'Save the address' }).click(),
    typed: () => valuesOf(page, 'form[aria-labelledby=address-form]'),
    worked: () => page.getByText('99 Very Long Road, behind the mill').first().waitFor(),
  });
  await close(page);
});

test('the checkout: every trouble is told, every field stays', async () => {
  const page = await open('/', null);
  const { productId, variantId } = world.product;
  await addToCart(page, [{ productId, variantId }]);
  await page.goto(`${world.app.url}/checkout`);
  await alive(page);
  await page.getByLabel('E-mail').fill('ada@example.test');
  await fillAddress(page);
  await troubled({
    page,
    route: 'POST /checkout/initiate',
    press: () => page.locator('#go-on').click(),
    typed: () => valuesOf(page, 'main form'),
    worked: () => page.waitForURL(/\/checkout\/chk_/),
  });
  await close(page);
});

test('a page that failed names its request, and one press copies it', async () => {
  world.trouble.now = () => {
    throw new Failure('internal-error');
  };
  const page = await open(`/c/${world.category}?broken=1`, null);
  const shown = request_id.exec(await page.locator('main').innerText())?.[0];
  assert.ok(shown);
  await page.getByRole('button', { name: /copy/i }).click();
  await until(async () => (await page.evaluate(() => navigator.clipboard.readText())) === shown);
  world.trouble.now = null;
  await page.getByRole('button', { name: /again/i }).click();
  await page.locator('main article').first().waitFor();
  await close(page);
});

test('without a network: a page of the shop says so, and comes back by itself', async () => {
  const page = await open('/', null);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state === 'activated') return;
    await new Promise((resolve) => active?.addEventListener('statechange', resolve));
  });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.setViewportSize(phone);
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  await browser.context.setOffline(true);
  await page.goto(`${world.app.url}/p/${world.product.slug}`);
  await heading('You are offline').waitFor();
  const font = await page.evaluate(() => getComputedStyle(document.body).fontFamily);
  assert.match(font, /Instrument/, 'it looks like the shop');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await heading('You are offline').waitFor();
  await browser.context.setOffline(false);
  await heading('Lamp').waitFor({ timeout: 30_000 });
  await close(page, /status of|ERR_INTERNET_DISCONNECTED|Failed to (?:fetch|load)/);
});
