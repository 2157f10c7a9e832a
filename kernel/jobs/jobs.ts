/**
 * Background jobs: work that may come later, is tried again when it fails, and survives the death
 * of its worker. graphile-worker runs them; a room enqueues inside its own transaction or
 * statement. A job runs at least once: a worker that dies after the work and before its note makes
 * it run again, so handlers must be idempotent.
 */
import pg from 'pg';
import { systemClock } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import { currentContext } from '../core/context.ts';
import { connectTimeoutOf } from '../db/connection.ts';
import type { Sql } from '../db/sql.ts';
import type { Logger } from '../telemetry/log.ts';
import { dropDeadJobs, jobCounts, listDeadJobs, retryDeadJobs } from './store-jobs.ts';
import type { DeadJob, JobCount } from './store-jobs.ts';
import { startWorker } from './worker.ts';
import type { CronEntry, JobHandlers, JobWorker } from './worker.ts';

export { installJobs } from './install.ts';
export type { DeadJob, JobCount } from './store-jobs.ts';
export type { CronEntry, JobContext, JobHandler, JobHandlers } from './worker.ts';

/** Tries, the first included: 12 of them spread over about 16 hours. */
export const attempts_max = 12;
const poke_ms = 20;

export interface AddOptions {
  /** Not before this time. */
  runAt?: Date;
  attempts_max?: number;
}

export interface Jobs {
  /** Adds a job in the given transaction or connection of a room; null: by itself, at once. */
  add(sql: Sql | null, task: string, job: JobItem & AddOptions): Promise<void>;
  /** As add, all in one statement, about 20 µs each. */
  addMany(sql: Sql | null, task: string, jobs: JobItems): Promise<void>;
  /** Wakes the workers after a statement of a room that called `jobs_api.enqueue` itself. */
  poke(): void;
  /** Runs jobs of these tasks from now on. Needs installJobs to have run. */
  start(handlers: JobHandlers, options?: StartOptions): Promise<void>;
  /** Finishes what runs (aborting it after 5 s, giving up after 10), then closes everything. */
  stop(): Promise<void>;
  /** Jobs that used up their tries, newest first. */
  dead(limit?: number): Promise<DeadJob[]>;
  /** Gives dead jobs a new set of tries; gives how many. */
  retry(ids: readonly string[]): Promise<number>;
  /** Removes dead jobs; gives how many. */
  drop(ids: readonly string[]): Promise<number>;
  /** Per task: due, waiting for later, running, dead. Scans the table. */
  counts(): Promise<JobCount[]>;
}

export interface JobItem {
  payload: object;
  /**
   * Of jobs of one task with the same key only one waits: adding replaces its payload and starts
   * its tries anew. A job that runs already is not touched; the new one follows it.
   */
  key?: string;
}

export interface JobItems extends AddOptions {
  items: readonly JobItem[];
}

export interface StartOptions {
  cron?: readonly CronEntry[];
  /** Jobs at once in this process. Default 8. */
  concurrency?: number;
}

export interface JobsOptions {
  url: string;
  log: Logger;
  clock?: Clock;
  /** How often killed workers are looked for. Default 5 s. */
  sweep_ms?: number;
  onDone?(of: { task: string; ok: boolean; took_ms: number }): void;
}

const enqueueSql = 'select jobs_api.enqueue($1, $2::jsonb[], $3::text[], $4, $5) as added';

/** The job queue of one database. Opens connections when first used. */
export function jobs(options: JobsOptions): Jobs {
  const { log, clock = systemClock } = options;
  const pool = poolOf(options.url, log);
  const own = { row: (text: string, values: unknown[]) => pool.query(text, values) };
  const poke = pokerOf(pool, { clock, log });
  let worker: JobWorker | undefined;
  let closed = false;

  const addMany: Jobs['addMany'] = async (sql, task, { items, ...more }) => {
    if (items.length === 0) return;
    const note = contextNote();
    const payloads = items.map(({ payload }) => JSON.stringify({ ...payload, ...note }));
    const keyed = items.some((item) => item.key !== undefined);
    const keys = keyed ? items.map((item) => item.key ?? null) : null;
    const tries = more.attempts_max ?? attempts_max;
    await (sql ?? own).row(enqueueSql, [task, payloads, keys, more.runAt ?? null, tries]);
    poke();
  };

  return {
    add: (sql, task, { payload, key, ...more }) =>
      addMany(sql, task, { items: [{ payload, key }], ...more }),
    addMany,
    poke,
    start: async (handlers, start = {}) => {
      worker = await startWorker({
        ...start,
        handlers,
        url: options.url,
        pool,
        log,
        clock,
        sweep_ms: options.sweep_ms ?? 5000,
        onDone: options.onDone,
      });
    },
    stop: async () => {
      if (closed) return;
      closed = true;
      await worker?.stop();
      await pool.end();
    },
    dead: (limit = 100) => listDeadJobs(pool, limit),
    retry: async (ids) => {
      const count = await retryDeadJobs(pool, ids);
      poke();
      return count;
    },
    drop: (ids) => dropDeadJobs(pool, ids),
    counts: () => jobCounts(pool),
  };
}

/** Carried in the payload, so that the log of a job names the request that caused it. */
function contextNote(): object {
  const context = currentContext();
  if (context === undefined) return {};
  const { correlationId, sagaId, traceparent } = context;
  return { _context: { correlationId, sagaId, traceparent } };
}

/**
 * Tells the workers of all processes, at most once in 20 ms and never inside a transaction (see
 * install.ts). A poke before the commit finds nothing; the workers also look each second.
 */
function pokerOf(pool: pg.Pool, of: { clock: Clock; log: Logger }): () => void {
  let waiting = false;
  const send = async () => {
    await of.clock.sleep(poke_ms);
    waiting = false;
    if (pool.ending) return;
    const notice = "select pg_notify('jobs:insert', '{\"count\":100}')";
    await pool.query(notice).catch((error: unknown) => {
      of.log.warn({ err: error }, 'job workers were not told, they look each second');
    });
  };
  return () => {
    if (waiting) return;
    waiting = true;
    void send();
  };
}

function poolOf(url: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    // One listens, the rest fetch, complete and enqueue.
    max: 5,
    connectionTimeoutMillis: connectTimeoutOf(url),
    idleTimeoutMillis: 30_000,
    application_name: 'trueshelf jobs',
    options: '-c statement_timeout=15000',
    keepAlive: true,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'idle connection of the job queue lost'));
  pool.on('connect', (client) => {
    client.on('error', () => undefined); // its pending statement rejects with it
  });
  return pool;
}
