// What orders of the last days would have cost with a draft, over HTTP in the whole app: exact to
// the cent, beside what they were bought with, bounded, and for operators only.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, startApp, type App, type Answer, type Shop } from '../../test/app.ts';
import { openCheckout, ownAddress, pay } from '../../test/buyer.ts';

type Body = Answer['body'];
type Line = Parameters<typeof openCheckout>[2][number];

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
});
after(async () => {
  await app?.stop();
});

const admin = (path: string, body?: unknown): Promise<Answer> =>
  body === undefined
    ? app.get(path, { token: shop.adminToken })
    : app.post(path, { token: shop.adminToken, body: body as Record<string, unknown> });

async function buy(lines: Line[]): Promise<Body> {
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, lines);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  return (await app.get(`/orders/${paid.body.orderId}`, { token: buyer.token })).body;
}

async function simulated(body: Record<string, unknown>): Promise<Body> {
  const asked = await admin('/admin/simulations', body);
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  const end = performance.now() + 60_000;
  for (;;) {
    const { body: now } = await admin(`/admin/simulations/${asked.body.simulationId}`);
    if (now.state !== 'RUNNING') return now;
    assert.ok(performance.now() < end, 'waited in vain for the simulation');
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

const quarter = { name: 'Quarter', effect: { kind: 'percent', percent: 25 } };

test('orders are priced again with a draft: number, sum and examples are exact', async () => {
  const cheap = await shop.product({ stock: 9, price: 20 });
  const dear = await shop.product({ stock: 9, price: 99.99 });
  await buy([cheap]);
  const plain = await buy([dear, { ...cheap, quantity: 2 }]);
  const made = await admin('/admin/promotions', {
    name: 'Tenth',
    effect: { kind: 'percent', percent: 10 },
    productIds: [dear.productId],
  });
  const { promotionId, version, ...promotion } = made.body;
  const off = await buy([dear]);
  assert.equal(off.discount, 10);
  // What it was bought with counts, not what became of that since.
  const changed = await app.send('PUT', `/admin/promotions/${promotionId}`, {
    token: shop.adminToken,
    headers: { 'if-match': `"${version}"` },
    body: { name: 'Half', effect: { kind: 'percent', percent: 50 }, productIds: [dear.productId] },
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  await admin(`/admin/promotions/${promotionId}/switch`, { enabled: false });

  const draft = { ...quarter, productIds: [dear.productId] };
  const found = await simulated({ draft });
  assert.equal(found.state, 'DONE');
  assert.deepEqual([found.looked, found.unknown, found.complete], [3, 0, true]);
  const [usd] = found.totals;
  assert.deepEqual([usd.currency, usd.orders, usd.touched], ['USD', 3, 2]);
  // A quarter of 99.99, and a quarter of what the tenth left of it: 25.00 and 22.50.
  assert.equal(usd.change, -47.5);
  assert.deepEqual(
    found.examples.map((one: Body) => [one.orderNumber, one.change]),
    [
      [off.orderNumber, -22.5],
      [plain.orderNumber, -25],
    ],
  );
  const paid = [plain, off].map((one) => one.subtotal - one.discount + one.shipping);
  const before = found.examples.map((one: Body) => one.before).reverse();
  assert.deepEqual(before, paid);

  const instead = await simulated({ draft, replaces: promotionId });
  assert.equal(instead.examples[0].change, -15, 'a quarter instead of the tenth');
  const { totals } = await simulated({ draft: { ...quarter, brands: ['Nobody'] } });
  assert.equal(totals[0].touched, 0);
  assert.equal(promotion.enabled, true);
});

test('a rule is tried on units as they were before any rule', async () => {
  const lamp = await shop.product({ stock: 9, price: 40 });
  await buy([{ ...lamp, quantity: 2 }]);
  const rule = {
    name: 'Down',
    effect: { kind: 'percent', percent: -10 },
    productIds: [lamp.productId],
    floorPercent: 50,
  };
  const { totals } = await simulated({ rule });
  assert.deepEqual([totals[0].touched, totals[0].change], [1, -8]);
  const made = await admin('/admin/price-rules', rule);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { ruleId } = made.body;
  const cheaper = await buy([lamp]);
  assert.equal(cheaper.subtotal, 36);
  await admin(`/admin/price-rules/${ruleId}/switch`, { enabled: false });
  const more = { ...rule, effect: { kind: 'percent', percent: -25 } };
  const beside = await simulated({ rule: more });
  assert.equal(beside.unknown, 1, 'what another rule moved is not guessed at');
  const instead = await simulated({ rule: more, replaces: ruleId });
  assert.deepEqual(
    [instead.unknown, instead.examples[0].orderNumber, instead.examples[0].change],
    [0, cheaper.orderNumber, -6],
  );
  const stocked = await admin('/admin/simulations', { rule: { ...rule, stock: { max: 5 } } });
  assert.deepEqual([stocked.status, stocked.body.errors[0].pointer], [422, '/rule/stock']);
  const both = await admin('/admin/simulations', { rule, draft: quarter });
  assert.equal(both.body.errors[0].pointer, '/rule');
});

test('why a line of an order cost what it did: by promotion, as they were then', async () => {
  const [lamp, rug] = [
    await shop.product({ stock: 9, price: 50 }),
    await shop.product({ stock: 9, price: 9.99 }),
  ];
  const ids = [];
  for (const [name, percent] of Object.entries({ First: 10, Second: 20 })) {
    const effect = { kind: 'percent', percent };
    const priority = percent === 10 ? 1 : 0;
    const made = { name, effect, priority, productIds: [lamp.productId] };
    ids.push((await admin('/admin/promotions', made)).body.promotionId);
  }
  const order = await buy([{ ...lamp, quantity: 2 }, rug]);
  for (const id of ids) await admin(`/admin/promotions/${id}/switch`, { enabled: false });
  const why = (await admin(`/admin/prices/orders/${order.orderNumber.toLowerCase()}`)).body;
  assert.deepEqual([why.orderId, why.exact, why.total], [order.orderId, true, order.total]);
  const [first, second] = why.lines;
  const told = first.steps.map((step: Body) => [step.stage, step.name, step.amount]);
  assert.deepEqual(told, [
    ['BASE', '', 100],
    ['PROMOTION', 'First', -10],
    ['PROMOTION', 'Second', -18],
  ]);
  assert.deepEqual([first.unitPrice, first.total, first.discount], [50, 100, 28]);
  assert.deepEqual([second.total, second.discount, second.steps.length], [9.99, 0, 1]);
  assert.equal((await admin('/admin/prices/orders/TS-NOTHING')).status, 404);
  const { token } = await shop.shopper();
  const stranger = await app.get(`/admin/prices/orders/${order.orderId}`, { token });
  assert.equal(stranger.status, 401);
});

test('a draft that makes no sense is refused with its field; nobody else may ask', async () => {
  const wrong = { ...quarter, startsAt: '2026-12-02T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' };
  const refused = await admin('/admin/simulations', { draft: wrong });
  assert.equal(refused.status, 422);
  assert.equal(refused.body.errors[0].pointer, '/draft/endsAt');
  const long = await admin('/admin/simulations', { draft: quarter, days: 90 });
  assert.equal(long.status, 422);
  const { token } = await shop.shopper();
  const stranger = await app.post('/admin/simulations', { token, body: { draft: quarter } });
  assert.equal(stranger.status, 401);
  const none = await admin('/admin/simulations/sim_00000000000000000000000000000000');
  assert.equal(none.status, 404);
});
