// The writes on real PostgreSQL: an order once per checkout whatever arrives together, and one
// transition and one event per change.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { orderCommands, type Commands } from './commands.ts';
import { orderStatuses, type OrderStatus, type PlaceInput } from './contract.ts';
import { fulfilment } from './fulfil.ts';
import { orderNumberPattern, sourcesOf } from './model.ts';
import { reactions } from './reactions.ts';
import * as store from './store.ts';
import { listAll, listOfUser, readSold, readOrders, readTransitions } from './store-read.ts';
import { listOfSellers, ordersToSend } from './store-fulfil.ts';

const META = '{"correlationId":"corr_test","causationId":null,"lamport":1}';
const outbox = { poke: () => undefined };
let db: Db;
let drop: () => Promise<void>;
let commands: Commands;
let fulfil: ReturnType<typeof fulfilment>;

before(async () => {
  const database = await testDatabase(['orders']);
  drop = database.drop;
  db = openDb({ url: database.url, room: 'orders' });
  commands = orderCommands({ db, outbox });
  fulfil = fulfilment({ db, outbox });
});

after(async () => {
  await db.close();
  await drop();
});

beforeEach(async () => {
  for (const table of ['"order"', 'order_line', 'order_transition', 'shipment', 'outbox']) {
    await db.run('delete from ' + table);
  }
});

const ADDRESS = {
  addressId: newId('addr'),
  userId: newId('usr'),
  name: 'Ada Moor',
  line1: '12 Hill Street',
  city: 'Springfield',
  state: 'IL',
  postalCode: '62704',
  country: 'US',
};

function order(change: Partial<PlaceInput> = {}): PlaceInput {
  const line = (lineNo: number, sellerId: string, quantity: number) => ({
    lineNo,
    variantId: newId('var'),
    productId: newId('prod'),
    sellerId,
    warehouseIds: ['wh_a'],
    quantity,
    unit_minor: 500,
    total_minor: 500 * quantity,
    name: `Thing "${lineNo}" \\ ü`,
    imageUrl: null,
  });
  return {
    orderId: newId('ord'),
    checkoutId: newId('chk'),
    sagaId: newId('saga'),
    userId: newId('usr'),
    cartId: newId('cart'),
    quoteId: newId('quo'),
    paymentId: newId('pay'),
    status: 'CONFIRMED',
    paymentMethod: 'CARD',
    paymentStatus: 'CAPTURED',
    currency: 'USD',
    lines: [line(1, 'slr_1', 2), line(2, 'slr_2', 1)],
    subtotal_minor: 1_500,
    discount_minor: 100,
    shipping_minor: 50,
    tax_minor: 25,
    total_minor: 1_475,
    shippingMethod: 'STANDARD',
    shippingAddress: ADDRESS,
    billingAddress: ADDRESS,
    ...change,
  };
}

/** O1, O5, O6, E1 and E2 of the invariants, for this room alone. */
async function assertInOrder(): Promise<void> {
  const wrong = await db.rows(`
    select o.order_id, o.status, o.version, t.n, t.last, e.n as events
    from "order" o
    left join lateral (select count(*)::int n, max(seq) m,
      (array_agg(to_status order by seq desc))[1] last
      from order_transition where order_id = o.order_id) t on true
    left join lateral (select count(*)::int n, max(agg_version) m from outbox
      where agg_type = 'order' and agg_id = o.order_id) e on true
    where t.last is distinct from o.status or t.n <> t.m or t.m <> o.version
      or e.n <> t.n or e.m <> o.version
    union all select checkout_id, 'twice', 0, 0, null, count(*)::int from "order"
      group by checkout_id having count(*) > 1`);
  assert.deepEqual(wrong, []);
  const broken = await db.rows(`
    select a.order_id, a.seq from order_transition a
    left join order_transition b on b.order_id = a.order_id and b.seq = a.seq - 1
    where a.from_status is distinct from b.to_status`);
  assert.deepEqual(broken, []);
}

const types = async (orderId: string) =>
  (
    await db.rows<{ type: string }>(
      'select type from outbox where agg_id = $1 order by agg_version',
      [orderId],
    )
  ).map((row) => row.type);

test('200 orders that arrive together are written with lines, transition and event', async () => {
  const inputs = Array.from({ length: 200 }, () => order());
  const placed = await Promise.all(inputs.map((input) => commands.place(input)));
  const form = new RegExp(`^${orderNumberPattern}$`);
  for (const [index, one] of placed.entries()) {
    assert.equal(one.orderId, inputs[index]?.orderId);
    assert.match(one.orderNumber, form);
  }
  assert.equal(new Set(placed.map((one) => one.orderNumber)).size, 200);
  await assertInOrder();
  const [row] = await readOrders(db, [inputs[0]?.checkoutId ?? '']);
  assert.deepEqual(
    row?.lines.map((line) => [line.lineNo, line.name, line.quantity, line.total_minor]),
    inputs[0]?.lines.map((line) => [line.lineNo, line.name, line.quantity, line.total_minor]),
  );
  assert.deepEqual(row?.billingAddress, ADDRESS);
});

test('one order per checkout, however many ask at once and from wherever', async () => {
  const other = orderCommands({ db, outbox });
  const input = order();
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => {
      // A second process would also have drawn another order id, were it to run the saga again.
      const twin = n % 3 === 0 ? { ...input, orderId: newId('ord') } : input;
      return (n % 2 ? other : commands).place(twin);
    }),
  );
  assert.equal(new Set(answers.map((one) => JSON.stringify(one))).size, 1);
  const again = await commands.place(input);
  assert.deepEqual(again, answers[0]);
  assert.deepEqual(await types(again.orderId), ['ORDER_CREATED']);
  await assertInOrder();
});

test('the event names a region and no person', async () => {
  const input = order({
    billingAddress: { ...ADDRESS, addressId: newId('addr'), city: 'Elsewhere' },
  });
  await commands.place(input);
  const row = await db.row<{ payload: Record<string, unknown>; saga_id: string }>(
    'select payload, saga_id from outbox where agg_id = $1',
    [input.orderId],
  );
  assert.equal(row?.saga_id, input.sagaId);
  assert.deepEqual(row?.payload['shippingAddress'], {
    country: 'US',
    state: 'IL',
    postalPrefix: '62',
  });
  assert.doesNotMatch(JSON.stringify(row?.payload), /Ada|Hill|62704/);
  const [whole] = await readOrders(db, [input.orderId]);
  assert.equal(whole?.billingAddress.city, 'Elsewhere');
});

test('a pending order is settled once; a late word changes nothing', async () => {
  const input = order({ status: 'PENDING', paymentStatus: 'PENDING' });
  await commands.place(input);
  const settle = (to: 'CONFIRMED' | 'FAILED', paymentStatus: string) =>
    commands.settle({ orderId: input.orderId, to, paymentId: input.paymentId, paymentStatus });
  const answers = await Promise.all([
    settle('CONFIRMED', 'CAPTURED'),
    settle('CONFIRMED', 'CAPTURED'),
    settle('FAILED', 'FAILED'),
  ]);
  for (const answer of answers) assert.ok(!isRefusal(answer) && answer.status === 'CONFIRMED');
  const late = await settle('FAILED', 'FAILED');
  assert.ok(!isRefusal(late) && late.status === 'CONFIRMED');
  const [row] = await readOrders(db, [input.orderId]);
  assert.equal(row?.paymentStatus, 'CAPTURED');
  assert.deepEqual(await types(input.orderId), ['ORDER_CREATED', 'ORDER_STATUS_CHANGED']);
  const unknown = await commands.settle({
    orderId: newId('ord'),
    to: 'FAILED',
    paymentId: 'pay_x',
    paymentStatus: 'FAILED',
  });
  assert.ok(isRefusal(unknown) && unknown.code === 'order-not-found');
  await assertInOrder();
});

test('the database refuses a move that the state machine does not have', async () => {
  const input = order();
  await commands.place(input);
  const unpaid = { paymentId: null, paymentStatus: null, meta: META };
  const move = {
    orderId: input.orderId,
    from: orderStatuses,
    reason: null,
    actor: 'test',
    ...unpaid,
  };
  await assert.rejects(
    store.moveOrders(db, [{ ...move, to: 'DELIVERED' }]),
    /order_transition_legal/,
  );
  await assertInOrder();
});

test('random moves by many at once leave only legal histories', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...orderStatuses), { minLength: 1, maxLength: 12 }),
      async (tries) => {
        const input = order({ status: 'PENDING' });
        await commands.place(input);
        const unpaid = { paymentId: null, paymentStatus: null, meta: META };
        await Promise.all(
          tries.map((to: OrderStatus) =>
            store.moveOrders(db, [
              {
                orderId: input.orderId,
                from: sourcesOf(to),
                to,
                reason: null,
                actor: 'test',
                ...unpaid,
              },
            ]),
          ),
        );
      },
    ),
    { numRuns: 25 },
  );
  await assertInOrder();
});

test('two sellers ship in parts: PROCESSING at the first pick, SHIPPED with the last', async () => {
  const input = order();
  const { orderId } = await commands.place(input);
  const status = async () => (await readOrders(db, [orderId]))[0]?.status;
  const parcel = { carrier: 'Post', trackingNumber: 'T1' };
  const early = await fulfil.ship(orderId, ['slr_1'], parcel);
  assert.ok(isRefusal(early) && early.code === 'order-status-conflict');
  assert.equal(await fulfil.pick(orderId, ['slr_1']), true);
  assert.equal(await status(), 'PROCESSING');
  assert.equal(await fulfil.pick(orderId, ['slr_1']), true);
  assert.equal(await fulfil.pack(orderId, ['slr_1']), true);
  const part = { ...parcel, items: [{ lineNo: 1, quantity: 1 }] };
  assert.equal(await fulfil.ship(orderId, ['slr_1'], part), true);
  const bar = await commands.cancel(orderId, {
    userId: input.userId,
    actor: 'customer',
    reason: 'x',
  });
  assert.ok(isRefusal(bar) && bar.detail['reason'] === 'partly-shipped');
  const theirs = await fulfil.ship(orderId, ['slr_1'], {
    ...parcel,
    items: [{ lineNo: 2, quantity: 1 }],
  });
  assert.ok(isRefusal(theirs) && theirs.code === 'line-not-found');
  assert.equal(await fulfil.ship(orderId, ['slr_1'], parcel), true);
  assert.equal(await status(), 'PROCESSING');
  const over = await fulfil.ship(orderId, ['slr_1'], parcel);
  assert.ok(isRefusal(over) && over.code === 'line-already-shipped');
  await fulfil.pick(orderId, ['slr_2']);
  assert.equal(await fulfil.ship(orderId, ['slr_2'], parcel), true);
  assert.equal(await status(), 'SHIPPED');
  assert.equal((await readOrders(db, [orderId]))[0]?.shipments.length, 3);
  assert.deepEqual(
    (await readTransitions(db, orderId)).map((one) => one.to),
    ['CONFIRMED', 'PROCESSING', 'SHIPPED'],
  );
  assert.equal(await commands.deliver(orderId, 'admin:usr_1'), true);
  const twice = await commands.deliver(orderId, 'admin:usr_1');
  assert.ok(isRefusal(twice) && twice.code === 'order-status-conflict');
  const foreign = await fulfil.pick(orderId, ['slr_9']);
  assert.ok(isRefusal(foreign) && foreign.code === 'order-not-found');
  await assertInOrder();
});

test('cancel and ship at once: one of them wins', async () => {
  for (let round = 0; round < 10; round += 1) {
    const input = order();
    const { orderId } = await commands.place(input);
    await fulfil.pick(orderId, ['slr_1', 'slr_2']);
    const [cancelled, shipped] = await Promise.all([
      commands.cancel(orderId, { userId: input.userId, actor: 'customer', reason: 'other' }),
      fulfil.ship(orderId, ['slr_1', 'slr_2'], { carrier: 'Post', trackingNumber: 'T1' }),
    ]);
    assert.notEqual(cancelled === true, shipped === true);
  }
  await assertInOrder();
});

test("cancelling tells what stock and payments need; nobody else's order is found", async () => {
  const input = order();
  const { orderId } = await commands.place(input);
  const by = { actor: 'customer', reason: 'changed-mind' };
  const stranger = await commands.cancel(orderId, { userId: newId('usr'), ...by });
  assert.ok(isRefusal(stranger) && stranger.code === 'order-not-found');
  assert.equal(await commands.cancel(orderId, { userId: input.userId, ...by }), true);
  const row = await db.row<{ payload: Record<string, unknown> }>(
    "select payload from outbox where agg_id = $1 and type = 'ORDER_CANCELLED'",
    [orderId],
  );
  const { checkoutId, paymentId, userId } = input;
  const { orderNumber, ...payload } = row?.payload ?? {};
  assert.equal(typeof orderNumber, 'string');
  assert.deepEqual(payload, {
    orderId,
    checkoutId,
    paymentId,
    userId,
    from: 'CONFIRMED',
    reason: 'changed-mind',
  });
  const again = await commands.cancel(orderId, { userId: input.userId, ...by });
  assert.ok(isRefusal(again) && again.code === 'order-not-cancellable');
  await assertInOrder();
});

test('a full refund marks its order; a part of it or another payment does not', async () => {
  const input = order();
  await commands.place(input);
  const refund = (payload: Record<string, unknown>) => ({
    eventType: 'REFUND_COMPLETED',
    eventId: newId('evt'),
    sagaId: null,
    timestamp: '2026-01-01T00:00:00.000Z',
    aggregate: { type: 'payment', id: input.paymentId, version: 2 },
    payload: { checkoutId: input.checkoutId, paymentId: input.paymentId, ...payload },
    metadata: {
      correlationId: 'c',
      causationId: null,
      source: 'payments',
      version: '1.0',
      lamport: 1,
    },
  });
  const react = reactions['orders.refunds'];
  assert.ok(react);
  const status = async () => (await readOrders(db, [input.orderId]))[0]?.paymentStatus;
  await react(db, [refund({ status: 'PARTIALLY_REFUNDED' }), refund({ paymentId: 'pay_other' })]);
  assert.equal(await status(), 'CAPTURED');
  await react(db, [refund({ status: 'REFUNDED' }), refund({ status: 'REFUNDED' })]);
  assert.equal(await status(), 'REFUNDED');
  await assertInOrder();
});

test('lists go page by page, newest first, and show sellers their lines only', async () => {
  const userId = newId('usr');
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const input = order({ userId, status: n === 0 ? 'PENDING' : 'CONFIRMED' });
    ids.unshift(input.orderId);
    await commands.place(input);
  }
  const first = await listOfUser(db, userId, { status: null, before: null, limit: 2 });
  assert.deepEqual(
    first.map((row) => row.orderId),
    ids.slice(0, 2),
  );
  const rest = await listOfUser(db, userId, { status: null, before: ids[1] ?? '', limit: 10 });
  assert.deepEqual(
    rest.map((row) => row.orderId),
    ids.slice(2),
  );
  assert.equal(first[0]?.itemCount, 3);
  assert.equal(first[0]?.items.length, 2);
  const all = { userId: null, orderNumber: null, before: null, limit: 10 };
  const pending = await listAll(db, { ...all, status: 'PENDING' });
  assert.deepEqual(
    pending.map((row) => row.orderId),
    [ids[4]],
  );
  const [named] = await listAll(db, {
    ...all,
    status: null,
    orderNumber: first[0]?.orderNumber ?? '',
  });
  assert.equal(named?.orderId, ids[0]);
  const statuses: OrderStatus[] = ['CONFIRMED'];
  const sold = await listOfSellers(db, ['slr_2'], {
    statuses,
    toSend: false,
    before: null,
    limit: 10,
  });
  assert.deepEqual(
    sold.map((row) => row.orderId),
    ids.slice(0, 4),
  );
  assert.ok(sold.every((row) => row.lines.length === 1 && row.lines[0]?.sellerId === 'slr_2'));
});

test('what a seller has to send: not what has left or was taken off', async () => {
  const [sellerId, another] = [newId('slr'), newId('slr')];
  const ids: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const input = order({ userId: newId('usr'), status: n === 0 ? 'PENDING' : 'CONFIRMED' });
    const lines = input.lines.map((one, at) => ({ ...one, sellerId: [sellerId, another][at % 2] }));
    await commands.place({ ...input, lines } as PlaceInput);
    ids.unshift(input.orderId);
  }
  const mine = 'order_id = $1 and seller_id = $2';
  await db.run(`update order_line set status = 'SHIPPED', shipped = quantity where ${mine}`, [
    ids[0],
    sellerId,
  ]);
  await db.run(`update order_line set status = 'CANCELLED' where ${mine}`, [ids[1], sellerId]);
  const statuses: OrderStatus[] = ['CONFIRMED', 'PROCESSING'];
  const filter = { statuses, toSend: true, before: null, limit: 10 };
  const left = await listOfSellers(db, [sellerId], filter);
  assert.deepEqual(
    left.map((row) => row.orderId),
    [ids[2]],
  );
  assert.deepEqual(await ordersToSend(db, [sellerId]), { count: 1, more: false });
  assert.deepEqual(await ordersToSend(db, [sellerId, another]), { count: 3, more: false });
});

test('units sold are counted an order once, without orders that came to nothing', async () => {
  const first = order();
  const second = order();
  const failed = order({ status: 'PENDING' });
  for (const input of [first, second, failed]) await commands.place(input);
  await db.run(`update "order" set status = 'FAILED' where order_id = $1`, [failed.orderId]);
  const range = { after: first.orderId, before: 'ord_g', limit: 10 };
  const rest = await readSold(db, range);
  assert.equal(rest.last, failed.orderId);
  const units = (input: typeof first) => input.lines.reduce((sum, one) => sum + one.quantity, 0);
  const counted = rest.products.reduce((sum, one) => sum + one.units, 0);
  assert.equal(counted, units(second));
  const none = await readSold(db, { ...range, after: failed.orderId });
  assert.deepEqual(none, { products: [], last: null });
});
