// Closed for maintenance: pages say so, nothing new is begun, and what is held can still be paid.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeShop, openShop as reopen, shopState } from '#kernel/host/maintenance.ts';
import { openShop, startApp, type App, type Shop } from './app.ts';
import { fillCart, initiate, openCheckout, pay } from './buyer.ts';

const home = mkdtempSync(join(tmpdir(), 'trueshelf-closed-'));
let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ web: true, config: { home } });
  shop = await openShop(app);
});
after(async () => {
  await app?.stop();
  rmSync(home, { recursive: true, force: true });
});

const page = (path: string) => fetch(`${app.url}${path}`);

/** The switch is looked at once a second. */
async function becomes(status: number): Promise<void> {
  const until = performance.now() + 60_000;
  while ((await page('/about')).status !== status) {
    assert.ok(performance.now() < until, `pages do not answer ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('while it is closed: pages and changes are refused, the rest goes on', async () => {
  const item = await shop.product({ stock: 5 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [item]);
  const cartId = await fillCart(app, [item]);
  const until = new Date(Date.now() + 20 * 60_000);
  closeShop(home, until);
  await becomes(503);

  const shown = await page('/de/about?x=1');
  const html = await shown.text();
  assert.equal(shown.status, 503);
  const wait_s = Number(shown.headers.get('retry-after'));
  assert.ok(wait_s > 1_100 && wait_s <= 1_200, `${wait_s} s`);
  assert.match(html, /<html lang="de"/);
  assert.match(html, /Wir sind bald zurück/);
  assert.ok(html.includes(`datetime="${until.toISOString()}"`));
  assert.equal(shown.headers.get('cache-control'), 'no-store');
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1] ?? '';
  assert.equal((await page(style)).status, 200, 'the page has its look');

  const refused = await app.post('/cart/items', { body: { ...item, quantity: 1 } });
  assert.deepEqual([refused.status, refused.body.code], [503, 'maintenance']);
  assert.equal(refused.body.until, until.toISOString());
  assert.equal(refused.body.retryable, true);
  assert.ok(Number(refused.headers['retry-after']) > 1_100);
  const another = await initiate(app, buyer, { cartId });
  assert.equal(another.body.code, 'maintenance');
  const [warehouseId] = shop.warehouses;
  const change = { variantId: item.variantId, warehouseId, delta: 1, reason: 'count' };
  const bySeller = await app.post('/seller/inventory/adjustments', {
    token: shop.sellerToken,
    body: change,
  });
  assert.equal(bySeller.body.code, 'maintenance');

  assert.equal((await page('/health/live')).status, 200);
  assert.equal((await page('/health/ready')).status, 200);
  assert.equal((await app.get('/cart', { headers: { 'x-cart-id': cartId } })).status, 200);
  const byAdmin = await app.send('PUT', '/admin/inventory', {
    token: shop.adminToken,
    body: change,
  });
  assert.equal(byAdmin.status, 200, JSON.stringify(byAdmin.body));
  const wrong = { email: 'nobody@example.test', password: 'not a password of anybody' };
  assert.equal((await app.post('/auth/login', { body: wrong })).status, 401, 'signing in works');
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.equal(paid.body.status, 'CONFIRMED');
});

test('opened again it is as before; a switch that nobody can read still closes it', async () => {
  assert.equal(reopen(home), true);
  assert.equal(reopen(home), false);
  assert.equal(shopState(home), null);
  await becomes(200);
  const item = await shop.product({ stock: 5 });
  assert.equal((await app.post('/cart/items', { body: { ...item, quantity: 1 } })).status, 201);
  closeShop(home, null);
  await becomes(503);
  assert.equal((await page('/')).headers.get('retry-after'), '300');
  reopen(home);
  await becomes(200);
});
