// Promotions from the operator's hand to the order: in force at once, taken off the lines that they
// are for, the same number in checkout, payment, order and books, and refused where they make no
// sense.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openDb } from '#kernel/db/db.ts';
import { openShop, startApp, type App, type Answer, type Shop } from '../../test/app.ts';
import {
  assertTrue,
  fillCart,
  initiate,
  leave,
  openCheckout,
  ownAddress,
  pay,
  type Shopper,
  type Wanted,
} from '../../test/buyer.ts';
import type { Quote } from './contract.ts';
import { keepHeld } from './holding.ts';
import { barQuotes } from './store-bar.ts';
import { releaseUses } from './store-limit.ts';
import { aPromotion } from './test-kit.ts';

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

type Open = Answer['body'];

async function openOf(buyer: Shopper, lines: Wanted[]): Promise<Open> {
  const answer = await initiate(app, buyer, { cartId: await fillCart(app, lines) });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

const promotionOf = async (promotionId: string) =>
  (await app.get(`/admin/promotions/${promotionId}`, { token: shop.adminToken })).body;

async function cancel(buyer: Shopper, orderId: string): Promise<void> {
  const path = `/orders/${orderId}/cancel`;
  const answer = await app.post(path, { token: buyer.token, key: newId('key'), body: {} });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await holds())) {
    assert.ok(performance.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a first order is one person’s once, also in two checkouts at once', async () => {
  const product = await shop.product({ stock: 99, price: 40 });
  const here = { productIds: [product.productId] };
  const { promotionId, sentence } = await add({
    ...here,
    effect: { kind: 'percent', percent: 50 },
    firstOrder: true,
  });
  assert.match(sentence, /on a first order/);
  const buyer = await shop.shopper();
  const asked = await explained(product, buyer);
  assert.deepEqual(asked.passed, [], 'nothing keeps a new person from it');
  assert.equal(asked.total, 20);
  const both = await Promise.all([openOf(buyer, [product]), openOf(buyer, [product])]);
  const offs = both.map((one) => one.discount).sort();
  assert.deepEqual(offs, [0, 20], 'one of them has it');
  const [mine] = both.filter((one) => one.discount === 20);
  const paid = await pay(app, buyer, { checkoutId: mine.checkoutId });
  assert.equal(paid.body.total, mine.total);
  const again = await openOf(buyer, [product]);
  assert.equal(again.discount, 0, 'not their first any more');
  const later = await explained(product, buyer);
  assert.deepEqual(later.passed, [{ promotionId, why: 'not-first-order' }]);
  const [one, two] = [await guestAs('Twice@shop.test'), await guestAs('twice@shop.test')];
  const other = await shop.product({ stock: 9, price: 5 });
  const full = await openOf(one, [other]);
  assert.equal((await pay(app, one, { checkoutId: full.checkoutId })).status, 200);
  assert.equal((await openOf(two, [product])).discount, 0, 'who has this e-mail bought before');
  const fresh = await shop.shopper();
  const left = await openOf(fresh, [product]);
  assert.equal(left.discount, 20);
  await leave(app, fresh, left.checkoutId);
  const back = await openOf(fresh, [product]);
  assert.equal(back.discount, 20, 'what was left is theirs again');
  await cancel(buyer, paid.body.orderId);
  await until('a cancelled order does not count', async () => {
    return (await explained(product, buyer)).total === 20;
  });
  await off(promotionId);
});

/** A guest who gave an e-mail. */
async function guestAs(email: string): Promise<Shopper> {
  const { body } = await app.post('/auth/guest', { body: { email } });
  const token = body.accessToken as string;
  const place = { city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };
  const address = { name: 'Test Shopper', line1: '1 Main Street', ...place };
  const made = await app.post('/me/addresses', { token, body: address });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return { token, addressId: made.body.addressId };
}

async function explained(product: Wanted, { userId }: { userId: string }): Promise<Open> {
  const lines = [{ variantId: product.variantId, quantity: 1 }];
  const answer = await post('/admin/prices/explain', {
    currency: 'USD',
    lines,
    country: 'US',
    userId,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

test('a budget is never overdrawn, and what is not used is given back', async () => {
  const product = await shop.product({ stock: 99, price: 40 });
  const wanted = {
    name: 'Ten while they last',
    currency: 'USD',
    effect: { kind: 'amount', amount: 10 },
    productIds: [product.productId],
    budgets: [{ currency: 'USD', amount: 25 }],
  };
  const { promotionId, used } = await add(wanted);
  assert.deepEqual(used, { uses: 0, budgets: [{ currency: 'USD', amount: 0 }] });
  const buyers = await Promise.all(Array.from({ length: 6 }, () => shop.shopper()));
  const opened = await Promise.all(buyers.map((buyer) => openOf(buyer, [product])));
  const had = opened.map((one, at) => ({ ...one, buyer: buyers[at] ?? assert.fail() }));
  const [one, two, ...more] = had.filter((each) => each.discount === 10);
  assert.ok(one && two && more.length === 0, 'two of six have it: 25 are two tens');
  assert.deepEqual((await promotionOf(promotionId)).used, {
    uses: 2,
    budgets: [{ currency: 'USD', amount: 20 }],
  });
  const why = await explained(product, one.buyer);
  assert.deepEqual(why.passed, [{ promotionId, why: 'budget-used-up' }]);
  await leave(app, two.buyer, two.checkoutId);
  assert.equal((await promotionOf(promotionId)).used.uses, 1, 'given back with the checkout');
  const paid = await pay(app, one.buyer, { checkoutId: one.checkoutId });
  assert.equal(paid.body.total, one.total);
  const put = (body: Record<string, unknown>, version: number) =>
    app.send('PUT', `/admin/promotions/${promotionId}`, {
      token: shop.adminToken,
      headers: { 'if-match': `"${version}"` },
      body,
    });
  const few = { ...wanted, budgets: [{ currency: 'USD', amount: 9.99 }] };
  assert.equal(fault(await put(few, 1)), '/budgets/0/amount', 'ten are taken');
  const ended = await put({ ...wanted, usesMax: 1 }, 1);
  assert.deepEqual([ended.body.status, ended.body.used.uses], ['used-up', 1]);
  assert.equal((await openOf(two.buyer, [product])).discount, 0);
  await cancel(one.buyer, paid.body.orderId);
  await until('the order gives its use back', async () => {
    return (await promotionOf(promotionId)).used.uses === 0;
  });
  const fresh = await shop.shopper();
  await until('every process knows', async () => {
    return (await explained(product, fresh)).total === 30;
  });
  assert.equal((await openOf(fresh, [product])).discount, 10, 'and somebody else has it');
  const euros = { ...wanted, budgets: [{ currency: 'XXX', amount: 1 }] };
  assert.equal(fault(await put(euros, 2)), '/budgets/0/currency');
  await off(promotionId);
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});

test('free shipping has a price as well', async () => {
  const product = await shop.product({ stock: 99, price: 40 });
  const { promotionId } = await add({
    effect: { kind: 'free-shipping' },
    productIds: [product.productId],
    budgets: [{ currency: 'USD', amount: 0.5 }],
  });
  const buyer = await shop.shopper();
  const open = await openOf(buyer, [product]);
  assert.ok(open.shipping > 0.5, 'half a dollar sends nothing');
  await off(promotionId);
});

test('two processes take the last of a purse, and one has it', async () => {
  const effect = { kind: 'amount', amount: 10 } as const;
  const { promotionId } = await add({ currency: 'USD', effect, usesMax: 5, brands: ['none'] });
  const dbs = [0, 1].map(() => openDb({ url: app.databaseUrl, room: 'pricing' }));
  try {
    const limits = { uses_max: 9, budgets: [], returns: true };
    const promotion = aPromotion({ promotionId, effect: { kind: 'free-shipping' }, limits });
    const kept = await Promise.all(
      Array.from({ length: 12 }, async (_, no) => {
        const item = { quote: aQuote(no), first: null, uses: [{ promotion, amount_minor: 1 }] };
        const done = await dbs[no % 2]?.tx((tx) => keepHeld(tx, [item]));
        return done?.kept[0];
      }),
    );
    assert.equal(
      kept.filter((one) => one === 'kept').length,
      5,
      'by the table, not by what is known',
    );
    assert.equal((await promotionOf(promotionId)).used.uses, 5);
    for (let no = 0; no < 12; no += 1) {
      await dbs[0]?.tx((tx) => releaseUses(tx, [aQuote(no).checkoutId]));
    }
    assert.equal((await promotionOf(promotionId)).used.uses, 0);
  } finally {
    await Promise.all(dbs.map((db) => db.close()));
  }
  await off(promotionId);
});

test('a quote that comes after its checkout ended holds nothing, whoever is first', async () => {
  const effect = { kind: 'free-shipping' } as const;
  const { promotionId } = await add({ effect, usesMax: 1_000, brands: ['none'] });
  const dbs = [0, 1].map(() => openDb({ url: app.databaseUrl, room: 'pricing' }));
  const [one = assert.fail(), two = assert.fail()] = dbs;
  const limits = { uses_max: 1_000, budgets: [], returns: true };
  const promotion = aPromotion({ promotionId, effect, limits });
  const keep = (no: number) => {
    const first = { person: `late ${no}`, userId: `usr_late_${no}` };
    const item = { quote: aQuote(no, 'late'), first, uses: [{ promotion, amount_minor: 1 }] };
    return one.tx(async (tx) => (await keepHeld(tx, [item])).kept[0]);
  };
  const end = async (no: number) => {
    const { checkoutId } = aQuote(no, 'late');
    await two.tx((tx) => barQuotes(tx, checkoutId));
    await two.tx((tx) => releaseUses(tx, [checkoutId]));
  };
  try {
    await end(0);
    assert.deepEqual(await keep(0), { promotionIds: [promotionId], isNotFirst: true });
    assert.equal(await keep(1), 'kept');
    await end(1);
    assert.deepEqual(await keep(1), 'known', 'the quote stays what it was, and holds nothing');
    const races = Array.from({ length: 40 }, (_, at) => at + 2);
    for (const no of races) await Promise.all([keep(no), end(no)]);
    assert.equal((await promotionOf(promotionId)).used.uses, 0);
    const held = await two.rows(`select from first_order where person like 'late %'`);
    assert.equal(held.length, 0);
  } finally {
    await Promise.all(dbs.map((db) => db.close()));
  }
  await off(promotionId);
});

const aQuote = (no: number, name = 'race'): Quote => ({
  quoteId: `qte_${name}_${no}`,
  checkoutId: `chk_${name}_${no}`,
  currency: 'USD',
  lines: [],
  subtotal_minor: 0,
  discount_minor: 0,
  shipping_minor: 0,
  tax_minor: 0,
  total_minor: 0,
  shippingMethod: 'STANDARD',
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
  version: 1,
});
