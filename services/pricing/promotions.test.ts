// Promotions from the operator's hand to the order: in force at once, taken off the lines that they
// are for, the same number in checkout, payment, order and books, and refused where they make no
// sense.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, startApp, type App, type Answer, type Shop } from '../../test/app.ts';
import { assertTrue, openCheckout, ownAddress, pay } from '../../test/buyer.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
});

after(async () => {
  await app?.stop();
});

const post = (path: string, body: unknown) =>
  app.post(path, { token: shop.adminToken, body: body as Record<string, unknown> });

async function add(body: Record<string, unknown>): Promise<Answer['body']> {
  const made = await post('/admin/promotions', { name: 'Offer', ...body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

const off = (promotionId: string) =>
  post(`/admin/promotions/${promotionId}/switch`, { enabled: false });

function fault(answer: Answer): string {
  assert.equal(answer.status, 422, JSON.stringify(answer.body));
  return answer.body.errors[0].pointer;
}

test('a promotion is taken off its lines, and order, payment and books say the same', async () => {
  const cheap = await shop.product({ stock: 9, price: 20 });
  const dear = await shop.product({ stock: 9, price: 100 });
  const { promotionId, sentence, status } = await add({
    name: 'A quarter off',
    effect: { kind: 'percent', percent: 25 },
    productIds: [dear.productId],
  });
  assert.equal(sentence, `25 % off on products ${dear.productId}.`);
  assert.equal(status, 'running');
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [cheap, { ...dear, quantity: 2 }]);
  const open = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
  const { subtotal, discount, discounts, shipping, tax, total } = open.body;
  assert.deepEqual([subtotal, discount], [220, 50]);
  assert.deepEqual(discounts, [{ name: 'A quarter off', amount: 50 }]);
  assert.equal(Math.round((subtotal - discount + shipping + tax) * 100), Math.round(total * 100));
  await off(promotionId);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.body.total, total, 'what was quoted is charged, whatever is switched off');
  const order = await app.get(`/orders/${paid.body.orderId}`, { token: buyer.token });
  const lines = order.body.items.map((one: Answer['body']) => [one.productId, one.discount]);
  assert.deepEqual(
    new Map(lines),
    new Map([
      [cheap.productId, 0],
      [dear.productId, 50],
    ]),
  );
  assert.equal(order.body.discount, 50);
  const { total: later } = await openCheckout(app, buyer, [dear]);
  assert.ok(later >= 100, 'switched off is off at once');
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});

test('free shipping, and a place that it is not for', async () => {
  const product = await shop.product({ stock: 9, price: 10 });
  const free = { kind: 'free-shipping' };
  const { promotionId } = await add({ effect: free, productIds: [product.productId] });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const open = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
  assert.deepEqual([open.body.shipping, open.body.discount], [0, 0]);
  await off(promotionId);
});

test('what makes no sense is refused with its field', async () => {
  const { productId } = await shop.product();
  const percent = (share: number) => ({ kind: 'percent', percent: share });
  const draft = { name: 'Offer', productIds: [productId], effect: percent(60) };
  const send = (more: Record<string, unknown>) => post('/admin/promotions', { ...draft, ...more });
  assert.equal(fault(await send({ effect: { kind: 'amount', amount: 5 } })), '/currency');
  assert.equal(fault(await send({ currency: 'XXX', subtotalMin: 5 })), '/currency');
  assert.equal(fault(await send({ places: ['US', 'XX'] })), '/places/1');
  const backwards = { startsAt: '2026-12-02T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' };
  assert.equal(fault(await send(backwards)), '/endsAt');
  const tiers = [5, 3].map((quantity) => ({ quantity, percent: quantity }));
  assert.equal(
    fault(await send({ effect: { kind: 'tiered', tiers } })),
    '/effect/tiers/1/quantity',
  );
  const parts = [productId, productId].map((id) => ({ productId: id, quantity: 1 }));
  const bundle = { currency: 'USD', effect: { kind: 'bundle', parts, price: 1 } };
  assert.equal(fault(await send(bundle)), '/effect/parts/1/productId');
  assert.equal(fault(await send({ effect: percent(12.345) })), '/effect/percent');
  assert.equal(fault(await send({ startsAt: '2026-12-31T23:59:60Z' })), '/startsAt');
  assert.equal((await send({ effect: percent(101) })).status, 422);
  assert.equal((await send({ discount: 5 })).status, 422, 'an unknown field');
  const { promotionId } = await add({ ...draft, exclusive: true });
  const beside = await send({ exclusive: true });
  assert.equal(fault(beside), '/exclusive');
  assert.match(beside.body.errors[0].detail, new RegExp(promotionId));
  await off(promotionId);
  const { promotionId: second } = await add(draft);
  assert.equal(fault(await send({ effect: percent(40) })), '/effect', '60 and 40 are everything');
  await off(second);
});

test('a change needs the version, and a price is explained with a draft on it', async () => {
  const product = await shop.product({ stock: 9, price: 50 });
  const body = { name: 'Ten off', currency: 'USD', effect: { kind: 'amount', amount: 10 } };
  const { promotionId } = await add({ ...body, productIds: [product.productId] });
  const put = (version: string) =>
    app.send('PUT', `/admin/promotions/${promotionId}`, {
      token: shop.adminToken,
      headers: { 'if-match': version },
      body: { ...body, productIds: [product.productId], name: 'Ten less' },
    });
  assert.equal((await put('"9"')).status, 412);
  assert.equal((await put('"1"')).body.name, 'Ten less');
  const list = await app.get('/admin/promotions', { token: shop.adminToken });
  assert.equal(list.body.data[0].promotionId, promotionId);
  const draft = {
    name: 'A third',
    effect: { kind: 'percent', percent: 33.33 },
    productIds: [product.productId],
    priority: -1,
  };
  const lines = [{ variantId: product.variantId, quantity: 2 }];
  const ask = { currency: 'USD', lines, country: 'US' };
  const plain = await post('/admin/prices/explain', ask);
  assert.equal(plain.body.total, 90);
  const tried = await post('/admin/prices/explain', { ...ask, draft });
  assert.deepEqual(
    tried.body.steps.map((one: Answer['body']) => [one.stage, one.name, one.amount]),
    [
      ['BASE', 'base', 100],
      ['PROMOTION', 'Ten less', -10],
      ['PROMOTION', 'A third', -30],
    ],
  );
  assert.equal((await post('/admin/prices/explain', ask)).body.total, 90, 'a draft is not kept');
  const theirs = await app.get('/admin/promotions', { token: shop.sellerToken });
  assert.equal(theirs.status, 403);
  await off(promotionId);
});

test('sales that run now are told with their end, and no others', async () => {
  const { productId } = await shop.product({ stock: 9, price: 50 });
  const effect = { kind: 'percent', percent: 15 };
  const endsAt = '2089-12-31T12:00:00.000Z';
  const made = [
    await add({ name: 'Sale', effect, productIds: [productId], endsAt }),
    await add({ name: 'Abroad', effect, productIds: [productId], endsAt, places: ['CH'] }),
    await add({ name: 'Endless', effect, productIds: [productId] }),
    await add({ name: 'Soon', effect, productIds: [productId], startsAt: endsAt }),
  ];
  const { body } = await app.get('/offers?limit=10');
  const [only] = body.data;
  assert.equal(body.data.length, 1, JSON.stringify(body.data));
  assert.deepEqual(
    [only.name, only.kind, only.value, only.everything, only.productId, only.endsAt],
    ['Sale', 'percent', 15, false, productId, endsAt],
  );
  for (const { promotionId } of made) await off(promotionId);
  assert.deepEqual((await app.get('/offers')).body.data, []);
});
