import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { currentContext, tick } from '#kernel/core/context.ts';
import { Failure } from '#kernel/core/error.ts';
import { metaFor, withEvent } from './caused.ts';
import type { EventEnvelope, Handler } from './event.ts';
import type { TestShop } from './test-shop.ts';
import { record, recordIn, shopEvent, testShop, until } from './test-shop.ts';

let world: TestShop;
before(async () => {
  world = await testShop();
});
after(() => world.close());
afterEach(() => world.clear());

const failing =
  (bad: (event: EventEnvelope) => boolean): Handler =>
  async (tx, events) => {
    await recordIn(tx, 'mail.send', events);
    if (events.some(bad)) throw new Error('cannot take this one');
  };
const isA1 = (event: EventEnvelope): boolean =>
  event.aggregate.id === 'a' && event.aggregate.version === 1;

test('the same event has its effect once, also within one batch', async () => {
  const box = world.inbox({ 'mail.send': record() });
  const [a, b] = [shopEvent({ agg: 'a', version: 1 }), shopEvent({ agg: 'b', version: 1 })];
  await box.consume('mail.send', [a, a]);
  await box.consume('mail.send', [a, b]);
  await Promise.all([box.consume('mail.send', [b, a]), box.consume('mail.send', [a])]);
  assert.deepEqual(await world.effects(), ['a/1', 'b/1']);
});

test('two processes that get the same events give them one effect', async () => {
  const boxes = [world.inbox({ 'mail.send': record() }), world.inbox({ 'mail.send': record() })];
  const events = Array.from({ length: 200 }, (_, n) => shopEvent({ agg: `x${n}`, version: 1 }));
  await Promise.all([...boxes, ...boxes].map((box) => box.consume('mail.send', events)));
  assert.equal((await world.effects()).length, 200);
});

test('effect, inbox row and caused events roll back together', async () => {
  const box = world.inbox(
    {
      'mail.send': async (tx, events) => {
        for (const event of events) {
          await tx.run(
            `insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
           values ('MAIL_SENT', 'mail', $1, 1, '{}', $2::jsonb)`,
            [event.aggregate.id, metaFor(event)],
          );
        }
        if (events.some(isA1)) throw new Error('no');
      },
    },
    { retry_ms: 60_000 },
  );
  const b = shopEvent({ agg: 'b', version: 1 });
  await box.consume('mail.send', [shopEvent({ agg: 'a', version: 1 }), b]);
  const caused = await world.admin.query('select agg_id, metadata from mail.outbox');
  assert.equal(caused.rows.length, 1);
  assert.equal(caused.rows[0].agg_id, 'b');
  assert.equal(caused.rows[0].metadata.causationId, b.eventId);
  assert.equal(caused.rows[0].metadata.correlationId, 'corr_1');
});

test('one bad event is set aside, its neighbours go on, its aggregate waits', async () => {
  const box = world.inbox({ 'mail.send': failing(isA1) }, { retry_ms: 60_000 });
  const events = Array.from({ length: 50 }, (_, n) => shopEvent({ agg: `n${n}`, version: 1 }));
  events.splice(20, 0, shopEvent({ agg: 'a', version: 1 }));
  events.splice(40, 0, shopEvent({ agg: 'a', version: 2 }));
  await box.consume('mail.send', events);
  await box.consume('mail.send', [shopEvent({ agg: 'a', version: 3 })]);
  const effects = await world.effects();
  assert.equal(effects.length, 50);
  assert.ok(!effects.some((text) => text.startsWith('a/')));
  assert.deepEqual(await box.counts(), [{ consumer: 'mail.send', waiting: 3, parked: 0 }]);
  const inbox = await world.admin.query('select 1 from mail.inbox');
  assert.equal(inbox.rowCount, 53, 'what waits is recorded as received');
});

test('fails 6 times, then recovers: delivered once, in the order of the aggregate', async () => {
  let failures = 0;
  const box = world.inbox(
    {
      'mail.send': async (tx, events) => {
        if (events.some(isA1) && failures++ < 6) throw new Error('not yet');
        await recordIn(tx, 'mail.send', events);
      },
    },
    { retry_ms: 20, poll_ms: 20 },
  );
  const versions = [1, 2, 3, 4].map((version) => shopEvent({ agg: 'a', version }));
  await box.consume('mail.send', versions.slice(0, 2));
  await box.consume('mail.send', versions.slice(2));
  await until(async () => (await world.effects()).length === 4);
  assert.deepEqual(await world.effects(), ['a/1', 'a/2', 'a/3', 'a/4']);
  await until(async () => (await box.counts()).length === 0);
});

test('parked after the last try; what waited behind goes on; replay gives new tries', async () => {
  let broken = true;
  const box = world.inbox(
    {
      'mail.send': async (tx, events) => {
        if (broken && events.some(isA1)) throw new Error('broken\0template');
        await recordIn(tx, 'mail.send', events);
      },
    },
    { retry_ms: 5, poll_ms: 10, tries_max: 3 },
  );
  const bad = shopEvent({ agg: 'a', version: 1 });
  await box.consume('mail.send', [bad, shopEvent({ agg: 'a', version: 2 })]);
  await until(async () => (await world.effects()).length === 1);
  const [parked, ...others] = await box.parked();
  assert.equal(others.length, 0);
  assert.equal(parked?.eventId, bad.eventId);
  assert.equal(parked?.attempts, 3);
  assert.equal(parked?.reason, 'Error: brokentemplate');
  assert.deepEqual(parked?.event, bad);
  broken = false;
  assert.equal(await box.replay({ consumer: 'mail.send', eventId: 'evt_other' }), 0);
  assert.equal(await box.replay({ consumer: 'mail.send', eventId: bad.eventId }), 1);
  await until(async () => (await world.effects()).length === 2);
  await until(async () => (await box.counts()).length === 0);
  await assert.rejects(box.replay({ consumer: 'mail.other' }), { code: 'not-found' });
});

test('unknown types and unreadable payloads are parked with the reason, never a loop', async () => {
  const box = world.inbox({ 'mail.send': record() });
  const noId = { ...shopEvent({ agg: 'x', version: 1 }), eventId: '{"",}' };
  const events = [
    shopEvent({ agg: 'a', version: 1, type: 'THING_INVENTED' }),
    shopEvent({ agg: 'b', version: 1, payload: { value: 'many' } }),
    noId,
    { eventId: 'evt_bare' } as EventEnvelope,
    shopEvent({ agg: 'c', version: 1, payload: { value: 1, later: 'fields are fine' } }),
  ];
  await box.consume('mail.send', events);
  await box.consume('mail.send', events);
  assert.deepEqual(await world.effects(), ['c/1']);
  const reasons = (await box.parked()).map((parked) => parked.reason).sort();
  assert.deepEqual(reasons, [
    'event has no type',
    'event has no usable id',
    'payload of THING_CHANGED does not fit its schema',
    'unknown type THING_INVENTED from shop',
  ]);
});

test('out of reach: an engine that fails is not the fault of the event', async () => {
  let tries = 0;
  const box = world.inbox(
    {
      'mail.send': async (tx, events) => {
        if (tries++ < 6) throw new Failure('room-unavailable');
        await recordIn(tx, 'mail.send', events);
      },
    },
    { retry_ms: 2, poll_ms: 5, tries_max: 2 },
  );
  await box.consume('mail.send', [shopEvent({ agg: 'a', version: 1 })]);
  await until(async () => (await world.effects()).length === 1);
  assert.deepEqual(await box.parked(), []);
});

test('a handler runs in the context of its event', async () => {
  const seen: unknown[] = [];
  const box = world.inbox({
    'mail.send': async (_tx, events) => {
      seen.push(currentContext()?.causationId);
      for (const event of events) {
        withEvent(event, () => seen.push(currentContext()?.causationId));
      }
    },
  });
  const [a, b] = [shopEvent({ agg: 'a', version: 1 }), shopEvent({ agg: 'b', version: 1 })];
  a.metadata.lamport = 5_000;
  await box.consume('mail.send', [a]);
  assert.ok(tick() > 5_000, 'what is caused is later than its cause');
  await box.consume('mail.send', [shopEvent({ agg: 'a', version: 2 }), b]);
  assert.deepEqual(seen.slice(0, 3), [a.eventId, a.eventId, undefined]);
  assert.equal(seen.at(-1), b.eventId);
});

test('what follows a batch is later than all of it', async () => {
  const box = world.inbox({ 'mail.send': async () => undefined });
  const batch = [1, 2].map((version) => shopEvent({ agg: 'a', version }));
  for (const event of batch) event.metadata.lamport = 9_000 + event.aggregate.version;
  await box.consume('mail.send', batch);
  assert.ok(tick() > 9_002);
});

test('one consumer takes its deliveries in turn, others run beside it', async () => {
  let running = 0;
  let most = 0;
  let other = false;
  const box = world.inbox({
    'mail.send': async (tx, events) => {
      running += 1;
      most = Math.max(most, running);
      await until(() => other);
      await recordIn(tx, 'mail.send', events);
      running -= 1;
    },
    'mail.count': async () => {
      other = true;
    },
  });
  const deliveries = [1, 2, 3].map((version) =>
    box.consume('mail.send', [shopEvent({ agg: 'a', version })]),
  );
  await box.consume('mail.count', [shopEvent({ agg: 'a', version: 1 })]);
  await Promise.all(deliveries);
  assert.equal(most, 1);
  assert.deepEqual(await world.effects(), ['a/1', 'a/2', 'a/3']);
});

test('a consumer of another room is refused', async () => {
  const box = world.inbox({ 'mail.send': record() });
  await assert.rejects(box.consume('cart.clear', []), { code: 'not-found' });
});
