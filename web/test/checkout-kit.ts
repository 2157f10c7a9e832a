// A shopper at the checkout in a real browser: a full cart, filled forms, a card of the sandbox.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { alive, openBrowser, type BrowserOptions, type Opened } from './browser.ts';

export interface Floor {
  app: App;
  shop: Shop;
  /** A page in a browser of its own, with these in the cart. */
  shopper(cart: Wanted[], options?: BrowserOptions): Promise<Shopper>;
  close(): Promise<void>;
  /** Closes the browsers of one test and mends the sandbox. */
  tidy(): Promise<void>;
}

export interface Wanted {
  productId: string;
  variantId: string;
  quantity?: number;
}

export interface Shopper {
  page: Page;
  browser: Opened;
}

export const cards = {
  good: '4242 4242 4242 4242',
  broke: '4000 0000 0000 9995',
  wrongCode: '4000 0000 0000 0127',
  stolen: '4000 0000 0000 9979',
  bank: '4000 0025 0000 3155',
  slow: '4000 0000 0000 0341',
  lostPaid: '4000 0000 0000 5118',
  lostDeclined: '4000 0000 0000 5134',
} as const;

/** A shop with its storefront; `hold_s`: how long units are held. */
export async function openFloor(config: object = {}): Promise<Floor> {
  const app = await startApp({ web: true, config: { gatewayTimeout_ms: 1_500, ...config } });
  const shop = await openShop(app);
  const browsers: Opened[] = [];
  const closeAll = async () => {
    for (const browser of browsers.splice(0)) await browser.close();
  };
  return {
    app,
    shop,
    shopper: async (cart, options = {}) => {
      const browser = await openBrowser({ reducedMotion: true, ...options });
      browsers.push(browser);
      const page = await browser.page();
      await page.goto(`${app.url}/about`);
      await addToCart(page, cart);
      return { page, browser };
    },
    tidy: async () => {
      await app.post('//sandbox/faults', { body: {} });
      await closeAll();
    },
    close: async () => {
      await closeAll();
      await app.stop();
    },
  };
}

/** Into the cart of this browser, as its own pages do it. */
export async function addToCart(page: Page, cart: Wanted[]): Promise<void> {
  const statuses = await page.evaluate(async (lines) => {
    const found: number[] = [];
    for (const line of lines) {
      const answer = await fetch('/api/v1/cart/items', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ quantity: 1, ...line }),
      });
      found.push(answer.status);
    }
    return found;
  }, cart);
  assert.ok(
    statuses.every((status) => status < 300),
    String(statuses),
  );
}

export async function toCheckout(page: Page, { app }: Floor): Promise<void> {
  await page.goto(`${app.url}/checkout`);
  await alive(page);
  await page.getByRole('heading', { name: 'Contact' }).waitFor();
}

export async function fillAddress(page: Page): Promise<void> {
  await page.getByLabel('Full name').fill('Ada Moor');
  await page.getByLabel('Street and number').fill('12 Hill Street');
  await page.getByLabel('City').fill('New York');
  await page.getByLabel('State').selectOption('NY');
  await page.getByLabel('ZIP code').fill('10001');
}

export const goOn = (page: Page) => page.locator('#go-on').click();

/** Fills everything as a guest and opens the checkout; gives its id. On a wide screen. */
export async function toPayment(page: Page, floor: Floor): Promise<string> {
  await toCheckout(page, floor);
  await page.getByLabel('E-mail').fill('ada@example.test');
  await fillAddress(page);
  await goOn(page);
  return atPayment(page);
}

export async function atPayment(page: Page): Promise<string> {
  await page.waitForURL(/\/checkout\/chk_\w+$/);
  await page.locator('#pay').waitFor();
  return checkoutIdOf(page);
}

export const checkoutIdOf = (page: Page) => /chk_\w+/.exec(page.url())?.[0] ?? '';

export async function fillCard(page: Page, number: string): Promise<void> {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Good until').fill('12 / 30');
  await page.getByLabel('Security code').fill(number.startsWith('37') ? '1234' : '123');
}

export async function payWith(page: Page, number: string): Promise<void> {
  await fillCard(page, number);
  await page.locator('#pay').click();
}

/** The number of the order that the page arrived at. */
export async function ordered(page: Page, timeout = 20_000): Promise<string> {
  await page.waitForURL(/\/orders\/TS-\w+\/confirmed/, { timeout });
  await page.getByRole('heading', { name: /Thank you/ }).waitFor();
  return /TS-\w+/.exec(page.url())?.[0] ?? '';
}

/** What the sandbox's ledger holds of captures, of everybody. */
export async function captures({ app, shop }: Floor): Promise<number> {
  const { body } = await app.get('//sandbox/ledger?limit=100', { token: shop.adminToken });
  return body.data.filter((line: { kind: string }) => line.kind === 'capture').length;
}

export async function stockOf(floor: Floor, variantId: string): Promise<number> {
  const { app, shop } = floor;
  const level = await app.get(`/seller/inventory?variantId=${variantId}`, {
    token: shop.sellerToken,
  });
  return level.body.data[0].available as number;
}

export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await holds())) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Follows how much the page moves by itself; read it with `movedBy`. */
export async function watchMoves(page: Page): Promise<void> {
  await page.evaluate(() => {
    const moves = { sum: 0 };
    Object.assign(globalThis, { moves });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[]) {
        if (!entry.hadRecentInput) moves.sum += entry.value;
      }
    }).observe({ type: 'layout-shift' });
  });
}

export const movedBy = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { moves: { sum: number } }).moves.sum);
