// Returns over HTTP, against every room: what goes back, how much, and that nothing goes back
// twice.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openShop } from '../../test/app.ts';
import { drawn, fetched, upload } from '../../test/pictures.ts';
import { openReturns, type Body } from '../../test/returns.ts';

const { app, shop, db, kit, close } = await openReturns();
after(close);

async function onHand(variantId: string): Promise<number> {
  const { rows } = await db.query(
    'select sum(on_hand)::int as units from inventory.stock where variant_id = $1',
    [variantId],
  );
  return rows[0].units;
}

async function isWaiting(returnId: string): Promise<boolean> {
  const list = await app.get('/seller/returns?waiting=true', { token: shop.sellerToken });
  return list.body.data.some((one: Body) => one.returnId === returnId);
}

test('everything goes back: received, inspected, granted, paid; the order is over', async () => {
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 5, price: 20 });
  const order = await kit.delivered(buyer, [{ ...product, quantity: 3 }]);
  assert.equal(await onHand(product.variantId), 2);

  const path = `/orders/${order.orderNumber}/return-options`;
  const options = kit.ok(await app.get(path, { token: buyer.token }));
  const [line] = options.lines;
  assert.deepEqual(
    [options.reason, line.left, line.reason, line.faultOnly],
    [null, 3, null, false],
  );
  const days = (Date.parse(line.until) - Date.parse(options.deliveredAt)) / 86_400_000;
  assert.equal(days, 30);
  assert.equal(options.estimate.amount, order.total, 'with the last unit goes the shipping');
  const one = kit.ok(await app.get(`${path}?items=1:1`, { token: buyer.token })).estimate;
  assert.ok(one.amount < order.total / 3 + 0.01 && one.shipping === 0);

  const key = newId('key');
  const items = [{ lineNo: 1, quantity: 3 }];
  const note = 'Too big. Card 4242 4242 4242 4242';
  const made = await kit.ask(buyer, order, { items, note, key });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const again = await kit.ask(buyer, order, { items, note, key });
  assert.deepEqual(again.body, made.body);
  const [announced] = made.body.returns;
  assert.equal(announced.status, 'REQUESTED');
  assert.equal(announced.note, 'Too big. Card [card]');
  const more = await kit.ask(buyer, order, { items: [{ lineNo: 1, quantity: 1 }] });
  assert.deepEqual(
    [more.status, more.body.code, more.body.reason],
    [409, 'return-not-possible', 'all-returned'],
  );

  const label = await app.get(`/returns/${announced.returnId}/label`, { token: buyer.token });
  assert.equal(label.status, 200);
  assert.equal(label.headers['content-type'], 'application/pdf');
  const sent = { token: buyer.token, key: newId('key'), body: { trackingNumber: 'BACK 1' } };
  kit.ok(await app.post(`/returns/${announced.returnId}/sent`, sent));
  await kit.inspected(announced);
  const grant = newId('key');
  kit.ok(await kit.step(announced.returnId, 'approve', { key: grant }));
  const done = await kit.returnOnce(announced.returnId, 'REFUNDED');
  kit.ok(await kit.step(announced.returnId, 'approve', { key: grant }));
  assert.deepEqual([done.money.refunded, done.trackingNumber], [order.total, 'BACK 1']);
  assert.deepEqual(
    done.timeline.map((entry: Body) => entry.status),
    [
      'REQUESTED',
      'LABELLED',
      'IN_TRANSIT',
      'RECEIVED',
      'INSPECTED',
      'APPROVED',
      'REFUNDING',
      'REFUNDED',
    ],
  );
  const over = await kit.until('the order is refunded', async () => {
    const now = await kit.order(buyer, order);
    return now.status === 'REFUNDED' ? now : undefined;
  });
  assert.equal(over.money.refunded, order.total);
  assert.deepEqual(
    over.timeline.slice(-2).map((entry: Body) => entry.status),
    ['RETURNED', 'REFUNDED'],
  );
  assert.equal(await onHand(product.variantId), 5);
});

test('unit by unit never more than was paid; broken ones never reach the shelf', async () => {
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 3, price: 9.99 });
  const order = await kit.delivered(buyer, [{ ...product, quantity: 3 }]);
  let back = 0;
  for (const broken of [false, true, false]) {
    const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 1 }] });
    const found = { lineNo: 1, received: 1, restock: broken ? 0 : 1, writeOff: broken ? 1 : 0 };
    await kit.inspected(one, [found]);
    const worth = (items: string) =>
      app.get(`/seller/returns/${one.returnId}/worth?items=${items}`, { token: shop.sellerToken });
    const said = kit.ok(await worth('1:1'));
    assert.equal((await worth('1:2')).body.code, 'return-quantity-too-high');
    assert.equal((await worth('2:1')).body.code, 'line-not-found');
    assert.equal(await isWaiting(one.returnId), true);
    kit.ok(await kit.step(one.returnId, 'approve', {}));
    const done = await kit.returnOnce(one.returnId, 'REFUNDED');
    assert.equal(said.amount, done.money.refunded, 'as the seller was told before');
    assert.equal(await isWaiting(one.returnId), false);
    back += Math.round(done.money.refunded * 100);
  }
  assert.equal(back, Math.round(order.total * 100), 'to the cent');
  assert.equal(await onHand(product.variantId), 2);
  const { rows } = await db.query(
    `select reason, sum(d_on_hand)::int as units from inventory.stock_ledger
     where variant_id = $1 and reason in ('return', 'write-off') group by reason order by reason`,
    [product.variantId],
  );
  assert.deepEqual(rows, [
    { reason: 'return', units: 3 },
    { reason: 'write-off', units: -1 },
  ]);
});

test('twenty requests at once for the last unit make one return', async () => {
  const buyer = await shop.shopper();
  const order = await kit.delivered(buyer, [await shop.product({ stock: 1 })]);
  const items = [{ lineNo: 1, quantity: 1 }];
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => kit.ask(buyer, order, { items })),
  );
  assert.equal(answers.filter((one) => one.status === 201).length, 1);
  assert.equal(answers.filter((one) => one.body.code === 'return-not-possible').length, 19);
  const key = newId('key');
  const other = await kit.delivered(buyer, [await shop.product({ stock: 1 })]);
  const same = await Promise.all(
    Array.from({ length: 8 }, () => kit.ask(buyer, other, { items, key })),
  );
  const ids = same.flatMap((one) => (one.status === 201 ? [one.body.returns[0].returnId] : []));
  assert.equal(new Set(ids).size, 1);
});

test('refusals leave everything as it was', async () => {
  const [buyer, stranger] = [await shop.shopper(), await shop.shopper()];
  const product = await shop.product({ stock: 4, price: 30 });
  const items = [{ lineNo: 1, quantity: 1 }];
  const order = await kit.buy(buyer, [{ ...product, quantity: 2 }]);
  const early = await kit.ask(buyer, order, { items });
  assert.deepEqual([early.body.code, early.body.reason], ['return-not-possible', 'not-delivered']);
  await kit.ship(order);
  const cancel = await app.post(`/orders/${order.orderId}/cancel`, {
    token: buyer.token,
    key: newId('key'),
    body: {},
  });
  assert.deepEqual([cancel.status, cancel.body.code], [409, 'order-not-cancellable']);
  kit.ok(await app.post(`/admin/orders/${order.orderId}/deliver`, kit.admin()));

  const foreign = await kit.ask(stranger, order, { items });
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'order-not-found']);
  const none = await app.get(`/orders/${order.orderId}/return-options`, { token: stranger.token });
  assert.equal(none.status, 404);
  const tooMany = await kit.ask(buyer, order, { items: [{ lineNo: 1, quantity: 3 }] });
  assert.deepEqual([tooMany.body.code, tooMany.body.left], ['return-quantity-too-high', 2]);
  const noLine = await kit.ask(buyer, order, { items: [{ lineNo: 9, quantity: 1 }] });
  assert.deepEqual([noLine.status, noLine.body.code], [404, 'line-not-found']);
  const worn = await kit.ask(buyer, order, { items, condition: 'USED' });
  assert.deepEqual([worn.body.code, worn.body.reason], ['return-not-possible', 'condition']);
  for (const wrong of [
    { items: [] },
    { items: [{ lineNo: 1, quantity: 0 }] },
    { items: [{ lineNo: 1, quantity: 1.5 }] },
    { items, price: 1 },
    { items, reason: 'because' },
  ]) {
    assert.equal((await kit.ask(buyer, order, wrong)).status, 422, JSON.stringify(wrong));
  }
  const unkeyed = await app.post(`/orders/${order.orderId}/return`, {
    token: buyer.token,
    body: { items, reason: 'other', condition: 'UNUSED', resolution: 'REFUND' },
  });
  assert.equal(unkeyed.status, 400);

  await db.query(
    `update orders.order_transition set at = at - interval '31 days' where order_id = $1`,
    [order.orderId],
  );
  const late = await kit.ask(buyer, order, { items });
  assert.deepEqual([late.body.code, late.body.reason], ['return-not-possible', 'outside-window']);
  const broken = await kit.ask(buyer, order, { items, reason: 'damaged' });
  assert.equal(broken.body.reason, 'outside-window', 'a fault opens what is barred, not the past');
  const seen = kit.ok(await app.get(`/orders/${order.orderId}`, { token: buyer.token }));
  const bar = seen.actions.find((one: Body) => one.action === 'return');
  assert.deepEqual(bar, { action: 'return', allowed: false, reason: 'outside-window' });
  const { rows } = await db.query(
    'select count(*)::int as n from returns.return_request where order_id = $1',
    [order.orderId],
  );
  assert.deepEqual(rows, [{ n: 0 }]);
  const byOperator = await app.post(`/admin/orders/${order.orderId}/return`, {
    ...kit.admin(),
    body: { items, reason: 'other', condition: 'USED', resolution: 'REFUND' },
  });
  assert.equal(byOperator.status, 201, JSON.stringify(byOperator.body));
});

test('what may not go back goes back when it arrived broken; the closest rule counts', async () => {
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 2 });
  const order = await kit.delivered(buyer, [{ ...product, quantity: 2 }]);
  const rule = { scope: 'product', key: product.productId, windowDays: 14, condition: 'UNUSED' };
  const put = (body: object) => app.send('PUT', '/admin/return-rules', { ...kit.admin(), body });
  kit.ok(await put({ ...rule, returnable: false, why: 'hygiene' }));
  const items = [{ lineNo: 1, quantity: 1 }];
  const no = await kit.ask(buyer, order, { items });
  assert.deepEqual([no.body.reason, no.body.why], ['non-returnable', 'hygiene']);
  const yes = await kit.ask(buyer, order, { items, reason: 'damaged', condition: 'DAMAGED' });
  assert.equal(yes.status, 201, JSON.stringify(yes.body));
  kit.ok(await put({ ...rule, scope: 'variant', key: product.variantId, returnable: true }));
  const opened = await kit.ask(buyer, order, { items, condition: 'OPENED' });
  assert.equal(opened.body.reason, 'condition');
  assert.equal((await kit.ask(buyer, order, { items })).status, 201);
  for (const wrong of [
    { ...rule, returnable: false },
    { ...rule, returnable: true, why: 'hygiene' },
    { ...rule, key: '', returnable: true },
    { ...rule, windowDays: -1, returnable: true },
  ]) {
    assert.equal((await put(wrong)).status, 422, JSON.stringify(wrong));
  }
  const list = kit.ok(await app.get('/admin/return-rules?limit=1', { token: shop.adminToken }));
  assert.deepEqual([list.data[0].scope, list.hasMore], ['default', true]);
  const drop = (query: string) => app.send('DELETE', `/admin/return-rules?${query}`, kit.admin());
  assert.equal((await drop(`scope=product&key=${product.productId}`)).status, 204);
  assert.equal((await drop('scope=default&key=')).status, 404);
});

test('refused, appealed and heard: the operator grants over the seller’s head', async () => {
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 2, price: 10 });
  const order = await kit.delivered(buyer, [{ ...product, quantity: 2 }]);
  const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 2 }] });
  const early = await kit.step(one.returnId, 'approve', {});
  assert.deepEqual([early.status, early.body.code], [409, 'return-status-conflict']);
  await kit.inspected(one);
  const reason = { reason: 'used', evidence: 'Scratches on the lid.' };
  kit.ok(await kit.step(one.returnId, 'reject', reason));
  const path = `/returns/${one.returnId}`;
  const seen = kit.ok(await app.get(path, { token: buyer.token }));
  assert.deepEqual([seen.rejectedReason, seen.evidence], ['used', 'Scratches on the lid.']);
  assert.ok(seen.actions.find((each: Body) => each.action === 'appeal').allowed);
  const say = { token: buyer.token, body: { text: 'They were there before.' } };
  kit.ok(await app.post(`${path}/appeal`, { ...say, key: newId('key') }));
  const twice = await app.post(`${path}/appeal`, { ...say, key: newId('key') });
  assert.deepEqual([twice.body.code, twice.body.reason], ['appeal-closed', 'appealed']);
  const waiting = kit.ok(await app.get('/admin/returns?waiting=true', { token: shop.adminToken }));
  assert.ok(waiting.data.some((each: Body) => each.returnId === one.returnId));
  const part = { items: [{ lineNo: 1, quantity: 1, restock: 1 }], reason: 'used' };
  kit.ok(await app.post(`/admin${path}/approve`, { ...kit.admin(), body: part }));
  const done = await kit.returnOnce(one.returnId, 'REFUNDED');
  assert.equal(done.appeal.status, 'GRANTED');
  assert.ok(done.money.refunded < order.total);
  assert.equal((await kit.order(buyer, order)).status, 'DELIVERED');
  // The other unit is with the seller; the operator may still grant it.
  kit.ok(await app.post(`/admin${path}/approve`, { ...kit.admin(), body: {} }));
  await kit.until('all is back', async () => {
    const now = await app.get(`/admin${path}`, { token: shop.adminToken });
    return now.body.money.refunded === order.total ? true : undefined;
  });
});

test('given up or expired, and the parcel comes all the same', async () => {
  const buyer = await shop.shopper();
  const order = await kit.delivered(buyer, [await shop.product({ stock: 1 })]);
  const items = [{ lineNo: 1, quantity: 1 }];
  const one = await kit.announce(buyer, order, { items });
  const path = `/returns/${one.returnId}`;
  const keep = () => app.post(`${path}/cancel`, { token: buyer.token, key: newId('key') });
  kit.ok(await keep());
  kit.ok(await keep());
  const second = await kit.announce(buyer, order, { items });
  const gone = await kit.step(one.returnId, 'receive');
  assert.deepEqual([gone.status, gone.body.reason], [409, 'units-gone']);
  await db.query(
    `update returns.return_request set expires_at = now() - interval '1 day' where return_id = $1`,
    [second.returnId],
  );
  await kit.until('it has expired', async () => {
    const now = await app.get(`/returns/${second.returnId}`, { token: buyer.token });
    return now.body.status === 'EXPIRED' ? true : undefined;
  });
  kit.ok(await kit.step(second.returnId, 'receive'));
  const late = await kit.returnOnce(second.returnId, 'RECEIVED');
  assert.equal(late.timeline.at(-1).reason, 'came-late');
});

test('what is not mine is not there: not to read, to print, to send or to give up', async () => {
  const [buyer, stranger] = [await shop.shopper(), await shop.shopper()];
  const other = await openShop(app);
  const order = await kit.delivered(buyer, [await shop.product({ stock: 1 })]);
  const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 1 }] });
  const path = `/returns/${one.returnId}`;
  const mine = { token: stranger.token, key: newId('key') };
  const sellers = { token: other.sellerToken, key: newId('key') };
  const answers = [
    await app.get(path, mine),
    await app.get(`${path}/label`, mine),
    await app.post(`${path}/sent`, { ...mine, body: {} }),
    await app.post(`${path}/cancel`, mine),
    await app.post(`${path}/appeal`, { ...mine, body: { text: 'mine' } }),
    await app.get(`/seller${path}`, sellers),
    await app.post(`/seller${path}/receive`, sellers),
    await app.post(`/seller${path}/reject`, { ...sellers, body: { reason: 'used' } }),
    await app.post(`/seller${path}/approve`, { ...sellers, body: {} }),
  ];
  for (const { status, body } of answers) {
    assert.deepEqual([status, body.code], [404, 'return-not-found']);
  }
  const list = kit.ok(await app.get('/returns', mine));
  assert.deepEqual(list.data, []);
  assert.equal((await app.get(`/admin${path}`, mine)).status, 401);
  assert.equal((await app.post(`/admin${path}/approve`, { ...sellers, body: {} })).status, 403);
  const now = kit.ok(await app.get(path, { token: buyer.token }));
  assert.equal(now.status, 'REQUESTED');
});

test('sellers of one return do not see the photos that are for another', async () => {
  const buyer = await shop.shopper();
  const other = await openShop(app);
  const things = [await shop.product({ stock: 1 }), await other.product({ stock: 1 })];
  const order = await kit.buy(buyer, things);
  const parcel = { carrier: 'Post', trackingNumber: 'PX 2' };
  for (const { sellerToken: token } of [shop, other]) {
    kit.ok(await app.post(`/seller/orders/${order.orderId}/pick`, { token }));
    const path = `/seller/orders/${order.orderId}/ship`;
    kit.ok(await app.post(path, { token, key: newId('key'), body: parcel }));
  }
  const arrived = { token: shop.adminToken, key: newId('key') };
  kit.ok(await app.post(`/admin/orders/${order.orderId}/deliver`, arrived));
  const { items: lines } = kit.ok(
    await app.get(`/orders/${order.orderId}`, { token: buyer.token }),
  );
  const lineOf = (sellerId: string): number =>
    lines.find((line: Body) => line.sellerId === sellerId).lineNo;
  const sent = { token: buyer.token, path: '/pictures?purpose=return' };
  const [mine, theirs] = await Promise.all(
    [21, 22].map(async (hue) => kit.ok(await upload(app, await drawn({ hue }), sent)).pictureId),
  );
  const items = [
    { lineNo: lineOf(shop.sellerId), quantity: 1, pictures: [mine] },
    { lineNo: lineOf(other.sellerId), quantity: 1, pictures: [theirs] },
  ];
  const plain = items.map(({ lineNo, quantity }) => ({ lineNo, quantity }));
  const vague = await kit.ask(buyer, order, { items: plain, pictures: [mine, theirs] });
  assert.deepEqual(
    [vague.status, vague.body.code, vague.body.errors[0].pointer],
    [422, 'validation-failed', '/pictures'],
  );
  const { returns } = kit.ok(await kit.ask(buyer, order, { items }));
  const shown = returns.map((one: Body) => [one.sellerId, one.pictures[0].pictureId]);
  assert.deepEqual(
    shown.toSorted(),
    [
      [shop.sellerId, mine],
      [other.sellerId, theirs],
    ].toSorted(),
  );
  const seen = async (token: string) => {
    const asked = [mine, theirs].map((id) => fetched(app, `/seller/pictures/${id}/file`, token));
    return (await Promise.all(asked)).map(({ status }) => status);
  };
  assert.deepEqual(await seen(shop.sellerToken), [200, 404]);
  assert.deepEqual(await seen(other.sellerToken), [404, 200]);
});
