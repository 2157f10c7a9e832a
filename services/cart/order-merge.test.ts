// Carts that are merged while they are being bought: what was ordered goes, the rest stays.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { assertTrue, initiate, orderOnce, ownAddress, pay } from '../../test/buyer.ts';

let app: App;
let shop: Shop;
let sql: pg.Client;

before(async () => {
  app = await startApp({ config: { ...(await ownAddress()), gatewayTimeout_ms: 2_000 } });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

const password = 'a long enough pass phrase';
type Goods = Awaited<ReturnType<Shop['product']>>;

async function account() {
  const [userId, addressId] = [newId('usr'), newId('addr')];
  const email = `${userId.slice(-12)}@example.test`;
  const place = { city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };
  const address = { addressId, name: 'Ada', line1: '1 Main Street', ...place };
  const user = { userId, email, name: 'Ada', password, roles: [], addresses: [address] };
  await app.host.client(identityCalls).import({ users: [user] } as never);
  const login = await app.post('/auth/login', { body: { email, password } });
  return { userId, email, addressId, token: login.body.accessToken as string };
}

/** Puts units into the caller's cart; its id. */
async function put(goods: Goods, quantity: number, token?: string): Promise<string> {
  const body = { ...goods, quantity };
  const added = await app.post('/cart/items', { body, ...(token ? { token } : {}) });
  assert.ok(added.status < 300, JSON.stringify(added.body));
  return added.body.cartId;
}

const unitsOf = async (token: string): Promise<Record<string, number>> => {
  const { body } = await app.get('/cart', { token });
  const lines: [string, number][] = body.items.map(
    (one: { variantId: string; quantity: number }) => [one.variantId, one.quantity],
  );
  return Object.fromEntries(lines);
};

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('lines merged into a cart whose checkout is open stay; ordered units go', async () => {
  const [mug, lamp] = [await shop.product({ stock: 9 }), await shop.product({ stock: 9 })];
  const ada = await account();
  const cartId = await put(mug, 2, ada.token);
  const checkout = await initiate(app, ada, { cartId });
  assert.equal(checkout.status, 201, JSON.stringify(checkout.body));
  const fromCartId = await put(mug, 1);
  const more = { body: { ...lamp, quantity: 3 }, headers: { 'x-cart-id': fromCartId } };
  await app.post('/cart/items', more);
  const merge = { token: ada.token, body: {}, headers: { 'x-cart-id': fromCartId } };
  const merged = await app.post('/cart/merge', merge);
  assert.equal(merged.status, 200, JSON.stringify(merged.body));
  assert.deepEqual(await unitsOf(ada.token), { [mug.variantId]: 3, [lamp.variantId]: 3 });
  const paid = await pay(app, ada, { checkoutId: checkout.body.checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  await until('the order has left the cart', async () => {
    return (await unitsOf(ada.token))[mug.variantId] !== 3;
  });
  assert.deepEqual(await unitsOf(ada.token), { [mug.variantId]: 1, [lamp.variantId]: 3 });
});

test('a cart merged while it is paid takes its order out of the other one, once', async () => {
  const [mug, lamp] = [await shop.product({ stock: 9 }), await shop.product({ stock: 9 })];
  const ada = await account();
  await put(mug, 1, ada.token);
  await put(lamp, 1, ada.token);
  const guest = await shop.shopper();
  const cartId = await put(mug, 2, guest.token);
  const { checkoutId } = (await initiate(app, guest, { cartId })).body;
  const bank = await pay(app, guest, { checkoutId, paymentToken: 'tok_3ds' });
  assert.equal(bank.status, 202, JSON.stringify(bank.body));
  // At the bank's page the guest remembers the account.
  const login = { token: guest.token, body: { email: ada.email, password } };
  const { accessToken } = (await app.post('/auth/login', login)).body;
  assert.deepEqual(await unitsOf(accessToken), { [mug.variantId]: 3, [lamp.variantId]: 1 });
  const approved = await app.post(`/${bank.body.actionUrl}/approve`, { body: {} });
  assert.equal(approved.status, 200);
  await orderOnce(app, guest, { orderId: bank.body.orderId, status: 'CONFIRMED' });
  await until('the order has left the cart', async () => {
    return (await unitsOf(accessToken))[mug.variantId] !== 3;
  });
  const left = { [mug.variantId]: 1, [lamp.variantId]: 1 };
  assert.deepEqual(await unitsOf(accessToken), left);
  // The same news under another id, as if the inbox had lost it.
  await sql.query(
    `insert into orders.outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
     select type, agg_type, agg_id, agg_version, saga_id, payload, metadata
     from orders.outbox where agg_id = $1 and type = 'ORDER_STATUS_CHANGED' limit 1`,
    [bank.body.orderId],
  );
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  assert.deepEqual(await unitsOf(accessToken), left);
  await sql.query(
    `delete from orders.outbox where agg_id = $1 and type = 'ORDER_STATUS_CHANGED'
       and position > (select min(position) from orders.outbox where agg_id = $1
         and type = 'ORDER_STATUS_CHANGED')`,
    [bank.body.orderId],
  );
  await assertTrue(app.databaseUrl);
});
