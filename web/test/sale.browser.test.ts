/** Sales on the home page: their true end, how it is known, and gone when they are over. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { alive, assertAccessible, phone } from './browser.ts';
import { openFloor, type Floor } from './checkout-kit.ts';

let floor: Floor;

before(async () => {
  floor = await openFloor();
});
after(() => floor.close());

test('a sale says what it takes off, until when, how that is known; over, it is gone', async () => {
  const { productId, variantId } = await floor.shop.product({ stock: 9, price: 40 });
  const token = floor.shop.adminToken;
  const endsAt = new Date(Date.now() + 5 * 86_400_000).toISOString();
  const effect = { kind: 'percent', percent: 15 };
  const body = { name: 'Lamp week', effect, productIds: [productId], endsAt };
  const made = await floor.app.post('/admin/promotions', { token, body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { page, browser } = await floor.shopper([{ productId, variantId }], { viewport: phone });
  const sales = page.getByRole('region', { name: 'Sales' });
  const strip = sales.getByText('15% off selected things');
  const until = performance.now() + 10_000;
  do {
    await page.goto(`${floor.app.url}/`);
    assert.ok(performance.now() < until, 'the page was purged');
  } while (!(await strip.isVisible()));
  await alive(page);
  const shown = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });
  await sales.getByText(`until `).first().waitFor();
  const text = (await sales.textContent()) ?? '';
  assert.ok(text.includes(shown.format(Date.parse(endsAt))), text);
  await sales.getByText('How we know').click();
  await sales.getByText('This is the end that prices are worked out by').waitFor();
  await assertAccessible(page);
  const off = `/admin/promotions/${made.body.promotionId}/switch`;
  await floor.app.post(off, { token, body: { enabled: false } });
  const gone = performance.now() + 10_000;
  do {
    await page.goto(`${floor.app.url}/`);
    assert.ok(performance.now() < gone, 'what was switched off is gone');
  } while (await strip.isVisible());
  assert.deepEqual(browser.problems, []);
});
