/**
 * Copies and their sources as an operator sees them: what differs is looked at first, then
 * repaired, and the run says so with its keys; a source that shrank asks; who has no role sees
 * nothing, and an answer that fails says so.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { stockDifferences } from '../../test/copies.ts';
import { asOwner, type Owner } from '../../test/damage.ts';
import { alive, assertAccessible, desktop, openBrowser, phone } from './browser.ts';
import { assertFits, password, signIn, someone, until } from './person-kit.ts';

let app: App;
let shop: Shop;
let owner: Owner;
/** Where pictures of the page go, when somebody wants to look at them. */
const pictures = process.env['TRUESHELF_SHOTS'];

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
  owner = await asOwner(app.databaseUrl);
});
after(async () => {
  await owner?.end();
  await app?.stop();
});

async function keep(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

async function operator(): Promise<{ email: string }> {
  const userId = newId('usr');
  const email = `${userId}@example.test`;
  const one = { userId, email, password, name: 'Olu Desk', roles: ['support'], addresses: [] };
  await app.host.client(identityCalls).import({ users: [one] });
  return { email };
}

async function ask(page: Page, button: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: 'Start' }).click();
}

test('a broken copy is looked at, repaired, and told with its key', async () => {
  const { variantId } = await shop.product({ stock: 7 });
  await until('the copy is there', async () =>
    (await stockDifferences(owner)).length === 0 ? true : undefined,
  );
  await owner.run('update catalog.variant_stock set available = 1 where variant_id = $1', [
    variantId,
  ]);
  const desk = await openBrowser({ viewport: desktop, reducedMotion: true });
  try {
    const page = await desk.page();
    await signIn(page, app, await operator());
    await page.goto(`${app.url}/admin/sync`);
    const row = page.locator('[data-job="stock"]');
    await row.getByText('Not compared yet').waitFor();
    await assertAccessible(page);
    await keep(page, 'copies-first');
    await row.getByRole('link', { name: 'Stock in the catalogue' }).click();
    await page.getByText('The first run appears here.').waitFor();
    // A reason of nothing is refused by the form itself.
    await ask(page, 'Look only', 'seen in a test');
    const report = page.getByRole('region', { name: 'What this run found' });
    await report.getByText('left as it is').waitFor();
    await report.getByText(variantId).waitFor();
    await report.getByText('Other content').waitFor();
    assert.equal((await stockDifferences(owner)).length, 1, 'a look changes nothing');
    await ask(page, 'Compare and repair', 'seen in a test');
    await report.getByText('1 repaired').waitFor();
    assert.deepEqual(await stockDifferences(owner), []);
    await ask(page, 'Compare and repair', 'once more');
    await report.getByText('The copy is what its source is.').waitFor();
    await page.getByRole('img', { name: 'Oldest first: 1 and 0' }).waitFor();
    await assertAccessible(page);
    await keep(page, 'copies-desk-light');

    // Nine things were sold out for good: the run asks before it follows.
    await owner.run(
      `update sync.run set source_rows = 100 where run_id = (select max(run_id) from sync.run)`,
    );
    await ask(page, 'Compare and repair', 'a third time');
    await report.getByText('had 100').waitFor();
    await page.getByRole('button', { name: 'Compare and repair', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('The source is right although it is smaller: follow it').check();
    await dialog.getByLabel('Reason').fill('it is right');
    await keep(page, 'copies-asks');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await report.getByText('The copy is what its source is.').waitFor();
    assert.deepEqual(desk.problems, []);
  } finally {
    await desk.close();
  }
});

test('on a phone in the dark; who has no role; an answer that fails', async () => {
  const hand = await openBrowser({ viewport: phone, reducedMotion: true, scheme: 'dark' });
  try {
    const page = await hand.page();
    await signIn(page, app, await operator());
    await page.goto(`${app.url}/admin/sync?job=stock`);
    await alive(page);
    await page.getByRole('heading', { name: 'What this run found' }).waitFor();
    await assertFits(page);
    await assertAccessible(page);
    await keep(page, 'copies-phone-dark');
    await page.route('**/admin/ops/sync', (route) => route.abort());
    await page.goto(`${app.url}/admin/sync`);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.unroute('**/admin/ops/sync');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Products in carts').waitFor();
    await assertFits(page);
    await keep(page, 'copies-list-phone-dark');
  } finally {
    await hand.close();
  }
  const other = await openBrowser({ viewport: desktop, reducedMotion: true });
  try {
    const page = await other.page();
    await signIn(page, app, await someone(app));
    await page.goto(`${app.url}/admin/sync`);
    await page.getByText('This page is for operators').waitFor();
    assert.deepEqual(other.problems, []);
  } finally {
    await other.close();
  }
});
