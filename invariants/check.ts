// Reads the whole database as of one moment and says which invariant does not hold. It belongs
// to no room and is the only code that reads all of them. It changes nothing.
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { roomOf, type ConsumerSpec } from '#kernel/events/event.ts';
import { catalogue } from './catalogue.ts';
import { credit } from './credit.ts';
import { events, parkedText } from './events.ts';
import type { Acknowledged, Invariant } from './invariant.ts';
import { ledger } from './ledger.ts';
import { money } from './money.ts';
import { access } from './ops.ts';
import { orders } from './orders.ts';
import { returns } from './returns.ts';
import { saga } from './saga.ts';
import { stock } from './stock.ts';
import { shoppers } from './wishes.ts';

/** All of them, in the order of their codes. */
export const invariants: readonly Invariant[] = [
  ...stock,
  ...catalogue,
  ...money,
  ...ledger,
  ...credit,
  ...orders,
  ...returns,
  ...saga,
  ...events,
  ...shoppers,
  ...access,
].sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }));

const SHOWN_MAX = 20;
const STATEMENT_MS = 60_000;
const POLL_MS = 500;

export interface CheckOptions {
  /** The primary, as the login user that migrated it. */
  url: string;
  /** All rooms there are, with what they consume. */
  rooms: readonly { name: string; consumers: readonly ConsumerSpec[] }[];
  /** How long to wait for the quiescent ones to hold; 0 when left out. */
  wait_ms?: number;
  /** What a client was told, for Q8. */
  journal?: readonly Acknowledged[];
  /** Codes that cannot hold here, with the reason. */
  without?: Readonly<Record<string, string>>;
}

export interface CheckReport {
  instant: Record<string, number>;
  quiescent: Record<string, number>;
  violations: number;
  /** The first 20 for each code. */
  details: { code: string; detail: string }[];
  /** Code → why it was not looked at. */
  skipped: Record<string, string>;
  /** True things that somebody should know, and that are no violation. */
  notes: string[];
  took_ms: number;
}

/** The reason that tests give for R4. */
export const withoutFsync = { R4: 'the test server runs without fsync' };

/**
 * Checks every invariant in one read-only snapshot. While only quiescent ones fail it looks
 * again, for up to `wait_ms`. One statement for each law, room and consumer; about 1 s for
 * 10,000 orders. Throws the driver's error when the database is out of reach.
 */
export async function check(options: CheckOptions): Promise<CheckReport> {
  const { wait_ms = 0 } = options;
  const until_ms = systemClock.monotonic() + wait_ms;
  const client = new pg.Client({
    connectionString: options.url,
    application_name: 'trueshelf check',
    statement_timeout: STATEMENT_MS,
    connectionTimeoutMillis: 30_000,
    pipeline: true,
  });
  client.on('error', () => undefined); // the statement under way rejects with it
  await client.connect();
  try {
    for (;;) {
      const report = await checkOnce(client, options);
      const broken = Object.values(report.instant).some((count) => count > 0);
      if (report.violations === 0 || broken) return report;
      if (systemClock.monotonic() + POLL_MS > until_ms) return report;
      await systemClock.sleep(POLL_MS);
    }
  } finally {
    await client.end();
  }
}

async function checkOnce(client: pg.Client, options: CheckOptions): Promise<CheckReport> {
  const started_ms = systemClock.monotonic();
  await client.query('begin isolation level repeatable read read only');
  try {
    return await checkIn(client, options, started_ms);
  } finally {
    await client.query('commit');
  }
}

/** Checks inside the caller's transaction. */
export async function checkIn(
  client: pg.Client,
  options: CheckOptions,
  started_ms = systemClock.monotonic(),
): Promise<CheckReport> {
  const present = await schemas(client);
  const report: CheckReport = {
    instant: {},
    quiescent: {},
    violations: 0,
    details: [],
    skipped: {},
    notes: [],
    took_ms: 0,
  };
  const looked: Looked[] = [];
  for (const law of invariants) {
    const reason = whyNot(law, present, options);
    if (reason) {
      report.skipped[law.code] = reason;
      continue;
    }
    report[law.when][law.code] ??= 0;
    looked.push(...statements(law, { present, options }).map((asked) => ({ law, asked })));
  }
  const found = await askAll<Found>(
    client,
    looked.map(({ asked: { text, values } }) => ({
      text: 'select detail, count(*) over () as n from (' + text + ') found limit ' + SHOWN_MAX,
      values,
    })),
  );
  for (const [at, { law }] of looked.entries()) note(report, law, found[at] ?? []);
  if (present.size === 0) report.notes.push('There is no room in this database.');
  const parked = options.rooms
    .filter(({ name }) => present.has(name))
    .map(({ name }) => ({ text: inRoom(parkedText, name), values: [] }));
  for (const rows of await askAll<{ detail: string }>(client, parked)) {
    report.notes.push(...rows.map(({ detail }) => detail));
  }
  report.took_ms = Math.round(systemClock.monotonic() - started_ms);
  return report;
}

/** Rooms whose tables are in this database. */
async function schemas(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname as name from pg_namespace n
     where exists (select from pg_class c where c.relnamespace = n.oid and c.relname = 'outbox')`,
  );
  return new Set(rows.map(({ name }) => name));
}

function whyNot(law: Invariant, present: Set<string>, options: CheckOptions): string | undefined {
  const given = options.without?.[law.code];
  if (given) return given;
  const absent = law.needs.find((room) => !present.has(room));
  if (absent) return `the room ${absent} is not in this database`;
  if (law.over === 'journal' && !options.journal) return 'no journal of a client was given';
  return undefined;
}

interface Look {
  present: Set<string>;
  options: CheckOptions;
}

interface Asked {
  text: string;
  values: unknown[];
}

interface Looked {
  law: Invariant;
  asked: Asked;
}

interface Found {
  detail: string;
  n: string;
}

/** The rows of each, in order. They travel together where the client does not wait for answers. */
async function askAll<Row>(client: pg.Client, all: readonly Asked[]): Promise<Row[][]> {
  const ask = async ({ text, values }: Asked) => (await client.query(text, values)).rows as Row[];
  if ('pipeline' in client && client.pipeline === true) return Promise.all(all.map(ask));
  const found: Row[][] = [];
  for (const one of all) found.push(await ask(one));
  return found;
}

/** Adds what one statement of a law has found. */
function note(report: CheckReport, law: Invariant, rows: Found[]): void {
  const counts = report[law.when];
  const count = Number(rows[0]?.n ?? 0);
  counts[law.code] = (counts[law.code] ?? 0) + count;
  report.violations += count;
  const shown = report.details.filter(({ code }) => code === law.code).length;
  for (const { detail } of rows.slice(0, SHOWN_MAX - shown)) {
    report.details.push({ code: law.code, detail });
  }
}

/** The statements that a law stands for in this database. */
function statements(law: Invariant, to: Look): { text: string; values: unknown[] }[] {
  const { present, options } = to;
  const rooms = options.rooms.filter(({ name }) => present.has(name));
  if (law.over === 'shop') return [{ text: law.sql, values: [] }];
  if (law.over === 'journal') return [{ text: law.sql, values: [JSON.stringify(options.journal)] }];
  if (law.over === 'room') {
    return rooms.map(({ name }) => ({ text: inRoom(law.sql, name), values: [] }));
  }
  return rooms.flatMap(({ consumers }) =>
    consumers.flatMap(({ name, from, saga: begins = '' }) =>
      Object.entries(from)
        .filter(([source]) => present.has(source))
        .map(([source, types]) => ({
          text: inRoom(law.sql, roomOf(name)).replaceAll('%source%', schema(source)),
          values: [name, [...types], begins],
        })),
    ),
  );
}

function inRoom(text: string, room: string): string {
  return text.replaceAll('%room%', schema(room));
}

/** Names of schemas cannot be parameters; a room's name is a plain word. */
function schema(room: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(room)) throw new TypeError(`"${room}" is no room`);
  return room;
}
