// One plain connection per process for what belongs to a session: LISTEN and advisory locks.
// Losing the connection means losing the locks; who holds one is told and must stop at once,
// because another process may hold it by now.

import pg from 'pg';
import { assert } from '#kernel/core/assert.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { unavailable } from './db-error.ts';
import type { DbLog } from './sql.ts';

const connect_timeout_ms = 5_000;
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
  const channels = new Map<string, Set<(payload: string) => void>>();
  const held = new Set<string>();
  const lostListeners: ((names: string[]) => void)[] = [];
  let client: pg.Client | undefined;
  let connecting: Promise<pg.Client> | undefined;
  let closed = false;
  let stopReconnect = new AbortController();

  const heart = setInterval(() => void checkBeat(), options.beat_ms ?? beat_ms);
  heart.unref();

  const ask = async (text: string, values: unknown[] = []): Promise<pg.QueryResult> => {
    const on = client ?? (await connected());
    try {
      return await on.query(text, values);
    } catch (error) {
      throw client === on ? error : unavailable(error);
    }
  };

  const connected = (): Promise<pg.Client> => {
    connecting ??= connect().finally(() => (connecting = undefined));
    return connecting;
  };

  const connect = async (): Promise<pg.Client> => {
    assert(!closed, 'a closed sentinel is not used');
    const fresh = new pg.Client({
      connectionString: options.url,
      application_name: 'trueshelf sentinel',
      connectionTimeoutMillis: connect_timeout_ms,
      keepAlive: true,
      query_timeout: answer_max_ms,
      // The server lets go of a dead peer's locks within 10 s.
      options: '-c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3',
    });
    fresh.on('error', (error) => lose(fresh, error.message));
    fresh.on('end', () => lose(fresh, 'connection ended'));
    fresh.on('notification', ({ channel, payload }) => {
      for (const fn of channels.get(channel) ?? []) fn(payload ?? '');
    });
    try {
      await fresh.connect();
      for (const channel of channels.keys()) await fresh.query(listenText(channel));
    } catch (error) {
      void fresh.end().catch(() => undefined);
      throw unavailable(error);
    }
    client = fresh;
    return fresh;
  };

  const lose = (which: pg.Client, reason: string): void => {
    if (client !== which) return;
    client = undefined;
    const names = [...held];
    held.clear();
    if (closed) return;
    options.log?.warn({ reason, locks: names }, 'sentinel connection lost');
    if (names.length > 0) for (const fn of lostListeners) fn(names);
    if (channels.size > 0) void reconnect();
  };

  const reconnect = async (): Promise<void> => {
    stopReconnect.abort();
    stopReconnect = new AbortController();
    const { signal } = stopReconnect;
    let wait_ms = reconnect_first_ms;
    while (!closed && !signal.aborted) {
      try {
        if (client === undefined) await connected();
        for (const fns of channels.values()) for (const fn of fns) fn('');
        return;
      } catch {
        await systemClock.sleep(wait_ms * (0.5 + Math.random()), signal).catch(() => undefined);
        wait_ms = Math.min(reconnect_most_ms, wait_ms * 2);
      }
    }
  };

  const checkBeat = async (): Promise<void> => {
    const on = client;
    if (on === undefined) return;
    try {
      await on.query('select 1');
    } catch (error) {
      on.connection.stream.destroy();
      lose(on, error instanceof Error ? error.message : String(error));
    }
  };

  return {
    listen: async (channel, fn) => {
      assert(/^[a-z][a-z0-9_.]{0,60}$/.test(channel), `channel "${channel}" is not [a-z0-9_.]`);
      const fns = channels.get(channel) ?? new Set();
      channels.set(channel, fns.add(fn));
      await ask(listenText(channel));
    },
    tryLock: async (name) => {
      if (held.has(name)) return true;
      const on = client ?? (await connected());
      const result = await ask('select pg_try_advisory_lock(hashtextextended($1, 0)) as ok', [name]);
      // The answer of a connection that is gone by now is a lock that is gone by now.
      if (result.rows[0]?.ok !== true || client !== on) return false;
      held.add(name);
      return true;
    },
    holds: (name) => held.has(name),
    unlock: async (name) => {
      if (!held.delete(name)) return;
      await ask('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    },
    notify: async (channel, payload = '') => {
      await ask('select pg_notify($1, $2)', [channel, payload]);
    },
    onLost: (fn) => {
      lostListeners.push(fn);
    },
    close: async () => {
      closed = true;
      clearInterval(heart);
      stopReconnect.abort();
      await connecting?.catch(() => undefined);
      await client?.end();
      client = undefined;
    },
  };
}

function listenText(channel: string): string {
  return 'listen ' + pg.escapeIdentifier(channel);
}
