// Coming in: with a password, a code, a link; a guest who becomes an account; what is said when it
// is refused; and that two tabs agree on who is here.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { freePort } from '#kernel/db/embedded-settings.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { openCheckout, pay } from '../../test/buyer.ts';
import { alive, assertAccessible, openBrowser, phone, type Opened } from './browser.ts';
import { assertFits, fillSignIn, mailTo, password, signIn, someone, until } from './person-kit.ts';

let app: App;
let shop: Shop;
let sql: pg.Client;
const browsers: Opened[] = [];

before(async () => {
  // At a name, as a shop has one: browsers make no passkeys for an address of numbers.
  const port = await freePort();
  app = await startApp({ web: true, config: { port, publicUrl: `http://localhost:${port}` } });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  for (const browser of browsers) await browser.close();
  await sql.end();
  await app.stop();
});

async function open(options: Parameters<typeof openBrowser>[0] = {}): Promise<[Page, Opened]> {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true, ...options });
  browsers.push(browser);
  return [await browser.page(), browser];
}

async function addToCart(page: Page, product: { productId: string; variantId: string }, n = 1) {
  const body = { ...product, quantity: n };
  const status = await page.evaluate(async (data) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(data) };
    return (await fetch('/api/v1/cart/items', init)).status;
  }, body);
  assert.ok(status < 300, String(status));
}

const main = (page: Page) => page.locator('main');

test('signing up: an account, signed in, on the page one came from', async () => {
  const [page, browser] = await open();
  await page.goto(`${app.url}/account/addresses`);
  await alive(page);
  await page.getByText('are shown to nobody but you').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByRole('heading', { name: 'Create an account', level: 1 }).waitFor();
  await assertAccessible(page);
  await assertFits(page);
  const field = (name: string) => main(page).getByLabel(name, { exact: true });
  assert.equal(await field('Password').getAttribute('autocomplete'), 'new-password');
  assert.equal(await field('E-mail').getAttribute('autocomplete'), 'username');
  await field('Name').fill('Zoe Quill');
  await field('E-mail').fill('zoe@example.test');
  await field('Password').fill('password');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByText('Very many people use this one').waitFor();
  assert.equal(await field('E-mail').inputValue(), 'zoe@example.test', 'nothing typed is lost');
  await field('Password').fill(password);
  await page.getByRole('button', { name: 'Show the password' }).click();
  assert.equal(await field('Password').getAttribute('type'), 'text');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.waitForURL(/\/account\/addresses/);
  await page.getByText('No addresses yet').waitFor();
  await page.goto(`${app.url}/account/security`);
  await main(page).getByText('agreed to the terms and the privacy policy').waitFor();
  assert.deepEqual(browser.problems, []);
});

test('an e-mail that is taken: nothing is told but where to look', async () => {
  const known = await someone(app);
  const [page] = await open();
  await page.goto(`${app.url}/sign-up`);
  await alive(page);
  await main(page).getByLabel('Name', { exact: true }).fill('Somebody');
  await main(page).getByLabel('E-mail', { exact: true }).fill(known.email);
  await main(page).getByLabel('Password', { exact: true }).fill('quite another phrase');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByText('Look into your mail').waitFor();
  await assertAccessible(page);
  await mailTo(app, known.email, /tried to register/i);
});

test('the cart comes along: shown before, and afterwards what became of each item', async () => {
  const [one, two, many] = [
    await shop.product({ stock: 500 }),
    await shop.product({ stock: 9 }),
    await shop.product({ stock: 500 }),
  ];
  const ada = await someone(app);
  for (const [product, quantity] of [
    [two, 1],
    [many, 98],
  ] as const) {
    const body = { ...product, quantity };
    const { status } = await app.post('/cart/items', { token: ada.token, body });
    assert.ok(status < 300);
  }
  const [page, browser] = await open();
  await page.goto(app.url);
  await addToCart(page, one, 3);
  await addToCart(page, two, 2);
  await addToCart(page, many, 5);
  await page.goto(`${app.url}/sign-in?next=/cart`);
  await alive(page);
  await page.getByRole('heading', { name: '10 items come along' }).waitFor();
  await assertAccessible(page);
  await fillSignIn(page, ada.email);
  await page.getByRole('heading', { name: 'Your two carts are one now' }).waitFor();
  const text = await main(page).innerText();
  assert.match(text, /99 of 103: one order cannot have more\. 4 were left out\./);
  assert.match(text, /3 instead of 1, from both carts/);
  assert.match(text, /Came in: 3/);
  await assertAccessible(page);
  await assertFits(page);
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.waitForURL(/\/cart$/);
  const { body } = await app.get('/cart', { token: ada.token });
  assert.equal(body.itemCount, 105);
  assert.deepEqual(browser.problems, []);
});

test('a wrong password: what was typed stays, a pause is told in seconds', async () => {
  const ada = await someone(app);
  const [page, browser] = await open();
  await page.goto(`${app.url}/sign-in`);
  await alive(page);
  await fillSignIn(page, ada.email, 'not this one');
  const alert = page.getByRole('alert');
  await alert.getByText('do not fit together').waitFor();
  assert.equal(await main(page).getByLabel('E-mail', { exact: true }).inputValue(), ada.email);
  await assertAccessible(page);
  for (let nth = 0; nth < 10; nth += 1) {
    const body = { email: ada.email, password: 'not this one either' };
    await app.post('/auth/login', { body });
  }
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await alert.getByText(/You can try again in \d+ seconds?/).waitFor();
  await page.getByText('You can try again now.').waitFor({ timeout: 12_000 });
  await fillSignIn(page, ada.email);
  await page.waitForURL(/\/account$/);
  assert.deepEqual(browser.problems, []);
});

test('six digits by mail sign in, however they are pasted', async () => {
  const ada = await someone(app);
  const [page, browser] = await open();
  await page.goto(`${app.url}/sign-in?next=/notifications`);
  await alive(page);
  await page.getByRole('button', { name: 'Sign in with a code by mail' }).click();
  await main(page).getByLabel('E-mail', { exact: true }).fill(ada.email);
  await page.getByRole('button', { name: 'Send the code' }).click();
  const code = main(page).getByLabel('Code from the mail');
  await code.waitFor();
  assert.equal(await code.getAttribute('autocomplete'), 'one-time-code');
  await assertAccessible(page);
  const found = /\b(\d{6})\b/.exec(await mailTo(app, ada.email, /code/i))?.[1] ?? '';
  const wrong = found === '000000' ? '111111' : '000000';
  await code.fill(wrong);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('This code does not fit').waitFor();
  await code.fill(` ${found.slice(0, 3)}-${found.slice(3)} `);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/notifications$/);
  await page.getByText('Nothing yet').waitFor();
  assert.deepEqual(browser.problems, []);
});

/** A device of the person's own that says yes to everything; gives how to make it say no. */
async function device(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    willing: (isUserVerified: boolean) =>
      cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    keys: async () =>
      (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}

type Device = Awaited<ReturnType<typeof device>>;
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function addPasskey(page: Page, mine: Device): Promise<void> {
  const dialog = page.getByRole('dialog');
  await button(page, 'Add a passkey').click();
  await dialog.getByLabel('Name', { exact: true }).fill('');
  await dialog.getByText('Give it a name first').waitFor();
  await assertAccessible(page);
  await dialog.getByLabel('Name', { exact: true }).fill('My phone');
  await mine.willing(false);
  await button(page, 'Create the passkey').click();
  await dialog.getByText('No passkey was used').waitFor();
  assert.equal(await dialog.getByLabel('Name', { exact: true }).inputValue(), 'My phone');
  await mine.willing(true);
  await button(page, 'Create the passkey').click();
  await page.getByText('The passkey “My phone” is added.').waitFor();
  await main(page).getByText('not used yet').waitFor();
  assert.equal(await mine.keys(), 1);
  await button(page, 'Add a passkey').click();
  await button(page, 'Create the passkey').click();
  await dialog.getByText('has a passkey for your account already').waitFor();
  await page.keyboard.press('Escape');
}

async function renameAndRemove(page: Page, userId: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await button(page, 'Rename: My phone').click();
  await dialog.getByLabel('Name', { exact: true }).fill('Old phone');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await main(page).getByText('Old phone').waitFor();
  await sql.query('update identity.session set started_at_ms = 1 where user_id = $1', [userId]);
  await button(page, 'Remove: Old phone').click();
  await dialog.getByText('You are not locked out').waitFor();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByText('show once more that it is you').waitFor();
  await assertAccessible(page);
  await dialog.getByLabel('Password', { exact: true }).fill('not this one');
  await button(page, 'It is me').click();
  await dialog.getByText('This is not your present password').waitFor();
  await button(page, 'With a passkey').click();
  await page.getByText('The passkey “Old phone” is removed.').waitFor();
  await main(page).getByText('Old phone').waitFor({ state: 'detached' });
}

/** The server ends the session under the hands of somebody: what was typed stays. */
async function signInAgain(page: Page, ada: { token: string }): Promise<void> {
  await button(page, 'Rename: My phone').click();
  const field = page.getByRole('dialog').getByLabel('Name', { exact: true });
  await field.fill('My other phone');
  const ended = await app.send('DELETE', '/me/sessions', { token: ada.token });
  assert.ok(ended.status < 300, JSON.stringify(ended.body));
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'You were signed out' });
  await dialog.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await field.inputValue(), 'My other phone');
  await page.keyboard.press('Escape');
}

async function leaveNoTrace(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.evaluate(() => localStorage.clear());
}

test('passkeys: made, named, used, renamed and removed; an old login proves itself', async () => {
  const ada = await someone(app);
  const [page, browser] = await open();
  const own = { url: app.url.replace('127.0.0.1', 'localhost') } as App;
  const mine = await device(page);
  // At first a browser that offers none beside the names, so that the button is what signs in.
  await page.addInitScript(() => {
    if (!location.search.includes('next=')) return;
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
  await signIn(page, own, ada);
  await page.goto(`${own.url}/account/security`);
  await addPasskey(page, mine);
  await mailTo(app, ada.email, /passkey was added/i);
  await assertAccessible(page);
  await assertFits(page);

  const product = await shop.product({ stock: 5 });
  await app.post('/cart/items', { token: ada.token, body: { ...product, quantity: 1 } });
  await leaveNoTrace(page);
  await page.goto(`${own.url}/`);
  await addToCart(page, product, 2);
  await mine.willing(false);
  await page.goto(`${own.url}/sign-in?next=/account/security`);
  await alive(page);
  const field = main(page).getByLabel('E-mail', { exact: true });
  assert.equal(await field.getAttribute('autocomplete'), 'username webauthn');
  await button(page, 'Sign in with a passkey').click();
  await page.getByRole('alert').getByText('No passkey was used').waitFor();
  await assertAccessible(page);
  await mine.willing(true);
  await button(page, 'Sign in with a passkey').click();
  await page.getByText('Your two carts are one now').waitFor();
  await page.getByRole('link', { name: 'Continue' }).click();
  await main(page).getByText('Last used on').first().waitFor();
  const { body } = await app.get('/cart', { token: ada.token });
  assert.equal(body.itemCount, 3, 'the cart of the guest came along');
  await signInAgain(page, ada);
  await renameAndRemove(page, ada.userId);

  await leaveNoTrace(page);
  await page.goto(`${own.url}/sign-in`);
  // Taken from among the names: this device says yes to what it is offered.
  await page.getByRole('alert').getByText('does not know this passkey any more').waitFor();
  await until('the device forgets it', async () => ((await mine.keys()) === 0 ? true : undefined));
  assert.deepEqual(browser.problems, []);
});

test('a forgotten password is mended by the link of the mail, which leaves no trace', async () => {
  const ada = await someone(app);
  const [page, browser] = await open();
  await page.goto(`${app.url}/forgot-password`);
  await alive(page);
  await assertAccessible(page);
  await main(page).getByLabel('E-mail', { exact: true }).fill(ada.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('A mail is on its way').waitFor();
  const link = /http\S+#token=\S+/.exec(await mailTo(app, ada.email, /new password/i))?.[0] ?? '';
  await page.goto(link);
  const field = main(page).getByLabel('New password', { exact: true });
  await field.waitFor();
  assert.equal(await page.evaluate(() => location.hash), '', 'the secret is not in the address');
  await assertAccessible(page);
  await field.fill('short');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('It is too short').waitFor();
  await field.fill('an entirely new phrase');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.waitForURL(/\/sign-in$/);
  await page.getByText('The new password is set').waitFor();
  await fillSignIn(page, ada.email, 'an entirely new phrase');
  await page.waitForURL(/\/account$/);
  await page.goto(link);
  await field.fill('yet another phrase');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('This link is no longer good').waitFor();
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});

test('a guest who makes an account keeps orders, addresses and cart', async () => {
  const product = await shop.product({ stock: 5 });
  const [page, browser] = await open();
  await page.goto(app.url);
  const token = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: '{}' };
    const reply = (await (await fetch('/api/v1/auth/guest', init)).json()) as Guest;
    localStorage.setItem('trueshelf.session', 'guest');
    return reply.accessToken;
    interface Guest {
      accessToken: string;
    }
  });
  const address = { name: 'G', line1: '1 Main Street', city: 'New York', country: 'US' };
  const made = await app.post('/me/addresses', {
    token,
    body: { ...address, state: 'NY', postalCode: '10001' },
  });
  const buyer = { token, addressId: made.body.addressId as string };
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const { orderNumber } = (await pay(app, buyer, { checkoutId })).body;
  await page.goto(`${app.url}/account`);
  await alive(page);
  await page.getByText(orderNumber).waitFor();
  await page.getByText('Keep what you have here').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByText('You shopped here as a guest').waitFor();
  await main(page).getByLabel('Name', { exact: true }).fill('Gus Quill');
  await main(page).getByLabel('E-mail', { exact: true }).fill('gus@example.test');
  await main(page).getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByRole('heading', { name: 'Hello, Gus' }).waitFor();
  await page.getByText(orderNumber).waitFor();
  const login = await app.post('/auth/login', { body: { email: 'gus@example.test', password } });
  const { body } = await app.get('/me/addresses', { token: login.body.accessToken });
  assert.equal(body.data.length, 1);
  assert.deepEqual(browser.problems, []);
});

test('two tabs: refreshing at the same time ends nothing, signing out ends both', async () => {
  const ada = await someone(app);
  const [first, browser] = await open();
  await signIn(first, app, ada);
  const second = await browser.page();
  await second.goto(`${app.url}/account/security`);
  await second.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  // Both come back at the same time, so both exchange the cookie: one wins, none loses.
  for (let round = 0; round < 3; round += 1) {
    await Promise.all([first.reload(), second.reload()]);
    await Promise.all([
      first.getByRole('heading', { name: 'Hello' }).waitFor(),
      second.getByRole('heading', { name: 'Where you are signed in' }).waitFor(),
    ]);
  }
  await first.getByRole('button', { name: 'Sign out' }).click();
  await first.waitForURL(`${app.url}/`);
  await first.getByText('You are signed out, in all tabs').waitFor();
  await second.getByRole('link', { name: 'Sign in to see this' }).waitFor();
  assert.equal(await second.getByText(ada.email).count(), 0, 'nothing personal is left');
  await first.reload();
  await alive(first);
  await first.locator('header').getByRole('link', { name: 'Sign in' }).waitFor();
  assert.deepEqual(browser.problems, []);
});

test('a session that ends under one’s hands: what was typed waits until one is back', async () => {
  const ada = await someone(app, { address: true });
  const [page, browser] = await open();
  await signIn(page, app, ada);
  await page.goto(`${app.url}/account/addresses?edit=new`);
  await main(page).getByLabel('Street and number').fill('Long Lane 7');
  await main(page).getByLabel('Town or city').fill('Albany');
  await main(page).getByLabel('State').selectOption('NY');
  await main(page).getByLabel('ZIP code').fill('12207');
  const { body } = await app.get('/me/sessions', { token: ada.token });
  for (const { sessionId, current } of body.data) {
    if (!current) await app.send('DELETE', `/me/sessions/${sessionId}`, { token: ada.token });
  }
  await page.waitForTimeout(1_500); // it is dead within a second
  await main(page).getByRole('button', { name: 'Save the address' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What you typed is still there').waitFor();
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await main(page).getByLabel('Street and number').inputValue(), 'Long Lane 7');
  assert.deepEqual(browser.problems, []);
});

test('after signing in one goes on inside this shop, not where a link says', async () => {
  const ada = await someone(app);
  const [page] = await open();
  for (const next of ['//evil.example/x', 'https://evil.example', '/\\evil.example']) {
    await page.goto(`${app.url}/sign-in?next=${encodeURIComponent(next)}`);
    await alive(page);
    const link = main(page).getByRole('link', { name: 'Create an account' });
    assert.equal(await link.getAttribute('href'), '/sign-up');
  }
  await fillSignIn(page, ada.email);
  await page.waitForURL(`${app.url}/account`);
});

test('the limit of requests is told with when to come again', async () => {
  const limited = await startApp({ web: true, config: { rateLimitMultiplier: 0.1 } });
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  try {
    const page = await browser.page();
    await page.goto(`${limited.url}/sign-in`);
    await alive(page);
    for (let nth = 0; nth < 4; nth += 1) {
      await fillSignIn(page, 'nobody@example.test', `guess ${nth}`);
      await page.getByRole('alert').waitFor();
    }
    await page.getByText('Please wait a moment').waitFor();
    await page.getByText(/You can try again in \d+ seconds/).waitFor();
    await assertAccessible(page);
  } finally {
    await browser.close();
    await limited.stop();
  }
});

test('without scripts: said on the page; a form that is sent leaves no trace', async () => {
  const [page] = await open({ javaScript: false });
  await page.goto(`${app.url}/sign-in?next=/cart`);
  await page.getByText('Signing in needs JavaScript').waitFor();
  await fillSignIn(page, 'ada@example.test', 'my secret');
  await page.waitForURL(/\/sign-in\?next=\/cart$/);
  assert.doesNotMatch(page.url(), /secret/);
  await page.getByText('Signing in needs JavaScript').waitFor();
});

test('in Arabic the page is read from the right, and fits', async () => {
  const [page, browser] = await open({ locale: 'ar' });
  await page.goto(`${app.url}/ar/sign-in`);
  await alive(page);
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  await assertFits(page);
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});
