// Gift cards and store credit over HTTP and the real rooms: issuing, looking up, redeeming, paying
// in parts with every outcome of the other part, refunds to their source, and many at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { creditCalls } from './contract.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { assertTrue, openCheckout, orderOnce, type Shopper } from '../../test/buyer.ts';

type Body = Answer['body'];

let app: App;
let shop: Shop;
let product: { productId: string; variantId: string };

before(async () => {
  app = await startApp({ config: { gatewayTimeout_ms: 1_500 } });
  shop = await openShop(app);
  product = await shop.product({ stock: 500, price: 20 });
});

after(() => app.stop());

async function card(amount: number, more: object = {}): Promise<Body> {
  const token = shop.adminToken;
  const made = await app.post('/admin/gift-cards', {
    token,
    body: { amount, currency: 'USD', ...more },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

const gifts = new Map<string, { amount: number; key: string }>();

async function credit(userId: string, amount: number): Promise<Answer> {
  const key = newId('key');
  gifts.set(userId, { amount, key });
  return app.post(`/admin/users/${userId}/credit`, {
    token: shop.adminToken,
    key,
    body: { amount, currency: 'USD', reason: 'sorry for the wait' },
  });
}

/** The first gift of a person once more under its key, of which no reply was kept. */
async function repeatUnheard(userId: string, first: Answer): Promise<Answer> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    await client.query('delete from credit.idempotency_reply');
    await client.query('delete from credit.idempotency');
  } finally {
    await client.end();
  }
  const { amount, key } = gifts.get(userId) ?? {};
  const body = { amount, currency: first.body.currency, reason: 'sorry for the wait' };
  const token = shop.adminToken;
  return app.post(`/admin/users/${userId}/credit`, { token, key: String(key), body });
}

const lookUp = (code: string) => app.post('/gift-cards/lookup', { body: { code } });
const left = async (code: string) => (await lookUp(code)).body.balance as number;

async function open(buyer: Shopper): Promise<{ checkoutId: string; total: number }> {
  return openCheckout(app, buyer, [product]);
}

const CARD = { paymentMethod: 'CARD', paymentToken: 'tok_visa' };

function payParts(
  buyer: Shopper,
  checkoutId: string,
  of: { parts: object[]; key?: string; paymentMethod?: string; paymentToken?: string },
): Promise<Answer> {
  const { key = newId('key'), ...body } = of;
  return app.post(`/checkout/${checkoutId}/pay`, { token: buyer.token, key, body });
}

const cents = (amount: number) => Math.round(amount * 100);

async function paymentsOf(checkoutId: string) {
  const { payments } = await app.host.client(paymentsCalls).ofCheckout({ checkoutId });
  return payments.map((one) => [one.method, one.status, one.captured_minor, one.refunded_minor]);
}

test('a card: its code is told once, read in many forms, and nothing else opens it', async () => {
  const made = await card(25, { note: 'a prize' });
  assert.match(made.code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.equal(made.last4, made.code.slice(-4));
  const typed = ` ${made.code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `;
  const seen = await lookUp(typed);
  assert.deepEqual([seen.status, seen.body.balance, seen.body.last4], [200, 25, made.last4]);
  for (const code of ['x', '0000-0000-0000-0000', `${made.code}0`, made.code.slice(0, 18)]) {
    const wrong = await lookUp(code);
    assert.deepEqual([wrong.status, wrong.body.code], [404, 'gift-card-not-found'], code);
  }
  const { body } = await app.get('/admin/gift-cards', { token: shop.adminToken });
  assert.deepEqual(body.data[0].note, 'a prize');
  assert.ok(!JSON.stringify(body).includes(made.code));
  const issue = (more: object, token = shop.adminToken) =>
    app.post('/admin/gift-cards', { token, body: { amount: 5, currency: 'USD', ...more } });
  assert.equal((await issue({ amount: 5.001 })).status, 422);
  assert.equal((await issue({ amount: 0 })).status, 422);
  assert.equal((await issue({ currency: 'XXX' })).status, 422);
  assert.equal((await issue({ expiresAt: '2020-01-01T00:00:00Z' })).status, 422);
  assert.equal((await issue({}, shop.sellerToken)).status, 403);
});

test('a card whose reply was lost: the same key tells the same card and code again', async () => {
  const key = newId('key');
  const issue = (more: object = {}, token = shop.adminToken) =>
    app.post('/admin/gift-cards', { token, key, body: { amount: 12, currency: 'USD', ...more } });
  const all = await Promise.all(Array.from({ length: 4 }, () => issue()));
  for (const one of all) assert.equal(one.status, 201, JSON.stringify(one.body));
  assert.equal(new Set(all.map(({ body }) => `${body.cardId} ${body.code}`)).size, 1);
  const [first] = all;
  assert.equal(await left(first?.body.code), 12);
  assert.equal((await issue({ amount: 13 })).body.code, 'idempotency-key-reused');
  const other = await card(12);
  assert.notEqual(other.code, first?.body.code);
  const { body } = await app.get('/admin/gift-cards', { token: shop.adminToken });
  const cards = body.data.filter((one: Body) => one.cardId === first?.body.cardId);
  assert.equal(cards.length, 1);
});

test('cards of a demo world: by the code that everybody knows, once', async () => {
  const { import: importCards } = app.host.client(creditCalls);
  const demo = { code: 'DEMO-GIFT-CARD-2026', amount_minor: 10_000, currency: 'USD' };
  const cards = [{ ...demo, accountId: newId('gft') }];
  assert.deepEqual(await importCards({ cards }), { imported: 1 });
  assert.deepEqual(await importCards({ cards }), { imported: 0 });
  assert.equal(await left('demo gift card 2026'), 100);
});

test('store credit: given, redeemed from a card once, and seen by its owner alone', async () => {
  const buyer = await shop.shopper();
  const given = await credit(buyer.userId, 10);
  assert.deepEqual([given.status, given.body.balance], [201, 10]);
  assert.equal((await credit(newId('usr'), 10)).status, 404);
  // A reply of the commit that was lost leaves the key free: the request comes again.
  const again = await repeatUnheard(buyer.userId, given);
  assert.deepEqual([again.status, again.body.balance], [201, 10]);
  const mine = await app.get('/me/credit', { token: buyer.token });
  assert.deepEqual(mine.body.accounts, [{ currency: 'USD', balance: 10, available: 10 }]);
  assert.deepEqual(
    mine.body.data.map((one: Body) => [one.kind, one.amount, one.reason]),
    [['issue', 10, 'sorry for the wait']],
  );
  const other = await shop.shopper();
  const theirs = await app.get('/me/credit', { token: other.token });
  assert.deepEqual([theirs.body.accounts, theirs.body.data], [[], []]);
});

test('a card pays a part, the rest is charged, and cancelling gives each its own', async () => {
  const buyer = await shop.shopper();
  const { code } = await card(8);
  const { checkoutId, total } = await open(buyer);
  const key = newId('key');
  const of = { ...CARD, parts: [{ method: 'GIFT_CARD', code }], key };
  const paid = await payParts(buyer, checkoutId, of);
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.deepEqual((await payParts(buyer, checkoutId, of)).body, paid.body);
  assert.equal(await left(code), 0);
  assert.deepEqual(await paymentsOf(checkoutId), [
    ['CARD', 'CAPTURED', cents(total) - 800, 0],
    ['GIFT_CARD', 'CAPTURED', 800, 0],
  ]);
  const { orderId } = paid.body;
  const cancel = await app.post(`/orders/${orderId}/cancel`, {
    token: buyer.token,
    key: newId('key'),
    body: {},
  });
  assert.ok(cancel.status < 300, JSON.stringify(cancel.body));
  const end = performance.now() + 60_000;
  while ((await left(code)) !== 8) {
    assert.ok(performance.now() < end, 'the card has its money back');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await assertTrue(app.databaseUrl);
  assert.deepEqual(await paymentsOf(checkoutId), [
    ['CARD', 'REFUNDED', cents(total) - 800, cents(total) - 800],
    ['GIFT_CARD', 'REFUNDED', 800, 800],
  ]);
});

test('money that comes back to a card that has run out can be spent again', async () => {
  const buyer = await shop.shopper();
  const { code, cardId } = await card(8);
  const { checkoutId } = await open(buyer);
  const paid = await payParts(buyer, checkoutId, {
    ...CARD,
    parts: [{ method: 'GIFT_CARD', code }],
  });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  const over = `update credit.gift_card set expires_at = now() - interval '1 day'
    where account_id = $1`;
  await client.query(over, [cardId]);
  assert.equal((await lookUp(code)).body.code, 'gift-card-expired');
  await app.post(`/orders/${paid.body.orderId}/cancel`, {
    token: buyer.token,
    key: newId('key'),
    body: {},
  });
  const end = performance.now() + 60_000;
  while ((await left(code)) !== 8) {
    assert.ok(performance.now() < end, 'the card has its money back, and can be used');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await client.end();
});

test('a card and store credit cover all of it, and nothing outside is asked', async () => {
  const buyer = await shop.shopper();
  await credit(buyer.userId, 100);
  const { code } = await card(5);
  const { checkoutId, total } = await open(buyer);
  const parts = [{ method: 'GIFT_CARD', code, amount: 3 }, { method: 'STORE_CREDIT' }];
  const paid = await payParts(buyer, checkoutId, { parts });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.deepEqual(await paymentsOf(checkoutId), [
    ['GIFT_CARD', 'CAPTURED', 300, 0],
    ['STORE_CREDIT', 'CAPTURED', cents(total) - 300, 0],
  ]);
  assert.equal(await left(code), 2);
  const mine = await app.get('/me/credit', { token: buyer.token });
  assert.equal(cents(mine.body.accounts[0].available), 10_000 - (cents(total) - 300));
});

test('refunds: outside first, then the credit, exact and once per key', async () => {
  const buyer = await shop.shopper();
  const { code } = await card(10);
  const { checkoutId, total } = await open(buyer);
  const paid = await payParts(buyer, checkoutId, {
    ...CARD,
    parts: [{ method: 'GIFT_CARD', code }],
  });
  assert.equal(paid.status, 200);
  const payments = app.host.client(paymentsCalls);
  const { payments: made } = await payments.ofCheckout({ checkoutId });
  const { orderId } = paid.body;
  const paymentId = made[0]?.paymentId ?? '';
  const refund = (amount: number, key: string, whole = true) => {
    const wish = { checkoutId, paymentId, key, orderId, reason: 'test', whole };
    return payments.refund({ ...wish, amount_minor: cents(amount) });
  };
  const outside = total - 10;
  await refund(5, 'a');
  assert.equal(await left(code), 0);
  const tooMuch = await refund(total, 'b');
  assert.equal('code' in tooMuch && tooMuch.code, 'refund-too-high');
  const done = await refund(outside, 'c');
  assert.deepEqual('amount_minor' in done && done.amount_minor, cents(outside));
  assert.deepEqual(await refund(outside, 'c'), done);
  assert.equal(await left(code), 5);
  const statusOf = async () =>
    (await app.get(`/orders/${orderId}`, { token: buyer.token })).body.paymentStatus;
  assert.equal(await statusOf(), 'CAPTURED');
  await refund(5, 'd');
  assert.equal(await left(code), 10);
  const end = performance.now() + 60_000;
  while ((await statusOf()) !== 'REFUNDED') {
    assert.ok(performance.now() < end, 'the order is refunded with the last part');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

test('a decline outside gives the credit up, and another try takes it', async () => {
  const buyer = await shop.shopper();
  const { code } = await card(10);
  const { checkoutId, total } = await open(buyer);
  const parts = [{ method: 'GIFT_CARD', code }];
  const no = await payParts(buyer, checkoutId, { ...CARD, paymentToken: 'tok_declined', parts });
  assert.deepEqual([no.status, no.body.code], [402, 'payment-declined']);
  assert.equal(await left(code), 10);
  const yes = await payParts(buyer, checkoutId, { ...CARD, parts });
  assert.equal(yes.status, 200, JSON.stringify(yes.body));
  assert.equal(await left(code), 0);
  const captured = (await paymentsOf(checkoutId)).filter((one) => one[1] === 'CAPTURED');
  assert.deepEqual(captured, [
    ['CARD', 'CAPTURED', cents(total) - 1_000, 0],
    ['GIFT_CARD', 'CAPTURED', 1_000, 0],
  ]);
});

test('an unknown outcome keeps the credit aside until it is known, either way', async () => {
  const outcomes = [
    { paymentToken: 'tok_timeout_success', status: 'CONFIRMED', now: 0 },
    { paymentToken: 'tok_timeout_declined', status: 'FAILED', now: 10 },
  ];
  for (const { paymentToken, status, now } of outcomes) {
    const buyer = await shop.shopper();
    const { code } = await card(10);
    const { checkoutId } = await open(buyer);
    const parts = [{ method: 'GIFT_CARD', code }];
    const slow = await payParts(buyer, checkoutId, { ...CARD, paymentToken, parts });
    assert.equal(slow.status, 202, JSON.stringify(slow.body));
    assert.equal(await left(code), 0);
    await orderOnce(app, buyer, { orderId: slow.body.orderId, status });
    const end = performance.now() + 60_000;
    while ((await left(code)) !== now) {
      assert.ok(performance.now() < end, paymentToken);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

test('money after a decline is only a part: it goes back, and a new try pays', async () => {
  await app.post('//sandbox/faults', { body: { late_ms: 200 } });
  const buyer = await shop.shopper();
  const { code } = await card(10);
  const { checkoutId, total } = await open(buyer);
  const parts = [{ method: 'GIFT_CARD', code }];
  const late = { ...CARD, paymentToken: 'tok_late_success', parts };
  const no = await payParts(buyer, checkoutId, late);
  await app.post('//sandbox/faults', { body: {} });
  assert.equal(no.status, 402, JSON.stringify(no.body));
  const end = performance.now() + 60_000;
  const rest = cents(total) - 1_000;
  const back = () => paymentsOf(checkoutId).then((all) => all.some((one) => one[3] === rest));
  while (!(await back())) {
    assert.ok(performance.now() < end, JSON.stringify(await paymentsOf(checkoutId)));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(await left(code), 10);
  const yes = await payParts(buyer, checkoutId, { ...CARD, parts });
  assert.equal(yes.status, 200, JSON.stringify(yes.body));
  assert.equal(await left(code), 0);
});

test('leaving, or coming back with less credit, takes nothing', async () => {
  const buyer = await shop.shopper();
  await credit(buyer.userId, 5);
  const { checkoutId } = await open(buyer);
  const of = { ...CARD, parts: [{ method: 'STORE_CREDIT', amount: 6 }] };
  const no = await payParts(buyer, checkoutId, of);
  assert.deepEqual([no.status, no.body.declineCode], [402, 'credit-too-low']);
  const short = await payParts(buyer, checkoutId, { parts: [{ method: 'STORE_CREDIT' }] });
  assert.deepEqual([short.status, short.body.declineCode], [402, 'rest-unpaid']);
  const left204 = await app.send('DELETE', `/checkout/${checkoutId}`, {
    token: buyer.token,
    key: newId('key'),
  });
  assert.equal(left204.status, 204);
  const mine = await app.get('/me/credit', { token: buyer.token });
  assert.deepEqual(mine.body.accounts, [{ currency: 'USD', balance: 5, available: 5 }]);
});

test('what cannot be is refused before anything happens', async () => {
  const buyer = await shop.shopper();
  const { code } = await card(500);
  const { checkoutId } = await open(buyer);
  const gift = { method: 'GIFT_CARD', code };
  const refused = async (of: Parameters<typeof payParts>[2], status: number, name?: string) => {
    const answer = await payParts(buyer, checkoutId, of);
    assert.equal(answer.status, status, JSON.stringify(answer.body));
    if (name) assert.equal(answer.body.code, name);
  };
  await refused({ parts: [] }, 422);
  await refused({ parts: [{ ...gift, amount: 400 }] }, 422, 'validation-failed');
  await refused({ parts: [{ ...gift, amount: 1.001 }] }, 422, 'amount-precision');
  await refused({ parts: [gift, gift] }, 422, 'validation-failed');
  await refused({ parts: [{ method: 'GIFT_CARD', code: 'nope' }] }, 404, 'gift-card-not-found');
  await refused({ parts: [gift], paymentMethod: 'CARD' }, 422, 'validation-failed');
  const door = { paymentMethod: 'COD', paymentToken: 'cod', parts: [{ ...gift, amount: 1 }] };
  await refused(door, 422, 'payment-method-unavailable');
  const euros = await card(5, { currency: 'EUR' });
  const inEuros = { method: 'GIFT_CARD', code: euros.code };
  await refused({ parts: [inEuros] }, 409, 'gift-card-currency');
  const bare = await app.post(`/checkout/${checkoutId}/pay`, {
    token: buyer.token,
    key: newId('key'),
    body: {},
  });
  assert.equal(bare.status, 422);
  assert.equal(await left(code), 500);
});

test('30 spends of one card at once never take more than it has', async () => {
  const { code } = await card(50);
  const buyers = await Promise.all(Array.from({ length: 30 }, () => shop.shopper()));
  const opened = await Promise.all(
    buyers.map(async (buyer) => ({ buyer, ...(await open(buyer)) })),
  );
  const parts = [{ method: 'GIFT_CARD', code, amount: 7 }];
  const answers = await Promise.all(
    opened.map(({ buyer, checkoutId }) => payParts(buyer, checkoutId, { ...CARD, parts })),
  );
  const count = (status: number) => answers.filter((one) => one.status === status).length;
  assert.deepEqual([count(200), count(402)], [7, 23]);
  assert.equal(await left(code), 1);
});

test('a card becomes store credit once, however often at once', async () => {
  const { code } = await card(12);
  const email = `redeem-${newId('x').slice(-8)}@example.test`;
  const body = { email, password: 'a long enough pass phrase', name: 'Ada' };
  const made = await app.post('/auth/register', { body });
  assert.ok(made.status < 300, JSON.stringify(made.body));
  const login = { email, password: body.password };
  const { body: session } = await app.post('/auth/login', { body: login });
  const token = (session.accessToken ?? made.body.accessToken) as string;
  const redeem = () => app.post('/gift-cards/redeem', { token, key: newId('key'), body: { code } });
  const answers = await Promise.all(Array.from({ length: 10 }, redeem));
  const won = answers.filter((one) => one.status === 200);
  assert.equal(won.length, 1, JSON.stringify(answers.map((one) => one.body)));
  assert.deepEqual(won[0]?.body, { amount: 12, balance: 12, currency: 'USD' });
  assert.equal(await left(code), 0);
});

test('all of it agrees with payments, orders and the books', async () => {
  await assertTrue(app.databaseUrl);
});
