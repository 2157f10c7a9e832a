// From a token to an order: the unit is theirs until its time is over, at the sale's price, and
// goes back to the line when it is not bought.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openShop, startApp } from '../../test/app.ts';
import { assertTrue, initiate, leave, ownAddress, pay } from '../../test/buyer.ts';
import {
  claim,
  deskOf,
  join,
  markWhen,
  person,
  until,
  type Person,
  type Rig,
} from '../../test/sale.ts';

let rig: Rig;

before(async () => {
  const app = await startApp({ config: { ...(await ownAddress()), gatewayTimeout_ms: 2_000 } });
  const shop = await openShop(app);
  rig = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
});

after(async () => {
  await rig?.sql.end();
  await rig?.app.stop();
});

/** A sale that runs, with everybody of the crowd let in, and a token for each. */
async function running(of: {
  units: number;
  crowd: number;
  plan?: Record<string, unknown>;
}): Promise<{ saleId: string; variantId: string; crowd: (Person & { tokenId: string })[] }> {
  const desk = deskOf(rig);
  const { variantId } = await rig.shop.product({ stock: 20 });
  const plan = of.plan ?? {};
  const saleId = await desk.announced({ items: [{ variantId, quantity: of.units }], plan });
  await desk.act(saleId, 'pre-queue');
  const crowd = await Promise.all(Array.from({ length: of.crowd }, () => person(rig)));
  await Promise.all(crowd.map((one) => join(rig, saleId, one)));
  await desk.act(saleId, 'start');
  await markWhen(rig, saleId, (mark) => mark.released === of.crowd);
  const claims = crowd.map((by) => claim(rig, saleId, { by, variantId }));
  const tokens = await Promise.all(claims);
  return {
    saleId,
    variantId,
    crowd: crowd.map((one, at) => ({ ...one, tokenId: String(tokens[at]?.body.tokenId) })),
  };
}

const open = (one: Person & { tokenId: string }) => initiate(rig.app, one, { cartId: one.tokenId });

test('a token becomes an order at the sale’s price, once, and the books are right', async () => {
  const { saleId, crowd } = await running({ units: 3, crowd: 2 });
  const [buyer, thief] = crowd as [(typeof crowd)[0], (typeof crowd)[0]];
  const stolen = await initiate(rig.app, thief, { cartId: buyer.tokenId });
  assert.deepEqual([stolen.status, stolen.body.code], [409, 'sale-token-not-valid']);
  const opened = await open(buyer);
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  assert.equal(opened.body.subtotal, 10);
  assert.equal(opened.body.items[0].unitPrice, 10);
  const left_s = (Date.parse(opened.body.expiresAt) - Date.parse(opened.body.serverTime)) / 1_000;
  assert.ok(left_s > 290 && left_s < 302, `a clock of its own: ${left_s}`);
  const { checkoutId } = opened.body;
  assert.equal((await open(buyer)).body.checkoutId, checkoutId, 'a repeat is the same checkout');
  const key = 'extend-once';
  const longer = await rig.app.post(`/checkout/${checkoutId}/extend`, { token: buyer.token, key });
  assert.deepEqual([longer.status, longer.body.code], [409, 'extensions-used-up']);
  const paid = await pay(rig.app, buyer, { checkoutId });
  assert.deepEqual([paid.status, paid.body.status], [200, 'CONFIRMED'], JSON.stringify(paid.body));
  assert.equal((await open(buyer)).status, 409, 'single use');
  await markWhen(rig, saleId, (mark) => mark.sold === 1 && mark.held === 1);
  const token = await rig.app.get(`/flash-sales/${saleId}/token`, { token: buyer.token });
  assert.equal(token.body.state, 'SOLD');
  await deskOf(rig).act(saleId, 'end');
  await rig.app.send('DELETE', `/flash-sales/${saleId}/token`, { token: thief.token });
  await until('the rest is back', async () => {
    const { body } = await rig.app.get(`/flash-sales/${saleId}/fairness`);
    return body.returned === 2 && body.sold === 1 && body.held === 0 ? true : undefined;
  });
  await assertTrue(rig.app.databaseUrl);
});

test('who leaves or is declined keeps the unit for its time; then the next has it', async () => {
  const { saleId, variantId, crowd } = await running({ units: 1, crowd: 1 });
  const [buyer] = crowd as [(typeof crowd)[0]];
  const next = await join(rig, saleId, await person(rig));
  const { checkoutId } = (await open(buyer)).body;
  const declined = await pay(rig.app, buyer, { checkoutId, paymentToken: 'tok_declined' });
  assert.equal(declined.status, 402);
  await leave(rig.app, buyer, checkoutId);
  const again = await open(buyer);
  assert.equal(again.status, 201, JSON.stringify(again.body));
  assert.notEqual(again.body.checkoutId, checkoutId);
  const waits = await claim(rig, saleId, { by: next, variantId });
  assert.deepEqual([waits.status, waits.body.code], [409, 'sale-not-yet']);
  const given = await rig.app.send('DELETE', `/flash-sales/${saleId}/token`, {
    token: buyer.token,
  });
  assert.equal(given.status, 204);
  // The checkout that is open has the unit, whatever the token says, until it ends.
  await leave(rig.app, buyer, again.body.checkoutId);
  await markWhen(rig, saleId, (mark) => mark.released === 2);
  assert.equal((await open(buyer)).body.code, 'sale-token-not-valid');
  const theirs = await claim(rig, saleId, { by: next, variantId });
  assert.equal(theirs.status, 200, JSON.stringify(theirs.body));
  const bought = await open({ ...next, tokenId: theirs.body.tokenId });
  const paid = await pay(rig.app, next, { checkoutId: bought.body.checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
});

test('one address has no more than the sale allows, however it is written', async () => {
  const { crowd } = await running({ units: 4, crowd: 3, plan: { perAddress: 2 } });
  for (const [at, one] of crowd.entries()) {
    const line1 = ['12 Main St', '12, main st.', '12 MAIN ST'][at];
    await rig.sql.query('update identity.address set line1 = $2 where user_id = $1', [
      one.userId,
      line1,
    ]);
  }
  const answers = [];
  for (const one of crowd) answers.push(await open(one));
  assert.deepEqual(
    answers.map(({ status, body }) => (status === 201 ? 'open' : `${body.code} ${body.max}`)),
    ['open', 'open', 'sale-address-limit 2'],
  );
});

test('what is not used in time is offered to the next; nobody has to do anything', async () => {
  const { saleId, variantId, crowd } = await running({ units: 2, crowd: 2 });
  const [sleeper, shopper] = crowd as [(typeof crowd)[0], (typeof crowd)[0]];
  const late = [
    await join(rig, saleId, await person(rig)),
    await join(rig, saleId, await person(rig)),
  ];
  assert.equal((await open(shopper)).status, 201);
  await rig.sql.query(
    `update flash.token set expires_at = now(), check_at = now() where sale_id = $1`,
    [saleId],
  );
  await rig.sql.query(
    `update inventory.reservation set expires_at = now() where saga_id in (
       select saga_id from inventory.sale_unit where token_id = $1)`,
    [shopper.tokenId],
  );
  await markWhen(rig, saleId, (mark) => mark.released === 4);
  for (const by of late) {
    const answer = await claim(rig, saleId, { by, variantId });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  }
  assert.equal((await open(sleeper)).body.code, 'sale-token-not-valid');
  assert.equal((await open(shopper)).body.code, 'sale-token-not-valid');
});
