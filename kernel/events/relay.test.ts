import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { prng } from '#kernel/core/prng.ts';
import type { Sentinel } from '#kernel/db/lock.ts';
import { sentinel } from '#kernel/db/lock.ts';
import type { EventEnvelope } from './event.ts';
import { outbox } from './outbox.ts';
import type { Relay, RelayOptions, RelaySentinel } from './relay.ts';
import { relay } from './relay.ts';
import type { TestShop } from './test-shop.ts';
import { emitIn, record, shopEvents, silent, testShop, until } from './test-shop.ts';
import type { Receiver, Transport } from './transport.ts';
import { directTransport } from './transport.ts';

let world: TestShop;
let lock: Sentinel;
const relays: Relay[] = [];
const clients: pg.Client[] = [];
before(async () => {
  world = await testShop();
  lock = sentinel({ url: world.url });
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((each) => each.stop()));
  await Promise.all(clients.splice(0).map((client) => client.end()));
  await world.clear();
});
after(async () => {
  await lock.close();
  await world.close();
});

const send = { name: 'mail.send', from: { shop: ['THING_CHANGED'] } };

function start(options: Partial<RelayOptions> & Pick<RelayOptions, 'transport'>): Relay {
  const started = relay({
    room: 'shop',
    source: shopEvents,
    db: world.shop,
    sentinel: lock,
    consumers: [send],
    clock: systemClock,
    log: silent,
    poll_ms: 50,
    ...options,
  });
  relays.push(started);
  return started;
}

test('a room that nobody listens to asks the database nothing', async () => {
  const asked: string[] = [];
  const counting: RelaySentinel = {
    tryLock: (name) => (asked.push(name), lock.tryLock(name)),
    unlock: (name) => lock.unlock(name),
    listen: (channel, fn) => lock.listen(channel, fn),
    onLost: (fn) => lock.onLost(fn),
  };
  const { transport } = noting();
  const alone = start({ transport, consumers: [], sentinel: counting });
  alone.poke();
  await systemClock.sleep(200);
  assert.deepEqual(asked, []);
  assert.equal(alone.leading(), true);
});

const to = (box: Receiver): Transport => directTransport({ local: () => box });

/** A transport that notes what comes: 'consumer agg/version'. */
function noting(): { transport: Transport; notes: string[]; events: EventEnvelope[] } {
  const notes: string[] = [];
  const events: EventEnvelope[] = [];
  const deliver = async (_consumer: string, batch: EventEnvelope[]): Promise<void> => {
    events.push(...batch);
    notes.push(...batch.map(({ aggregate }) => `${aggregate.id}/${aggregate.version}`));
  };
  return { transport: { deliver }, notes, events };
}

/** A producer with an open transaction of its own. */
async function openProducer(): Promise<{
  emit(agg: string, version: number): Promise<void>;
  commit(): Promise<void>;
}> {
  const client = new pg.Client({ connectionString: world.url });
  clients.push(client);
  await client.connect();
  await client.query('set search_path = shop');
  await client.query('begin');
  await client.query('select pg_current_xact_id()');
  const run = async (text: string, values?: unknown[]): Promise<number> =>
    (await client.query(text, values)).rowCount ?? 0;
  const unused = (): never => {
    throw new Error('not needed here');
  };
  return {
    emit: (agg, version) => emitIn({ run, rows: unused, row: unused }, { agg, version }),
    commit: async () => {
      await client.query('commit');
    },
  };
}

const numbered = (agg: string, count: number): { agg: string; version: number }[] =>
  Array.from({ length: count }, (_, n) => ({ agg, version: n + 1 }));

test('who takes only certain sagas is given no other event, and is not behind', async () => {
  const { transport, notes } = noting();
  const only = { ...send, saga: 'bkg_' };
  const running = start({ transport, consumers: [only] });
  await world.emit({ agg: 'a', version: 1 }, { agg: 'b', version: 1 });
  await world.admin.query(
    `insert into shop.outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
     values ('THING_CHANGED', 'thing', 'e', 1, 'bkg_1', '{"value": 1}',
       '{"correlationId": "c", "causationId": null, "lamport": 1}')`,
  );
  running.poke();
  await until(async () => notes.length > 0);
  assert.deepEqual(notes, ['e/1']);
  await until(async () => (await running.lag()).every((one) => one.events === 0));
});

test('an event reaches its consumer in the published envelope', async () => {
  const { transport, events } = noting();
  start({ transport });
  await world.emit({ agg: 'a', version: 1 });
  await until(() => events.length === 1);
  const [event] = events;
  assert.match(event?.eventId ?? '', /^evt_[0-9a-f]{32}$/);
  assert.match(event?.timestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(event, {
    eventType: 'THING_CHANGED',
    eventId: event?.eventId,
    sagaId: null,
    timestamp: event?.timestamp,
    aggregate: { type: 'thing', id: 'a', version: 1 },
    payload: { value: 1 },
    metadata: {
      correlationId: 'corr_1',
      causationId: null,
      source: 'shop',
      version: '1.0',
      lamport: 7,
    },
  });
});

test('a row that was written first and commits last is not lost', async () => {
  const box = world.inbox({ 'mail.send': record() });
  const early = await openProducer();
  await early.emit('early', 1);
  await world.emit(...numbered('late', 3));
  start({ transport: to(box) });
  await systemClock.sleep(200);
  assert.deepEqual(await world.effects(), [], 'the open transaction is the horizon');
  await early.commit();
  await until(async () => (await world.effects()).length === 4);
  assert.deepEqual(await world.effects(), ['early/1', 'late/1', 'late/2', 'late/3']);
});

test('nothing is lost among producers that commit in any order', async () => {
  const box = world.inbox({ 'mail.send': record() });
  start({ transport: to(box), page_max: 7 });
  const random = prng('commit order');
  const producer = async (name: string): Promise<void> => {
    for (let version = 1; version <= 25; version += 1) {
      const open = await world.shop.tx(async (tx) => {
        await emitIn(tx, { agg: name, version });
        await systemClock.sleep(random.int(0, 8));
        return true;
      });
      assert.ok(open);
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(producer));
  await until(async () => (await world.effects()).length === 100);
  for (const name of ['a', 'b', 'c', 'd']) {
    const versions = (await world.effects()).filter((text) => text.startsWith(`${name}/`));
    assert.deepEqual(
      versions,
      numbered(name, 25).map(({ version }) => `${name}/${version}`),
    );
  }
});

test('version 2 under a lower transaction id still comes after version 1', async () => {
  const { transport, notes } = noting();
  const second = await openProducer();
  const unrelated = await openProducer();
  const first = await openProducer();
  await first.emit('a', 1);
  await first.commit();
  await second.emit('a', 2);
  await second.commit();
  start({ transport });
  // Version 1 is above the horizon that `unrelated` holds, version 2 is below it.
  await until(() => notes.length >= 2);
  assert.deepEqual(notes, ['a/1', 'a/2']);
  await unrelated.commit();
  await until(() => notes.length === 3);
  assert.deepEqual(notes, ['a/1', 'a/2', 'a/1'], 'and again in its own place');
});

test('a failed delivery comes again before all else; a restart goes on behind it', async () => {
  const { transport, notes } = noting();
  let down = 3;
  const first = start({
    transport: {
      deliver: async (consumer, events) => {
        if (down-- > 0) throw new Error('consumer is down');
        await transport.deliver(consumer, events);
      },
    },
    page_max: 2,
  });
  await world.emit(...numbered('a', 5));
  await until(() => notes.length === 5);
  await first.stop();
  await world.emit({ agg: 'a', version: 6 });
  start({ transport });
  await until(() => notes.length === 6);
  assert.deepEqual(notes, ['a/1', 'a/2', 'a/3', 'a/4', 'a/5', 'a/6']);
});

test('a consumer that is down delays no other; a new one starts at the beginning', async () => {
  const { transport, notes } = noting();
  const consumers = [send, { name: 'stats.count', from: { shop: ['THING_CHANGED'] } }];
  const box = world.inbox({ 'mail.send': record() });
  const half: Transport = {
    deliver: (consumer, events) => {
      if (consumer === 'stats.count') return Promise.reject(new Error('down'));
      return box.consume(consumer, events);
    },
  };
  const started = start({ transport: half, consumers, page_max: 3 });
  await world.emit(...numbered('a', 10), { agg: 'x', version: 1, type: 'THING_REMOVED' });
  await until(async () => (await world.effects()).length === 10);
  await until(async () => (await started.lag())[0]?.events === 0);
  const lags = await started.lag();
  assert.deepEqual(
    lags.map(({ consumer, events }) => [consumer, events]),
    [
      ['mail.send', 0],
      ['stats.count', 10],
    ],
  );
  assert.ok((lags[1]?.age_ms ?? 0) > 0);
  await started.stop();
  start({ transport, consumers: [consumers[1] ?? send], page_max: 3 });
  await until(() => notes.length === 10);
});

test('two relays at once: duplicates only, order kept, effect once', async () => {
  // Both believe that they hold the lock, like a paused leader that wakes up.
  const granted: RelaySentinel = {
    tryLock: () => Promise.resolve(true),
    unlock: () => Promise.resolve(),
    listen: () => Promise.resolve(),
    onLost: () => undefined,
  };
  const boxes = [world.inbox({ 'mail.send': record() }), world.inbox({ 'mail.send': record() })];
  boxes.forEach((box, nth) =>
    start({ transport: to(box), sentinel: granted, page_max: 20 + nth * 17, poll_ms: 5 }),
  );
  for (let from = 0; from < 300; from += 30) {
    await world.emit(...numbered('a', 300).slice(from, from + 30));
    await world.emit(...numbered('b', 300).slice(from, from + 30));
  }
  await until(async () => (await world.effects()).length >= 600);
  await systemClock.sleep(50);
  const effects = await world.effects();
  assert.equal(effects.length, 600);
  for (const agg of ['a', 'b']) {
    const versions = effects.filter((text) => text.startsWith(agg));
    assert.deepEqual(
      versions,
      numbered(agg, 300).map(({ version }) => `${agg}/${version}`),
    );
  }
});

test('one relay leads; when its lock is lost another takes over', async () => {
  const box = world.inbox({ 'mail.send': record() });
  const other = sentinel({ url: world.url });
  try {
    const first = start({ transport: to(box) });
    await until(() => first.leading());
    const second = start({ transport: to(box), sentinel: other, poll_ms: 5 });
    await systemClock.sleep(50);
    assert.equal(second.leading(), false);
    await world.emit(...numbered('a', 3));
    await until(async () => (await world.effects()).length === 3);
    await world.admin.query(`select pg_terminate_backend(pid) from pg_locks
      where locktype = 'advisory' and database =
        (select oid from pg_database where datname = current_database())`);
    await until(() => second.leading());
    await until(() => !first.leading());
    await world.emit({ agg: 'a', version: 4 });
    await until(async () => (await world.effects()).length === 4);
  } finally {
    await Promise.all(relays.splice(0).map((each) => each.stop()));
    await other.close();
  }
});

test('a producer elsewhere wakes the relay by a notice, one for many pokes', async () => {
  const { transport, notes } = noting();
  const leading = start({ transport, poll_ms: 60_000 });
  await until(() => leading.leading());
  await world.emit({ agg: 'a', version: 1 });
  const here = outbox({ room: 'shop', sentinel: lock, clock: systemClock, log: silent });
  here.follow(leading);
  here.poke();
  await until(() => notes.length === 1);
  let notices = 0;
  const counting = {
    notify: async (channel: string): Promise<void> => {
      notices += 1;
      await lock.notify(channel);
    },
  };
  const elsewhere = outbox({ room: 'shop', sentinel: counting, clock: systemClock, log: silent });
  await world.emit({ agg: 'a', version: 2 });
  for (let n = 0; n < 1_000; n += 1) elsewhere.poke();
  await until(() => notes.length === 2);
  assert.equal(notices, 1);
  here.stop();
  elsewhere.stop();
});

test('faults: a delivery may be lost, repeated and mixed up', async () => {
  const { transport, notes } = noting();
  await world.emit(...numbered('a', 200));
  const faults = { prng: prng(5), drop: 0.2, duplicate: 1, reorder: 1 };
  const leading = start({ transport, faults });
  await until(() => notes.length > 200);
  await leading.stop();
  const kinds = new Set(notes);
  assert.ok(kinds.size < 190 && kinds.size > 100, `${kinds.size} of 200 arrived`);
  assert.equal(notes.length, 2 * kinds.size);
  assert.notDeepEqual(
    [...kinds],
    [...kinds].sort((a, b) => Number(a.slice(2)) - Number(b.slice(2))),
  );
});

test('a room in another process gets its events in posts of at most 200', async () => {
  const posts: [string, string, number][] = [];
  const transport = directTransport({
    local: () => undefined,
    post: async (room, consumer, events) => {
      posts.push([room, consumer, events.length]);
    },
  });
  start({ transport });
  await world.emit(...numbered('a', 450));
  await until(() => posts.length === 3);
  assert.deepEqual(
    posts.map(([, , count]) => count),
    [200, 200, 50],
  );
  assert.deepEqual(posts[0]?.slice(0, 2), ['mail', 'mail.send']);
  const nowhere = directTransport({ local: () => undefined });
  await assert.rejects(nowhere.deliver('mail.send', []), { code: 'room-unavailable' });
});

test('a consumer with patience waits while the process is busy, then takes all', async () => {
  const told: Record<string, string[]> = { 'mail.send': [], 'books.keep': [] };
  const deliver: Transport['deliver'] = async (consumer, batch) => {
    told[consumer]?.push(batch.map(({ aggregate }) => String(aggregate.version)).join());
  };
  let share = 1;
  const patient = { name: 'books.keep', from: send.from, patience_ms: 60_000 };
  start({ transport: { deliver }, consumers: [send, patient], busy: () => share });
  for (const version of [1, 2, 3]) {
    await world.emit({ agg: 'a', version });
    await until(() => told['mail.send']?.join().endsWith(String(version)) === true);
  }
  // What it may have looked at before it first had a reason to wait is the first event at most.
  assert.match(told['books.keep']?.join() ?? '', /^1?$/);
  share = 0.5;
  await until(() => told['books.keep']?.join().endsWith('2,3') === true);
});

test('patience ends', async () => {
  const { transport, notes } = noting();
  start({ transport, consumers: [{ ...send, patience_ms: 150 }], busy: () => 1 });
  for (const version of [1, 2]) {
    await world.emit({ agg: 'a', version });
    await until(() => notes.includes(`a/${version}`));
  }
});
