// The books over HTTP and the real rooms: what purchases, cancellations and refunds come to, what
// the database refuses, and what sellers and operators get to read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { openDb } from '#kernel/db/db.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { assertTrue, openCheckout, pay } from '../../test/buyer.ts';
import { returnKit } from '../../test/returns.ts';

type Body = Answer['body'];

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ config: { gatewayTimeout_ms: 1_500 } });
  shop = await openShop(app);
});

after(() => app.stop());

async function buy(paymentMethod = 'CARD', price = 20.05) {
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 3, price });
  const { checkoutId, total } = await openCheckout(app, buyer, [{ ...product, quantity: 2 }]);
  const paid = await pay(app, buyer, { checkoutId, paymentMethod });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  return { ...product, buyer, checkoutId, total, orderId: paid.body.orderId as string };
}

const admin = (path: string) => app.get(path, { token: shop.adminToken });

/** The entries of an order once `fits` says that they are all there. */
async function entriesOf(
  orderId: string,
  fits: (entries: Body[]) => boolean,
  which = `orderId=${orderId}`,
): Promise<Body[]> {
  const end = performance.now() + 60_000;
  for (;;) {
    const { status, body } = await admin(`/admin/ledger/entries?${which}&limit=100`);
    assert.equal(status, 200, JSON.stringify(body));
    if (fits(body.data)) return body.data;
    assert.ok(performance.now() < end, `the books have not heard: ${JSON.stringify(body.data)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const sum = (entries: Body[], account: string): number => {
  const own = entries.filter((one) => one.account === account);
  return own.reduce((all, one) => all + Math.round(one.amount * 100), 0) / 100 + 0;
};
const kinds = (entries: Body[]) => new Set(entries.map((one) => one.kind));
const undone = (entries: Body[]) => kinds(entries).has('refund') && kinds(entries).has('cancel');
const complete = (entries: Body[]) => kinds(entries).has('sale') && kinds(entries).has('capture');

test('a purchase: the gateway has what sellers, commission, tax and shipping get', async () => {
  const { orderId, total, buyer } = await buy();
  const entries = await entriesOf(orderId, complete);
  const order = (await app.get(`/orders/${orderId}`, { token: buyer.token })).body;
  assert.equal(sum(entries, 'gateway'), total);
  assert.equal(sum(entries, 'buyer'), 0);
  assert.equal(sum(entries, 'seller'), -36.09);
  assert.equal(sum(entries, 'commission'), -4.01);
  assert.equal(sum(entries, 'tax'), -order.tax);
  assert.equal(sum(entries, 'shipping'), -order.shipping);
  assert.equal(sum(entries, 'suspense'), 0);
});

test('a refund that somebody made at the gateway is borne by whom the order paid', async () => {
  const { orderId, checkoutId } = await buy();
  await entriesOf(orderId, complete);
  const { payments } = await app.host.client(paymentsCalls).ofCheckout({ checkoutId });
  const made = await fetch(`${app.url}/sandbox/desk/refunds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ paymentRef: payments[0]?.paymentId, amount_minor: 500 }),
  });
  assert.equal(made.status, 201);
  const entries = await entriesOf(orderId, (all) => kinds(all).has('reversal'));
  assert.equal(sum(entries, 'buyer'), 0);
  await assertTrue(app.databaseUrl);
});

test('a cancelled order leaves nothing standing', async () => {
  const { orderId, buyer } = await buy();
  const cancelled = await app.post(`/orders/${orderId}/cancel`, {
    token: buyer.token,
    key: newId('key'),
    body: {},
  });
  assert.ok(cancelled.status < 300, JSON.stringify(cancelled.body));
  const entries = await entriesOf(orderId, undone);
  for (const account of ['buyer', 'gateway', 'seller', 'commission', 'tax', 'shipping']) {
    assert.equal(sum(entries, account), 0, account);
  }
});

test('refunds of an order take back in proportion, to the cent', async () => {
  const { orderId, checkoutId, total } = await buy('CARD', 33.33);
  await entriesOf(orderId, complete);
  const payments = app.host.client(paymentsCalls);
  const { payments: made } = await payments.ofCheckout({ checkoutId });
  const refund = (amount_minor: number, key: string) =>
    payments.refund({
      checkoutId,
      paymentId: made[0]?.paymentId ?? '',
      key,
      amount_minor,
      orderId,
      reason: 'test',
    });
  await refund(777, 'a');
  const some = await entriesOf(orderId, (all) => kinds(all).has('reversal'));
  assert.equal(sum(some, 'buyer'), 0);
  assert.ok(sum(some, 'commission') < 0 && sum(some, 'commission') > -6.67);
  await refund(Math.round(total * 100) - 777, 'b');
  const twice = (all: Body[]) => new Set(all.map((one) => one.txnId)).size === 6;
  const all = await entriesOf(orderId, twice);
  for (const account of ['buyer', 'gateway', 'seller', 'commission', 'tax', 'shipping']) {
    assert.equal(sum(all, account), 0, account);
  }
});

test('a return takes back from its lines, and from nobody else', async () => {
  const kit = returnKit(app, shop);
  const buyer = await shop.shopper();
  const [dear, cheap] = [
    await shop.product({ stock: 2, price: 30 }),
    await shop.product({ stock: 2, price: 9.99 }),
  ];
  const order = await kit.delivered(buyer, [dear, { ...cheap, quantity: 2 }]);
  const bought = (await app.get(`/orders/${order.orderId}`, { token: buyer.token })).body.items;
  const { lineNo } = bought.find((one: Body) => one.variantId === cheap.variantId);
  const one = await kit.announce(buyer, order, { items: [{ lineNo, quantity: 1 }] });
  await kit.inspected(one);
  const approved = await kit.step(one.returnId, 'approve', {});
  assert.ok(approved.status < 300, JSON.stringify(approved.body));
  const entries = await entriesOf(order.orderId, (all) => {
    return kinds(all).has('reversal') && kinds(all).has('refund');
  });
  const back = entries.filter((entry) => entry.kind === 'reversal');
  const ofSeller = back.filter((entry) => entry.owner === shop.sellerId);
  assert.deepEqual([...new Set(ofSeller.map((entry) => entry.orderLine))], [lineNo]);
  assert.equal(sum(ofSeller, 'seller') + sum(ofSeller, 'commission'), 9.99);
  assert.equal(sum(entries, 'buyer'), 0);
  assert.match(back[0].txnId, /^reversal:ret_\w+:1$/);
});

test('a chargeback: disputed, then lost or at the gateway again, and staff see it', async () => {
  const disputes = async (checkoutId: string, status: string, disputeId?: string) => {
    const { payments } = await app.host.client(paymentsCalls).ofCheckout({ checkoutId });
    const body = { paymentRef: payments[0]?.paymentId, status, fee_minor: 1_500, disputeId };
    const reply = await fetch(new URL('/sandbox/desk/disputes', app.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(reply.status, 201);
    return ((await reply.json()) as { disputeId: string }).disputeId;
  };
  for (const end of ['lost', 'won']) {
    const { orderId, checkoutId, total, buyer } = await buy();
    const ofCheckout = (fits: (all: Body[]) => boolean) =>
      entriesOf(orderId, fits, `checkoutId=${checkoutId}`);
    const told = (times: number) => (all: Body[]) =>
      complete(all) &&
      new Set(all.flatMap((one) => (one.kind === 'dispute' ? one.txnId : []))).size === times;
    const disputeId = await disputes(checkoutId, 'needs_response');
    const open = await ofCheckout(told(1));
    assert.deepEqual(
      ['disputed', 'dispute_fee', 'gateway', 'buyer'].map((one) => sum(open, one)),
      [total, 15, -15, 0],
    );
    const listed = (await admin('/admin/disputes?open=true&limit=1')).body.data;
    assert.deepEqual(
      listed.map((one: Body) => [one.disputeId, one.amount, one.fee, one.won, one.checkoutId]),
      [[disputeId, total, 15, null, checkoutId]],
    );
    await disputes(checkoutId, end, disputeId);
    const ended = await ofCheckout(told(2));
    const stands = ['disputed', 'dispute_loss', 'dispute_fee', 'gateway'];
    assert.deepEqual(
      stands.map((one) => sum(ended, one)),
      end === 'lost' ? [0, total, 15, -15] : [0, 0, 15, total - 15],
    );
    const order = (await admin(`/admin/orders/${orderId}`)).body;
    assert.deepEqual(
      order.timeline.flatMap((one: Body) => one.dispute ?? []),
      ['opened', end],
    );
    assert.deepEqual(
      [order.disputes[0].disputeId, order.disputes[0].won],
      [disputeId, end === 'won'],
    );
    const own = await app.get(`/orders/${orderId}`, { token: buyer.token });
    assert.equal(JSON.stringify(own.body).includes(disputeId), false, 'the buyer is not told');
  }
  assert.equal((await admin('/admin/disputes?open=true')).body.data.length, 0);
  const first = (await admin('/admin/disputes?limit=1')).body;
  const next = (await admin(`/admin/disputes?limit=1&cursor=${first.nextCursor}`)).body;
  assert.notEqual(first.data[0].disputeId, next.data[0].disputeId);
  assert.deepEqual([first.hasMore, next.hasMore], [true, false]);
  assert.equal((await admin('/admin/disputes?cursor=WzEsMiwzXQ')).status, 422);
});

test('cash on delivery is owed by the buyer; a pending payment books nothing yet', async () => {
  const { orderId, total } = await buy('COD');
  const entries = await entriesOf(orderId, (all) => kinds(all).has('sale'));
  assert.equal(sum(entries, 'buyer'), total);
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 1 });
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const slow = await pay(app, buyer, { checkoutId, paymentToken: 'tok_timeout_success' });
  assert.equal(slow.status, 202);
  const settled = await entriesOf(slow.body.orderId, complete);
  assert.equal(sum(settled, 'buyer'), 0);
});

test('a rate of a seller and a category counts from now on', async () => {
  const rate = (body: object) =>
    app.post('/admin/commission-rates', { token: shop.adminToken, body });
  const { body } = await admin('/admin/commission-rates');
  assert.deepEqual([body.data[0].percent, body.data[0].sellerId], [10, null]);
  assert.equal((await rate({ percent: 10.005 })).status, 422);
  assert.equal((await rate({ sellerId: 'slr_x', percent: 5 })).status, 422);
  const { categoryId } = (await app.get('/categories')).body.categories[0];
  assert.equal((await rate({ sellerId: shop.sellerId, categoryId, percent: 25 })).status, 204);
  const { orderId } = await buy('CARD', 10);
  const entries = await entriesOf(orderId, complete);
  assert.equal(sum(entries, 'commission'), -5);
  assert.equal(sum(entries, 'seller'), -15);
  assert.equal((await rate({ sellerId: shop.sellerId, categoryId, percent: 10 })).status, 204);
});

test('the seller reads a statement whose lines are its balance, by pages', async () => {
  const { orderId } = await buy('CARD', 7);
  await entriesOf(orderId, complete);
  const token = shop.sellerToken;
  const lines: Body[] = [];
  let balances: Body[] = [];
  let cursor = '';
  do {
    const page = await app.get(`/seller/ledger?limit=2${cursor && `&cursor=${cursor}`}`, { token });
    assert.equal(page.status, 200, JSON.stringify(page.body));
    lines.push(...page.body.data);
    balances = page.body.balances;
    cursor = page.body.nextCursor ?? '';
  } while (cursor);
  const cents = (amount: number) => Math.round(amount * 100);
  assert.ok(lines.length >= 3);
  for (const line of lines) {
    assert.equal(cents(line.goods) - cents(line.commission), cents(line.net));
    assert.equal(line.sellerId, shop.sellerId);
  }
  const net = lines.reduce((all, line) => all + cents(line.net), 0);
  assert.deepEqual(balances, [{ sellerId: shop.sellerId, currency: 'USD', balance: net / 100 }]);
  assert.deepEqual(
    lines.filter((line) => line.orderId === orderId).map((line) => [line.goods, line.commission]),
    [[14, 1.4]],
  );
  const stranger = await openShop(app);
  const theirs = await app.get('/seller/ledger', { token: stranger.sellerToken });
  assert.deepEqual([theirs.body.balances, theirs.body.data], [[], []]);
  assert.equal((await app.get('/seller/ledger?cursor=x', { token })).status, 422);
});

test('operators read balances and entries, filtered, and as CSV', async () => {
  const { orderId } = await buy();
  const entries = await entriesOf(orderId, complete);
  const { body: balances } = await admin('/admin/ledger/accounts?account=gateway');
  assert.deepEqual(
    balances.data.map((one: Body) => one.currency),
    ['USD'],
  );
  const total = (await admin('/admin/ledger/accounts?limit=100')).body.data.reduce(
    (all: number, one: Body) => all + Math.round(one.balance * 100),
    0,
  );
  assert.equal(total, 0);
  const tax = await admin(`/admin/ledger/entries?orderId=${orderId}&account=tax`);
  assert.ok(tax.body.data.every((one: Body) => one.account === 'tax'));
  const none = await admin('/admin/ledger/entries?account=gateway&to=2020-01-01T00:00:00Z');
  assert.deepEqual(none.body.data, []);
  const csv = await admin(`/admin/ledger/entries.csv?orderId=${orderId}`);
  assert.match(String(csv.headers['content-type']), /text\/csv/);
  const rows = String(csv.body).trimEnd().split('\r\n');
  assert.equal(rows.length, entries.length + 1);
  assert.match(rows[0] ?? '', /^occurredAt,transaction,line,kind,account,owner,currency,amount/);
  for (const path of ['accounts', 'entries', 'entries.csv']) {
    assert.equal((await app.get(`/admin/ledger/${path}`)).status, 401);
    const seller = await app.get(`/admin/ledger/${path}`, { token: shop.sellerToken });
    assert.equal(seller.status, 403);
  }
  assert.equal((await admin('/admin/ledger/entries?from=2026-13-01T00:00:00Z')).status, 422);
  assert.equal((await admin('/admin/ledger/entries?cursor=WzFd')).status, 422);
});

test('the database takes no entries that leave something over, and changes none', async () => {
  const db = openDb({ url: app.databaseUrl, room: 'ledger' });
  const insert = (txnId: string, amounts: number[], currency = 'USD') =>
    db.run(
      `insert into entry (txn_id, line_no, kind, account, currency, amount_minor, occurred_at)
       select $1, n, 'issue', 'suspense', $3, m, now()
       from unnest($2::bigint[]) with ordinality t(m, n)`,
      [txnId, amounts, currency],
    );
  try {
    await assert.rejects(insert('x:1', [5, -4]), { constraint: 'entry_sums_to_zero' });
    await insert('x:1', [5, -5]);
    await assert.rejects(insert('x:1', [5, -5]), { constraint: 'entry_pkey' });
    await assert.rejects(db.run('update entry set amount_minor = 1'), { code: '42501' });
    await assert.rejects(db.run('delete from entry'), { code: '42501' });
  } finally {
    await db.close();
  }
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  // The test's own entries belong to no event.
  await client.query(`delete from ledger.entry where txn_id = 'x:1'`);
  await client.query(`update ledger.balance set entries = entries - 2 where account = 'suspense'`);
  await client.query(`delete from ledger.balance where entries = 0`);
  await client.end();
});

test('all of it agrees with payments and orders', async () => {
  await assertTrue(app.databaseUrl);
});
