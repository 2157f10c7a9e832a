// Single lines taken off an order over HTTP, in the whole app: units, money, books, papers and
// mails follow, whoever else wants the same line at the same moment. Every invariant is asked at
// the end.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openShop } from '../../test/app.ts';
import { openCheckout } from '../../test/buyer.ts';
import { openReturns, type Body, type Buyer } from '../../test/returns.ts';
import { ordersCalls } from './contract.ts';

const { app, shop, db, kit, close } = await openReturns();
after(close);

const cancel = (buyer: Buyer, orderId: string, lines?: number[]) =>
  app.post(`/orders/${orderId}/cancel`, {
    token: buyer.token,
    key: newId('key'),
    body: { reason: 'changed-mind', ...(lines ? { lines } : {}) },
  });

const seen = async (buyer: Buyer, orderId: string): Promise<Body> =>
  kit.ok(await app.get(`/orders/${orderId}`, { token: buyer.token }));

const preview = async (buyer: Buyer, orderId: string, lines: string) =>
  app.get(`/orders/${orderId}/cancel-preview?lines=${lines}`, { token: buyer.token });

async function unitsOf(variantId: string): Promise<number> {
  const text = 'select sum(on_hand)::int as units from inventory.stock where variant_id = $1';
  return (await db.query(text, [variantId])).rows[0].units;
}

async function owedBy(checkoutId: string): Promise<number> {
  const text = `select coalesce(sum(amount_minor), 0)::int as net from ledger.entry
    where account = 'buyer' and checkout_id = $1`;
  return (await db.query(text, [checkoutId])).rows[0].net;
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const given = async (buyer: Buyer, orderId: string): Promise<number> =>
  (await seen(buyer, orderId)).money?.refunded ?? 0;

async function threeLines(method = 'CARD') {
  const buyer = await shop.shopper();
  const products = [
    await shop.product({ stock: 5, price: 19.99 }),
    await shop.product({ stock: 5, price: 7.35 }),
    await shop.product({ stock: 5, price: 120 }),
  ];
  const lines = products.map((one, index) => ({ ...one, quantity: index + 1 }));
  const order = await kit.buy(buyer, lines, method);
  const no = async (nth: number): Promise<number> => {
    const { items } = await seen(buyer, order.orderId);
    const { variantId } = products[nth] ?? {};
    return items.find((one: Body) => one.variantId === variantId).lineNo;
  };
  return { buyer, products, order, no };
}

test('one of three lines: its units and its money go back, the rest goes on', async () => {
  const { buyer, products, order, no } = await threeLines();
  const { orderId } = order;
  const [second, third] = [await no(1), await no(2)];
  const before = await seen(buyer, orderId);
  const told = kit.ok(await preview(buyer, orderId, `${second}`));
  assert.deepEqual([told.whole, told.shipping, told.goods], [false, 0, 14.7]);
  assert.equal(Math.round(told.total * 100), Math.round((told.goods + told.tax) * 100));
  const after = kit.ok(await cancel(buyer, orderId, [second]));
  const line = after.items.find((one: Body) => one.lineNo === second);
  assert.deepEqual(
    [after.status, line.status, after.cancelledTotal],
    ['CONFIRMED', 'CANCELLED', told.total],
  );
  assert.deepEqual([after.total, after.version], [before.total, before.version]);
  assert.deepEqual(before.cancellations, []);
  const [noted, ...more] = after.cancellations;
  const items = [{ lineNo: second, name: line.name, quantity: 2 }];
  assert.deepEqual([noted.by, noted.reason, noted.items], ['customer', 'changed-mind', items]);
  assert.equal(more.length, 0);
  assert.ok(noted.at >= before.createdAt, 'when it was');
  await until('the money is back', async () => (await given(buyer, orderId)) === told.total);
  await until(
    'its units are back',
    async () => (await unitsOf(products[1]?.variantId ?? '')) === 5,
  );
  assert.equal(await unitsOf(products[2]?.variantId ?? ''), 2);
  await until('it is in the books', async () => (await owedBy(order.checkoutId)) === 0);

  const again = await cancel(buyer, orderId, [second, third]);
  assert.deepEqual(
    [again.status, again.body.code, again.body.reason],
    [409, 'line-not-cancellable', 'cancelled'],
  );
  const strange = await cancel(buyer, orderId, [9]);
  assert.deepEqual([strange.status, strange.body.code], [404, 'line-not-found']);
  const stranger = await cancel(await shop.shopper(), orderId, [third]);
  assert.equal(stranger.status, 404);
  await until('there is a mail', async () => (await noticesOf(orderId)) === 1);

  // The seller sees what is left to send, and sends no more.
  kit.ok(await app.post(`/seller/orders/${orderId}/pick`, { token: shop.sellerToken }));
  const sent = {
    carrier: 'Post',
    trackingNumber: 'PX 1',
    items: [{ lineNo: second, quantity: 1 }],
  };
  const no2 = await app.post(`/seller/orders/${orderId}/ship`, { ...kit.seller(), body: sent });
  assert.deepEqual([no2.status, no2.body.reason], [409, 'cancelled']);
  const { items: _, ...rest } = sent;
  const left = await app.post(`/seller/orders/${orderId}/ship`, { ...kit.seller(), body: rest });
  kit.ok(left);
  assert.equal((await seen(buyer, orderId)).status, 'SHIPPED');
  kit.ok(await app.post(`/admin/orders/${orderId}/deliver`, kit.admin()));

  // What is left goes back: delivery with it, and all of it together is what was paid.
  const options = kit.ok(await app.get(`/orders/${orderId}/return-options`, buyer));
  assert.equal(options.lines.length, 2);
  const one = await kit.announce(buyer, order, {
    items: options.lines.map((each: Body) => ({ lineNo: each.lineNo, quantity: each.left })),
  });
  await kit.inspected(one);
  kit.ok(await kit.step(one.returnId, 'approve', {}));
  await kit.returnOnce(one.returnId, 'REFUNDED');
  await until('everything is back', async () => (await given(buyer, orderId)) === before.total);
  assert.equal((await seen(buyer, orderId)).status, 'REFUNDED');
});

async function noticesOf(orderId: string): Promise<number> {
  const text = `select count(*)::int as count from notifications.notification
    where type = 'order-items-cancelled' and facts->>'orderId' = $1`;
  return (await db.query(text, [orderId])).rows[0].count;
}

test('line by line until nothing is left: the order is cancelled, with its delivery', async () => {
  const { buyer, order, no } = await threeLines();
  const { orderId, total } = order;
  kit.ok(await cancel(buyer, orderId, [await no(0)]));
  await until('the first refund', async () => (await given(buyer, orderId)) > 0);
  const refund = (await seen(buyer, orderId)).money.refunds[0];
  assert.equal(refund.reason, 'items-cancelled');
  const path = `/orders/${orderId}/refunds/${refund.refundId}/credit-note`;
  assert.equal((await app.get(path, buyer)).status, 200);
  const rest = `${await no(1)},${await no(2)}`;
  const told = kit.ok(await preview(buyer, orderId, rest));
  assert.equal(told.whole, true);
  kit.ok(await cancel(buyer, orderId, rest.split(',').map(Number)));
  assert.equal((await seen(buyer, orderId)).status, 'CANCELLED');
  await until('all is back', async () => (await given(buyer, orderId)) === total);
  const { money } = await seen(buyer, orderId);
  assert.equal(money.state, 'refunded');
  for (const each of money.refunds) {
    const note = `/orders/${orderId}/refunds/${each.refundId}/credit-note`;
    assert.equal((await app.get(note, buyer)).status, 200);
  }
  const late = await cancel(buyer, orderId, [await no(1)]);
  assert.deepEqual([late.body.code, late.body.reason], ['order-not-cancellable', 'ended']);
});

test('cash at the door: nothing goes back, and less is owed', async () => {
  const { buyer, order, no } = await threeLines('COD');
  const after = kit.ok(await cancel(buyer, order.orderId, [await no(2)]));
  assert.ok(after.cancelledTotal >= 360);
  const owed = Math.round((order.total - after.cancelledTotal) * 100);
  await until('it is in the books', async () => (await owedBy(order.checkoutId)) === owed);
  assert.deepEqual((await seen(buyer, order.orderId)).money.refunds, []);
  kit.ok(await cancel(buyer, order.orderId));
  await until('nothing is owed', async () => (await owedBy(order.checkoutId)) === 0);
});

test('what is packed stays; without the rest an order that has left is on its way', async () => {
  const buyer = await shop.shopper();
  const other = await openShop(app);
  const mine = await shop.product({ stock: 5, price: 10 });
  const theirs = await other.product({ stock: 5, price: 30 });
  const { orderId } = await kit.buy(buyer, [mine, theirs]);
  const { items } = await seen(buyer, orderId);
  const of = (sellerId: string) => items.find((one: Body) => one.sellerId === sellerId).lineNo;
  kit.ok(await app.post(`/seller/orders/${orderId}/pick`, { token: shop.sellerToken }));
  const packed = await cancel(buyer, orderId, [of(shop.sellerId)]);
  assert.deepEqual(
    [packed.body.code, packed.body.reason],
    ['line-not-cancellable', 'being-packed'],
  );
  const body = { carrier: 'Post', trackingNumber: 'PX 1' };
  kit.ok(await app.post(`/seller/orders/${orderId}/ship`, { ...kit.seller(), body }));
  const whole = await cancel(buyer, orderId);
  assert.equal(whole.body.reason, 'partly-shipped');
  const gone = await cancel(buyer, orderId, [of(shop.sellerId)]);
  assert.equal(gone.body.reason, 'has-left');
  const after = kit.ok(await cancel(buyer, orderId, [of(other.sellerId)]));
  assert.equal(after.status, 'SHIPPED');
  const idle = await app.post(`/seller/orders/${orderId}/pick`, { token: other.sellerToken });
  assert.equal(idle.status, 409);
  kit.ok(await app.post(`/admin/orders/${orderId}/deliver`, kit.admin()));
});

test('at the same moment: one cancels a line once, and never what is being packed', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { buyer, order, no } = await threeLines();
    const { orderId } = order;
    const [first, second] = [await no(0), await no(1)];
    const [a, b, whole, pick] = await Promise.all([
      cancel(buyer, orderId, [first]),
      cancel(buyer, orderId, [second, first]),
      round % 2 === 0 ? cancel(buyer, orderId) : null,
      round > 1 ? app.post(`/seller/orders/${orderId}/pick`, { token: shop.sellerToken }) : null,
    ]);
    const lines = [a, b].filter((one) => one.status === 200);
    assert.ok(lines.length <= 1, 'a line is cancelled once');
    const now = await seen(buyer, orderId);
    if (whole?.status === 200) assert.equal(now.status, 'CANCELLED');
    if (pick?.status === 200 && whole?.status !== 200) assert.equal(now.status, 'PROCESSING');
    for (const line of now.items) assert.ok(line.status !== 'CANCELLED' || lines.length === 1);
    const due = now.status === 'CANCELLED' ? now.total : now.cancelledTotal;
    await until('what is due is back', async () => (await given(buyer, orderId)) === due);
  }
});

test('part paid with a gift card: the bank card first, then the gift card', async () => {
  const buyer = await shop.shopper();
  const [cheap, dear] = [
    await shop.product({ stock: 5, price: 10 }),
    await shop.product({ stock: 5, price: 60 }),
  ];
  const body = { amount: 50, currency: 'USD' };
  const { code } = kit.ok(await app.post('/admin/gift-cards', { token: shop.adminToken, body }));
  const { checkoutId, total } = await openCheckout(app, buyer, [cheap, dear]);
  const parts = [{ method: 'GIFT_CARD', code }];
  const paid = await app.post(`/checkout/${checkoutId}/pay`, {
    token: buyer.token,
    key: newId('key'),
    body: { paymentMethod: 'CARD', paymentToken: 'tok_visa', parts },
  });
  const { orderId } = kit.ok(paid);
  const { items } = await seen(buyer, orderId);
  const { lineNo } = items.find((one: Body) => one.variantId === dear.variantId);
  const { cancelledTotal: off } = kit.ok(await cancel(buyer, orderId, [lineNo]));
  await until('it is back', async () => (await given(buyer, orderId)) === off);
  const onCard = kit.ok(await app.post('/gift-cards/lookup', { body: { code } }));
  const byBank = total - 50;
  assert.ok(off > byBank, 'more than the bank card paid');
  assert.equal(Math.round(onCard.balance * 100), Math.round((off - byBank) * 100));
  kit.ok(await cancel(buyer, orderId));
  await until('all is back', async () => (await given(buyer, orderId)) === total);
  assert.equal(kit.ok(await app.post('/gift-cards/lookup', { body: { code } })).balance, 50);
});

test('staff take lines off as well, and the rule of the buyer holds for them', async () => {
  const { buyer, order, no } = await threeLines();
  const path = `/admin/orders/${order.orderId}/cancel`;
  const body = { reason: 'broken on the shelf', lines: [await no(0)] };
  const { status } = kit.ok(await app.post(path, { ...kit.admin(), body }));
  assert.equal(status, 'CONFIRMED');
  const again = await app.post(path, { ...kit.admin(), body });
  assert.equal(again.body.code, 'line-not-cancellable');
  const made = await db.query('select actor from orders.cancellation where order_id = $1', [
    order.orderId,
  ]);
  assert.match(made.rows[0].actor, /^admin:usr_/);
  await until('the money is back', async () => (await given(buyer, order.orderId)) > 0);
});

test('a line that was cancelled is no longer bought together with the rest', async () => {
  const { buyer, products, order, no } = await threeLines();
  const orders = app.host.client(ordersCalls);
  const range = { after: `${order.orderId.slice(0, -1)}`, before: 'ore', limit: 10 };
  const first = await orders.baskets(range);
  assert.equal(isRefusal(first) ? 0 : first.baskets[0]?.products.length, 3);
  kit.ok(await cancel(buyer, order.orderId, [await no(0)]));
  const then = await orders.baskets(range);
  const left = products.slice(1).map((one) => one.productId);
  assert.deepEqual(new Set(isRefusal(then) ? [] : then.baskets[0]?.products), new Set(left));
  const lately = await orders.lately({ userId: buyer.userId, limit: 10 });
  assert.deepEqual(new Set(isRefusal(lately) ? [] : lately.productIds), new Set(left));
  // What it cost is told as it was bought, by region and without a name.
  const from = order.orderId;
  const told = await orders.sales({ before: 'ore', from, limit: 10 });
  const sale = isRefusal(told) ? undefined : told.sales.at(-1);
  assert.equal(sale?.orderId, order.orderId);
  assert.deepEqual([sale?.country, sale?.lines.length], ['US', 3]);
  assert.ok(!JSON.stringify(sale).includes(buyer.userId));
});
