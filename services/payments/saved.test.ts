// Ways to pay that people keep, in the whole app, and that a card number has no place anywhere:
// not in the database, not in a log line.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { assertTrue, openCheckout, ownAddress } from '../../test/buyer.ts';

let app: App;
let shop: Shop;
let sql: pg.Client;
const lines: string[] = [];
const password = 'a long enough pass phrase';

before(async () => {
  const config = { ...(await ownAddress()), gatewayTimeout_ms: 2_000 };
  app = await startApp({ config, logTo: (line) => void lines.push(line) });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

async function account() {
  const [userId, addressId] = [newId('usr'), newId('addr')];
  const email = `${userId.slice(-12)}@example.test`;
  const address = {
    addressId,
    name: 'Ada',
    line1: '12 Main Street',
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  };
  const user = { userId, email, name: 'Ada', password, roles: [], addresses: [address] };
  await app.host.client(identityCalls).import({ users: [user] } as never);
  const login = await app.post('/auth/login', { body: { email, password } });
  return { userId, addressId, token: login.body.accessToken as string };
}

type Person = Awaited<ReturnType<typeof account>>;

async function payWith(buyer: Person, body: object, checkoutId?: string) {
  const product = checkoutId ? undefined : await shop.product({ stock: 3 });
  const id = checkoutId ?? (await openCheckout(app, buyer, product ? [product] : [])).checkoutId;
  const answer = await app.post(`/checkout/${id}/pay`, {
    token: buyer.token,
    key: newId('key'),
    body: { paymentMethod: 'CARD', ...body },
  });
  return { ...answer, checkoutId: id };
}

interface Kept {
  methodId: string;
  isDefault: boolean;
  last4: string;
  brand: string;
}

async function keptBy({ token }: Pick<Person, 'token'>): Promise<Kept[]> {
  const answer = await app.get('/me/payment-methods', { token });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.ok(!JSON.stringify(answer.body).includes('tok_'), 'a token is no answer');
  return answer.body.paymentMethods;
}

const save = (paymentToken: string) => ({ paymentToken, savePaymentMethod: true });

test('kept with the payment, paid with again, made the default, removed', async () => {
  const buyer = await account();
  assert.deepEqual(await keptBy(buyer), []);
  const first = await payWith(buyer, save('tok_visa'));
  assert.equal(first.status, 200, JSON.stringify(first.body));
  const [visa, ...none] = await keptBy(buyer);
  assert.ok(visa && none.length === 0);
  assert.deepEqual([visa.brand, visa.last4, visa.isDefault], ['visa', '4242', true]);
  const again = await payWith(buyer, { paymentToken: visa.methodId });
  assert.equal(again.status, 200, JSON.stringify(again.body));
  // The same card once more is the same way to pay.
  assert.equal((await payWith(buyer, save('tok_visa'))).status, 200);
  assert.equal((await keptBy(buyer)).length, 1);
  assert.equal((await payWith(buyer, save('tok_error_success'))).status, 202);
  await sql.query(`update payments.save_wish set at = now() - interval '1 hour'`);
  const end = performance.now() + 60_000;
  while ((await keptBy(buyer)).length < 2) {
    assert.ok(performance.now() < end, 'what was paid without a reply was not kept');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const other = (await keptBy(buyer)).find((one) => one.methodId !== visa.methodId);
  assert.ok(other);
  const { token } = buyer;
  const put = await app.send('PUT', `/me/payment-methods/${other.methodId}/default`, { token });
  assert.equal(put.status, 200);
  const chosen = (await keptBy(buyer)).map((one) => [one.methodId, one.isDefault]);
  assert.deepEqual(chosen, [
    [other.methodId, true],
    [visa.methodId, false],
  ]);
  const gone = await app.send('DELETE', `/me/payment-methods/${other.methodId}`, { token });
  assert.equal(gone.status, 204);
  assert.deepEqual(
    (await keptBy(buyer)).map((one) => [one.methodId, one.isDefault]),
    [[visa.methodId, true]],
  );
  const path = `/me/payment-methods/${other.methodId}/restore`;
  const back = await app.post(path, { token });
  assert.deepEqual([back.status, back.body.paymentMethods[0]?.methodId], [200, other.methodId]);
  assert.equal((await app.post(path, { token })).status, 404);
  assert.equal((await app.send('DELETE', path.replace('/restore', ''), { token })).status, 204);
  const refused = await payWith(buyer, { paymentToken: other.methodId });
  assert.deepEqual([refused.status, refused.body.code], [404, 'payment-method-not-found']);
});

test('without a default the one used last is first; what is removed goes in a minute', async () => {
  const buyer = await account();
  for (const paymentToken of ['tok_visa', 'tok_mastercard']) {
    assert.equal((await payWith(buyer, save(paymentToken))).status, 200);
  }
  const order = async () => (await keptBy(buyer)).map((one) => one.brand);
  assert.deepEqual(await order(), ['mastercard', 'visa']);
  const visa = (await keptBy(buyer)).find((one) => one.brand === 'visa');
  assert.ok(visa);
  assert.equal((await payWith(buyer, { paymentToken: visa.methodId })).status, 200);
  assert.deepEqual(await order(), ['visa', 'mastercard']);
  const { token } = buyer;
  const gone = await app.send('DELETE', `/me/payment-methods/${visa.methodId}`, { token });
  assert.equal(gone.status, 204);
  const rows = async () =>
    (await sql.query('select from payments.saved_method where user_id = $1', [buyer.userId])).rows;
  assert.equal((await rows()).length, 2, 'it can be put back');
  await sql.query(`update jobs._private_jobs set run_at = now() where key like '%:' || $1`, [
    visa.methodId,
  ]);
  const end = performance.now() + 60_000;
  while ((await rows()).length > 1) {
    assert.ok(performance.now() < end, 'what was removed is still there');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const late = await app.post(`/me/payment-methods/${visa.methodId}/restore`, { token });
  assert.deepEqual([late.status, late.body.code], [404, 'payment-method-not-found']);
});

test('what is declined, and what a guest pays with, is not kept', async () => {
  const buyer = await account();
  assert.equal((await payWith(buyer, save('tok_declined'))).status, 402);
  assert.deepEqual(await keptBy(buyer), []);
  const guest = await shop.shopper();
  assert.equal((await payWith(guest, save('tok_visa'))).status, 200);
  const { rows } = await sql.query('select from payments.saved_method where user_id = $1', [
    guest.userId,
  ]);
  assert.equal(rows.length, 0);
});

test('somebody else’s way to pay is not found, by every route, and the hold stays', async () => {
  const [owner, thief] = [await account(), await account()];
  await payWith(owner, save('tok_visa'));
  const [{ methodId } = { methodId: '' }] = await keptBy(owner);
  const tried = await payWith(thief, { paymentToken: methodId });
  assert.deepEqual([tried.status, tried.body.code], [404, 'payment-method-not-found']);
  const { token } = thief;
  for (const paymentToken of ['tok_visa', 'tok_mastercard']) {
    await payWith(thief, save(paymentToken));
  }
  const own = (await keptBy(thief)).at(-1)?.methodId ?? '';
  await app.send('PUT', `/me/payment-methods/${own}/default`, { token });
  for (const [verb, path] of [
    ['PUT', `/me/payment-methods/${methodId}/default`],
    ['DELETE', `/me/payment-methods/${methodId}`],
    ['POST', `/me/payment-methods/${methodId}/restore`],
  ] as const) {
    assert.equal((await app.send(verb, path, { token })).status, 404, path);
  }
  assert.equal((await keptBy(thief))[0]?.methodId, own, 'their own default stands');
  assert.equal((await keptBy(owner)).length, 1);
  // Nothing was attempted: the same checkout is paid with another card.
  const done = await payWith(thief, { paymentToken: 'tok_visa' }, tried.checkoutId);
  assert.equal(done.status, 200, JSON.stringify(done.body));
});

test('in the export of the person, without the token, and gone with the account', async () => {
  const buyer = await account();
  await payWith(buyer, save('tok_visa'));
  const { token } = buyer;
  const found = await app.get('/me/export', { token });
  const text = JSON.stringify(found.body);
  assert.ok(text.includes('payment-method') && text.includes('4242'), text.slice(0, 300));
  // Somebody with nothing under way: they may go, and what they keep goes with them.
  const leaver = await account();
  await sql.query(
    `insert into payments.saved_method (method_id, user_id, gateway, method, token, brand, last4)
     values ($1, $2, 'sandbox', 'CARD', 'tok_visa', 'visa', '4242')`,
    [newId('pmt'), leaver.userId],
  );
  assert.equal((await keptBy(leaver)).length, 1);
  const bye = { token: leaver.token, key: newId('key'), body: { currentPassword: password } };
  const done = await app.send('DELETE', '/me', bye);
  assert.ok(done.status < 300, JSON.stringify(done.body));
  const left = 'select from payments.saved_method where user_id = $1';
  const end = performance.now() + 60_000;
  while ((await sql.query(left, [leaver.userId])).rows.length > 0) {
    assert.ok(performance.now() < end, 'it is still there');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

test('a way to pay that gets no answers is told as that, and only that', async () => {
  const failing = async () => {
    const { status, body } = await app.get('/payment-methods');
    assert.equal(status, 200, JSON.stringify(body));
    const told = body.methods as { method: string; failing: boolean }[];
    assert.deepEqual(
      told.map(({ method }) => method),
      ['CARD', 'PAYPAL', 'UPI', 'COD'],
    );
    return told.filter((one) => one.failing).map(({ method }) => method);
  };
  assert.deepEqual(await failing(), []);
  const buyers = await Promise.all(Array.from({ length: 24 }, () => shop.shopper()));
  await Promise.all(buyers.map((buyer) => payWith(buyer, { paymentToken: 'tok_error_success' })));
  assert.deepEqual(await failing(), ['CARD']);
});

test('a card number is refused where people write, and found nowhere afterwards', async () => {
  const number = '4000056655665556';
  const spaced = '4000 0566 5566 5556';
  const buyer = await account();
  const { token } = buyer;
  const asToken = await payWith(buyer, { paymentToken: number });
  assert.equal(asToken.status, 422, JSON.stringify(asToken.body));
  assert.ok(!JSON.stringify(asToken.body).includes(number), 'the answer repeats it');
  const address = {
    name: 'Ada',
    line1: `card ${spaced}`,
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  };
  const place = await app.post('/me/addresses', { token, body: address });
  assert.equal(place.status, 422, JSON.stringify(place.body));
  const headers = { 'if-match': '"1"' };
  const named = await app.send('PATCH', '/me', { token, headers, body: { name: number } });
  assert.equal(named.status, 422, JSON.stringify(named.body));
  const { productId } = await shop.product({ stock: 1 });
  const question = { token, key: newId('key'), body: { text: `is it paid by ${spaced} then?` } };
  const asked = await app.post(`/products/${productId}/questions`, question);
  assert.equal(asked.status, 422, JSON.stringify(asked.body));
  // What nobody reckoned with: in a place for other things.
  await app.get(`/products?q=${encodeURIComponent(spaced)}`);
  await app.post('/auth/login', { body: { email: `${number}@example.test`, password: number } });
  await app.post(`/checkout/${number}/pay`, { token, key: newId('key'), body: {} });
  // Something that is told in the log, so that there is something to look through.
  await payWith(buyer, { paymentToken: 'tok_wrong_amount' });
  assert.deepEqual(await tablesWith([number, spaced]), []);
  const digits = lines.map((line) => line.replaceAll(/(?<=\d)[ -](?=\d)/g, ''));
  assert.deepEqual(
    digits.filter((line) => line.includes(number)),
    [],
  );
  assert.ok(lines.length > 0, `${lines.length} log lines`);
  await assertTrue(app.databaseUrl);
});

/** Tables that hold one of these texts in any column. */
async function tablesWith(texts: string[]): Promise<string[]> {
  const { rows } = await sql.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  assert.ok(rows.length > 50, 'there are tables to look through');
  const found: string[] = [];
  for (const { name } of rows) {
    const like = texts.map((text) => `%${text}%`);
    const text = `select from ${name} t where t::text like any($1) limit 1`;
    const hit = await sql.query(text, [like]);
    if (hit.rows.length > 0) found.push(name);
  }
  return found;
}
