// Sending an order elsewhere over HTTP: within its region, while nothing is picked, and never
// while it is being shipped. Every invariant is asked at the end.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openReturns, type Body, type Buyer } from '../../test/returns.ts';

const { app, shop, db, kit, close } = await openReturns();
after(close);

const home = { name: 'Ada Moor', line1: '12 Hill Street', city: 'New York', state: 'NY' };

async function addressOf(buyer: Buyer, more: object): Promise<string> {
  const body = { ...home, postalCode: '10001', country: 'US', ...more };
  return kit.ok(await app.post('/me/addresses', { token: buyer.token, body })).addressId;
}

const change = (buyer: Buyer, orderId: string, addressId: string) =>
  app.post(`/orders/${orderId}/address`, {
    token: buyer.token,
    key: newId('key'),
    body: { addressId },
  });

async function bought(): Promise<{ buyer: Buyer; orderId: string; before: Body }> {
  const buyer = await shop.shopper();
  const { orderId } = await kit.buy(buyer, [await shop.product({ stock: 5, price: 20 })]);
  const before = kit.ok(await app.get(`/orders/${orderId}`, { token: buyer.token }));
  return { buyer, orderId, before };
}

const pick = (orderId: string) =>
  app.post(`/seller/orders/${orderId}/pick`, { token: shop.sellerToken });

test('to another street of the same region; bill and total stay, the seller sees it', async () => {
  const { buyer, orderId, before } = await bought();
  const { state, country } = before.shippingAddress;
  const addressId = await addressOf(buyer, { line1: '3 Lake Road', state, country });
  const after = kit.ok(await change(buyer, orderId, addressId));
  assert.equal(after.shippingAddress.line1, '3 Lake Road');
  assert.deepEqual([after.total, after.billingAddress], [before.total, before.billingAddress]);
  const seen = kit.ok(await app.get(`/seller/orders/${orderId}`, { token: shop.sellerToken }));
  assert.equal(seen.shipTo.line1, '3 Lake Road');
  kit.ok(await change(buyer, orderId, addressId));
  const { rows } = await db.query(
    'select changed, actor from orders.address_change where order_id = $1',
    [orderId],
  );
  assert.equal(rows.length, 1, 'a repeat changes nothing');
  assert.ok(rows[0].changed.includes('line1') && !JSON.stringify(rows).includes('Lake'));
  const told = await db.query(
    `select count(*)::int as count from orders.outbox
     where type = 'ORDER_ADDRESS_CHANGED' and payload->>'orderId' = $1`,
    [orderId],
  );
  assert.equal(told.rows[0].count, 1);
});

test('another state, a stranger, another person’s address: refused with the reason', async () => {
  const { buyer, orderId, before } = await bought();
  const state = before.shippingAddress.state === 'CA' ? 'TX' : 'CA';
  const far = await change(buyer, orderId, await addressOf(buyer, { state }));
  assert.deepEqual(
    [far.status, far.body.code, far.body.reason],
    [409, 'address-not-changeable', 'other-region'],
  );
  const other = await shop.shopper();
  const theirs = await addressOf(other, {});
  assert.equal((await change(buyer, orderId, theirs)).body.code, 'address-not-found');
  assert.equal((await change(other, orderId, theirs)).status, 404);
});

test('once it is picked it stays, also when both happen at once', async () => {
  for (let round = 0; round < 3; round += 1) {
    const { buyer, orderId, before } = await bought();
    const { state, country } = before.shippingAddress;
    const addressId = await addressOf(buyer, { line1: `${round} Lake Road`, state, country });
    const [changed, picked] = await Promise.all([change(buyer, orderId, addressId), pick(orderId)]);
    assert.equal(picked.status, 200);
    const now = kit.ok(await app.get(`/orders/${orderId}`, { token: buyer.token }));
    const isThere = now.shippingAddress.line1 === `${round} Lake Road`;
    assert.equal(isThere, changed.status === 200);
    const late = await change(buyer, orderId, await addressOf(buyer, { line1: '9', state }));
    assert.deepEqual(
      [late.body.code, late.body.reason],
      ['address-not-changeable', 'being-packed'],
    );
    const action = now.actions.find((one: Body) => one.action === 'change-address');
    assert.deepEqual([action.allowed, action.reason], [false, 'being-packed']);
  }
});
