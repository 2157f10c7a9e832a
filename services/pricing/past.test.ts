// Why a price, at a time that is past, for anybody; and that a quote, once made, is what is
// charged: neither we nor an operator with a console can change what a shopper was shown.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openShop, startApp, type App, type Answer, type Shop } from '../../test/app.ts';
import { fillCart, leave, openCheckout, ownAddress, pay } from '../../test/buyer.ts';

type Body = Answer['body'];

let app: App;
let shop: Shop;
let sql: pg.Client;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

const post = (path: string, body: Record<string, unknown>) =>
  app.post(path, { token: shop.adminToken, body });

async function made(path: string, body: Record<string, unknown>): Promise<Body> {
  const answer = await post(path, body);
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  return answer.body;
}

async function setPrice(variantId: string, price: number): Promise<void> {
  const body = { prices: [{ variantId, currency: 'USD', price }] };
  const set = await app.send('PUT', '/seller/prices', { token: shop.sellerToken, body });
  assert.equal(set.status, 200, JSON.stringify(set.body));
}

/** A moment that lies after all that was done and before all that will be. */
async function moment(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const now = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return now;
}

async function explain(variantId: string, more: Record<string, string> = {}): Promise<Body> {
  const query = new URLSearchParams({ variantId, currency: 'USD', country: 'US', ...more });
  const { status, body } = await app.get(`/admin/prices/explain?${query}`, {
    token: shop.adminToken,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const steps = (body: Body) => body.steps.map((one: Body) => [one.stage, one.name, one.amount]);

test('a price is told as it was at any time: stored, by rule, list and promotion', async () => {
  const long = '2026-01-01T00:00:00Z';
  const product = await shop.product({ stock: 9, price: 100 });
  const { variantId, productId } = product;
  const { userId } = await shop.shopper();
  const productIds = [productId];
  const first = await moment();
  await setPrice(variantId, 80);
  const second = await moment();
  const effect = { kind: 'percent', percent: -50 };
  const { ruleId } = await made('/admin/price-rules', { name: 'Half', effect, productIds });
  const third = await moment();
  await made(`/admin/price-rules/${ruleId}/switch`, { enabled: false });
  const { listId } = await made('/admin/price-lists', { name: 'Firms' });
  const prices = [{ variantId, currency: 'USD', price: 70 }];
  await made(`/admin/price-lists/${listId}/prices`, { prices });
  await made(`/admin/price-lists/${listId}/members`, { userIds: [userId] });
  const ten = { name: 'Ten', effect: { kind: 'percent', percent: 10 }, productIds };
  const { promotionId } = await made('/admin/promotions', ten);
  const fourth = await moment();
  await made(`/admin/promotions/${promotionId}/switch`, { enabled: false });
  await setPrice(variantId, 60);

  const at = (time: string, more = {}) => explain(variantId, { at: time, ...more });
  assert.deepEqual(steps(await at(first)), [['BASE', 'base', 100]]);
  assert.deepEqual(steps(await at(second)), [['BASE', 'base', 80]]);
  assert.deepEqual(steps(await at(third)), [
    ['BASE', 'base', 80],
    ['RULE', 'Half', -40],
  ]);
  const then = await at(fourth);
  assert.deepEqual([then.total, then.unsure, then.at], [72, [], fourth]);
  const member = await at(fourth, { userId });
  assert.deepEqual(steps(member), [
    ['BASE', 'base', 80],
    ['LIST', 'Firms', -10],
    ['PROMOTION', 'Ten', -7],
  ]);
  assert.deepEqual(member.unsure, ['customer'], 'members are those of now');
  assert.equal((await at(second, { userId })).total, 80, 'the list had no price then');
  assert.deepEqual(steps(await explain(variantId, { quantity: '2' })), [['BASE', 'base', 120]]);
  assert.equal((await explain(variantId, { userId })).total, 60, 'the lower of both');
  assert.deepEqual((await at(long)).unsure, ['price'], 'nothing is kept of that time');
  const path = `/admin/prices/explain?variantId=${variantId}&currency=USD&country=US`;
  assert.equal((await app.get(path, { token: shop.sellerToken })).status, 403);
  const strange = await app.get(`${path}&at=yesterday`, { token: shop.adminToken });
  assert.equal(strange.status, 422);
});

test('a scheduled price counts in the past from its second, until a later one', async () => {
  const { variantId } = await shop.product({ stock: 9, price: 100 });
  const wanted = new Date(Date.now() + 1_000).toISOString();
  const entries = [{ variantId, currency: 'USD', kind: 'base', price: 90, from: wanted }];
  const body = { prices: entries };
  const kept = await app.post('/seller/price-schedules', { token: shop.sellerToken, body });
  assert.ok(kept.status < 300, JSON.stringify(kept.body));
  // None begins before it was saved.
  const from_ms = Date.parse(kept.body.data[0].from);
  const before = new Date(from_ms - 1).toISOString();
  while (Date.now() <= from_ms) await moment();
  const during = await moment();
  await setPrice(variantId, 85);
  const later = await moment();
  const total = async (at: string) => (await explain(variantId, { at })).total;
  assert.deepEqual([await total(before), await total(during), await total(later)], [100, 90, 85]);
});

test('a rise, however small, is asked about; a drop, however large, applies at once', async () => {
  for (const [from, to] of [
    [100, 100.01],
    [100, 900],
    [100, 99.99],
    [100, 1],
  ] as const) {
    const product = await shop.product({ stock: 9, price: from });
    const buyer = await shop.shopper();
    const cartId = await fillCart(app, [product]);
    await setPrice(product.variantId, to);
    const open = (more: Record<string, unknown> = {}) =>
      app.post('/checkout/initiate', {
        token: buyer.token,
        key: `k${Math.random()}`.padEnd(20, '0'),
        body: {
          cartId,
          shippingAddressId: buyer.addressId,
          billingAddressId: buyer.addressId,
          ...more,
        },
      });
    let answer = await open();
    if (to > from) {
      assert.deepEqual([answer.status, answer.body.code], [409, 'price-changed'], `${to}`);
      answer = await open({ acceptChanges: answer.body.changesToken });
    }
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    assert.equal(answer.body.subtotal, to);
    const { checkoutId, total } = answer.body;
    // What happens to the price now is of no account.
    await setPrice(product.variantId, to * 2);
    const paid = await pay(app, buyer, { checkoutId });
    assert.deepEqual([paid.status, paid.body.total], [200, total]);
  }
});

const refusedBy = (constraint: string) => (error: unknown) =>
  (error as { constraint?: string }).constraint === constraint;

test('no other amount than the quoted one can be captured: the database refuses it', async () => {
  const product = await shop.product({ stock: 9, price: 50 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const { rows } = await sql.query('select quote_id from pricing.quote where checkout_id = $1', [
    checkoutId,
  ]);
  const { quote_id: quoteId } = rows[0];
  const change = (table: string, set: string) =>
    sql.query(`update pricing.${table} set ${set} where quote_id = $1`, [quoteId]);
  const less = 'total_minor = total_minor - 1, discount_minor = discount_minor + 1';
  for (const set of [less, `currency = 'EUR'`, `expires_at = now() - interval '1 hour'`]) {
    await assert.rejects(change('quote', set), refusedBy('quote_stays'), set);
  }
  await assert.rejects(change('quote_line', 'discount_minor = 1'), refusedBy('quote_line_stays'));
  await change('quote', `expires_at = expires_at + interval '1 minute'`);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  const payment = (set: string) =>
    sql.query(`update payments.payment set ${set} where checkout_id = $1`, [checkoutId]);
  for (const set of ['amount_minor = amount_minor + 1', `currency = 'EUR'`, `quote_id = 'x'`]) {
    await assert.rejects(payment(set), refusedBy('payment_stays'), set);
  }
  await assert.rejects(payment('captured_minor = amount_minor + 1'), /payment_check/);
  const other = await openCheckout(app, buyer, [product]);
  await leave(app, buyer, other.checkoutId);
});
