// Connections to the real server, kept from seed to seed, and the statements that go over them:
// one at a time, each told what time it is. A statement that meets a lock is found out and waits
// aside until the transaction that holds it has gone on.
import pg from 'pg';
import { connectionConfig } from '#kernel/db/connection.ts';
import { statementOf } from '#kernel/db/statement.ts';
import { realPause } from './chance.ts';

/** How long a statement may be quiet before it is asked whether it waits for a lock. */
const patience_ms = 4;

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
    if (this.#monitor !== undefined) return this.#monitor;
    const monitor = new pg.Client({
      connectionString: this.url,
      options: '-c search_path=sim,pg_catalog -c plan_cache_mode=force_generic_plan',
    });
    monitor.on('error', () => undefined);
    await monitor.connect();
    this.#all.push(monitor);
    this.#monitor = monitor;
    return monitor;
  }

  async cancel(pid: number): Promise<void> {
    const monitor = await this.monitor();
    await monitor.query('select pg_cancel_backend($1)', [pid]);
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((client) => client.end().catch(() => undefined)));
  }
}

const TELL = "select set_config('sim.now', $1, false)";

/** Microseconds since 1970 as PostgreSQL reads them. */
function stampOf(now_us: number): string {
  const iso = new Date(Math.floor(now_us / 1_000)).toISOString();
  return `${iso.slice(0, 23)}${String(now_us % 1_000).padStart(3, '0')}+00`;
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

/** From the next transaction on this connection's now() is this. */
export function tellTime(line: Line, now_us: number): void {
  if (line.told_us === now_us) return;
  line.told_us = now_us;
  line.client
    .query({ name: 'tell', text: TELL, values: [stampOf(now_us)] })
    .catch(() => (line.broken = true));
}

export function send(line: Line, text: string, values: unknown[]): Promise<pg.QueryResult> {
  const { name } = statementOf(text);
  return line.client.query(name === undefined ? { text, values } : { name, text, values });
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
