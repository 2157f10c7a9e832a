import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { newId } from '#kernel/core/id.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import type { Adjustment } from './contract.ts';
import { allocateInOrder, type Counter, type Request } from './model.ts';
import * as store from './store.ts';

const META = '{"correlationId":"corr_test","causationId":null,"lamport":1}';
const HOUSES = ['wh_a', 'wh_b', 'wh_c'];
let db: Db;
let drop: () => Promise<void>;

before(async () => {
  const database = await testDatabase(['inventory']);
  drop = database.drop;
  db = openDb({ url: database.url, room: 'inventory' });
  await store.insertWarehouses(
    db,
    HOUSES.map((warehouseId, index) => ({
      warehouseId,
      name: warehouseId,
      latitude: 10 * index,
      longitude: 10 * index,
      country: 'US',
      state: null,
      sellerId: null,
    })),
  );
});

after(async () => {
  await db.close();
  await drop();
});

beforeEach(async () => {
  await db.run('delete from reservation_line');
  await db.run('delete from reservation');
  await db.run('delete from stock_ledger');
  await db.run('delete from stock');
  await db.run('delete from outbox');
});

function receipt(variantId: string, warehouseId: string, delta: number): Adjustment {
  const names = { productId: 'prod_1', sellerId: 'slr_1', reason: 'receipt' } as const;
  return { ref: newId('adj'), variantId, warehouseId, delta, ...names };
}

function request(lines: [variantId: string, quantity: number][], preference = HOUSES) {
  return {
    sagaId: newId('saga'),
    reservationId: newId('res'),
    ttl_ms: 60_000,
    lines: lines.map(([variantId, quantity]) => ({ variantId, productId: 'prod_1', quantity })),
    preference,
    meta: META,
  };
}

/** S1, S2, S3 and S6 of the invariants, for this room alone. */
async function assertTrueShelf(): Promise<void> {
  const wrong = await db.rows(`
    select s.variant_id, s.warehouse_id, s.on_hand, s.reserved, h.held, l.on_hand as ledger_on_hand,
      l.reserved as ledger_reserved
    from stock s
    left join (select variant_id, warehouse_id, sum(quantity) as held from reservation_line
      join reservation using (saga_id) where status = 'held' group by 1, 2) h
      using (variant_id, warehouse_id)
    left join (select variant_id, warehouse_id, sum(d_on_hand) as on_hand,
      sum(d_reserved) as reserved from stock_ledger group by 1, 2) l
      using (variant_id, warehouse_id)
    where s.reserved <> coalesce(h.held, 0) or s.on_hand <> coalesce(l.on_hand, 0)
      or s.reserved <> coalesce(l.reserved, 0) or s.reserved > s.on_hand`);
  assert.deepEqual(wrong, []);
  const sold = await db.row<{ lines: number; ledger: number }>(`
    select (select coalesce(sum(quantity), 0)::int from reservation_line
      join reservation using (saga_id) where status = 'consumed') as lines,
      (select coalesce(-sum(d_on_hand), 0)::int from stock_ledger
      where reason = 'sale') as ledger`);
  assert.equal(sold?.lines, sold?.ledger);
}

test('one unit in A and one in B: two are held split, a third is refused', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 1), receipt('var_1', 'wh_b', 1)], META);
  const [two, third] = await store.holdBatch(db, [
    request([['var_1', 2]]),
    request([['var_1', 1]]),
  ]);
  assert.equal(two?.kind, 'held');
  assert.deepEqual(
    two?.kind === 'held' && two.lines.map((line) => [line.warehouseId, line.quantity]),
    [
      ['wh_a', 1],
      ['wh_b', 1],
    ],
  );
  assert.deepEqual(third, {
    kind: 'short',
    items: [{ variantId: 'var_1', requested: 1, available: 0 }],
  });
  await assertTrueShelf();
});

test('all lines or nothing: one short line holds nothing of the others', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 9), receipt('var_2', 'wh_a', 1)], META);
  const [refused] = await store.holdBatch(db, [
    request([
      ['var_1', 2],
      ['var_2', 2],
    ]),
  ]);
  assert.equal(refused?.kind, 'short');
  assert.deepEqual(
    await store.readAvailable(db, ['var_1', 'var_2']),
    new Map([
      ['var_1', { variantId: 'var_1', available: 9, held: 0 }],
      ['var_2', { variantId: 'var_2', available: 1, held: 0 }],
    ]),
  );
  await assertTrueShelf();
});

test('the nearest warehouse first, as each request prefers', async () => {
  await store.adjustBatch(
    db,
    HOUSES.map((house) => receipt('var_1', house, 5)),
    META,
  );
  const [one] = await store.holdBatch(db, [request([['var_1', 7]], ['wh_c', 'wh_a', 'wh_b'])]);
  assert.deepEqual(
    one?.kind === 'held' && one.lines.map((line) => [line.warehouseId, line.quantity]),
    [
      ['wh_c', 5],
      ['wh_a', 2],
    ],
  );
});

test('a repeat is told apart and holds nothing twice', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 5)], META);
  const first = request([['var_1', 2]]);
  await store.holdBatch(db, [first]);
  assert.deepEqual(await store.holdBatch(db, [first]), [{ kind: 'known' }]);
  assert.equal((await store.readAvailable(db, ['var_1'])).get('var_1')?.available, 3);
  await assertTrueShelf();
});

test('SQL and the reference model agree on random stock and requests', async () => {
  const variants = ['var_1', 'var_2', 'var_3'];
  const counters = fc.uniqueArray(
    fc.record({
      variantId: fc.constantFrom(...variants),
      warehouseId: fc.constantFrom(...HOUSES),
      free: fc.integer({ min: 0, max: 6 }),
    }),
    { selector: (one) => `${one.variantId}:${one.warehouseId}`, maxLength: 9 },
  );
  const lines = fc.uniqueArray(
    fc.record({
      variantId: fc.constantFrom(...variants),
      quantity: fc.integer({ min: 1, max: 7 }),
    }),
    { selector: (one) => one.variantId, minLength: 1, maxLength: 3 },
  );
  const requests = fc.array(fc.record({ lines, preference: fc.shuffledSubarray(HOUSES) }), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(counters, requests, async (stock: Counter[], asked: Request[]) => {
      await db.run('delete from reservation_line');
      await db.run('delete from reservation');
      await db.run('delete from stock_ledger');
      await db.run('delete from stock');
      const receipts = stock.map((one) => receipt(one.variantId, one.warehouseId, one.free));
      if (receipts.length > 0) await store.adjustBatch(db, receipts, META);
      const expected = allocateInOrder(stock, asked);
      const actual = await store.holdBatch(
        db,
        asked.map((one) =>
          request(
            one.lines.map((line) => [line.variantId, line.quantity]),
            [...one.preference],
          ),
        ),
      );
      const plain = actual.map((one) =>
        one.kind === 'held'
          ? { takes: one.lines }
          : one.kind === 'short'
            ? { short: one.items }
            : one,
      );
      assert.deepEqual(plain, expected);
      await assertTrueShelf();
    }),
    { numRuns: 150 },
  );
});

test('hundreds of baskets that share nothing are held in one statement', async () => {
  // Far below the statement's timeout, which is where it ended when its work grew by the square.
  const baskets = 500;
  const perBasket = 5;
  await db.run(
    `with made as (
       insert into stock (variant_id, warehouse_id, product_id, seller_id, on_hand)
       select 'var_' || n, house, 'prod_1', 'slr_1', 9
       from generate_series(0, $1::int - 1) n cross join unnest($2::text[]) house
       returning *
     )
     insert into stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
     select variant_id, warehouse_id, on_hand, 0, 'receipt', 'test' from made`,
    [baskets * perBasket, HOUSES],
  );
  const requests = Array.from({ length: baskets }, (_, basket) =>
    request(
      Array.from({ length: perBasket }, (__, line) => [`var_${basket * perBasket + line}`, 10]),
    ),
  );
  const began = performance.now();
  const results = await store.holdBatch(db, requests);
  assert.ok(performance.now() - began < 3_000);
  for (const result of results) {
    assert.equal(result.kind === 'held' && result.lines.length, 2 * perBasket);
  }
  await assertTrueShelf();
});

test('confirm consumes once, whoever repeats; release of the rest gives back', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 5)], META);
  const [a, b] = [request([['var_1', 2]]), request([['var_1', 2]])];
  await store.holdBatch(db, [a, b]);
  const item = { sagaId: a.sagaId, orderId: newId('ord'), meta: META };
  assert.equal((await store.confirmBatch(db, [item])).get(a.sagaId), 'held');
  assert.equal((await store.confirmBatch(db, [item])).get(a.sagaId), 'consumed');
  const release = { sagaId: b.sagaId, reason: 'left', meta: META };
  const both = [release, { ...release, sagaId: a.sagaId }];
  assert.deepEqual([...(await store.releaseBatch(db, both))], [b.sagaId]);
  assert.deepEqual([...(await store.releaseBatch(db, both))], []);
  assert.equal((await store.readAvailable(db, ['var_1'])).get('var_1')?.available, 3);
  await assertTrueShelf();
});

test('a hold that comes after its release comes too late, alone or among others', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 5)], META);
  const [late, other] = [request([['var_1', 2]]), request([['var_1', 1]])];
  const release = { sagaId: late.sagaId, reason: 'stock-too-low', meta: META };
  assert.deepEqual([...(await store.releaseBatch(db, [release]))], []);
  assert.deepEqual([...(await store.releaseBatch(db, [release]))], []);
  assert.deepEqual(await store.holdBatch(db, [late]), [{ kind: 'known' }]);
  const both = await store.holdBatch(db, [late, other]);
  assert.deepEqual(
    both.map((one) => one.kind),
    ['known', 'held'],
  );
  const item = { sagaId: late.sagaId, orderId: newId('ord'), meta: META };
  assert.equal((await store.confirmBatch(db, [item])).get(late.sagaId), 'released');
  assert.equal(await store.reacquire(db, item), false);
  const told = 'select from outbox where saga_id = $1';
  assert.deepEqual(await db.rows(told, [late.sagaId]), []);
  await assertTrueShelf();
});

test('units that have left are not gone for whoever would prolong their hold again', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 2)], META);
  const [left, back] = [request([['var_1', 1]]), request([['var_1', 1]])];
  await store.holdBatch(db, [left, back]);
  await store.confirmBatch(db, [{ sagaId: left.sagaId, orderId: newId('ord'), meta: META }]);
  await store.releaseBatch(db, [{ sagaId: back.sagaId, reason: 'left', meta: META }]);
  const [was] = await store.readReservations(db, [left.sagaId]);
  const asked = [left, back].map(({ sagaId }) => ({ sagaId, ttl_ms: 3_600_000 }));
  assert.deepEqual([...(await store.extendBatch(db, asked))], [[left.sagaId, was?.expiresAt]]);
});

test('an expired hold gives its units back, and comes back only while they are free', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 1), receipt('var_1', 'wh_b', 1)], META);
  const late = { ...request([['var_1', 2]]), ttl_ms: 1 };
  await store.holdBatch(db, [late]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(await store.expireBatch(db, 10, META), [late.sagaId]);
  const item = { sagaId: late.sagaId, orderId: newId('ord'), meta: META };
  const rival = request([['var_1', 1]]);
  const [other] = await store.holdBatch(db, [rival]);
  assert.equal(other?.kind, 'held');
  assert.equal((await store.confirmBatch(db, [item])).get(late.sagaId), 'expired');
  await store.releaseBatch(db, [{ sagaId: rival.sagaId, reason: 'left', meta: META }]);
  assert.equal(await store.reacquire(db, item), true);
  assert.equal(await store.reacquire(db, item), true);
  await assertTrueShelf();
});

test('a refused confirmation stays refused when the units come back', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 1)], META);
  const late = { ...request([['var_1', 1]]), ttl_ms: 1 };
  await store.holdBatch(db, [late]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await store.expireBatch(db, 10, META);
  const rival = request([['var_1', 1]]);
  await store.holdBatch(db, [rival]);
  const item = { sagaId: late.sagaId, orderId: newId('ord'), meta: META };
  assert.equal(await store.reacquire(db, item), false);
  await store.releaseBatch(db, [{ sagaId: rival.sagaId, reason: 'left', meta: META }]);
  assert.equal(await store.reacquire(db, item), false);
  assert.equal((await store.confirmBatch(db, [item])).get(late.sagaId), 'released');
  assert.equal((await store.readAvailable(db, ['var_1'])).get('var_1')?.available, 1);
  await assertTrueShelf();
});

test('an order put back is put back once', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 4)], META);
  const one = request([['var_1', 3]]);
  await store.holdBatch(db, [one]);
  const orderId = newId('ord');
  await store.confirmBatch(db, [{ sagaId: one.sagaId, orderId, meta: META }]);
  assert.equal(await store.restockOrders(db, [orderId], META), 1);
  assert.equal(await store.restockOrders(db, [orderId], META), 0);
  assert.equal((await store.readAvailable(db, ['var_1'])).get('var_1')?.available, 4);
  await assertTrueShelf();
});

test('an adjustment counts once per ref and never takes held units', async () => {
  const add = receipt('var_1', 'wh_a', 5);
  assert.deepEqual(
    (await store.adjustBatch(db, [add], META)).map((row) => row.applied),
    [true],
  );
  assert.deepEqual(
    (await store.adjustBatch(db, [add], META)).map((row) => row.known),
    [true],
  );
  await store.holdBatch(db, [request([['var_1', 4]])]);
  const take = { ...receipt('var_1', 'wh_a', -2), reason: 'damage' as const };
  const rows = await store.adjustBatch(db, [take, { ...take, ref: 'small', delta: -1 }], META);
  assert.deepEqual(
    rows.map((row) => [row.applied, row.onHand, row.available]),
    [
      [false, 5, 1],
      [true, 4, 0],
    ],
  );
  await assertTrueShelf();
});

test('events: news of small counters only, gapless versions, alarms on crossing', async () => {
  await store.adjustBatch(db, [receipt('var_1', 'wh_a', 100)], META);
  await store.holdBatch(db, [request([['var_1', 20]])]);
  const low = request([['var_1', 75]]);
  await store.holdBatch(db, [low]);
  await store.releaseBatch(db, [{ sagaId: low.sagaId, reason: 'left', meta: META }]);
  const events = await db.rows<{ type: string; version: number }>(`
    select type, agg_version as version from outbox where agg_type like 'stock%'
    order by position`);
  assert.deepEqual(
    events.map((one) => `${one.type} ${one.version}`),
    ['STOCK_CHANGED 1', 'BACK_IN_STOCK 1', 'STOCK_CHANGED 2', 'LOW_STOCK 2', 'STOCK_CHANGED 3'],
  );
});

test('sweepers and holders at once: nothing is lost, nothing counted twice', async () => {
  await store.adjustBatch(
    db,
    HOUSES.map((house) => receipt('var_1', house, 50)),
    META,
  );
  const work = Array.from({ length: 40 }, async (_, index) => {
    const one = { ...request([['var_1', 1 + (index % 3)]]), ttl_ms: index % 2 ? 1 : 60_000 };
    await store.holdBatch(db, [one]);
    if (index % 4 === 0) {
      await store.confirmBatch(db, [{ sagaId: one.sagaId, orderId: newId('ord'), meta: META }]);
    }
    if (index % 5 === 0) await store.expireBatch(db, 5, META);
  });
  await Promise.all(work);
  await Promise.all([1, 2, 3].map(() => store.expireBatch(db, 100, META)));
  await assertTrueShelf();
});

test('the short way for one counter writes the rows of the long way', async () => {
  const rows = async () => ({
    reservations: await db.rows(
      `select saga_id, reservation_id, status, expires_at - created_at as lives, version
       from reservation order by saga_id`,
    ),
    lines: await db.rows(`select * from reservation_line order by saga_id`),
    ledger: await db.rows(
      `select variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref from stock_ledger
       order by ref`,
    ),
    stock: await db.rows(`select on_hand, reserved, version, alerts from stock`),
    events: await db.rows(
      `select type, agg_type, agg_id, agg_version, saga_id, metadata,
         (payload::jsonb - 'expiresAt')::text as payload,
         payload->>'expiresAt' = (select to_json(expires_at)->>0 from reservation r
           where r.saga_id = outbox.saga_id) as "saysTheDeadline"
       from outbox where type <> 'LOW_STOCK' order by type, agg_id`,
    ),
  });
  const requests = [1, 2, 3].map((quantity) => request([['var_1', quantity]]));
  const onTheLongWay = { ...request([['var_1', 90]]), meta: META };
  const taken: unknown[] = [];
  const written: unknown[] = [];
  // One more request that cannot have its units sends the whole batch the long way.
  for (const batch of [requests, [...requests, onTheLongWay]]) {
    for (const table of ['reservation_line', 'reservation', 'stock_ledger', 'stock', 'outbox']) {
      await db.run(`delete from ${table}`);
    }
    await store.adjustBatch(db, [{ ...receipt('var_1', 'wh_b', 60), ref: 'adj_1' }], META);
    const results = await store.holdBatch(db, batch);
    taken.push(results.slice(0, 3).map((one) => ({ ...one, expiresAt: null })));
    written.push(await rows());
  }
  assert.deepEqual(written[0], written[1]);
  assert.deepEqual(taken[0], taken[1]);
  await assertTrueShelf();
});
