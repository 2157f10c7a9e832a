// Connections to the real server, kept from seed to seed, and the statements that go over them:
// one at a time, each told what time it is. A statement that meets a lock is found out and waits
// aside until the transaction that holds it has gone on.
import pg from 'pg';
import { connectionConfig } from '#kernel/db/connection.ts';
import { statementOf } from '#kernel/db/statement.ts';
import { realPause } from './chance.ts';
import { goingBack } from './store-world.ts';
import { learnTelling, Told } from './told.ts';

/** How long a statement may be quiet before it is asked whether it waits for a lock. */
const patience_ms = 2;

const silent = { info: () => undefined, warn: () => undefined };

export interface Line {
  readonly room: string;
  readonly client: pg.Client;
  pid: number;
  /** What time the server was told, in microseconds; its now() stands there. */
  told_us: number;
  broken: boolean;
}

export class Connections {
  readonly url: string;
  readonly #free = new Map<string, Line[]>();
  readonly #all: pg.Client[] = [];
  #monitor: pg.Client | undefined;
  #back: pg.Client | undefined;

  constructor(url: string) {
    this.url = url;
  }

  async take(room: string): Promise<Line> {
    const found = this.#free.get(room)?.pop();
    if (found !== undefined) return found;
    const options = { url: this.url, room, statementTimeout_ms: 60_000, log: silent };
    const client = new pg.Client({
      ...connectionConfig(options, {
        // Our now() is found before the server's own.
        search_path: `sim,${room},extension,pg_catalog`,
        plan_cache_mode: 'force_generic_plan',
        enable_seqscan: 'off',
        enable_mergejoin: 'off',
      }),
      pipeline: true,
    });
    client.on('error', () => undefined);
    await client.connect();
    this.#all.push(client);
    const pid = (await client.query('select pg_backend_pid() as pid')).rows[0].pid as number;
    await client.query(learnTelling);
    return { room, client, pid, told_us: -1, broken: false };
  }

  give(line: Line): void {
    if (line.broken) {
      void line.client.end().catch(() => undefined);
      return;
    }
    const free = this.#free.get(line.room) ?? [];
    free.push(line);
    this.#free.set(line.room, free);
  }

  /** True when the backend waits for a lock that another transaction holds. */
  async isBlocked(pid: number): Promise<boolean> {
    const monitor = await this.monitor();
    const text = 'select cardinality(pg_blocking_pids($1)) > 0 as blocked';
    const found = await monitor.query({ name: 'blocked', text, values: [pid] });
    return found.rows[0].blocked as boolean;
  }

  /** A connection of the superuser, for checks and for looking at the server. */
  async monitor(): Promise<pg.Client> {
    return (this.#monitor ??= await this.#superuser(''));
  }

  /** Another one, which makes the database what it was before a seed. */
  async back(): Promise<pg.Client> {
    return (this.#back ??= await this.#superuser(goingBack));
  }

  async #superuser(more: string): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.url,
      options: `-c search_path=sim,pg_catalog -c plan_cache_mode=force_generic_plan ${more}`,
    });
    client.on('error', () => undefined);
    await client.connect();
    this.#all.push(client);
    return client;
  }

  async cancel(pid: number): Promise<void> {
    const monitor = await this.monitor();
    await monitor.query('select pg_cancel_backend($1)', [pid]);
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((client) => client.end().catch(() => undefined)));
  }
}

let lastSecond = { at: 0, text: '' };

/** Microseconds since 1970 as PostgreSQL reads them. */
function stampOf(now_us: number): string {
  const second = Math.floor(now_us / 1_000_000);
  if (second !== lastSecond.at) {
    lastSecond = { at: second, text: new Date(second * 1_000).toISOString().slice(0, 20) };
  }
  return `${lastSecond.text}${String(now_us % 1_000_000).padStart(6, '0')}+00`;
}

/** Begins a transaction, in which now() stands at this time, without waiting for it. */
export function begin(line: Line, text: string, now_us: number): void {
  const both = `${text}; set local sim.now = '${stampOf(now_us)}'`;
  void line.client.query(both).catch(() => (line.broken = true));
}

/** A statement; `now_us`: what time it is for it, left out inside a transaction. */
export function send(
  line: Line,
  statement: { text: string; values: unknown[] },
  now_us?: number,
): Promise<pg.QueryResult> {
  const { text, values } = statement;
  const { name } = statementOf(text);
  const stamp = now_us === undefined || now_us === line.told_us ? undefined : stampOf(now_us);
  if (now_us !== undefined) line.told_us = now_us;
  return new Promise((resolve, reject) => {
    const done = (error: Error | undefined, result: pg.QueryResult): void => {
      if (error === undefined || error === null) return resolve(result);
      // What it was told is rolled back with it.
      line.told_us = -1;
      reject(error);
    };
    const told = new Told({ name, text, values }, { room: line.room, stamp, done });
    line.client.query(told);
  });
}

/** What is sent in `work` leaves in one packet. */
export function together<T>(line: Line, work: () => T): T {
  const { stream } = line.client.connection;
  stream.cork();
  try {
    return work();
  } finally {
    stream.uncork();
  }
}

/** The answer, or 'blocked' when it waits for a lock. */
export async function answerOrBlocked<T>(
  lines: Connections,
  line: Line,
  answer: Promise<T>,
): Promise<'answered' | 'blocked'> {
  let over = false;
  const end = answer.then(
    () => void (over = true),
    () => void (over = true),
  );
  for (;;) {
    await Promise.race([end, realPause(patience_ms)]);
    if (over) return 'answered';
    if (await lines.isBlocked(line.pid)) return 'blocked';
  }
}
