// What customers find again of their orders: lists, links, dates, money, what to buy again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { openCheckout, pay } from '../../test/buyer.ts';
import { orderGrants } from './grant.ts';
import { lookupsPerNumber_max } from './lookup.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});

after(() => app.stop());

type Buyer = Awaited<ReturnType<Shop['shopper']>>;
type Body = Answer['body'];

async function buy(buyer: Buyer, quantity = 1, product?: { productId: string; variantId: string }) {
  const bought = product ?? (await shop.product({ stock: [1, 4], price: 20 }));
  const { checkoutId, total } = await openCheckout(app, buyer, [{ ...bought, quantity }]);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  const { orderId, orderNumber } = paid.body;
  return { ...bought, orderId, orderNumber, total };
}

async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 60_000;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A guest who gave an e-mail. */
async function guest(email: string): Promise<Buyer> {
  const opened = await app.post('/auth/guest', { body: { email } });
  const token = opened.body.accessToken as string;
  const address = {
    name: 'Ada Moor',
    line1: '12 Hill Street',
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
    phone: '+1 555 0100',
  };
  const { addressId } = (await app.post('/me/addresses', { token, body: address })).body;
  return { userId: opened.body.user.userId, token, addressId };
}

test('my orders by time, seller, number and what is in them', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  const first = await buy(buyer);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const between = new Date().toISOString();
  const second = await buy(buyer);
  const found = async (query: string) => {
    const answer = await app.get(`/orders?${query}`, { token });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body.data.map((one: Body) => one.orderId);
  };
  assert.deepEqual(await found(`from=${between}`), [second.orderId]);
  assert.deepEqual(await found(`to=${between}`), [first.orderId]);
  assert.deepEqual(await found(`from=${between}&to=${between}`), []);
  assert.deepEqual(await found(`sellerId=${shop.sellerId}`), [second.orderId, first.orderId]);
  assert.deepEqual(await found(`sellerId=${newId('slr')}`), []);
  const digits = first.orderNumber.slice(3, 9).toLowerCase();
  assert.deepEqual(await found(`search=${digits}`), [first.orderId]);
  const { body } = await app.get(`/orders/${second.orderId}`, { token });
  const name = encodeURIComponent(body.items[0].name.toUpperCase());
  assert.ok((await found(`search=${name}`)).includes(second.orderId));
  for (const odd of ['%25', '_', '%5C', "%27%20or%20'1'='1"]) {
    assert.deepEqual(await found(`search=${odd}`), [], `${odd} is text`);
  }
  const page = await app.get(`/orders?sellerId=${shop.sellerId}&limit=1`, { token });
  const rest = `sellerId=${shop.sellerId}&cursor=${page.body.nextCursor}`;
  assert.deepEqual(await found(rest), [first.orderId]);
  assert.deepEqual(await found(`status=CANCELLED&search=TS`), []);
  for (const wrong of [
    'from=yesterday',
    'from=2026-13-01T00:00:00Z',
    'to=0000-01-01T00:00:00Z',
    'search=',
    'sellerId=x',
  ]) {
    assert.equal((await app.get(`/orders?${wrong}`, { token })).status, 422, wrong);
  }
  const stranger = await shop.shopper();
  const theirs = await app.get(`/orders?search=${digits}`, { token: stranger.token });
  assert.deepEqual(theirs.body.data, []);
});

test('number and e-mail open an order to look at; either wrong gets one answer', async () => {
  const buyer = await guest('ada.moor@example.test');
  const { orderNumber, orderId, total } = await buy(buyer);
  const lookUp = (body: object) => app.post('/orders/lookup', { body });
  const opened = await lookUp({ orderNumber, email: 'Ada.Moor@Example.test' });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const { order, token, expiresAt } = opened.body;
  assert.deepEqual([order.orderId, order.total, order.items.length], [orderId, total, 1]);
  assert.ok(Date.parse(expiresAt) - Date.now() < 3_600_001);
  const text = JSON.stringify(opened.body);
  for (const secret of [
    'Ada',
    'Hill Street',
    '555 0100',
    'example.test',
    '10001',
    buyer.userId,
    'pay_',
    'cart_',
    'chk_',
  ]) {
    assert.ok(!text.includes(secret), `${secret} is not for everybody`);
  }
  assert.deepEqual(order.shipTo, {
    city: 'New York',
    state: 'NY',
    postalPrefix: '10',
    country: 'US',
  });
  const barred = order.actions.filter(
    ({ action }: Body) => action !== 'return' && action !== 'invoice',
  );
  assert.ok(barred.every((one: Body) => !one.allowed && one.reason === 'sign-in-needed'));
  const again = await app.get(`/orders/${orderNumber}/shared?t=${token}`);
  assert.deepEqual(again.body, order);
  const shape = ({ headers, body, status }: Answer) => {
    const { date: _, 'x-request-id': __, ...rest } = headers;
    return { status, headers: rest, body: { ...body, requestId: '' } };
  };
  const wrongMail = await lookUp({ orderNumber, email: 'eve@example.test' });
  const wrongNumber = await lookUp({ orderNumber: 'TS-0000000000', email: 'eve@example.test' });
  assert.deepEqual([wrongMail.status, wrongMail.body.code], [404, 'order-not-found']);
  assert.deepEqual(shape(wrongMail), shape(wrongNumber));
  assert.equal((await lookUp({ orderNumber, email: 'no address' })).status, 404);
  assert.equal((await lookUp({ orderNumber: 'X', email: 'eve@example.test' })).status, 422);
  const noMail = await shop.shopper();
  const other = await buy(noMail);
  for (const email of ['null', '???', 'a@b.test']) {
    const answer = await lookUp({ orderNumber: other.orderNumber, email });
    assert.equal(answer.status, 404, 'a guest without e-mail is opened by nothing');
  }
});

test('guessing the e-mail of a number ends after ten tries, also of nobody', async () => {
  const buyer = await guest('guess@example.test');
  const { orderNumber } = await buy(buyer);
  for (const number of [orderNumber, 'TS-ZZZZZZZZZZ']) {
    const tries = Array.from({ length: 15 }, (_, n) =>
      app.post('/orders/lookup', { body: { orderNumber: number, email: `a${n}@example.test` } }),
    );
    const statuses = (await Promise.all(tries)).map((one) => one.status);
    assert.equal(statuses.filter((one) => one === 404).length, lookupsPerNumber_max);
    assert.equal(statuses.filter((one) => one === 429).length, 15 - lookupsPerNumber_max);
  }
  const right = { orderNumber, email: 'guess@example.test' };
  const late = await app.post('/orders/lookup', { body: right });
  assert.equal(late.status, 429);
  assert.ok(Number(late.headers['retry-after']) > 0);
});

test('the link of the mail shows this order, until its time, and does nothing', async () => {
  const buyer = await guest('link@example.test');
  const { orderNumber, orderId } = await buy(buyer);
  const inbox = '//dev/mailbox?recipient=link%40example.test';
  const json = { headers: { accept: 'application/json' } };
  const mailId = await until('the mail is there', async () => {
    return (await app.get(inbox, json)).body.data[0]?.mailId as string | undefined;
  });
  const { text } = (await app.get(`//dev/mailbox/${mailId}`, json)).body;
  const link = /\/orders\/(TS-\w+)\?t=(ogr_\S+)/.exec(text);
  assert.equal(link?.[1], orderNumber, text);
  const token = link?.[2] ?? '';
  for (const key of [orderNumber, orderId]) {
    const seen = await app.get(`/orders/${key}/shared?t=${token}`);
    assert.deepEqual([seen.status, seen.body.orderNumber], [200, orderNumber]);
    assert.equal(seen.headers['cache-control'], 'private, no-store');
  }
  const other = await buy(buyer);
  const elsewhere = await app.get(`/orders/${other.orderNumber}/shared?t=${token}`);
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [404, 'order-not-found']);
  assert.equal((await app.get(`/orders/${orderNumber}/shared?t=${token}x`)).status, 404);
  assert.equal((await app.get(`/orders/${orderNumber}/shared`)).status, 422);
  assert.equal((await app.get(`/orders/${orderNumber}?t=${token}`)).status, 401);
  const bearer = await app.get(`/orders/${orderNumber}`, { token });
  assert.equal(bearer.status, 401, 'a grant is no token');
  const key = newId('key');
  const cancel = await app.post(`/orders/${orderNumber}/cancel?t=${token}`, { key, body: {} });
  assert.equal(cancel.status, 401);
});

test('a link that has ended says so', async () => {
  const buyer = await shop.shopper();
  const { orderNumber, orderId } = await buy(buyer);
  const tokenKey = newSigningKey();
  const now = () => Date.now() - 3_600_000;
  const { token } = orderGrants({ tokenKey, now }).issue(orderId, 1_000);
  const own = await startApp({ config: { tokenKey }, databaseUrl: app.databaseUrl });
  try {
    const ended = await own.get(`/orders/${orderNumber}/shared?t=${token}`);
    assert.deepEqual([ended.status, ended.body.code], [410, 'order-link-expired']);
  } finally {
    await own.stop();
  }
});

test('where each parcel comes from and when, before and after it left', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  // Before the order, or midnight might lie between the two.
  const today = new Date().toISOString().slice(0, 10);
  const { orderId } = await buy(buyer, 3);
  const read = async () => (await app.get(`/orders/${orderId}`, { token })).body;
  const [planned, ...none] = (await read()).deliveries;
  assert.deepEqual(none, []);
  assert.deepEqual(planned.items, [{ lineNo: 1, quantity: 3 }]);
  assert.deepEqual([planned.shipmentId, planned.shippedAt, planned.late], [null, null, false]);
  assert.ok(planned.expectedFrom > today && planned.expectedTo >= planned.expectedFrom);
  assert.deepEqual(
    planned.from.map((one: Body) => one.warehouseId).toSorted(),
    shop.warehouses.slice(0, 2).toSorted(),
  );
  const seller = { token: shop.sellerToken };
  await app.post(`/seller/orders/${orderId}/pick`, seller);
  const parcel = { carrier: 'Post', trackingNumber: 'PX 1', items: [{ lineNo: 1, quantity: 1 }] };
  await app.post(`/seller/orders/${orderId}/ship`, { ...seller, key: newId('key'), body: parcel });
  const [left, rest] = (await read()).deliveries;
  assert.deepEqual([left.trackingNumber, left.items[0].quantity], ['PX 1', 1]);
  assert.deepEqual([left.arrivedAt, rest.shipmentId, rest.items[0].quantity], [null, null, 2]);
  assert.equal(left.expectedTo, planned.expectedTo);
  const { items: _, ...all } = parcel;
  await app.post(`/seller/orders/${orderId}/ship`, { ...seller, key: newId('key'), body: all });
  const admin = { token: shop.adminToken, key: newId('key') };
  await app.post(`/admin/orders/${orderId}/deliver`, admin);
  const arrived = await read();
  assert.equal(arrived.deliveries.length, 2);
  assert.equal(typeof arrived.deliveries[0].arrivedAt, 'string');
  const bars = Object.fromEntries(arrived.actions.map((one: Body) => [one.action, one.reason]));
  assert.deepEqual([bars.return, bars.cancel], [null, 'on-its-way']);
  assert.ok(Date.parse(arrived.returnUntil) > Date.now());
});

test('money: paid, then on its way back, then back with the day the bank has it', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  const { orderId, total } = await buy(buyer, 2);
  const money = async () => (await app.get(`/orders/${orderId}`, { token })).body.money;
  const paid = await money();
  assert.deepEqual([paid.state, paid.paid, paid.refunds], ['paid', total, []]);
  const key = newId('key');
  const cancelled = await app.post(`/orders/${orderId}/cancel`, { token, key, body: {} });
  assert.match(cancelled.body.money.state, /^refund/);
  const back = await until('the money is back', async () => {
    const now = await money();
    return now.state === 'refunded' ? now : undefined;
  });
  assert.deepEqual([back.refunded, back.refunding, back.refundDue], [total, 0, 0]);
  const [refund] = back.refunds;
  assert.deepEqual([refund.amount, refund.status], [total, 'SUCCEEDED']);
  assert.ok(refund.expectedBy > refund.doneAt.slice(0, 10));
});

test('what can be bought again, of one order and of the last ones', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  const [gone, sold] = [await buy(buyer, 2), await buy(buyer)];
  await buy(buyer, 1, sold);
  const goods = `/seller/products/${gone.productId}`;
  const { headers } = await app.get(goods, { token: shop.sellerToken });
  const archived = await app.post(`${goods}/archive`, {
    token: shop.sellerToken,
    headers: { 'if-match': String(headers['etag']) },
  });
  assert.equal(archived.status, 200, JSON.stringify(archived.body));
  const one = await app.get(`/orders/${gone.orderNumber}/buy-again`, { token });
  assert.deepEqual(
    one.body.items.map((item: Body) => [item.variantId, item.quantity, item.sold, item.reason]),
    [[gone.variantId, 2, false, 'withdrawn']],
  );
  const last = await app.get('/orders/buy-again', { token });
  assert.deepEqual(
    last.body.items.map((item: Body) => [item.variantId, item.sold, item.available]),
    [
      [sold.variantId, true, 3],
      [gone.variantId, false, null],
    ],
  );
  const stranger = await shop.shopper();
  const theirs = await app.get(`/orders/${gone.orderId}/buy-again`, { token: stranger.token });
  assert.equal(theirs.status, 404);
  const none = await app.get('/orders/buy-again', { token: stranger.token });
  assert.deepEqual(none.body.items, []);
});

/** The first event of a stream, with its id; undefined when there is none within `wait_ms`. */
async function firstEvent(path: string, headers: Record<string, string>, wait_ms: number) {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(wait_ms)]);
  let text = '';
  try {
    const answer = await fetch(`${app.url}/api/v1${path}`, { headers, signal });
    assert.equal(answer.status, 200);
    assert.ok(answer.body);
    for await (const chunk of answer.body) {
      text += Buffer.from(chunk).toString();
      if (/^data: /m.test(text)) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  stop.abort();
  const id = /^id: (\d+)$/m.exec(text)?.[1];
  const data = /^data: (.*)$/m.exec(text)?.[1];
  return data === undefined ? undefined : { id, data: JSON.parse(data) };
}

test('a stream that breaks goes on where it was: nothing twice, nothing missed', async () => {
  const buyer = await guest('stream@example.test');
  const { orderId, orderNumber } = await buy(buyer);
  const own = { authorization: `Bearer ${buyer.token}` };
  const path = `/orders/${orderId}/events`;
  const first = await firstEvent(path, own, 60_000);
  assert.equal(first?.data.status, 'CONFIRMED');
  const back = { ...own, 'last-event-id': first?.id ?? '' };
  assert.equal(await firstEvent(path, back, 1_500), undefined, 'known already');
  await app.post(`/seller/orders/${orderId}/pick`, { token: shop.sellerToken });
  const missed = await firstEvent(path, back, 60_000);
  assert.equal(missed?.data.status, 'PROCESSING');
  const odd = await firstEvent(path, { ...own, 'last-event-id': 'evil\u0020id' }, 60_000);
  assert.equal(odd?.data.status, 'PROCESSING');
  const looked = await app.post('/orders/lookup', {
    body: { orderNumber, email: 'stream@example.test' },
  });
  const shared = `/orders/${orderNumber}/shared/events?t=${looked.body.token}`;
  const seen = await firstEvent(shared, {}, 60_000);
  assert.equal(seen?.data.status, 'PROCESSING');
  const wrong = await fetch(`${app.url}/api/v1/orders/${orderNumber}/shared/events?t=ogr_x`);
  assert.equal(wrong.status, 404);
});
