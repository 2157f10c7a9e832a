// What moves prices, from where rules learn what they ask: demand counted from orders, competitors
// by CSV, brands and categories, a day's change; a walk over many prices, a second host that learns
// of a rule, and a rule that breaks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { openShop, startApp, type App, type Answer, type Shop } from '../../test/app.ts';
import { fillCart, initiate, openCheckout, ownAddress, pay } from '../../test/buyer.ts';
import { demandTask } from './demand.ts';

type Body = Answer['body'];

let app: App;
let shop: Shop;
let db: Db;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
  db = openDb({ url: app.databaseUrl, room: 'pricing' });
});

after(async () => {
  await db?.close();
  await app?.stop();
});

const post = (path: string, body: Record<string, unknown>) =>
  app.post(path, { token: shop.adminToken, body });

async function add(body: Record<string, unknown>): Promise<Body> {
  const made = await post('/admin/price-rules', { name: 'Rule', ...body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

const off = (ruleId: string) => post(`/admin/price-rules/${ruleId}/switch`, { enabled: false });

async function priceOf(variantId: string, of: Pick<App, 'get'> = app): Promise<number> {
  const { body } = await of.get(`/prices?variantIds=${variantId}`);
  const { price, salePrice } = body.data[0];
  return salePrice ?? price;
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const percent = (share: number) => ({ kind: 'percent', percent: share });

test('demand is counted from orders, and a rule that asks for it moves what sells', async () => {
  const sold = await shop.product({ stock: 9, price: 100 });
  const idle = await shop.product({ stock: 9, price: 100 });
  const productIds = [sold.productId, idle.productId];
  const { ruleId } = await add({ effect: percent(10), productIds, demand: { min: 3 } });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [{ ...sold, quantity: 3 }]);
  assert.equal((await pay(app, buyer, { checkoutId })).status, 200);
  assert.equal(await priceOf(sold.variantId), 100, 'nothing is counted yet');
  // An order is counted once it is two minutes old; the task runs once a minute.
  const clock = { ...systemClock, now: () => Date.now() + 5 * 60_000 };
  const orders = app.host.client(ordersCalls);
  const book = () => ({ needsDemand: true });
  const count = demandTask({ ctx: { db, clock }, orders, book });
  await count(new AbortController().signal);
  assert.deepEqual([await priceOf(sold.variantId), await priceOf(idle.variantId)], [110, 100]);
  await count(new AbortController().signal);
  const row = await db.row<{ units: number }>(
    'select units from product_demand where product_id = $1',
    [sold.productId],
  );
  assert.equal(row?.units, 3, 'counted once');
  await off(ruleId);
});

test('competitors come by CSV, all rows or none', async () => {
  const { variantId, productId } = await shop.product({ stock: 9, price: 50 });
  const effect = { kind: 'match', under: 1 };
  const { ruleId } = await add({ currency: 'USD', effect, productIds: [productId] });
  const bring = (csv: string) => post('/admin/competitor-prices', { csv });
  const head = 'variantId,currency,price,source';
  const good = `${variantId},USD,40,"Else, where"`;
  const fault = async (csv: string) => {
    const answer = await bring(csv);
    assert.equal(answer.status, 422, JSON.stringify(answer.body));
    return answer.body.errors[0].pointer;
  };
  assert.equal(await fault(`${head}\n${good}\n${variantId},USD,cheap,B`), '/csv/3/price');
  assert.equal(await fault(`${head}\n${good}\n${variantId},USD,,B`), '/csv/3/price');
  assert.equal(await fault(`variantId,currency,price\n${variantId},USD,3`), '/csv/2/source');
  assert.equal(await fault(`${head}\n"${good}`), '/csv');
  assert.equal(await priceOf(variantId), 50, 'none was kept');
  const kept = await bring(`\uFEFF${head}\r\n${good}\r\n\r\n`);
  assert.deepEqual([kept.status, kept.body.kept], [200, 1], JSON.stringify(kept.body));
  assert.equal(await priceOf(variantId), 39);
  await off(ruleId);
});

test('a day moves a price no further than the rule lets it, also after it was told', async () => {
  const { variantId, productId } = await shop.product({ stock: 9, price: 100 });
  const body = { effect: percent(50), productIds: [productId], dailyChangePercent: 3 };
  const { ruleId } = await add(body);
  assert.equal(await priceOf(variantId), 103);
  await until('103 is told', async () => {
    const row = await db.row<{ told: number | null }>(
      'select told_base_minor as told from price where variant_id = $1',
      [variantId],
    );
    return row?.told === 10_300;
  });
  assert.equal(await priceOf(variantId), 103, 'not 3 % more with each look');
  await off(ruleId);
});

test('rules for a brand and a category move what is of them', async () => {
  const { variantId, productId } = await shop.product({ stock: 9, price: 100 });
  const { body: product } = await app.get(`/products/${productId}`);
  const { categoryId } = product.category ?? product;
  assert.ok(categoryId, JSON.stringify(product));
  const brand = await add({ effect: percent(-10), brands: ['Testers'] });
  assert.equal(await priceOf(variantId), 90);
  const category = await add({ effect: percent(-10), categoryIds: [categoryId] });
  assert.equal(await priceOf(variantId), 81);
  const other = await add({ effect: percent(-50), brands: ['Nobody'] });
  assert.equal(await priceOf(variantId), 81);
  for (const { ruleId } of [brand, category, other]) await off(ruleId);
  assert.equal(await priceOf(variantId), 100);
});

test('a cart shows what is taken off prices that rules made, as the checkout does', async () => {
  const one = await shop.product({ stock: 9, price: 100 });
  const two = await shop.product({ stock: 9, price: 30 });
  const { body: product } = await app.get(`/products/${one.productId}`);
  const { categoryId } = product.category ?? product;
  const rule = await add({ effect: percent(-10), productIds: [one.productId] });
  const half = { name: 'Half', effect: percent(50), categoryIds: [categoryId] };
  const { promotionId } = (await post('/admin/promotions', half)).body;
  const buyer = await shop.shopper();
  const lines = [
    { ...one, quantity: 2 },
    { ...two, quantity: 1 },
  ];
  const shownTo = async () => {
    const cartId = await fillCart(app, lines);
    const { body } = await app.get('/cart', { headers: { 'x-cart-id': cartId } });
    return [body.subtotal, body.discount, body.discounts.length];
  };
  assert.deepEqual(await shownTo(), [210, 105, 1], 'the rule counts once, the brand is known');
  const { body: open } = await initiate(app, buyer, { cartId: await fillCart(app, lines) });
  assert.deepEqual([open.subtotal, open.discount], [210, 105]);
  await off(rule.ruleId);
  assert.deepEqual(await shownTo(), [230, 115, 1], 'without a rule the catalogue says what it is');
  await post(`/admin/promotions/${promotionId}/switch`, { enabled: false });
  assert.deepEqual(await shownTo(), [230, 0, 0]);
});

test('a rule that breaks is left out, shown and counted; the price is right', async () => {
  const { variantId, productId } = await shop.product({ stock: 9, price: 100 });
  const { ruleId } = await add({ effect: percent(-10), productIds: [productId] });
  assert.equal(await priceOf(variantId), 90);
  // As no edge would let it in: half a cent.
  await db.run(
    `update price_rule set version = version + 1, definition = jsonb_set(definition, '{effect}',
      '{"kind": "amount", "amount_minor": 0.5, "currency": "USD"}') where rule_id = $1`,
    [ruleId],
  );
  await until('the change is seen', async () => (await priceOf(variantId)) === 100);
  const { body } = await app.get('/admin/price-rules', { token: shop.adminToken });
  const rule = body.data.find((one: Body) => one.ruleId === ruleId);
  assert.match(rule.broken, /whole number/);
  const metrics = String((await app.get('//metrics')).body);
  assert.match(metrics, /trueshelf_pricing_broken_rules(?:\{[^}]*\})? [1-9]/);
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [{ variantId, productId }]);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, 'a purchase goes on');
  await off(ruleId);
});

test('a bundle has products as its parts: it is in no circle with another one', async () => {
  const { productId } = await shop.product({ stock: 9, price: 100 });
  const bundle = (id: string) => ({
    name: 'Set',
    currency: 'USD',
    effect: {
      kind: 'bundle',
      price: 150,
      parts: [
        { productId, quantity: 1 },
        { productId: id, quantity: 1 },
      ],
    },
  });
  const { productId: second } = await shop.product({ stock: 9, price: 100 });
  const made = await post('/admin/promotions', bundle(second));
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const circle = await post('/admin/promotions', bundle(made.body.promotionId));
  assert.equal(circle.status, 422);
  await post(`/admin/promotions/${made.body.promotionId}/switch`, { enabled: false });
});

test('a rule for everything is told by a walk, and known to a second host', async () => {
  const { variantId } = await shop.product({ stock: 9, price: 100 });
  await db.run(`insert into price (variant_id, currency, base_minor)
    select 'var_' || lpad(to_hex(n), 32, '0'), 'USD', 1000 + n from generate_series(1, 3000) n`);
  const other = await startApp({ databaseUrl: app.databaseUrl, serve: ['pricing'] });
  try {
    assert.equal(await priceOf(variantId, other), 100);
    const { ruleId } = await add({ effect: percent(-10) });
    await until('the other host knows', async () => (await priceOf(variantId, other)) === 90);
    const told = async () =>
      (
        await db.row<{ n: number }>(`select count(*)::int as n from price
        where told_base_minor is not null`)
      )?.n ?? 0;
    await until('all are told', async () => (await told()) >= 3_001);
    const wrong = await db.row<{ n: number }>(`select count(*)::int as n from price
      where told_base_minor <> base_minor - round(base_minor / 10.0)`);
    assert.equal(wrong?.n, 0);
    await off(ruleId);
    await until('all are straight again', async () => (await told()) === 0);
    await until('the other host knows', async () => (await priceOf(variantId, other)) === 100);
  } finally {
    await other.stop();
  }
});
