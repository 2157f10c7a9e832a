// Tax over HTTP: rates and exemptions of an operator, the quote that follows them, its evidence on
// the invoice, the books; and a tax service of somebody else, present, wrong, slow and away.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { openDb, type Db } from '#kernel/db/db.ts';
import { openShop, startApp, type App, type Answer, type Shop } from '../../test/app.ts';
import { assertTrue, fillCart, initiate, openCheckout, ownAddress, pay } from '../../test/buyer.ts';
import { pdfRuns } from '../../test/pdf.ts';

let app: App;
let shop: Shop;
let db: Db;
let service: Server;
/** What the tax service of somebody else does next. */
let reply: (asked: Asked, send: (status: number, body: unknown) => void) => void;
let asked: Asked[] = [];

interface Asked {
  currency: string;
  place: { country: string };
  lines: { amount_minor: number; taxClass: string }[];
  shipping_minor: number;
  userId?: string;
}

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
  db = openDb({ url: app.databaseUrl, room: 'pricing' });
  service = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
      asked.push(body);
      assert.equal(request.headers.authorization, 'Bearer a-key-of-ours');
      reply(body, (status, said) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(said));
      });
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});

after(async () => {
  await db?.close();
  await app?.stop();
  service?.closeAllConnections();
  service?.close();
});

const admin = (method: string, path: string, body?: unknown) =>
  app.send(method, `/admin/${path}`, {
    token: shop.adminToken,
    key: `key-${Math.random()}`,
    ...(body === undefined ? {} : { body }),
  });

interface Place {
  country: string;
  state?: string;
  city: string;
  postalCode: string;
}
const berlin = { country: 'DE', city: 'Berlin', postalCode: '10115' };
const bengaluru = { country: 'IN', state: 'Karnataka', city: 'Bengaluru', postalCode: '560001' };

/** A shopper whose address is there. */
async function shopperAt(at: App, place: Place) {
  const { token, userId } = await shop.shopper();
  const body = { name: 'Ada', line1: '1 Main Street', ...place };
  const made = await at.post('/me/addresses', { token, body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return { token, userId, addressId: made.body.addressId as string };
}

async function classed(taxClass: string, price: number) {
  const product = await shop.product({ stock: 50, price });
  const path = `/seller/products/${product.productId}`;
  const now = await app.get(path, { token: shop.sellerToken });
  assert.equal(now.body.taxClass, 'standard');
  const headers = { 'if-match': String(now.headers['etag']) };
  const body = { taxClass };
  const done = await app.send('PATCH', path, { token: shop.sellerToken, headers, body });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  assert.equal(done.body.taxClass, taxClass);
  return product;
}

const money = ({ subtotal, discount, shipping, tax, includedTax, total }: Answer['body']) => {
  return { subtotal, discount, shipping, tax, includedTax, total };
};

async function checkoutOf(buyer: { token: string; addressId: string }, lines: unknown[]) {
  const { checkoutId } = await openCheckout(app, buyer, lines as never);
  const open = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
  return open.body as Answer['body'];
}

test('in Europe prices have their tax in them, on quote, order, invoice and books', async () => {
  const thing = await shop.product({ stock: 9, price: 119 });
  const book = await classed('books', 10.7);
  const buyer = await shopperAt(app, berlin);
  const open = await checkoutOf(buyer, [thing, { ...book, quantity: 2 }]);
  const said = money(open);
  assert.deepEqual([said.subtotal, said.tax], [140.4, 0]);
  assert.equal(said.total, Math.round((140.4 + said.shipping) * 100) / 100);
  assert.deepEqual(
    open.taxes.map((one: Answer['body']) => [one.name, one.ratePercent]),
    [
      ['VAT', 19],
      ['VAT', 7],
    ],
  );
  assert.equal(open.taxes[1].amount, 1.4);
  const inside = open.taxes.reduce((sum: number, one: Answer['body']) => sum + one.amount, 0);
  assert.equal(said.includedTax, Math.round(inside * 100) / 100);
  const paid = await pay(app, buyer, { checkoutId: open.checkoutId });
  assert.equal(paid.body.total, said.total);
  const order = await app.get(`/orders/${paid.body.orderId}`, { token: buyer.token });
  assert.deepEqual(money(order.body), said);
  const [row] = await db.rows<{ tax: Answer['body'] }>(
    'select tax from quote where checkout_id = $1',
    [open.checkoutId],
  );
  assert.equal(row?.tax.engine, 'table');
  assert.deepEqual(row?.tax.place, { country: 'DE', postalCode: '10115' });
  assert.ok(Number(row?.tax.version) >= 1);
  const pdf = await fetch(`${app.url}/api/v1/orders/${paid.body.orderId}/invoice?language=de`, {
    headers: { authorization: `Bearer ${buyer.token}` },
  });
  assert.equal(pdf.status, 200);
  const runs = pdfRuns(new Uint8Array(await pdf.arrayBuffer())).join('|');
  assert.match(runs, /Davon Steuer/);
  assert.match(runs, /VAT 19/);
  assert.match(runs, /VAT 7/);
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});

test('India splits its tax by the state the marketplace is registered in', async () => {
  const thing = await shop.product({ stock: 9, price: 118 });
  const buyer = await shopperAt(app, bengaluru);
  const names = async () =>
    (await checkoutOf(buyer, [thing])).taxes.map((one: Answer['body']) => one.name);
  assert.deepEqual(await names(), ['IGST']);
  const body = {
    country: 'IN',
    pricesInclude: true,
    rounding: 'line',
    scheme: 'gst-in',
    originState: 'Karnataka',
    reverseCharge: false,
  };
  const done = await admin('PUT', 'tax-countries', body);
  assert.equal(done.status, 200, JSON.stringify(done.body));
  assert.deepEqual(await names(), ['CGST', 'SGST']);
  const odd = await admin('PUT', 'tax-countries', { ...body, country: 'XX' });
  assert.equal(odd.status, 422);
  const split = await admin('PUT', 'tax-countries', { ...body, country: 'DE' });
  assert.equal(split.body.errors[0].pointer, '/scheme');
});

test('a rate that is saved counts at once; what makes no sense is refused by name', async () => {
  const thing = await shop.product({ stock: 9, price: 100 });
  const { token, addressId } = await shop.shopper();
  const buyer = { token, addressId };
  const before = await checkoutOf(buyer, [thing]);
  assert.equal(before.tax, 8.88);
  const city = { country: 'US', state: 'NY', zipFrom: '10001', zipTo: '10282' };
  const rate = { ...city, name: 'New York City sales tax', ratePercent: 5, taxesShipping: false };
  assert.deepEqual((await admin('PUT', 'tax-rates', rate)).body, { saved: 1 });
  assert.equal((await checkoutOf(buyer, [thing])).tax, 9.38);
  const pointer = async (over: object) => {
    const answer = await admin('PUT', 'tax-rates', { ...rate, ...over });
    assert.equal(answer.status, 422, JSON.stringify(answer.body));
    assert.equal(answer.body.code, 'tax-rate-not-valid');
    return answer.body.errors[0].pointer;
  };
  assert.equal(await pointer({ country: 'XX' }), '/country');
  assert.equal(await pointer({ zipFrom: '10282', zipTo: '10400' }), '/zipFrom');
  assert.equal(await pointer({ ratePercent: 99 }), '/ratePercent');
  const listed = await app.get('/admin/tax-rates?country=US&state=NY', { token: shop.adminToken });
  assert.ok(listed.body.data.some((one: Answer['body']) => one.zipFrom === '10001'));
  const csv = (text: string) =>
    fetch(`${app.url}/api/v1/admin/tax-rates/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${shop.adminToken}`, 'content-type': 'text/csv' },
      body: text,
    });
  const head = 'country,state,zipFrom,zipTo,name,ratePercent,taxesShipping\n';
  const bad = await csv(`${head}US,NY,11201,11256,City,4,no\nZZ,,,,VAT,120,no\n`);
  const told = (await bad.json()) as Answer['body'];
  assert.equal(bad.status, 422);
  assert.deepEqual(
    told.errors.map((one: Answer['body']) => [one.line, one.pointer]),
    [
      [3, '/country'],
      [3, '/ratePercent'],
    ],
  );
  const good = await csv(`${head}US,WY,82001,82009,City,1.5,no\n`);
  assert.deepEqual(await good.json(), { saved: 1 });
});

test('who is exempt pays none, in the total and not as a negative tax', async () => {
  const thing = await shop.product({ stock: 9, price: 119 });
  const buyer = await shopperAt(app, berlin);
  const made = await admin('POST', 'tax-exemptions', {
    userId: buyer.userId,
    kind: 'vat-id',
    number: 'DE123456789',
    country: 'DE',
    validFrom: '2020-01-01',
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const open = await checkoutOf(buyer, [thing]);
  assert.deepEqual([open.subtotal, open.discount, open.tax, open.includedTax], [119, 19, 0, 0]);
  assert.deepEqual(open.discounts, [{ name: 'VAT: reverse charge', amount: 19 }]);
  const paid = await pay(app, buyer, { checkoutId: open.checkoutId });
  assert.equal(paid.body.total, open.total);
  const { exemptionId } = made.body;
  const gone = await admin('DELETE', `tax-exemptions/${exemptionId}`);
  assert.equal(gone.status, 200);
  assert.equal((await admin('DELETE', `tax-exemptions/${exemptionId}`)).status, 404);
  assert.equal((await checkoutOf(buyer, [thing])).discount, 0);
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});

test('an order is not sent to a postal code with other taxes', async () => {
  const thing = await shop.product({ stock: 9, price: 20 });
  const { token, addressId } = await shop.shopper();
  const open = await openCheckout(app, { token, addressId }, [thing]);
  const paid = await pay(app, { token, addressId }, { checkoutId: open.checkoutId });
  const move = async (postalCode: string) => {
    const home = { name: 'Ada', line1: '2 Side Street', city: 'New York', state: 'NY' };
    const body = { ...home, country: 'US', postalCode };
    const made = await app.post('/me/addresses', { token, body });
    const path = `/orders/${paid.body.orderId}/address`;
    const change = { addressId: made.body.addressId };
    return (await app.post(path, { token, key: `k-${postalCode}`, body: change })).body;
  };
  assert.equal((await move('14201')).reason, 'other-region');
  assert.equal((await move('10282')).reason, undefined);
});

/** An app that asks the tax service of somebody else. */
async function withService(otherwise: 'refuse' | 'table', work: (at: App) => Promise<void>) {
  const { port } = service.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/quote`;
  const tax = { url, key: 'a-key-of-ours', timeout_ms: 300, otherwise };
  const config = { ...(await ownAddress()), tax };
  const at = await startApp({ config, databaseUrl: app.databaseUrl });
  asked = [];
  try {
    await work(at);
  } finally {
    await at.stop();
  }
}

const tenth = (one: Asked) => ({
  version: 'v9',
  included: false,
  lines: one.lines.map((line) => ({ tax_minor: line.amount_minor / 10 })),
  shipping: { tax_minor: 0 },
  parts: [
    {
      name: 'Their tax',
      rate_milli: 10_000,
      base_minor: one.lines.reduce((sum, line) => sum + line.amount_minor, 0),
      tax_minor: one.lines.reduce((sum, line) => sum + line.amount_minor / 10, 0),
    },
  ],
});

test('a tax service says the tax; away, wrong or slow is 503 and nothing is done', async () => {
  const thing = await shop.product({ stock: 9, price: 100 });
  const book = await classed('books', 50);
  await withService('refuse', async (at) => {
    reply = (one, send) => send(200, tenth(one));
    const buyer = await (await openShop(at)).shopper();
    const { checkoutId } = await openCheckout(at, buyer, [thing, book]);
    const open = await at.get(`/checkout/${checkoutId}`, { token: buyer.token });
    assert.equal(open.body.tax, 15);
    assert.equal(open.body.taxes[0].name, 'Their tax');
    assert.deepEqual(asked[0]?.lines.map((line) => line.taxClass).sort(), ['books', 'standard']);
    assert.equal(asked[0]?.userId, undefined, 'nobody is named to it');
    const paid = await pay(at, buyer, { checkoutId });
    assert.equal(paid.body.total, open.body.total);
    const [row] = await db.rows<{ tax: Answer['body'] }>(
      'select tax from quote where checkout_id = $1',
      [checkoutId],
    );
    assert.deepEqual([row?.tax.engine.startsWith('127.0.0.1'), row?.tax.version], [true, 'v9']);
    const wrong: (typeof reply)[] = [
      (one, send) => send(200, { ...tenth(one), parts: [] }),
      (_one, send) => send(500, {}),
      (one, send) => send(200, { ...tenth(one), lines: [{ tax_minor: -1 }] }),
      () => undefined,
    ];
    for (const answer of wrong) {
      reply = answer;
      const cartId = await fillCart(at, [thing]);
      const refused = await initiate(at, buyer, { cartId });
      assert.equal(refused.status, 503, JSON.stringify(refused.body));
      assert.equal(refused.body.code, 'tax-unavailable');
      assert.equal(refused.body.retryable, true);
    }
  });
});

test('while the service is away the tables may speak for it', async () => {
  const thing = await shop.product({ stock: 9, price: 100 });
  await withService('table', async (at) => {
    reply = (_one, send) => send(503, {});
    const buyer = await (await openShop(at)).shopper();
    const { checkoutId } = await openCheckout(at, buyer, [thing]);
    const open = await at.get(`/checkout/${checkoutId}`, { token: buyer.token });
    assert.equal(open.body.tax, 9.38);
    const [row] = await db.rows<{ tax: Answer['body'] }>(
      'select tax from quote where checkout_id = $1',
      [checkoutId],
    );
    assert.equal(row?.tax.engine, 'table');
  });
});
