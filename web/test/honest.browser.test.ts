// The checklist against dark patterns (web/README.md) as far as a machine can tick it: nothing is
// ticked for anybody, nothing gets into a cart by itself, every cost is named from the cart on,
// being a guest is as easy as signing in, no is as large as yes, and nobody is hurried.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { alive, desktop, openBrowser, type Opened } from './browser.ts';
import { addToCart, fillAddress } from './checkout-kit.ts';
import { openEvents, type Events } from './world-events.ts';
import { become, openWorld, pageOf, type Person, type World } from './world.ts';

/** Two minutes and a little, so that the dialog of the last two minutes comes soon. */
const hold_s = 126;

let world: World;
let events: Events;
let browser: Opened;

before(async () => {
  world = await openWorld({ config: { hold_s } });
  events = await openEvents(world);
  browser = await openBrowser({ viewport: desktop, reducedMotion: true });
});
after(async () => {
  await browser?.close();
  await world?.app.stop();
});

async function open(path: string, who: Person | null): Promise<Page> {
  await become(world, browser, who);
  const page = await pageOf(browser, who);
  await page.goto(world.app.url + path);
  await alive(page);
  return page;
}

/** A box that saves typing and promises nothing. */
const harmless = /^The bill goes to the same address/;

const ticked = (page: Page) =>
  page.locator('main input[type=checkbox]:checked').evaluateAll((boxes) =>
    boxes.map((box) => {
      const [label] = (box as HTMLInputElement).labels ?? [];
      return (label ?? box).textContent?.trim() || box.getAttribute('aria-label') || 'a box';
    }),
  );

test('no box is ticked for anybody', async () => {
  for (const [path, who] of [
    ['/checkout', world.shopper],
    ['/sign-up', null],
    ['/sign-in', null],
    [`/orders/${world.shopper.orderNumber}/confirmed`, world.shopper],
    ['/account/addresses', world.shopper],
    ['/account/security', world.newcomer],
    ['/contact', null],
    [`/e/${world.eventSlug}`, null],
    [`/e/${events.soldOutSlug}`, null],
    [events.held, world.shopper],
    ['/tickets', world.shopper],
    [`/tickets/take#token=${events.token}`, world.newcomer],
    ['/selling/events/new', events.organiser],
    [`/selling/events/${events.eventId}/door`, events.organiser],
  ] as const) {
    const page = await open(path, who);
    if (path === '/account/addresses') {
      await page.getByRole('button', { name: 'Add an address' }).first().click();
    }
    const boxes = (await ticked(page)).filter((label) => !harmless.test(label));
    assert.deepEqual(boxes, [], path);
    await page.close();
  }
});

test('nobody is sent advertising that they did not ask for', async () => {
  const { body } = await world.app.get('/me/preferences', { token: world.newcomer.token });
  const pushed = body.grid.filter(
    (cell: { topic: string; channel: string; enabled: boolean }) =>
      cell.topic === 'sales' && cell.channel !== 'in-app' && cell.enabled,
  );
  assert.deepEqual(pushed, []);
});

const amounts = (text: string) => [...text.matchAll(/\$([\d,]+\.\d\d)/g)].map(([, one]) => one);

test('every cost has a name from the cart on, and no other comes', async () => {
  const page = await open(`/p/${world.product.slug}?color=red`, null);
  const price = amounts(await page.locator('main article').first().innerText())[0];
  assert.match(await page.locator('main').innerText(), /tax/i, 'tax is spoken of beside the price');
  await page.locator('#add').click();
  await page.getByText('is in your cart').waitFor();
  await page.goto(`${world.app.url}/cart`);
  await alive(page);
  const summary = page.getByRole('region', { name: 'Summary' });
  assert.equal(await page.locator('main ul > li input[name=quantity]').count(), 1, 'one line');
  assert.equal(amounts(await summary.innerText())[0], price, 'the price of the product page');
  const named = await summary.locator('dt').allInnerTexts();
  assert.match(named.join(' '), /delivery|shipping/i);
  assert.match(named.join(' '), /tax/i);
  await page.goto(`${world.app.url}/checkout`);
  await alive(page);
  await page.getByLabel('E-mail').fill('ada@example.test');
  await fillAddress(page);
  const costs = page.getByRole('complementary').locator('dl');
  const before = await costs.locator('dt').count();
  await page.locator('#go-on').click();
  await page.locator('#pay').waitFor();
  assert.equal(await costs.locator('dt').count(), before, 'no row that was not there before');
  const found = amounts(await costs.innerText()).map(Number);
  const total = found.pop() ?? 0;
  const sum = found.reduce((all, one) => all + one, 0);
  assert.equal(sum.toFixed(2), total.toFixed(2), `${found.join(' + ')} is the total`);
  assert.ok((await page.locator('#pay').innerText()).includes(`$${total.toFixed(2)}`));
  await leavingIsAsLarge(page);
  await page.close();
});

test('a ticket costs what its page says, up to the payment', async () => {
  const page = await open('/events', world.shopper);
  const row = page.locator('main li', { hasText: 'A Night of Strings' }).first();
  assert.ok(
    amounts(await row.innerText()).includes('25.00') || /free/i.test(await row.innerText()),
  );
  await page.goto(world.app.url + events.held.split('/book')[0]);
  await alive(page);
  const shown = amounts(await page.locator('main').innerText());
  assert.deepEqual([...new Set(shown)], ['25.00', '0.00'], 'a price for each kind, and no other');
  await page.goto(world.app.url + events.held);
  await alive(page);
  await page.locator('#pay').waitFor();
  const costs = new Set(amounts(await page.locator('main').innerText()));
  assert.ok(costs.has('50.00'), [...costs].join(' '));
  costs.delete('25.00');
  assert.deepEqual([...costs], ['50.00'], 'two tickets of 25.00, and nothing beside them');
  await page.close();
});

/** The dialog of the last two minutes: no is as large as yes, and both are buttons. */
async function leavingIsAsLarge(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const [yes, no] = await Promise.all(
    ['Keep my items', 'Leave'].map((name) => boxOf(dialog.getByRole('button', { name }))),
  );
  assert.ok(yes && no);
  assert.equal(no.height, yes.height);
  assert.equal(no.font, yes.font);
}

async function boxOf(of: Locator) {
  return of.evaluate((element) => {
    const { width, height } = element.getBoundingClientRect();
    const { fontSize, fontWeight, display } = getComputedStyle(element);
    return { width, height, display, font: `${fontSize} ${fontWeight}` };
  });
}

test('to buy as a guest is as large as signing in, comes first and is chosen', async () => {
  const page = await open('/', null);
  const { productId, variantId } = world.product;
  await addToCart(page, [{ productId, variantId }]);
  await page.goto(`${world.app.url}/checkout`);
  await alive(page);
  const ways = page.locator('label:has(input[name=contact-way])');
  assert.equal(await ways.count(), 2);
  const [guest, other] = [await boxOf(ways.nth(0)), await boxOf(ways.nth(1))];
  assert.deepEqual(guest, other);
  assert.ok(await page.locator('input[name=contact-way][value=guest]').isChecked());
  assert.match(await ways.nth(0).innerText(), /guest/i);
  await page.close();
});

test('what was made with one press is ended with one', async () => {
  const page = await open('/account/security', world.newcomer);
  const leave = page.getByRole('button', { name: /delete|erase|close/i }).first();
  assert.ok(await leave.isVisible(), 'leaving is a button, not a letter');
  await page.goto(`${world.app.url}/account`);
  await alive(page);
  await page.getByRole('button', { name: /sign out/i }).click();
  await page
    .getByRole('link', { name: /sign in/i })
    .first()
    .waitFor();
  await page.close();
});

const hurry = new RegExp(
  [
    '\\bhurry|last chance|selling fast|almost gone|don.t miss|act now|only today|limited-time',
    '(?:people|others) (?:are )?(?:viewing|looking|watching)',
    '\\bends in\\b|no,? thanks,? i\\b',
  ].join('|'),
  'i',
);

test('no words that hurry or shame', () => {
  const folder = new URL('../storefront/i18n/locales/en/', import.meta.url);
  const files = readdirSync(folder);
  assert.ok(files.length > 8);
  for (const file of files) {
    const words = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>;
    for (const [id, text] of Object.entries(words)) {
      assert.doesNotMatch(text, hurry, `${file} ${id}`);
    }
  }
});

test('nothing runs down on the pages where one looks around', async () => {
  const page = await open(`/p/${world.product.slug}`, null);
  const goods = ['/', `/c/${world.category}`, `/p/${world.product.slug}`, '/cart'];
  const shows = ['/events', `/e/${world.eventSlug}`, `/e/${events.soldOutSlug}`];
  for (const path of [...goods, ...shows]) {
    await page.goto(world.app.url + path);
    await alive(page);
    const text = () => page.locator('main').innerText();
    const first = await text();
    await page.waitForTimeout(1_200);
    assert.equal(await text(), first, `${path} changes by itself`);
    assert.equal(await page.locator('main [role=timer], main dialog[open]').count(), 0, path);
  }
  await page.close();
});
