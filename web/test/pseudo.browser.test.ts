// In a language made of accents, a third longer than English, every text on the pages is a message
// or comes from the catalogue, and nothing breaks the page. In Arabic the pages are a mirror image.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { wordsLeft } from './pseudo-text.ts';
import { alive, desktop, openBrowser, phone, type Opened } from './browser.ts';
import { openGoods, type Goods } from './goods.ts';

let world: Goods;
let small: Opened;
let large: Opened;

before(async () => {
  world = await openGoods({ web: { pseudo: true } });
  small = await openBrowser({ viewport: phone, reducedMotion: true });
  large = await openBrowser({ viewport: desktop, reducedMotion: true });
});
after(async () => {
  await small.close();
  await large.close();
  await world.app.stop();
});

/** What is no message, because somebody else said it: the catalogue, names, what was typed. */
function said(): string[] {
  const names = world.goods.flatMap(({ name, slug }) => [name, slug]);
  const sellers = world.sellers.map(({ name }) => name);
  const data = ['Lumen', 'Wickford', 'Folio', 'Office & Desk', 'Lamps', 'Notebooks', 'Desks'];
  const attributes = ['Color', 'Size', 'amber', 'slate', 'plain', 'small', 'large'];
  const texts = [
    'Lamps that are made to be mended.',
    'made to be used for a long time.',
    'of',
    'The',
  ];
  const operator = ['Trueshelf Demo Ltd', '1 Example Street', 'New York, NY 10001', 'USA'];
  const shop = ['help@trueshelf.example', 'Trueshelf'];
  const choices = ['English', 'Deutsch', 'Español', 'हिन्दी', 'العربية', 'USD', 'EUR', 'GBP', 'kg'];
  return [...names, ...sellers, ...data, ...attributes, ...texts, ...operator, ...shop, ...choices];
}

/** Texts of the page that are neither a message nor said by somebody else. */
async function foreign(page: Page, typed: string[] = []): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || parent.closest('script, style, noscript, code') !== null) continue;
      found.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-valuetext']) {
        found.push(element.getAttribute(name) ?? '');
      }
    }
    return found;
  });
  const names = [...said(), ...typed];
  return [...new Set(texts.flatMap((text) => wordsLeft(text, names)))];
}

async function assertMessages(page: Page): Promise<void> {
  assert.deepEqual(await foreign(page), [], page.url());
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, `${page.url()} is ${scroll} px wide on ${client}`);
}

const paths = [
  '/',
  '/c/lamps',
  '/c/lamps?brand=lumen&minPrice=40&maxPrice=400&inStock=true&view=rows&page=1',
  '/c/lamps?brand=folio',
  '/c/office',
  '/p/arc-lamp-1?color=slate',
  '/p/cove-lamp-3',
  '/cart',
  '/search?q=lamp',
  '/search?q=notebok',
  '/search?q=purple+notebook',
  '/search',
  '/s/northwind-lights',
  '/about',
  '/help',
  '/delivery',
  '/returns-policy',
  '/privacy',
  '/terms',
  '/no/such/page',
  '/offline',
];

test('a word that is no message is found, a message and a name are not', () => {
  const left = wordsLeft('⟦ŧéẋŧ~~⟧ Arc Lamp 1 is hard-coded, 5 kg', ['Arc Lamp 1', 'kg', '']);
  assert.deepEqual(left, ['is', 'hard', 'coded']);
});

test('every text of the pages is a message, and longer ones still fit a phone', async () => {
  const page = await small.page();
  for (const path of paths) {
    await page.goto(world.app.url + path);
    await alive(page);
    const inside = page.locator('main').getByText('⟦').first();
    await inside.waitFor();
    // What was searched stands on the page as it was typed.
    const words = new URL(page.url()).searchParams.get('q') ?? '';
    // Found words stand out, which takes names apart.
    const names = words === '' ? [] : [...world.goods.map(({ name }) => name), words];
    const parts = names.flatMap((name) => name.split(' '));
    assert.deepEqual(await foreign(page, [words, 'notebook', 'lamp', ...parts]), [], path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= phone.width, `${path} is ${wide} px wide`);
  }
  await page.close();
});

test('so are notices, suggestions and a cart with something in it', async () => {
  const page = await large.page();
  await page.goto(`${world.app.url}/c/office/notebooks`);
  await alive(page);
  await page.locator('main article form button').first().click();
  await page
    .getByText(/Notebook⟦/)
    .first()
    .waitFor();
  await assertMessages(page);
  await page.locator('#search').focus();
  await page.keyboard.type('lamp');
  await page.getByRole('grid').getByText('Arc Lamp').first().waitFor();
  assert.deepEqual(await foreign(page, ['lamps', 'lamp']), []);
  await page.goto(`${world.app.url}/cart`);
  await alive(page);
  await page.locator('main').getByText('Notebook').first().waitFor();
  await assertMessages(page);
  await page.close();
});

/** Where something is, from the beginning of the line. */
async function edges(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  const { width } = page.viewportSize() ?? assert.fail();
  assert.ok(box, selector);
  return { start: box.x, end: width - box.x - box.width };
}

test('in Arabic pages are a mirror image: header, list, filters, what was typed', async () => {
  const folder = process.env['SHOTS'];
  for (const browser of [small, large]) {
    const page = await browser.page();
    for (const path of [
      '/',
      '/c/lamps',
      '/search?q=lamp',
      '/p/arc-lamp-1',
      '/s/northwind-lights',
      '/help',
    ]) {
      await page.goto(`${world.app.url}/ar${path === '/' ? '' : path}`);
      await alive(page);
      assert.equal(await page.evaluate(() => document.dir), 'rtl');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= (page.viewportSize()?.width ?? 0), path);
      const right = await edges(page, 'header a');
      const button = await edges(page, '#search + button');
      await page.goto(world.app.url + path);
      await alive(page);
      const left = await edges(page, 'header a');
      const mirrored = await edges(page, '#search + button');
      const near = (a: number, b: number) => Math.abs(a - b) <= 2;
      assert.ok(near(right.end, left.start), `${path}: ${right.end} ${left.start}`);
      assert.ok(button.start < button.end === mirrored.start > mirrored.end, path);
      if (folder === undefined) continue;
      mkdirSync(folder, { recursive: true });
      await page.goto(`${world.app.url}/ar${path === '/' ? '' : path}`);
      await alive(page);
      const name = `ar${path.replace(/\W+/g, '-')}-${page.viewportSize()?.width ?? 0}.png`;
      await page.screenshot({ path: join(folder, name) });
    }
    await page.close();
  }
  assert.deepEqual([...small.problems, ...large.problems], []);
});
