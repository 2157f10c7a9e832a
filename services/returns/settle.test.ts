// What a decision sets going: the replacement, the money, cash, a gateway that is away, and what
// is told to whom.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openDb, type Db, type Sql } from '#kernel/db/db.ts';
import { opsCalls } from '#kernel/ops/contract.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop } from '../../test/app.ts';
import { openReturns, type Body, type Buyer } from '../../test/returns.ts';
import { approve } from './decide.ts';
import { returnState } from './state.ts';
import { readDecision } from './store-settle.ts';

const { app, shop, db, kit, close } = await openReturns();
after(close);

const stockOf = async (variantId: string): Promise<number> => {
  const text = 'select sum(on_hand)::int as units from inventory.stock where variant_id = $1';
  return (await db.query(text, [variantId])).rows[0].units;
};

/** A product with a variant for each price, ten of each. */
async function family(prices: number[]): Promise<{ productId: string; variantIds: string[] }> {
  const like = await shop.product({ stock: 1 });
  const { rows } = await db.query('select category_id from catalog.product where product_id = $1', [
    like.productId,
  ]);
  const tag = newId('key').slice(-8);
  const variants = prices.map((price, index) => {
    return {
      sku: `F-${tag}-${index}`,
      name: `Size ${index}`,
      attributes: { size: `${index}` },
      price,
    };
  });
  const body = { name: `Family ${tag}`, description: 'Sizes.', brand: 'Testers', currency: 'USD' };
  const made = kit.ok(
    await app.post('/seller/products', {
      token: shop.sellerToken,
      body: { ...body, categoryId: rows[0].category_id, variants },
    }),
  );
  const variantIds = made.variants.map((one: Body) => one.variantId as string);
  for (const variantId of variantIds) {
    const adjusted = { variantId, warehouseId: shop.warehouses[0], delta: 10, reason: 'receipt' };
    kit.ok(
      await app.post('/seller/inventory/adjustments', { token: shop.sellerToken, body: adjusted }),
    );
  }
  return { productId: made.productId, variantIds };
}

test('an exchange moves units and no money: the same, or a variant at the same price', async () => {
  const buyer = await shop.shopper();
  const { productId, variantIds } = await family([10, 10, 12]);
  const [small = '', large = '', dear = ''] = variantIds;
  const order = await kit.delivered(buyer, [{ productId, variantId: small, quantity: 1 }]);
  const options = kit.ok(
    await app.get(`/orders/${order.orderId}/return-options`, { token: buyer.token }),
  );
  assert.deepEqual(
    options.lines[0].exchanges.map((one: Body) => one.variantId),
    [small, large],
  );
  const swap = (exchangeVariantId: string) =>
    kit.ask(buyer, order, {
      resolution: 'EXCHANGE',
      items: [{ lineNo: 1, quantity: 1, exchangeVariantId }],
    });
  const no = await swap(dear);
  assert.deepEqual([no.body.code, no.body.reason], ['exchange-not-possible', 'price-differs']);
  const foreign = await swap((await shop.product({ stock: 3 })).variantId);
  assert.equal(foreign.body.reason, 'not-sold');
  const one = kit.ok(await swap(large)).returns[0];
  await kit.inspected(one);
  kit.ok(await kit.step(one.returnId, 'approve', {}));
  const done = await kit.returnOnce(one.returnId, 'EXCHANGED');
  assert.deepEqual([done.money.granted, done.money.refunded], [0, 0]);
  assert.deepEqual([await stockOf(small), await stockOf(large)], [10, 9]);
  assert.equal((await kit.order(buyer, order)).status, 'DELIVERED');
  const parcel = { carrier: 'Post', trackingNumber: 'NEW 1' };
  kit.ok(await kit.step(one.returnId, 'ship', parcel));
  kit.ok(await kit.step(one.returnId, 'ship', { ...parcel, trackingNumber: 'NEW 2' }));
  const seen = kit.ok(await app.get(`/returns/${one.returnNumber}`, { token: buyer.token }));
  assert.equal(seen.replacement.trackingNumber, 'NEW 1');
  const twice = await kit.ask(buyer, order, { items: [{ lineNo: 1, quantity: 1 }] });
  assert.equal(twice.body.reason, 'all-returned');
});

test('the replacement is gone when the parcel is inspected: the money goes back', async () => {
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 2, price: 15 });
  const order = await kit.delivered(buyer, [{ ...product, quantity: 1 }]);
  const ask = { resolution: 'EXCHANGE', items: [{ lineNo: 1, quantity: 1 }] };
  const one = await kit.announce(buyer, order, ask);
  await kit.buy(await shop.shopper(), [{ ...product, quantity: 1 }]);
  // The unit is broken, or it would be its own replacement.
  await kit.inspected(one, [{ lineNo: 1, received: 1, restock: 0, writeOff: 1 }]);
  kit.ok(await kit.step(one.returnId, 'approve', {}));
  const done = await kit.returnOnce(one.returnId, 'REFUNDED');
  assert.equal(done.money.refunded, order.total);
  const move = done.timeline.find((entry: Body) => entry.status === 'REFUNDING');
  assert.equal(move.reason, 'no-replacement');
});

test('cash is handed back by a person, and only then is the order over', async () => {
  const buyer = await shop.shopper();
  const order = await kit.delivered(buyer, [await shop.product({ stock: 1 })], 'COD');
  const options = kit.ok(
    await app.get(`/orders/${order.orderId}/return-options`, { token: buyer.token }),
  );
  assert.deepEqual([options.payout, options.estimate.amount], ['by-hand', order.total]);
  const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 1 }] });
  await kit.inspected(one);
  const pay = () =>
    app.post(`/admin/returns/${one.returnId}/paid-out`, {
      ...kit.admin(),
      body: { reference: 'Transfer 77' },
    });
  assert.equal((await pay()).body.code, 'return-status-conflict');
  kit.ok(await kit.step(one.returnId, 'approve', {}));
  await kit.until('somebody is asked to pay', async () => {
    const { body } = await app.get('/admin/returns?waiting=true', { token: shop.adminToken });
    return body.data.find(
      (row: Body) => row.returnId === one.returnId && row.attention === 'payout-due',
    );
  });
  assert.equal((await kit.order(buyer, order)).status, 'RETURNED');
  kit.ok(await pay());
  await kit.returnOnce(one.returnId, 'REFUNDED');
  await kit.until('the order is over', async () => {
    return (await kit.order(buyer, order)).status === 'REFUNDED' ? true : undefined;
  });
  kit.ok(await pay());
});

test('money without goods: to the cent, once per key, never above what is left', async () => {
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 2, price: 150 });
  const order = await kit.delivered(buyer, [{ ...product, quantity: 2 }]);
  const give = (amount: number, key = newId('key'), orderId = order.orderId) =>
    app.post(`/admin/orders/${orderId}/refund`, {
      token: shop.adminToken,
      key,
      body: { amount, reason: 'The box was dented' },
    });
  const tooMuch = await give(order.total + 0.01);
  assert.deepEqual([tooMuch.status, tooMuch.body.code], [409, 'refund-too-high']);
  assert.equal(tooMuch.body.left, order.total);
  assert.equal((await give(1.001)).body.code, 'amount-precision');
  assert.equal((await give(0)).status, 422);
  assert.equal((await give(-1)).status, 422);
  assert.equal((await give(1, newId('key'), newId('ord'))).status, 404);
  const key = newId('key');
  const answers = await Promise.all(Array.from({ length: 5 }, () => give(10, key)));
  const good = answers.filter((one) => one.status === 200);
  assert.equal(new Set(good.map((one) => one.body.refundId)).size, 1);
  const own = await app.post(`/admin/orders/${order.orderId}/refund`, {
    token: buyer.token,
    key: newId('key'),
    body: { amount: 1, reason: 'me' },
  });
  assert.equal(own.status, 401);
  const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 2 }] });
  await kit.inspected(one);
  kit.ok(await kit.step(one.returnId, 'approve', {}));
  const done = await kit.returnOnce(one.returnId, 'REFUNDED');
  assert.equal(done.money.refunded, Math.round((order.total - 10) * 100) / 100);
  const late = await give(0.01);
  assert.deepEqual([late.body.code, late.body.left], ['refund-too-high', 0]);
});

test('support gives back up to its limit; above it finance is asked', async () => {
  const buyer = await shop.shopper();
  const order = await kit.delivered(buyer, [await shop.product({ stock: 1, price: 400 })]);
  const email = 'support.returns@example.test';
  const password = 'a long enough pass phrase';
  const user = { userId: newId('usr'), email, name: 'S', password, roles: ['support'] };
  await app.host.client(identityCalls).import({ users: [{ ...user, addresses: [] }] } as never);
  const { accessToken: token } = kit.ok(
    await app.post('/auth/login', { body: { email, password } }),
  );
  const give = (amount: number) =>
    app.post(`/admin/orders/${order.orderId}/refund`, {
      token,
      key: newId('key'),
      body: { amount, reason: 'Late' },
    });
  const above = await give(100.01);
  assert.deepEqual([above.status, above.body.code], [403, 'refund-needs-finance']);
  assert.equal(kit.ok(await give(100)).amount, 100);
});

test('a step of an older decision that wakes up late moves nothing of a newer one', async () => {
  const buyer = await shop.shopper();
  const order = await kit.delivered(buyer, [
    { ...(await shop.product({ stock: 2 })), quantity: 2 },
  ]);
  const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 2 }] });
  await kit.inspected(one);
  const half = { items: [{ lineNo: 1, quantity: 1 }], reason: 'used' };
  kit.ok(await kit.step(one.returnId, 'approve', half));
  await kit.returnOnce(one.returnId, 'REFUNDED');
  const room = openDb({ url: app.databaseUrl, room: 'returns' });
  try {
    const first = await readDecision(room, { returnId: one.returnId, round: 1 });
    assert.ok(first);
    const who = { sellerIds: null, actor: 'admin:test' };
    const of = { returnId: one.returnId, who, body: {}, requestKey: 'late' };
    await room.tx(async (tx) => {
      assert.deepEqual(await approve(tx, of), { returnId: one.returnId, round: 2 });
      const state = returnState({ db: inside(tx), outbox: { poke: () => undefined } });
      await state.refunding(first);
      const text = 'select status from return_request where return_id = $1';
      assert.deepEqual(await tx.row(text, [one.returnId]), { status: 'APPROVED' });
    });
  } finally {
    await room.close();
  }
  await kit.until('the second decision is carried out', async () => {
    const { body } = await app.get(`/admin/returns/${one.returnId}`, { token: shop.adminToken });
    return body.money.refunded === order.total ? true : undefined;
  });
});

/** A database whose transactions are this one. */
const inside = (tx: Sql): Db => ({
  ...tx,
  rows: (text, values) => tx.rows(text, values),
  row: (text, values) => tx.row(text, values),
  run: (text, values) => tx.run(text, values),
  tx: (work) => work(tx),
  close: async () => undefined,
  room: 'returns',
});

async function guest(email: string): Promise<Buyer> {
  const { body } = await app.post('/auth/guest', { body: { email } });
  const token = body.accessToken as string;
  const address = { name: 'Ada Moor', line1: '12 Hill Street', city: 'New York', state: 'NY' };
  const place = { ...address, postalCode: '10001', country: 'US' };
  const { addressId } = (await app.post('/me/addresses', { token, body: place })).body;
  return { userId: body.user.userId, token, addressId };
}

const mailbox = async (email: string): Promise<Body[]> => {
  const path = `//dev/mailbox?recipient=${encodeURIComponent(email)}`;
  return (await app.get(path, { headers: { accept: 'application/json' } })).body.data;
};

test('a guest returns by the link of a mail, and is told each step', async () => {
  const email = 'ada.returns@example.test';
  const buyer = await guest(email);
  const order = await kit.delivered(buyer, [await shop.product({ stock: 1 })]);
  const looked = kit.ok(
    await app.post('/orders/lookup', { body: { orderNumber: order.orderNumber, email } }),
  );
  const t = looked.token as string;
  const bar = looked.order.actions.find((one: Body) => one.action === 'return');
  assert.equal(bar.allowed, true);
  const shared = `/orders/${order.orderNumber}/shared`;
  kit.ok(await app.get(`${shared}/return-options?t=${t}`));
  const body = {
    items: [{ lineNo: 1, quantity: 1 }],
    reason: 'changed-mind',
    condition: 'UNUSED',
    resolution: 'REFUND',
    note: 'Ada wants her money',
  };
  const ask = (token: string, key = newId('key')) =>
    app.post(`${shared}/return?t=${token}`, { key, body });
  assert.equal((await ask(`${t}x`)).status, 404);
  const neighbour = await guest('other@example.test');
  const { token } = neighbour;
  const other = { ...(await kit.delivered(neighbour, [await shop.product({ stock: 1 })])), token };
  const elsewhere = await app.post(`/orders/${other.orderNumber}/shared/return?t=${t}`, {
    key: newId('key'),
    body,
  });
  assert.equal(elsewhere.status, 404);
  const one = kit.ok(await ask(t)).returns[0];
  const text = JSON.stringify(one);
  for (const secret of ['Ada', 'Hill', '10001', buyer.userId, 'pay_', 'chk_']) {
    assert.ok(!text.includes(secret), `${secret} is not for whoever holds a link`);
  }
  const path = `/returns/${one.returnNumber}`;
  assert.equal((await app.get(`${path}/shared?t=${t}`)).status, 200);
  assert.equal((await app.get(path)).status, 401);
  const theirs = await kit.announce({ token: other.token }, other, { items: body.items });
  for (const tail of ['', '/label']) {
    const peek = await app.get(`/returns/${theirs.returnId}/shared${tail}?t=${t}`);
    assert.equal(peek.status, 404, 'a link opens the returns of its own order only');
  }
  const label = await app.get(`${path}/shared/label?t=${t}`);
  assert.equal(label.headers['content-type'], 'application/pdf');
  await kit.inspected(one);
  kit.ok(await kit.step(one.returnId, 'approve', {}));
  await kit.returnOnce(one.returnId, 'REFUNDED');
  await kit.until('all mails are there', async () => {
    const subjects = (await mailbox(email)).map((mail) => mail.subject as string);
    const ours = subjects.filter((subject) => subject.includes(one.returnNumber));
    return ours.length >= 4 ? ours : undefined;
  });
  const centre = kit.ok(await app.get('/notifications', { token: buyer.token }));
  const told = centre.data.find((entry: Body) => entry.type === 'return-refunded');
  assert.equal(told.link, `/returns/${one.returnNumber}`);
  assert.match(told.title, /^\$\d+\.\d\d for your return RT-/);
});

test('the gateway is away: the money waits, goes once, and the page says so', async () => {
  const buyer = await shop.shopper();
  const order = await kit.delivered(buyer, [await shop.product({ stock: 1 })]);
  const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 1 }] });
  await kit.inspected(one);
  kit.ok(await app.post('//sandbox/faults', { body: { errorRate: 1 } }));
  try {
    kit.ok(await kit.step(one.returnId, 'approve', {}));
    const waits = await kit.returnOnce(one.returnId, 'REFUNDING');
    assert.equal(waits.money.refunded, 0);
    assert.equal((await kit.order(buyer, order)).status, 'RETURNED');
  } finally {
    kit.ok(await app.post('//sandbox/faults', { body: {} }));
  }
  const done = await kit.returnOnce(one.returnId, 'REFUNDED');
  assert.equal(done.money.refunded, order.total);
  const { refunds } = (await kit.order(buyer, order)).money;
  assert.equal(refunds.length, 1);
});

test('a parcel nobody took in: the operator books it, from SHIPPED', async () => {
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 2 });
  const order = await kit.buy(buyer, [{ ...product, quantity: 2 }]);
  await kit.ship(order);
  const body = {
    items: [{ lineNo: 1, quantity: 2 }],
    reason: 'other',
    condition: 'UNUSED',
    resolution: 'REFUND',
  };
  const path = `/admin/orders/${order.orderId}/return`;
  const one = kit.ok(await app.post(path, { ...kit.admin(), body })).returns[0];
  const items = [{ lineNo: 1, quantity: 2, restock: 2 }];
  const grant = { ...kit.admin(), body: { items } };
  kit.ok(await app.post(`/admin/returns/${one.returnId}/approve`, grant));
  await kit.returnOnce(one.returnId, 'REFUNDED');
  await kit.until('the order is over', async () => {
    const now = await kit.order(buyer, order);
    return now.status === 'REFUNDED' ? now : undefined;
  });
  assert.equal(await stockOf(product.variantId), 2);
});

test('two sellers: a return and a parcel each, and neither sees the other', async () => {
  const other = await openShop(app);
  const buyer = await shop.shopper();
  const lines = [await shop.product({ stock: 1 }), await other.product({ stock: 1 })];
  const order = await kit.buy(buyer, lines);
  for (const { sellerToken: token } of [shop, other]) {
    const parcel = { carrier: 'Post', trackingNumber: 'PX 2' };
    kit.ok(await app.post(`/seller/orders/${order.orderId}/pick`, { token }));
    const ship = { token, key: newId('key'), body: parcel };
    kit.ok(await app.post(`/seller/orders/${order.orderId}/ship`, ship));
  }
  kit.ok(await app.post(`/admin/orders/${order.orderId}/deliver`, kit.admin()));
  const items = [
    { lineNo: 1, quantity: 1 },
    { lineNo: 2, quantity: 1 },
  ];
  const { returns } = kit.ok(await kit.ask(buyer, order, { items }));
  assert.deepEqual(
    returns.map((one: Body) => one.sellerId).toSorted(),
    [shop.sellerId, other.sellerId].toSorted(),
  );
  const mine = returns.find((one: Body) => one.sellerId === shop.sellerId);
  const theirs = returns.find((one: Body) => one.sellerId === other.sellerId);
  assert.equal((await kit.step(theirs.returnId, 'receive')).status, 404);
  const list = kit.ok(await app.get('/seller/returns', { token: other.sellerToken }));
  assert.deepEqual(
    list.data.map((one: Body) => one.returnId),
    [theirs.returnId],
  );
  await kit.inspected(mine);
  kit.ok(await kit.step(mine.returnId, 'approve', {}));
  const first = await kit.returnOnce(mine.returnId, 'REFUNDED');
  const grant = { ...kit.admin(), body: {} };
  kit.ok(await app.post(`/admin/returns/${theirs.returnId}/approve`, grant));
  const second = await kit.returnOnce(theirs.returnId, 'REFUNDED');
  const sum = first.money.refunded + second.money.refunded;
  assert.equal(Math.round(sum * 100), Math.round(order.total * 100));
});

const carryOut = (returnId: string) => {
  const path = `/admin/returns/${returnId}/carry-out`;
  return app.post(path, { token: shop.adminToken, key: newId('key') });
};

const sagasOf = async ({ orderId }: { orderId: string }): Promise<Body[]> => {
  const query = `orderId=${orderId}&type=return`;
  return kit.ok(await app.get(`/admin/ops/sagas?${query}`, { token: shop.adminToken })).data;
};

test('a decision only goes forwards; given up, it is carried out by another saga', async () => {
  const buyer = await shop.shopper();
  const order = await kit.delivered(buyer, [await shop.product({ stock: 1 })], 'COD');
  const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 1 }] });
  await kit.inspected(one);
  kit.ok(await kit.step(one.returnId, 'approve', {}));
  const waiting = await kit.until('it waits for a person', async () => {
    return (await sagasOf(order)).find((row) => row.status === 'WAITING');
  });
  assert.match(waiting.summary, /1 units back for .* a person has to hand the money back/);
  assert.deepEqual(waiting.atRisk, { amount: order.total, currency: 'USD' });
  const { sagaId } = waiting;
  const act = { token: shop.adminToken, body: { reason: 'a test' } };
  const path = `/admin/ops/sagas/${sagaId}/compensate`;
  const undone = await app.post(path, { ...act, key: newId('key') });
  assert.deepEqual([undone.status, undone.body.code], [409, 'saga-not-undoable']);
  assert.deepEqual([undone.body.reason, undone.body.instead], ['payout-is-due', 'paid-out']);
  assert.equal((await carryOut(one.returnId)).status, 409, 'nobody has given it up');
  const stuck = `update returns.saga_state set wake_at = now() - interval '20 minutes',
    due_at = now() + interval '1 day' where saga_id = $1`;
  await db.query(stuck, [sagaId]);
  const given = await app.host.client(opsCalls('returns')).opsGiveUp({ sagaId, reason: 'test' });
  assert.deepEqual(given, { status: 'FAILED' });
  const listed = await app.get('/admin/returns?waiting=true', { token: shop.adminToken });
  const waits = listed.body.data.find((row: Body) => row.returnId === one.returnId);
  assert.deepEqual([waits.status, waits.attention], ['REFUNDING', 'given-up']);
  const again = await Promise.all([carryOut(one.returnId), carryOut(one.returnId)]);
  assert.deepEqual(again.map((answer) => answer.status).sort(), [200, 409]);
  await kit.until('the second waits for a person', async () =>
    (await sagasOf(order)).find((row) => row.status === 'WAITING'),
  );
  const paid = { token: shop.adminToken, key: newId('key'), body: { reference: 'till 3' } };
  kit.ok(await app.post(`/admin/returns/${one.returnId}/paid-out`, paid));
  assert.equal((await kit.returnOnce(one.returnId, 'REFUNDED')).money.refunded, order.total);
  assert.deepEqual(
    (await sagasOf(order)).map((row) => row.status),
    ['COMPLETED', 'FAILED'],
  );
});

test('carried out a second time, nothing is done twice: money, units, replacement', async () => {
  for (const resolution of ['REFUND', 'EXCHANGE']) {
    const buyer = await shop.shopper();
    const product = await shop.product({ stock: 3 });
    const order = await kit.delivered(buyer, [product]);
    const asked = { items: [{ lineNo: 1, quantity: 1 }], resolution };
    const one = await kit.announce(buyer, order, asked);
    await kit.inspected(one);
    kit.ok(await kit.step(one.returnId, 'approve', {}));
    const end = resolution === 'REFUND' ? 'REFUNDED' : 'EXCHANGED';
    const before = await kit.returnOnce(one.returnId, end);
    await kit.until('the saga has ended', async () =>
      (await sagasOf(order)).find((row) => row.status === 'COMPLETED'),
    );
    const units = await stockOf(product.variantId);
    // As if its last writes had been lost and two persons had given it up.
    await db.query(
      `with s as (update returns.saga_state set status = 'FAILED' where key = $1 || ':1'),
         d as (update returns.return_decision set done_at = null where return_id = $1)
       update returns.return_request set attention = 'given-up' where return_id = $1`,
      [one.returnId],
    );
    kit.ok(await carryOut(one.returnId));
    await kit.until('the other saga has ended', async () =>
      (await sagasOf(order)).find((row) => row.status === 'COMPLETED'),
    );
    const now = await kit.returnOnce(one.returnId, end);
    assert.deepEqual([now.timeline, now.money], [before.timeline, before.money]);
    assert.equal(await stockOf(product.variantId), units, 'no unit moved again');
    const { refunds } = (await kit.order(buyer, order)).money;
    assert.equal(refunds.length, resolution === 'REFUND' ? 1 : 0);
  }
});

/** A buyer's bank takes a payment back, or decides; the shop hears of it by news. */
async function bankOf(order: { checkoutId: string }) {
  const { rows } = await db.query(
    'select payment_id from payments.payment where checkout_id = $1',
    [order.checkoutId],
  );
  const paymentRef: string = rows[0].payment_id;
  let disputeId: string | undefined;
  return async (status: 'needs_response' | 'won' | 'lost') => {
    const answer = await fetch(`${app.url}/sandbox/desk/disputes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ paymentRef, status, disputeId, fee_minor: 1_500 }),
    });
    disputeId = ((await answer.json()) as Body).disputeId;
    await kit.until(`the chargeback is ${status}`, async () => {
      const { body } = await app.get(`/admin/payments/${paymentRef}`, { token: shop.adminToken });
      return body.chargebacks.some((one: Body) => one.status === status) ? true : undefined;
    });
  };
}

test('a return while the bank has the money: it waits, and nobody pays twice', async () => {
  for (const end of ['lost', 'won'] as const) {
    const buyer = await shop.shopper();
    const order = await kit.delivered(buyer, [await shop.product({ stock: 1, price: 20 })]);
    const bank = await bankOf(order);
    await bank('needs_response');
    const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 1 }] });
    await kit.inspected(one);
    kit.ok(await kit.step(one.returnId, 'approve', {}));
    const seen = await kit.until('it waits', async () => {
      const body = kit.ok(await app.get(`/returns/${one.returnId}`, { token: buyer.token }));
      return body.money.waitsFor === 'chargeback' ? body : undefined;
    });
    assert.deepEqual([seen.status, seen.money.refunded], ['REFUNDING', 0]);
    const waiting = kit.ok(
      await app.get('/admin/returns?waiting=true', { token: shop.adminToken }),
    );
    const row = waiting.data.find((some: Body) => some.returnId === one.returnId);
    assert.equal(row.attention, 'chargeback-open');
    const held = await kit.order(buyer, order);
    assert.deepEqual(
      [held.money.state, held.money.refunds[0].waitsFor],
      ['refund-waits', 'chargeback'],
    );
    await bank(end);
    const done = await kit.returnOnce(one.returnId, 'REFUNDED');
    const { refunded, covered, waitsFor } = done.money;
    const [byUs, byBank] = end === 'won' ? [order.total, 0] : [0, order.total];
    assert.deepEqual([refunded, covered, waitsFor], [byUs, byBank, null]);
    assert.equal(done.attention, null);
    const after = await kit.until('the order is over', async () => {
      const now = await kit.order(buyer, order);
      return now.status === 'REFUNDED' ? now : undefined;
    });
    assert.equal(after.money.state, end === 'won' ? 'refunded' : 'charged-back');
    assert.deepEqual([after.money.refunded, after.money.covered], [byUs, byBank]);
  }
});

test('a cancelled order and goodwill while the bank has the money, and after', async () => {
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 3, price: 20 });
  const cancelled = await kit.buy(buyer, [product]);
  const bank = await bankOf(cancelled);
  await bank('needs_response');
  kit.ok(
    await app.post(`/orders/${cancelled.orderId}/cancel`, {
      token: buyer.token,
      key: newId('key'),
      body: {},
    }),
  );
  await kit.until('the refund waits', async () => {
    return (await kit.order(buyer, cancelled)).money.state === 'refund-waits' ? true : undefined;
  });
  await bank('lost');
  await kit.until('the bank has paid it', async () => {
    return (await kit.order(buyer, cancelled)).money.state === 'charged-back' ? true : undefined;
  });
  const kept = await kit.delivered(buyer, [product]);
  const second = await bankOf(kept);
  const give = (amount: number) =>
    app.post(`/admin/orders/${kept.orderId}/refund`, {
      ...kit.admin(),
      body: { amount, reason: 'Scratched' },
    });
  await second('needs_response');
  const waits = kit.ok(await give(5));
  assert.deepEqual([waits.status, waits.waitsFor], ['PENDING', 'chargeback']);
  await second('lost');
  const no = await give(1);
  assert.deepEqual([no.status, no.body.code, no.body.left], [409, 'refund-too-high', 0]);
  await kit.until('it is covered', async () => {
    return (await kit.order(buyer, kept)).money.covered === 5 ? true : undefined;
  });
});
