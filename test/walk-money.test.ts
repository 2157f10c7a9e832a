// One purchase walked through every room in each kind of currency: two decimals, none and three,
// tax on top and in prices. Product page, cart, estimate, quote, payment, gateway, order, invoice,
// refund, credit note, statement and books have to say the same number.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { exponentOf } from '#kernel/core/money.ts';
import { openShop, startApp, type Answer, type App, type Shop } from './app.ts';
import { assertTrue, initiate, ownAddress, pay } from './buyer.ts';
import { pdfRuns } from './pdf.ts';

let app: App;
let shop: Shop;
let pool: pg.Pool;
let product: { productId: string; variantId: string };

interface Walk {
  currency: string;
  price: number;
  place: { country: string; state?: string; city: string; postalCode: string };
  /** Whether prices have the tax in them there, or it comes on top. */
  tax: 'top' | 'inside' | 'none';
}

const walks: Walk[] = [
  {
    currency: 'USD',
    price: 19.99,
    place: { country: 'US', state: 'NY', city: 'New York', postalCode: '10001' },
    tax: 'top',
  },
  {
    currency: 'EUR',
    price: 17.49,
    place: { country: 'DE', city: 'Berlin', postalCode: '10115' },
    tax: 'inside',
  },
  {
    currency: 'INR',
    price: 1_499.5,
    place: { country: 'IN', state: 'Kerala', city: 'Kochi', postalCode: '682001' },
    tax: 'inside',
  },
  {
    currency: 'JPY',
    price: 2_980,
    place: { country: 'JP', city: 'Tokyo', postalCode: '100-0001' },
    tax: 'inside',
  },
  {
    currency: 'KWD',
    price: 6.125,
    place: { country: 'KW', city: 'Kuwait City', postalCode: '13001' },
    tax: 'none',
  },
];

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
  pool = new pg.Pool({ connectionString: app.databaseUrl, max: 2 });
  product = await shop.product({ stock: 100, price: 19.99 });
  const { variantId } = product;
  const prices = walks.map(({ currency, price }) => ({ variantId, currency, price }));
  const set = await app.send('PUT', '/seller/prices', {
    token: shop.sellerToken,
    body: { prices },
  });
  assert.equal(set.status, 200, JSON.stringify(set.body));
});

after(async () => {
  await pool?.end();
  await app?.stop();
});

const ok = (answer: Answer): Answer['body'] => {
  assert.ok(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** Asks until the answer is there: books and refunds follow events. */
async function once<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const until = performance.now() + 60_000;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > until) assert.fail(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function pdfOf(path: string, token: string): Promise<string> {
  const reply = await fetch(`${app.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(reply.status, 200);
  return pdfRuns(new Uint8Array(await reply.arrayBuffer())).join('');
}

for (const walk of walks) {
  test(`${walk.currency}: the same number from the product's page to the books`, async () => {
    await walkThrough(walk);
  });
}

async function walkThrough({ currency, price, place, tax }: Walk): Promise<void> {
  const unit = 10 ** exponentOf(currency);
  const minor = (amount: number): number => {
    const whole = Math.round(amount * unit);
    assert.equal(amount, whole / unit, `${amount} has the decimals of ${currency}`);
    return whole;
  };
  const quantity = 3;
  const unit_minor = minor(price);
  const goods_minor = unit_minor * quantity;
  const { productId, variantId } = product;

  const page = ok(await app.get(`/products/${productId}?currency=${currency}`));
  assert.equal(minor(page.variants[0].price), unit_minor, 'product page');
  const { data } = ok(await app.get(`/prices?variantIds=${variantId}&currency=${currency}`));
  assert.equal(minor(data[0].price), unit_minor);

  const { token } = await shop.shopper();
  const body = { name: 'Ada', line1: '1 Main Street', ...place };
  const { addressId } = ok(await app.post('/me/addresses', { token, body }));
  const line = { productId, variantId, quantity, currency };
  const cart = ok(await app.post('/cart/items', { token, body: line }));
  assert.equal(cart.currency, currency);
  assert.deepEqual(
    [minor(cart.items[0].unitPrice), minor(cart.subtotal)],
    [unit_minor, goods_minor],
  );
  const where = new URLSearchParams({ country: place.country, postalCode: place.postalCode });
  if (place.state !== undefined) where.set('state', place.state);
  const { methods } = ok(await app.get(`/cart/estimate?${where}`, { token }));
  const estimate = methods.find((one: Answer['body']) => one.method === 'STANDARD');

  const buyer = { token, addressId };
  const open = ok(await initiate(app, buyer, { cartId: cart.cartId }));
  const total_minor = minor(open.total);
  assert.equal(minor(open.subtotal), goods_minor, 'quote');
  assert.equal(total_minor, goods_minor + minor(open.shipping) + minor(open.tax));
  assert.deepEqual(
    [minor(estimate.total), minor(estimate.tax), minor(estimate.includedTax)],
    [total_minor, minor(open.tax), minor(open.includedTax)],
    'estimate',
  );
  assert.equal(minor(open.tax) > 0, tax === 'top');
  assert.equal(minor(open.includedTax) > 0, tax === 'inside');

  const paid = ok(await pay(app, buyer, { checkoutId: open.checkoutId }));
  assert.deepEqual([minor(paid.total), paid.currency], [total_minor, currency], 'payment');
  const { orderId } = paid;
  const taken = await pool.query(
    `select p.captured_minor::int as captured, q.total_minor::int as quoted, p.currency
     from payments.payment p join pricing.quote q using (quote_id) where p.checkout_id = $1`,
    [open.checkoutId],
  );
  assert.deepEqual(taken.rows, [{ captured: total_minor, quoted: total_minor, currency }]);
  await afterwards({ currency, minor, unit, token, orderId, open, unit_minor, goods_minor });
}

interface Bought {
  currency: string;
  unit: number;
  minor: (amount: number) => number;
  token: string;
  orderId: string;
  /** The checkout as it was shown. */
  open: Answer['body'];
  unit_minor: number;
  goods_minor: number;
}

/** What order, invoice, statement, refund and credit note say of it. */
async function afterwards(of: Bought): Promise<void> {
  const { currency, minor, unit, token, orderId, open, unit_minor, goods_minor } = of;
  const total_minor = minor(open.total);
  const order = ok(await app.get(`/orders/${orderId}`, { token }));
  const same = (key: string) => assert.equal(minor(order[key]), minor(open[key]), `order ${key}`);
  for (const key of ['subtotal', 'discount', 'shipping', 'tax', 'includedTax', 'total']) same(key);
  assert.equal(minor(order.items[0].unitPrice), unit_minor);
  const shown = (amount_minor: number) =>
    new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: exponentOf(currency),
      maximumFractionDigits: exponentOf(currency),
    }).format(amount_minor / unit);
  const invoice = await pdfOf(`/orders/${orderId}/invoice?language=en`, token);
  for (const amount of [unit_minor, goods_minor, total_minor]) {
    assert.ok(invoice.includes(shown(amount)), `invoice has no ${shown(amount)}: ${invoice}`);
  }

  const lineTax_minor = minor(order.items[0].includedTax);
  const statement = await once('the statement', async () => {
    const { data: rows } = ok(
      await app.get('/seller/ledger?limit=100', { token: shop.sellerToken }),
    );
    return rows.find((one: Answer['body']) => one.orderId === orderId);
  });
  assert.equal(statement.currency, currency);
  assert.equal(minor(statement.goods) + lineTax_minor, goods_minor, 'statement');
  assert.equal(minor(statement.net), minor(statement.goods) - minor(statement.commission));

  const key = newId('key');
  ok(
    await app.post(`/orders/${orderId}/cancel`, { token, key, body: { reason: 'takes-too-long' } }),
  );
  const refund = await once('the refund', async () => {
    const { money } = ok(await app.get(`/orders/${orderId}`, { token }));
    return money?.refunds.find((one: Answer['body']) => one.status === 'SUCCEEDED');
  });
  assert.equal(minor(refund.amount), total_minor, 'refund');
  const credit = await pdfOf(`/orders/${orderId}/refunds/${refund.refundId}/credit-note`, token);
  assert.ok(credit.includes(shown(total_minor)), `credit note has no ${shown(total_minor)}`);
}

test('the laws hold of all of them', async () => {
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});
