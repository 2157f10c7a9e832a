// People for browser tests of what is personal: accounts, signing in through the page, their mail.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import type { App } from '../../test/app.ts';
import { alive, openBrowser, phone, type Opened } from './browser.ts';

export const password = 'a long enough pass phrase';

export interface Someone {
  userId: string;
  email: string;
  name: string;
  /** Of a session apart from the browser's. */
  token: string;
}

export async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 30_000;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let people = 0;

/** An account with a session of its own; with an address when asked. */
export async function someone(app: App, options: { address?: boolean } = {}): Promise<Someone> {
  people += 1;
  const userId = newId('usr');
  const email = `p${people}-${userId.slice(-10)}@example.test`;
  const name = `Ada Moor ${people}`;
  const home = {
    addressId: newId('addr'),
    name,
    line1: '1 Main Street',
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  };
  const addresses = options.address === true ? [home] : [];
  const user = { userId, email, name, password, roles: [], addresses };
  await app.host.client(identityCalls).import({ users: [user] } as never);
  const login = await app.post('/auth/login', { body: { email, password } });
  assert.equal(login.status, 200, JSON.stringify(login.body));
  return { userId, email, name, token: login.body.accessToken as string };
}

/** Through the page, as a person does. */
export async function signIn(page: Page, app: App, who: { email: string }): Promise<void> {
  await page.goto(`${app.url}/sign-in`);
  await alive(page);
  await fillSignIn(page, who.email);
  await page.waitForURL((url) => url.pathname === '/account');
  await page.getByRole('heading', { level: 1, name: 'Hello' }).waitFor();
}

export async function fillSignIn(page: Page, email: string, secret = password): Promise<void> {
  const main = page.locator('main');
  await main.getByLabel('E-mail', { exact: true }).fill(email);
  await main.getByLabel('Password', { exact: true }).fill(secret);
  await main.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const asJson = { headers: { accept: 'application/json' } };

/** The newest mail to somebody with this subject: its text. */
export function mailTo(app: App, email: string, subject: RegExp): Promise<string> {
  return until(`${email} has a mail like ${String(subject)}`, async () => {
    const inbox = `//dev/mailbox?recipient=${encodeURIComponent(email)}`;
    const { body } = await app.get(inbox, asJson);
    const found = body.data.find((one: { subject: string }) => subject.test(one.subject));
    if (found === undefined) return undefined;
    const { text } = (await app.get(`//dev/mailbox/${found.mailId}`, asJson)).body;
    return text as string;
  });
}

/** Nothing sticks out to the side: on a phone nobody has to scroll across. */
export async function assertFits(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
}

/**
 * People at browsers of their own, on a phone unless said otherwise; `close` ends them all.
 * `wait_ms`: how long a page waits for what is looked for.
 */
export function visitors(wait_ms: number) {
  const browsers: Opened[] = [];
  return {
    open: async (options: Parameters<typeof openBrowser>[0] = {}): Promise<Page> => {
      const browser = await openBrowser({ viewport: phone, reducedMotion: true, ...options });
      browsers.push(browser);
      const page = await browser.page();
      page.setDefaultTimeout(wait_ms);
      return page;
    },
    problems: () => browsers.flatMap((one) => one.problems),
    close: async () => {
      for (const one of browsers) await one.close();
    },
  };
}
