// One plain connection per process for what belongs to a session: LISTEN and advisory locks.
// Losing the connection means losing the locks; who holds one is told and must stop at once,
// because another process may hold it by now.

import pg from 'pg';
import { assert } from '#kernel/core/assert.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { connectTimeoutOf } from './connection.ts';
import { isLost, unavailable } from './db-error.ts';
import type { DbLog } from './sql.ts';

const beat_ms = 5_000;
const answer_max_ms = 4_000;
const reconnect_first_ms = 100;
const reconnect_most_ms = 5_000;

export interface SentinelOptions {
  url: string;
  log?: DbLog;
  /** How often the connection is checked (default 5 000 ms). */
  beat_ms?: number;
}

export interface Sentinel {
  /**
   * Calls fn with the payload of each notification, and with '' after a reconnection, because
   * notifications of the time between are lost: look for yourself then. Resolves when listening.
   */
  listen(channel: string, fn: (payload: string) => void): Promise<void>;
  /** Takes the lock of this name if nobody has it; true also when this process has it already. */
  tryLock(name: string): Promise<boolean>;
  /** Whether the lock is held, as far as we know now. */
  holds(name: string): boolean;
  unlock(name: string): Promise<void>;
  /** Wakes the listeners of a channel in all processes. Payload at most 7 999 bytes. */
  notify(channel: string, payload?: string): Promise<void>;
  /** Calls fn with the names of the locks that a lost connection took along. */
  onLost(fn: (names: string[]) => void): void;
  close(): Promise<void>;
}

/**
 * Connects when first used and again whenever the connection is lost. Calls made while the
 * server is away reject with Failure 'database-unavailable'. It uses the login user, without a
 * room's role: it reads no tables.
 */
export function sentinel(options: SentinelOptions): Sentinel {
  return new PgSentinel(options);
}

class PgSentinel implements Sentinel {
  readonly #options: SentinelOptions;
  readonly #heart: NodeJS.Timeout;
  readonly #channels = new Map<string, Set<(payload: string) => void>>();
  readonly #held = new Set<string>();
  readonly #asking = new Map<string, Promise<boolean>>();
  readonly #lostListeners: ((names: string[]) => void)[] = [];
  readonly #stop = new AbortController();
  #client: pg.Client | undefined;
  #connecting: Promise<pg.Client> | undefined;
  #reconnecting = false;

  constructor(options: SentinelOptions) {
    this.#options = options;
    this.#heart = setInterval(() => void this.#checkBeat(), options.beat_ms ?? beat_ms);
    this.#heart.unref();
  }

  async listen(channel: string, fn: (payload: string) => void): Promise<void> {
    assert(/^[a-z][a-z0-9_.]{0,60}$/.test(channel), `channel "${channel}" is not [a-z0-9_.]`);
    const fns = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, fns.add(fn));
    try {
      await this.#ask(listenText(channel));
    } catch (error) {
      void this.#reconnect(); // it stays registered and starts when the server is back
      throw error;
    }
  }

  async tryLock(name: string): Promise<boolean> {
    if (this.#held.has(name)) return true;
    // Session locks count: taken twice, one unlock would not free it.
    const asking = this.#asking.get(name) ?? this.#take(name);
    this.#asking.set(name, asking);
    try {
      return await asking;
    } finally {
      this.#asking.delete(name);
    }
  }

  async #take(name: string): Promise<boolean> {
    const on = await this.#connected();
    const result = await this.#ask('select pg_try_advisory_lock(hashtextextended($1, 0)) as ok', [
      name,
    ]);
    // The answer of a connection that is gone by now is a lock that is gone by now.
    if (result.rows[0]?.ok !== true || this.#client !== on) return false;
    this.#held.add(name);
    return true;
  }

  holds(name: string): boolean {
    return this.#held.has(name);
  }

  async unlock(name: string): Promise<void> {
    if (!this.#held.delete(name)) return;
    await this.#ask('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  }

  async notify(channel: string, payload = ''): Promise<void> {
    await this.#ask('select pg_notify($1, $2)', [channel, payload]);
  }

  onLost(fn: (names: string[]) => void): void {
    this.#lostListeners.push(fn);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#heart);
    await this.#connecting?.catch(() => undefined);
    const client = this.#client;
    this.#client = undefined;
    this.#held.clear();
    await client?.end();
  }

  async #ask(text: string, values: unknown[] = []): Promise<pg.QueryResult> {
    const on = await this.#connected();
    try {
      return await on.query(text, values);
    } catch (error) {
      throw isLost(error) ? unavailable(error) : error;
    }
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== undefined) return this.#client;
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  async #connect(): Promise<pg.Client> {
    assert(!this.#stop.signal.aborted, 'a closed sentinel is not used');
    const fresh = new pg.Client({
      connectionString: this.#options.url,
      application_name: 'trueshelf sentinel',
      connectionTimeoutMillis: connectTimeoutOf(this.#options.url),
      keepAlive: true,
      query_timeout: answer_max_ms,
      // Relays ask for their locks at the same time; without it pg would queue, and warns.
      pipeline: true,
      // The server lets go of a dead peer's locks within 10 s.
      options: '-c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3',
    });
    fresh.on('error', (error) => this.#lose(fresh, error.message));
    fresh.on('end', () => this.#lose(fresh, 'connection ended'));
    fresh.on('notification', ({ channel, payload }) => this.#deliver(channel, payload ?? ''));
    try {
      await fresh.connect();
      for (const channel of this.#channels.keys()) await fresh.query(listenText(channel));
    } catch (error) {
      void fresh.end().catch(() => undefined);
      throw unavailable(error);
    }
    this.#client = fresh;
    return fresh;
  }

  #deliver(channel: string, payload: string): void {
    for (const fn of this.#channels.get(channel) ?? []) fn(payload);
  }

  #lose(which: pg.Client, reason: string): void {
    if (this.#client !== which) return;
    this.#client = undefined;
    const locks = [...this.#held];
    this.#held.clear();
    this.#options.log?.warn({ reason, locks }, 'sentinel connection lost');
    if (locks.length > 0) for (const fn of this.#lostListeners) fn(locks);
    if (this.#channels.size > 0) void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    const { signal } = this.#stop;
    if (this.#reconnecting || signal.aborted) return;
    this.#reconnecting = true;
    let wait_ms = reconnect_first_ms;
    while (!signal.aborted) {
      try {
        await this.#connected();
        this.#reconnecting = false;
        for (const channel of this.#channels.keys()) this.#deliver(channel, '');
        return;
      } catch {
        await systemClock.sleep(wait_ms * (0.5 + Math.random()), signal).catch(() => undefined);
        wait_ms = Math.min(reconnect_most_ms, wait_ms * 2);
      }
    }
  }

  async #checkBeat(): Promise<void> {
    const on = this.#client;
    if (on === undefined) return;
    try {
      await on.query('select 1');
    } catch (error) {
      on.connection.stream.destroy();
      this.#lose(on, error instanceof Error ? error.message : String(error));
    }
  }
}

function listenText(channel: string): string {
  return 'listen ' + pg.escapeIdentifier(channel);
}
