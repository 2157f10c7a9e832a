// Invoices and credit notes: what they say, in which order of letters, with which numbers, to whom.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { speechOf } from '../../web/storefront/i18n/translate.ts';
import type { Answer, Shop } from '../../test/app.ts';
import { openCheckout, pay } from '../../test/buyer.ts';
import { pdfRuns } from '../../test/pdf.ts';
import { openReturns } from '../../test/returns.ts';
import { ordersCalls } from './contract.ts';
import { creditFacts, type Document, type Language } from './invoice.ts';
import { documentPdf } from './invoice-pdf.ts';
import { runsOf } from './invoice-text.ts';

const { app, shop, db, close } = await openReturns();
after(close);

type Buyer = Awaited<ReturnType<Shop['shopper']>>;

const ok = (answer: Answer): Answer['body'] => {
  assert.ok(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** A reply that is a file. */
async function file(path: string, token?: string) {
  const reply = await fetch(new URL(`/api/v1${path}`, app.url), {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const bytes = Buffer.from(await reply.arrayBuffer());
  const name = /filename="(.*)\.pdf"/.exec(reply.headers.get('content-disposition') ?? '')?.[1];
  return { status: reply.status, bytes, name: name ?? '', type: reply.headers.get('content-type') };
}

async function speaks(buyer: Buyer, locale: string): Promise<void> {
  const me = await app.get('/me', { token: buyer.token });
  const headers = { 'if-match': String(me.headers['etag']) };
  ok(await app.send('PATCH', '/me', { token: buyer.token, headers, body: { locale } }));
}

async function buy(buyer: Buyer, quantity = 2) {
  const product = await shop.product({ stock: 9, price: 20.05 });
  const { checkoutId } = await openCheckout(app, buyer, [{ ...product, quantity }]);
  const { orderId, orderNumber } = ok(await pay(app, buyer, { checkoutId }));
  return { orderId: orderId as string, orderNumber: orderNumber as string };
}

/** Bought in another currency. */
async function buyIn(buyer: Buyer, currency: string, unit_minor: number): Promise<string> {
  const product = await shop.product({ stock: 9 });
  const prices = [
    { variantId: product.variantId, currency, base_minor: unit_minor, sale_minor: null },
  ];
  await app.host.client(pricingCalls).setPrices({ prices });
  const cart = ok(await app.post('/cart/items', { body: { ...product, quantity: 3, currency } }));
  const ids = { shippingAddressId: buyer.addressId, billingAddressId: buyer.addressId };
  const asked = { token: buyer.token, key: newId('key'), body: { cartId: cart.cartId, ...ids } };
  const { checkoutId } = ok(await app.post('/checkout/initiate', asked));
  return ok(await pay(app, buyer, { checkoutId })).orderId;
}

const titles: Record<Language, RegExp> = {
  en: /Invoice/,
  de: /Rechnung/,
  es: /Factura/,
  hi: /बिल|ब\u093f?ल/u,
  ar: /./,
};

const seen = (text: string): string =>
  text.replace(/[\u00a0\u202f\u200e\u200f\u061c]/g, ' ').trim();

/** The amounts of an order's page, as the storefront writes them, stand in its invoice. */
async function compare(orderId: string, buyer: Buyer, language: Language): Promise<void> {
  const order = ok(await app.get(`/orders/${orderId}`, { token: buyer.token }));
  const invoice = await file(`/orders/${orderId}/invoice`, buyer.token);
  assert.deepEqual([invoice.status, invoice.type], [200, 'application/pdf']);
  const runs = pdfRuns(invoice.bytes).map(seen);
  const { money } = speechOf(language);
  assert.match(runs.join(' '), titles[language]);
  const [item] = order.items;
  for (const amount of [item.unitPrice, item.total, order.subtotal, order.tax, order.total]) {
    const shown = seen(money(amount, order.currency));
    assert.ok(runs.includes(shown), `${shown} is not in ${JSON.stringify(runs)}`);
  }
  assert.ok(!runs.join('').includes('\ufffd'), 'each glyph has a letter');
}

test('runs: numbers and Latin names stand the right way round in Arabic, brackets too', () => {
  const text = (line: string, base: 'ltr' | 'rtl') => runsOf(line, base).map((one) => one.text);
  assert.deepEqual(text('Order TS-1 (2)', 'ltr'), ['Order TS-1 (2)']);
  assert.deepEqual(text('فاتورة INV-2026-000001', 'rtl'), ['INV-2026-000001', 'فاتورة ']);
  assert.deepEqual(text('فاتورة 20 نوفمبر', 'rtl'), [' نوفمبر', '20', 'فاتورة ']);
  assert.deepEqual(text('حذاء (Run) 42', 'rtl'), ['42', '( ', 'Run', 'حذاء )']);
  assert.deepEqual(text('Shoe حذاء 42 new', 'ltr'), ['Shoe ', '42', 'حذاء ', ' new']);
  assert.deepEqual(text('\u200f1,234.50\u00a0US$', 'rtl'), ['US$', '\u00a0', '1,234.50']);
});

test('what an invoice says is what was shown: USD, JPY and KWD, in each language', async () => {
  const buyer = await shop.shopper();
  const { orderId } = await buy(buyer);
  await compare(orderId, buyer, 'en');
  await compare(await buyIn(buyer, 'JPY', 1_234), buyer, 'en');
  await compare(await buyIn(buyer, 'KWD', 12_345), buyer, 'en');
  await speaks(buyer, 'hi-IN');
  await compare((await buy(buyer)).orderId, buyer, 'hi');
  await speaks(buyer, 'de');
  await compare((await buy(buyer)).orderId, buyer, 'de');
  // The page that asks first may be read in another language than the account's.
  const spanish = (await buy(buyer)).orderId;
  await file(`/orders/${spanish}/invoice?language=es`, buyer.token);
  await compare(spanish, buyer, 'es');
  assert.equal((await file(`/orders/${spanish}/invoice?language=xx`, buyer.token)).status, 422);
});

test('an order has one invoice, however many ask at once, and it never changes', async () => {
  const buyer = await shop.shopper();
  const { orderId } = await buy(buyer);
  const path = `/orders/${orderId}/invoice`;
  const all = await Promise.all(Array.from({ length: 8 }, () => file(path, buyer.token)));
  assert.equal(new Set(all.map((one) => one.name)).size, 1);
  const [first] = all;
  assert.match(first?.name ?? '', /^INV-20\d\d-\d{6}$/);
  for (const one of all) assert.ok(one.bytes.equals(first?.bytes ?? Buffer.alloc(0)));
  // What changes afterwards is of no interest to it.
  await speaks(buyer, 'ar');
  assert.ok((await file(path, buyer.token)).bytes.equals(first?.bytes ?? Buffer.alloc(0)));
  const change = `update orders.document set facts = facts || '{"total_minor": 1}'`;
  await assert.rejects(db.query(`${change} where order_id = $1`, [orderId]), /stays as it is/);
  await assert.rejects(db.query('delete from orders.document'), /stays as it is/);
  await assert.rejects(db.query('truncate orders.document'), /never deleted/);
});

test('numbers have no gaps: not by those who fail, nor by many at once', async () => {
  const buyer = await shop.shopper();
  const orders = await Promise.all(Array.from({ length: 5 }, () => buy(buyer, 1)));
  await Promise.all([
    ...orders.map(({ orderId }) => file(`/orders/${orderId}/invoice`, buyer.token)),
    ...orders.map(({ orderId }) => file(`/admin/orders/${orderId}/invoice`, shop.adminToken)),
  ]);
  const numbers: string[] = [];
  let cursor = '';
  do {
    const path = `/admin/invoices?limit=2${cursor}`;
    const page = ok(await app.get(path, { token: shop.adminToken }));
    numbers.push(...page.data.map((one: { number: string }) => one.number));
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  const seqs = numbers.map((one) => Number(one.slice(-6))).reverse();
  assert.deepEqual(
    seqs,
    Array.from({ length: seqs.length }, (_, nth) => nth + 1),
  );
  assert.ok(seqs.length >= 5);
  const wrong = await app.get('/admin/invoices?cursor=WzFd', { token: shop.adminToken });
  assert.equal(wrong.status, 422);
});

test('each refund has a credit note; all of them together give back the tax', async () => {
  const buyer = await shop.shopper();
  const { orderId } = await buy(buyer, 3);
  const order = ok(await app.get(`/orders/${orderId}`, { token: buyer.token }));
  const refund = async (amount: number) => {
    const body = { amount, reason: 'late' };
    const path = `/admin/orders/${orderId}/refund`;
    const made = ok(await app.post(path, { token: shop.adminToken, key: newId('key'), body }));
    return made.refundId as string;
  };
  const total = Math.round(order.total * 100);
  const refunds = [
    await refund(0.01),
    await refund(17.77),
    await refund((total - 1 - 1_777) / 100),
  ];
  const names: string[] = [];
  for (const refundId of refunds) {
    const note = await file(`/orders/${orderId}/refunds/${refundId}/credit-note`, buyer.token);
    assert.equal(note.status, 200, note.bytes.toString());
    names.push(note.name);
    assert.ok(pdfRuns(note.bytes).includes('Credit note'));
  }
  assert.equal(new Set(names).size, 3);
  const query = '/admin/invoices?kind=credit-note&limit=3';
  const { data } = ok(await app.get(query, { token: shop.adminToken }));
  const cents = (of: 'tax' | 'total') =>
    data.reduce((sum: number, one: Record<string, number>) => {
      return sum + Math.round((one[of] ?? 0) * 100);
    }, 0);
  assert.deepEqual([cents('total'), cents('tax')], [total, Math.round(order.tax * 100)]);
  const unknown = await file(`/orders/${orderId}/refunds/${newId('rfd')}/credit-note`, buyer.token);
  assert.equal(unknown.status, 404);
});

test('whose it is not does not get it; a link shows neither name nor street', async () => {
  const [buyer, other] = [await shop.shopper(), await shop.shopper()];
  const { orderId, orderNumber } = await buy(buyer);
  const path = `/orders/${orderId}/invoice`;
  assert.equal((await file(path, other.token)).status, 404);
  assert.equal((await file(path)).status, 401);
  assert.ok([401, 403].includes((await file(`/admin${path}`, buyer.token)).status));
  const own = pdfRuns((await file(path, buyer.token)).bytes);
  const { shippingAddress } = ok(await app.get(`/orders/${orderId}`, { token: buyer.token }));
  assert.ok(own.includes(shippingAddress.line1));
  const { grants } = await app.host.client(ordersCalls).grants({ orderIds: [orderId] });
  const link = `/orders/${orderNumber}/shared/invoice?t=${grants[0]?.token}`;
  const shared = await file(link);
  assert.equal(shared.status, 200);
  const text = pdfRuns(shared.bytes).join(' ');
  assert.ok(!text.includes(shippingAddress.line1) && !text.includes(shippingAddress.name));
  assert.equal((await file(link.replace(orderNumber, (await buy(buyer)).orderNumber))).status, 404);
});

test('before it is paid there is none', async () => {
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [await shop.product({ stock: 1 })]);
  await app.post('//sandbox/faults', { body: { slow_ms: 3_000 } });
  const pending = await pay(app, buyer, { checkoutId, paymentToken: 'tok_slow' });
  await app.post('//sandbox/faults', { body: {} });
  assert.equal(pending.status, 202, JSON.stringify(pending.body));
  const answer = await app.get(`/orders/${pending.body.orderId}/invoice`, { token: buyer.token });
  assert.deepEqual(
    [answer.status, answer.body.code, answer.body.reason],
    [409, 'invoice-not-available', 'payment-pending'],
  );
});

function sample(language: Language): Document {
  const lines = Array.from({ length: 16 }, (_, nth) => ({
    name: [
      'Runner Pro (black), size 42',
      'حذاء رياضي Runner Pro (أسود) مقاس 42',
      'श्री कृष्ण विद्यार्थी बैग',
    ][nth % 3] as string,
    sku: `SKU-${nth}`,
    sellerName: 'Bergmann & Söhne',
    quantity: 2,
    unit_minor: 1_250,
    total_minor: 2_500,
  }));
  const facts = {
    language,
    currency: 'KWD',
    orderNumber: 'TS-ABCDEFGHJK',
    orderedAt: '2026-11-20T10:00:00.000Z',
    paymentMethod: 'CARD',
    lines,
    subtotal_minor: 75_000,
    discount_minor: 5_000,
    shipping_minor: 1_000,
    tax_minor: 3_333,
    total_minor: 74_333,
    invoiceNumber: null,
  };
  const address = {
    name: 'Ada Moor',
    line1: '12 Hill Street',
    city: 'Kuwait',
    postalCode: '13001',
  };
  const place = { ...address, country: 'KW' };
  const people = { billing: place, shipping: place };
  const at = new Date('2026-11-20T12:00:00Z');
  return { kind: 'invoice', year: 2026, seq: 7, orderId: 'o', refundId: null, facts, people, at };
}

test('the same facts give the same bytes, in any language, on many pages', async () => {
  for (const language of ['es', 'hi', 'ar'] as const) {
    const [one, two] = [await documentPdf(sample(language)), await documentPdf(sample(language))];
    assert.ok(Buffer.from(one).equals(Buffer.from(two)), language);
    assert.match(Buffer.from(one).toString('latin1'), /\/Count 2\n/);
    assert.ok(!pdfRuns(one).join('').includes('\ufffd'));
    const folder = process.env['TRUESHELF_TEST_PDF'];
    if (folder) writeFileSync(`${folder}/${language}.pdf`, one);
  }
});

test('credit notes of any sequence of refunds give back the tax, to the minor unit', () => {
  const invoice = sample('en');
  const amounts = [1, 2, 30_000, 44_330];
  const refunds = amounts.map((amount_minor, nth) => ({
    refundId: `rfd_${nth}`,
    paymentId: 'pay',
    checkoutId: 'chk',
    amount_minor,
    currency: 'KWD',
    reason: 'return',
    status: 'SUCCEEDED' as const,
    covered_minor: 0,
    waitsFor: null,
    refused: false,
    createdAt: '',
    doneAt: `2026-11-2${nth}`,
  }));
  const notes = refunds.map(({ refundId }) => {
    return creditFacts(invoice, { refundId, refunds, paymentMethod: 'CARD' });
  });
  assert.equal(
    notes.reduce((sum, one) => sum + one.tax_minor, 0),
    3_333,
  );
  assert.equal(
    notes.reduce((sum, one) => sum + one.total_minor, 0),
    74_333,
  );
});
