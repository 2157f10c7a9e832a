import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import type { ConsumerSpec } from './event.ts';
import { eventSamples } from './metrics.ts';
import { loadCursors, outboxStart, readPage, saveCursors } from './store-outbox.ts';
import { sweepEvents } from './sweep.ts';
import type { TestShop } from './test-shop.ts';
import { record, shopEvent, testShop } from './test-shop.ts';

let world: TestShop;
before(async () => {
  world = await testShop();
});
after(() => world.close());
afterEach(() => world.clear());

const day_ms = 24 * 60 * 60 * 1000;
const consumers: ConsumerSpec[] = [
  { name: 'mail.send', from: { shop: ['THING_CHANGED'] } },
  { name: 'stats.count', from: { shop: ['THING_CHANGED'] } },
  { name: 'cart.clear', from: { orders: ['ORDER_CREATED'] } },
];
const sweep = (): Promise<{ outbox: number; inbox: number }> =>
  sweepEvents({
    room: 'shop',
    db: world.shop,
    clock: systemClock,
    consumers,
    inboxes: [],
  });

test('outbox rows go when all consumers have passed them and they are old', async () => {
  for (let version = 1; version <= 4; version += 1) await world.emit({ agg: 'a', version });
  await world.admin.query(`update shop.outbox set occurred_at = now() - interval '8 days'
    where agg_version <= 3`);
  const query = { after: outboxStart, limit: 2, types: ['THING_CHANGED'] };
  // Readers stay below the oldest transaction of the server, whoever's that is.
  const until = performance.now() + 60_000;
  let all = await readPage(world.shop, { ...query, limit: 9 });
  while (all.seen < 4) {
    assert.ok(performance.now() < until, `${all.seen} of 4 events are to be seen`);
    await systemClock.sleep(20);
    all = await readPage(world.shop, { ...query, limit: 9 });
  }
  const two = (await readPage(world.shop, query)).last;
  const four = all.last;
  assert.ok(two && four);
  assert.equal((await sweep()).outbox, 0, 'no consumer has begun');
  await saveCursors(world.shop, new Map([['mail.send', four]]));
  assert.equal((await sweep()).outbox, 0, 'one has not begun');
  await saveCursors(world.shop, new Map([['stats.count', two]]));
  assert.equal((await sweep()).outbox, 2);
  await saveCursors(world.shop, new Map([['stats.count', four]]));
  assert.equal((await sweep()).outbox, 1, 'the last one is not old enough');
});

test('a cursor never goes back', async () => {
  await saveCursors(world.shop, new Map([['mail.send', { xid: '900', position: 5 }]]));
  await saveCursors(world.shop, new Map([['mail.send', { xid: '1000', position: 2 }]]));
  await saveCursors(world.shop, new Map([['mail.send', { xid: '999', position: 9 }]]));
  const cursors = await loadCursors(world.shop, ['mail.send']);
  assert.deepEqual(cursors.get('mail.send'), { xid: '1000', position: 2 });
});

test('inbox rows go after twice the retention', async () => {
  const box = world.inbox({ 'mail.send': record() });
  const idAt = (days: number): string =>
    `evt_${(Date.now() - days * day_ms).toString(16).padStart(12, '0')}${'0'.repeat(20)}`;
  const events = [20, 15, 10, 1].map((days, n) =>
    shopEvent({ agg: `a${n}`, version: 1, id: idAt(days) }),
  );
  await box.consume('mail.send', events);
  await world.admin.query(
    `update mail.inbox set received_at = now() - interval '15 days'
    where event_id = any($1)`,
    [events.slice(1, 2).map((event) => event.eventId)],
  );
  await world.admin.query(
    `update mail.inbox set received_at = now() - interval '8 days'
    where event_id = any($1)`,
    [events.slice(2, 3).map((event) => event.eventId)],
  );
  const swept = await sweepEvents({
    room: 'mail',
    db: world.mail,
    clock: systemClock,
    consumers,
    inboxes: box.consumers,
  });
  assert.deepEqual(swept, { outbox: 0, inbox: 1 }, 'made long ago but received today stays');
});

test('samples tell lag and what is set aside', async () => {
  const box = world.inbox({ 'mail.send': record() });
  await box.consume('mail.send', [shopEvent({ agg: 'a', version: 1, type: 'NO_SUCH' })]);
  const lag = { source: 'shop', consumer: 'mail.send', events: 3, age_ms: 1500 };
  const relays = [{ lag: () => Promise.resolve([lag]) }];
  const samples = await eventSamples({ relays, inboxes: [box] });
  assert.deepEqual(
    samples.map(({ name, value }) => [name, value]),
    [
      ['trueshelf_consumer_lag_events', 3],
      ['trueshelf_consumer_lag_seconds', 1.5],
      ['trueshelf_redelivery_waiting_events', 0],
      ['trueshelf_redelivery_parked_events', 1],
    ],
  );
});
