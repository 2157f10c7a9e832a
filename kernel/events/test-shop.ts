// For the tests of this folder: a room that publishes, a room that consumes, a real database.
import pg from 'pg';
import { Type } from 'typebox';
import { systemClock } from '#kernel/core/clock.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import { openDb } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import type { EventEnvelope, EventLog, Handler } from './event.ts';
import { defineEvents } from './event.ts';
import type { Inbox, InboxOptions } from './inbox.ts';
import { inbox } from './inbox.ts';

export const shopEvents = defineEvents({
  room: 'shop',
  topic: 'shop.events',
  types: {
    THING_CHANGED: Type.Object({ value: Type.Integer() }, { additionalProperties: false }),
    THING_REMOVED: Type.Object({}),
  },
});

export const silent: EventLog = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface Emit {
  agg: string;
  version: number;
  type?: string;
  payload?: unknown;
}

export interface TestShop {
  url: string;
  shop: Db;
  mail: Db;
  /** Superuser, outside of every room. */
  admin: pg.Client;
  emit(...events: Emit[]): Promise<void>;
  inbox(handlers: Record<string, Handler>, options?: Partial<InboxOptions>): Inbox;
  /** What the handlers wrote through `record`, in order: 'consumer agg/version'. */
  effects(consumer?: string): Promise<string[]>;
  /** Stops the inboxes and empties the tables; for after each test. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function testShop(): Promise<TestShop> {
  const database = await testDatabase([{ name: 'shop' }, { name: 'mail' }]);
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`create table mail.effect (nth bigint generated always as identity,
    consumer text, text text, lamport int)`);
  await admin.query('grant select, insert on mail.effect to trueshelf_mail');
  const shop = openDb({ url: database.url, room: 'shop' });
  const mail = openDb({ url: database.url, room: 'mail' });
  const boxes: Inbox[] = [];
  return {
    url: database.url,
    shop,
    mail,
    admin,
    emit: (...events) => emitIn(shop, ...events),
    inbox: (handlers, options = {}) => {
      const box = inbox({
        room: 'mail',
        db: mail,
        clock: systemClock,
        log: silent,
        handlers,
        eventSets: [shopEvents],
        ...options,
      });
      boxes.push(box);
      return box;
    },
    effects: async (consumer = 'mail.send') => {
      const rows = await admin.query<{ text: string }>(
        'select text from mail.effect where consumer = $1 order by nth',
        [consumer],
      );
      return rows.rows.map((row) => row.text);
    },
    clear: async () => {
      await Promise.all(boxes.splice(0).map((box) => box.stop()));
      await admin.query(`truncate shop.outbox, shop.outbox_cursor, mail.outbox, mail.inbox,
        mail.redelivery, mail.effect`);
    },
    close: async () => {
      await Promise.all(boxes.map((box) => box.stop()));
      await Promise.all([shop.close(), mail.close()]);
      await admin.end();
      await database.drop();
    },
  };
}

/** Inserts events as a producer does. */
export async function emitIn(sql: Sql, ...events: Emit[]): Promise<void> {
  const rows = events.map(({ agg, version, type = 'THING_CHANGED', payload }) => ({
    agg,
    version,
    type,
    payload: payload ?? { value: version },
  }));
  await sql.run(
    `insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     select type, 'thing', agg, version, payload,
       '{"correlationId":"corr_1","causationId":null,"lamport":7}'
     from jsonb_to_recordset($1) as e (agg text, version int, type text, payload jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** A handler that writes one line per event. */
export function record(consumer = 'mail.send'): Handler {
  return (tx, events) => recordIn(tx, consumer, events);
}

export async function recordIn(
  tx: Sql,
  consumer: string,
  events: readonly EventEnvelope[],
): Promise<void> {
  await tx.run(
    `insert into effect (consumer, text) select $1, text from unnest($2::text[]) as text`,
    [consumer, events.map(({ aggregate }) => `${aggregate.id}/${aggregate.version}`)],
  );
}

let made = 0;

/** An event as it arrives from the room shop. */
export function shopEvent(given: Emit & { id?: string }): EventEnvelope {
  made += 1;
  return {
    eventType: given.type ?? 'THING_CHANGED',
    eventId: given.id ?? `evt_${made.toString(16).padStart(32, '0')}`,
    sagaId: null,
    timestamp: new Date().toISOString(),
    aggregate: { type: 'thing', id: given.agg, version: given.version },
    payload: (given.payload ?? { value: given.version }) as Record<string, unknown>,
    metadata: {
      correlationId: 'corr_1',
      causationId: null,
      source: 'shop',
      version: '1.0',
      lamport: 7,
    },
  };
}

/** Waits until the condition holds; fails after a minute. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const end_ms = systemClock.monotonic() + 60_000;
  while (!(await holds())) {
    if (systemClock.monotonic() > end_ms) throw new Error('did not happen within a minute');
    await systemClock.sleep(10);
  }
}
