// Every class of break, made for real and found: what is certain is healed, the rest is told.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { sandboxCalls } from '#services/sandbox/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { openCheckout, pay, type Shopper } from '../../test/buyer.ts';
import { asOwner, breaksOf, runAll, strayCapture, type Owner } from '../../test/damage.ts';

let app: App;
let shop: Shop;
let owner: Owner;
let buyer: Shopper;

interface Bought {
  orderId: string;
  checkoutId: string;
  sagaId: string;
  paymentId: string;
  variantId: string;
}

/** An ordinary order of one unit; `stock` is what there was. */
async function buy(stock = 1): Promise<Bought> {
  const product = await shop.product({ stock, price: 20 });
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.body.status, 'CONFIRMED', JSON.stringify(paid.body));
  const { orders } = await app.host
    .client(ordersCalls)
    .ordersOf({ orderIds: [paid.body.orderId], checkoutIds: [] });
  const [order] = orders;
  assert.ok(order);
  const { orderId, sagaId, paymentId } = order;
  return { orderId, checkoutId, sagaId, paymentId, variantId: product.variantId };
}

async function payment(paymentId: string) {
  const asked = { paymentIds: [paymentId], checkoutIds: [] };
  const { payments } = await app.host.client(paymentsCalls).paymentsOf(asked);
  assert.ok(payments[0]);
  return payments[0];
}

const found = (query: string) => breaksOf(app, shop.adminToken, query);

/** The only break that fits. */
async function only(query: string) {
  const list = await found(query);
  assert.equal(list.length, 1, JSON.stringify(list));
  const [one] = list;
  assert.ok(one);
  return one;
}

describe('differences between rooms', () => {
  before(async () => {
    app = await startApp({ config: { gatewayTimeout_ms: 2_000, reconcileGrace_ms: 0 } });
    shop = await openShop(app);
    owner = await asOwner(app.databaseUrl);
    buyer = await shop.shopper();
  });
  after(async () => {
    await owner.end();
    await app.stop();
  });

  test('a shop that is well has none, and work in flight is none', async () => {
    await buy(2);
    const open = await openCheckout(app, buyer, [await shop.product({ stock: 1 })]);
    const run = await runAll(app, shop.adminToken);
    assert.equal(run.found, 0, JSON.stringify(run));
    assert.deepEqual(run.notes, []);
    assert.ok(run.looked >= 4, `${run.looked}`);
    assert.deepEqual(await found('state=open'), []);
    const left = await app.get(`/checkout/${open.checkoutId}`, { token: buyer.token });
    assert.equal(left.body.status, 'OPEN');
  });

  test('a hold without a purchase is released', async () => {
    const { variantId, productId } = await shop.product({ stock: 3 });
    const sagaId = newId('saga');
    const lines = [{ variantId, productId, quantity: 2 }];
    const shipTo = { country: 'US', postalCode: '10001' };
    const inventory = app.host.client(inventoryCalls);
    await inventory.hold({ sagaId, lines, ttl_ms: 3_600_000, shipTo });
    const listed = await app.get('/admin/ops/holds?orphan=true', { token: shop.adminToken });
    assert.deepEqual(
      listed.body.data.map((one: { sagaId: string }) => one.sagaId),
      [sagaId],
    );
    await runAll(app, shop.adminToken);
    const one = await only(`sagaId=${sagaId}`);
    assert.equal(one.class, 'hold-without-order');
    assert.equal(one.state, 'repaired');
    assert.match(one.action ?? '', /released/);
    const { items } = await inventory.availability({ variantIds: [variantId] });
    assert.equal(items[0]?.available, 3);
  });

  test('captured money without an order goes back by an ordinary refund, once', async () => {
    const paymentId = await strayCapture(app);
    await runAll(app, shop.adminToken);
    const one = await only(`paymentId=${paymentId}`);
    assert.deepEqual([one.class, one.state], ['captured-without-order', 'repaired']);
    assert.equal(one.amount, 42);
    await runAll(app, shop.adminToken);
    assert.equal((await payment(paymentId)).refunded_minor, 4_200);
    const ledger = await app.get(`//sandbox/ledger?paymentRef=${paymentId}`, {
      token: shop.adminToken,
    });
    assert.deepEqual(
      ledger.body.data.map((line: { kind: string }) => line.kind),
      ['refund', 'capture'],
    );
  });

  test('a second capture for an order is told, and a person decides', async () => {
    const { checkoutId, orderId } = await buy();
    await strayCapture(app, { checkoutId, attempt: 50 });
    await runAll(app, shop.adminToken);
    const one = await only(`orderId=${orderId}`);
    assert.deepEqual([one.class, one.state, one.amount], ['captured-above-order', 'open', 42]);
    const body = { reason: 'refunded by hand, seen on the statement' };
    const path = `/admin/ops/reconciliation/breaks/${one.breakId}`;
    const token = shop.adminToken;
    const accepted = await app.post(`${path}/accept`, { token, key: newId('key'), body });
    assert.equal(accepted.body.state, 'accepted', JSON.stringify(accepted.body));
    await runAll(app, token);
    assert.equal((await found(`orderId=${orderId}&state=open`)).length, 0);
    const again = await app.post(`${path}/accept`, { token, key: newId('key'), body });
    assert.equal(again.body.code, 'break-closed');
    const shown = await app.get(path, { token });
    assert.deepEqual(
      shown.body.history.map((entry: { action: string }) => entry.action).slice(-1),
      ['accepted'],
    );
  });

  test('an order whose units never left gets them; where there are none it is told', async () => {
    const [supplied, sold] = [await buy(), await buy()];
    for (const { sagaId } of [supplied, sold]) {
      await owner.run(
        `with back as (delete from inventory.stock_ledger where ref = $1 and reason = 'sale'
           returning variant_id, warehouse_id), freed as (
           insert into inventory.stock_ledger
             (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
           select variant_id, warehouse_id, 0, -1, 'release', $1 || '#x' from back),
         counted as (update inventory.stock s set on_hand = on_hand + 1 from back b
           where s.variant_id = b.variant_id and s.warehouse_id = b.warehouse_id)
         update inventory.reservation set status = 'expired', order_id = null where saga_id = $1`,
        [sagaId],
      );
    }
    const { variantId } = sold;
    const taken = { variantId, warehouseId: shop.warehouses[0], delta: -1, reason: 'loss' };
    const lost = await app.post('/seller/inventory/adjustments', {
      token: shop.sellerToken,
      body: taken,
    });
    assert.equal(lost.status, 200, JSON.stringify(lost.body));
    await runAll(app, shop.adminToken);
    const healed = await only(`orderId=${supplied.orderId}`);
    assert.deepEqual([healed.class, healed.state], ['order-without-stock', 'repaired']);
    const open = await only(`orderId=${sold.orderId}`);
    assert.deepEqual([open.class, open.state], ['order-without-stock', 'open']);
    const { holds } = await app.host
      .client(inventoryCalls)
      .holdsOf({ sagaIds: [supplied.sagaId, sold.sagaId] });
    assert.equal(holds.find((one) => one.sagaId === supplied.sagaId)?.status, 'consumed');
  });

  test('a capture that we lost is adopted, and its order is well again', async () => {
    const { paymentId, orderId } = await buy();
    await owner.run('delete from payments.journal where payment_id = $1', [paymentId]);
    await owner.run(
      `update payments.payment set status = 'FAILED', captured_minor = 0, authorized_minor = 0
       where payment_id = $1`,
      [paymentId],
    );
    await runAll(app, shop.adminToken);
    const [adopted] = (await found(`paymentId=${paymentId}`)).filter(
      (one) => one.class === 'gateway-capture-lost',
    );
    assert.equal(adopted?.state, 'repaired', JSON.stringify(adopted));
    assert.equal((await payment(paymentId)).status, 'CAPTURED');
    await runAll(app, shop.adminToken);
    const unpaid = await only(`orderId=${orderId}&class=order-without-payment`);
    assert.equal(unpaid.state, 'repaired');
    assert.match(unpaid.action ?? '', /gone/);
  });

  test('a capture that the gateway does not have, one it has alone, and another sum', async () => {
    const [gone, other] = [await buy(), await buy()];
    await owner.run('delete from sandbox.gateway_txn where payment_ref = $1', [gone.paymentId]);
    await owner.run(
      `insert into sandbox.gateway_txn
         (txn_id, key, kind, charge_key, amount_minor, currency, payment_ref)
       select $2, 'stray', 'refund', key, 100, currency, payment_ref
       from sandbox.gateway_txn where payment_ref = $1`,
      [other.paymentId, newId('gtx')],
    );
    await app.host.client(sandboxCalls).charge({
      key: 'not-ours',
      paymentRef: newId('pay'),
      method: 'CARD',
      token: 'tok_visa',
      amount_minor: 700,
      currency: 'USD',
    });
    await runAll(app, shop.adminToken);
    const missing = await only(`paymentId=${gone.paymentId}`);
    assert.deepEqual([missing.class, missing.state], ['gateway-capture-missing', 'open']);
    const differs = await only(`paymentId=${other.paymentId}`);
    assert.deepEqual([differs.class, differs.amount], ['gateway-amount-differs', 1]);
    const unknown = await only('class=gateway-payment-unknown');
    assert.deepEqual([unknown.amount, unknown.state], [7, 'open']);
  });

  test('a pending order whose purchase has ended is ended too', async () => {
    const { orderId } = await buy();
    await owner.run(
      `update orders."order" set status = 'PENDING', payment_status = 'PENDING'
       where order_id = $1`,
      [orderId],
    );
    await runAll(app, shop.adminToken);
    const one = await only(`orderId=${orderId}&class=order-left-pending`);
    assert.equal(one.state, 'repaired');
    const { orders } = await app.host
      .client(ordersCalls)
      .ordersOf({ orderIds: [orderId], checkoutIds: [] });
    assert.equal(orders[0]?.status, 'FAILED');
  });

  test('a counter that its ledger does not explain, until it is right again', async () => {
    const { variantId } = await shop.product({ stock: 4 });
    const change = 'update inventory.stock set on_hand = on_hand + $2 where variant_id = $1';
    await owner.run(change, [variantId, 1]);
    await runAll(app, shop.adminToken);
    const one = await only(`variantId=${variantId}`);
    assert.deepEqual([one.class, one.state], ['stock-drift', 'open']);
    assert.match(one.sentence, /5 on hand .* ledger says 4/);
    await owner.run(change, [variantId, -1]);
    const token = shop.adminToken;
    const path = `/admin/ops/reconciliation/breaks/${one.breakId}/retry`;
    const body = { reason: 'recounted the shelf' };
    const retried = await app.post(path, { token, key: newId('key'), body });
    assert.equal(retried.body.state, 'repaired', JSON.stringify(retried.body));
  });

  test('what payments noted while settling, and a saga that stands still', async () => {
    const { paymentId } = await buy();
    await owner.run(
      `insert into payments.settlement_break (payment_id, kind, detail, created_at)
       values ($1, 'capture-mismatch', '{}', now() - interval '1 hour')`,
      [paymentId],
    );
    const { paymentId: disputed } = await buy();
    await owner.run(
      `with one as (insert into payments.chargeback (gateway, dispute_id, payment_id, amount_minor,
         currency, reason, status, told_at)
         values ('sandbox', 'gds_1', $1, 700, 'USD', 'fraudulent', 'needs_response', now()))
       insert into payments.settlement_break (payment_id, kind, detail, created_at)
       values ($1, 'chargeback:gds_1', '{}', now() - interval '1 hour')`,
      [disputed],
    );
    const { checkoutId } = await openCheckout(app, buyer, [await shop.product({ stock: 1 })]);
    const [saga] = await owner.rows<{ saga_id: string }>(
      `update checkout.saga_state set wake_at = now() - interval '40 minutes',
         due_at = now() + interval '1 day', created_at = now() - interval '50 minutes'
       where saga_id = (select saga_id from checkout.checkout where checkout_id = $1)
       returning saga_id`,
      [checkoutId],
    );
    await runAll(app, shop.adminToken);
    const noted = await only(`paymentId=${paymentId}`);
    assert.deepEqual([noted.class, noted.state], ['settlement-break', 'open']);
    const dispute = await only(`paymentId=${disputed}`);
    assert.deepEqual([dispute.state, dispute.amount], ['open', 7]);
    assert.match(dispute.sentence, /the shopper disputes the payment/);
    const woken = await only(`sagaId=${saga?.saga_id}`);
    assert.deepEqual([woken.class, woken.action], ['saga-stuck', 'woke the saga']);
    await runAll(app, shop.adminToken);
    assert.equal((await only(`sagaId=${saga?.saga_id}`)).state, 'repaired');
  });

  test('pages of the rooms go through everything once', async () => {
    const inventory = app.host.client(inventoryCalls);
    const payments = app.host.client(paymentsCalls);
    const orders = app.host.client(ordersCalls);
    const shipTo = { country: 'US', postalCode: '10001' };
    const { variantId, productId } = await shop.product({ stock: 5 });
    const made = Array.from({ length: 5 }, () => newId('saga'));
    for (const sagaId of made) {
      const lines = [{ variantId, productId, quantity: 1 }];
      await inventory.hold({ sagaId, lines, ttl_ms: 3_600_000, shipTo });
    }
    // Two end at the same moment: the key of a page is more than the time.
    await owner.run(
      `update inventory.reservation set expires_at = date_trunc('second', expires_at)
       where saga_id = any($1)`,
      [made.slice(0, 3)],
    );
    const all = { minAge_ms: 0, variantId, warehouseId: null, expiresWithin_ms: null, limit: 2 };
    const held: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof inventory.heldHolds>> = await inventory.heldHolds({
        ...all,
        cursor,
      });
      held.push(...page.holds.map((one) => one.sagaId));
      cursor = page.next;
    } while (cursor !== null);
    assert.deepEqual(held.toSorted(), made.toSorted());

    const range = { before: 'zzz', limit: 2 };
    const walk = async (ask: (after: string) => Promise<string[]>): Promise<string[]> => {
      const seen: string[] = [];
      for (let after = ''; ; after = seen.at(-1) ?? '') {
        const page = await ask(after);
        seen.push(...page);
        if (page.length < 2) return seen;
      }
    };
    const paid = await walk(async (after) => {
      const page = await payments.paidPayments({ after, ...range });
      return page.payments.map((one) => one.paymentId);
    });
    const placed = await walk(async (after) => {
      const page = await orders.reviewedOrders({ after, ...range });
      return page.orders.map((one) => one.orderId);
    });
    const [counts] = await owner.rows<{ payments: number; orders: number }>(
      `select (select count(*)::int from payments.payment where captured_minor > 0) as payments,
         (select count(*)::int from orders."order") as orders`,
    );
    assert.deepEqual([new Set(paid).size, paid.length], [counts?.payments, counts?.payments]);
    assert.deepEqual([new Set(placed).size, placed.length], [counts?.orders, counts?.orders]);
    for (const sagaId of made) await inventory.release({ sagaId, reason: 'test' });
  });

  test('a copy that no comparison could put right is told until it is right', async () => {
    const runId = newId('run');
    const ended = (id: string, job: string, state: string) =>
      owner.run(
        `insert into sync.run (run_id, job, dry, accept_shrink, state, note, finished_at)
         values ($1, $2, false, false, $3, $4, now())`,
        [id, job, state, state === 'refused' ? 'The source has 1 rows and had 9.' : null],
      );
    await ended(runId, 'stock', 'done');
    await owner.run(
      `insert into sync.difference (run_id, key, kind, source_version, copy_version, state, reason)
       values ($1, 'var_1 wh_1', 'ahead', 4, 7, 'left', null),
         ($1, 'var_2 wh_1', 'stale', 4, 3, 'failed', 'This row is refused.'),
         ($1, 'var_3 wh_1', 'stale', 4, 3, 'repaired', null)`,
      [runId],
    );
    await ended(newId('run'), 'prices', 'refused');
    await runAll(app, shop.adminToken);
    const told = await found('class=copy-differs&state=open');
    assert.deepEqual(told.map((one) => one.subject).toSorted(), [
      'prices',
      'stock|var_1 wh_1',
      'stock|var_2 wh_1',
    ]);
    const sentence = told.find((one) => one.subject.endsWith('var_2 wh_1'))?.sentence ?? '';
    assert.match(sentence, /var_2 wh_1 is stale .* 4 and 3\. This row is refused\./);
    await ended(newId('run'), 'stock', 'done');
    await ended(newId('run'), 'prices', 'done');
    await runAll(app, shop.adminToken);
    assert.deepEqual(await found('class=copy-differs&state=open'), []);
    assert.equal((await found('class=copy-differs&state=repaired')).length, 3);
  });

  test('breaks are never deleted, not even by the owner, and stay as they ended', async () => {
    const [{ breakId } = { breakId: '' }] = await found('state=repaired');
    for (const text of [
      'delete from reconciliation.break where break_id = $1',
      `update reconciliation.break set state = 'open', closed_at = null where break_id = $1`,
      'delete from reconciliation.break_entry where break_id = $1',
    ]) {
      await assert.rejects(owner.run(text, [breakId]), { code: '23001' });
    }
    await assert.rejects(owner.run('truncate reconciliation.break'), { code: '23001' });
    const [grant] = await owner.rows<{ may: boolean }>(
      `select has_table_privilege('trueshelf_reconciliation', 'reconciliation.break', 'delete')
         or has_table_privilege('trueshelf_reconciliation', 'reconciliation.break_entry', 'update')
         as may`,
    );
    assert.equal(grant?.may, false);
    const metrics = await app.get('//metrics');
    assert.match(
      String(metrics.body),
      /trueshelf_breaks_open\{class="gateway-capture-missing"\} 1/,
    );
  });
});
