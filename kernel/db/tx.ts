// Transactions take a connection of their own from a small pool. Its statements are pipelined
// too, so that BEGIN travels together with the first statement.

import pg from 'pg';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { transaction_tries_max } from '#kernel/core/limit.ts';
import { connectionConfig, planSettings, type ConnectionOptions } from './connection.ts';
import { isRetryable, isStalePlan, overloaded, translate, unavailable } from './db-error.ts';
import type { Sql, TxOptions } from './sql.ts';
import { statementOf } from './statement.ts';

const deadline_default_ms = 10_000;
const lockTimeout_ms = 2_000;
const waiting_max = 1_000;
const idle_ms = 60_000;
// The server ends a late transaction by itself; we cut the line when even that does not arrive.
const grace_ms = 1_000;

const begin = 'begin';
const beginReadOnly = 'begin read only';
// A running timer is not moved by a new value, so it is switched off first.
const setDeadline = `select set_config('transaction_timeout', '0', true),
  set_config('transaction_timeout', $1, true)`;

export interface Transactions {
  run<T>(work: (tx: Sql) => Promise<T>, options?: TxOptions): Promise<T>;
  close(): Promise<void>;
}

/** A pool of at most `max` connections, opened when needed. */
export function openTransactions(options: ConnectionOptions, max: number): Transactions {
  const pool = new pg.Pool({
    ...connectionConfig(options, {
      ...planSettings.transaction,
      lock_timeout: String(lockTimeout_ms),
      transaction_timeout: String(deadline_default_ms),
      idle_in_transaction_session_timeout: String(deadline_default_ms),
    }),
    pipeline: true,
    max,
    idleTimeoutMillis: idle_ms,
  });
  pool.on('connect', (client) => client.on('error', () => undefined)); // while checked out
  pool.on('error', (error) => {
    options.log.warn({ room: options.room, error: error.message }, 'database connection lost');
  });
  return {
    run: (work, txOptions = {}) => runAgain(() => attempt(pool, work, txOptions)),
    close: () => pool.end(),
  };
}

async function runAgain<T>(once: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once();
    } catch (error) {
      const again = isRetryable(error) || isStalePlan(error);
      if (!again || tries >= transaction_tries_max) throw error;
      await systemClock.sleep(tries * 20 * (0.5 + Math.random()));
    }
  }
}

async function attempt<T>(
  pool: pg.Pool,
  work: (tx: Sql) => Promise<T>,
  options: TxOptions,
): Promise<T> {
  const client = await checkOut(pool);
  const deadline_ms = options.deadline_ms ?? deadline_default_ms;
  const session = openSession(client);
  const expiry = cutAfter(client, deadline_ms + grace_ms);
  let healthy = false;
  try {
    session.control(options.readOnly ? beginReadOnly : begin);
    if (deadline_ms !== deadline_default_ms) session.control(setDeadline, [String(deadline_ms)]);
    const result = await Promise.race([work(session.sql), expiry.expired]);
    await commit(session, expiry.expired);
    healthy = true;
    return result;
  } catch (error) {
    healthy = await rollback(session, expiry.expired);
    // The first failed statement is the cause; what work made of it, or of the refusals that
    // PostgreSQL gives to every later statement, must not hide that the whole can be repeated.
    const first = session.firstError();
    throw isRetryable(first) || isStalePlan(first) ? first : error;
  } finally {
    expiry.cancel();
    session.end();
    client.release(!healthy || isStalePlan(session.firstError()));
  }
}

async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  if (pool.waitingCount >= waiting_max) throw overloaded(pool.waitingCount);
  const full = pool.totalCount >= pool.options.max && pool.idleCount === 0;
  try {
    return await pool.connect();
  } catch (error) {
    const waited = error instanceof Error && /timeout exceeded/.test(error.message);
    throw full && waited ? overloaded(pool.waitingCount) : unavailable(error);
  }
}

interface Session {
  sql: Sql;
  /** A statement of ours, sent without waiting. */
  control(text: string, values?: unknown[]): void;
  /** COMMIT or ROLLBACK; gives the command that the server really did. */
  finish(text: 'commit' | 'rollback'): Promise<string>;
  firstError(): unknown;
  end(): void;
}

function openSession(client: pg.PoolClient): Session {
  let ended = false;
  let first: unknown;

  const query = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    if (ended) throw new Error('a statement came after the end of its transaction');
    const { name } = statementOf(text);
    try {
      return await client.query({ name, text, values });
    } catch (error) {
      first ??= error;
      // No COMMIT was sent, so a lost connection means that nothing happened.
      throw translate(error, false);
    }
  };

  return {
    sql: {
      rows: async (text, values = []) => (await query(text, values)).rows,
      row: async (text, values = []) => (await query(text, values)).rows[0],
      run: async (text, values = []) => (await query(text, values)).rowCount ?? 0,
    },
    control: (text, values = []) => void query(text, values).catch(() => undefined),
    finish: async (text) => (await client.query(text)).command,
    firstError: () => first,
    end: () => {
      ended = true;
    },
  };
}

async function commit(session: Session, expired: Promise<never>): Promise<void> {
  let done: string;
  try {
    done = await Promise.race([session.finish('commit'), expired]);
  } catch (error) {
    const answer = translate(error, true);
    // A timeout here is not "nothing happened": the COMMIT was on its way.
    throw answer instanceof Failure && answer.code === 'timeout'
      ? new OutcomeUnknown({}, { cause: error })
      : answer;
  }
  if (done === 'COMMIT') return;
  // PostgreSQL answers ROLLBACK to the COMMIT of a transaction in which a statement failed.
  const first = session.firstError();
  throw first === undefined
    ? new Error('the transaction was rolled back by the server')
    : translate(first, false);
}

/** False when the connection cannot be used again. */
async function rollback(session: Session, expired: Promise<never>): Promise<boolean> {
  try {
    await Promise.race([session.finish('rollback'), expired]);
    return true;
  } catch {
    return false;
  }
}

function cutAfter(
  client: pg.PoolClient,
  limit_ms: number,
): { expired: Promise<never>; cancel(): void } {
  const timer = Promise.withResolvers<never>();
  timer.promise.catch(() => undefined); // not everybody waits for it
  const handle = setTimeout(() => {
    client.connection.stream.destroy();
    timer.reject(new Failure('timeout', { limit_ms }));
  }, limit_ms);
  return { expired: timer.promise, cancel: () => clearTimeout(handle) };
}
