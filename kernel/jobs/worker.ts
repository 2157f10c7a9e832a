// Runs jobs in this process: graphile-worker with batches, our context, log and liveness around.
import { EventEmitter } from 'node:events';
import type { Job, JobHelpers, Runner, Task, WorkerEvents, WorkerPool } from 'graphile-worker';
import type pg from 'pg';
import type { Clock } from '../core/clock.ts';
import { runWith } from '../core/context.ts';
import type { Context } from '../core/context.ts';
import { newId } from '../core/id.ts';
import type { Logger } from '../telemetry/log.ts';
import { schema } from './install.ts';
import { liveness } from './liveness.ts';
import type { Liveness } from './liveness.ts';

export interface JobContext {
  id: string;
  task: string;
  /** 1 at the first try. */
  attempt: number;
  attempts_max: number;
  /** Aborts when the process is about to stop. */
  signal: AbortSignal;
  log: Logger;
}

/** Does one job; throwing means: again later. The payload is what the same room enqueued. */
export type JobHandler = (payload: never, job: JobContext) => Promise<void>;
export type JobHandlers = Readonly<Record<string, JobHandler>>;

/** A job at given minutes (UTC). Only one is made however many processes run. */
export interface CronEntry {
  task: string;
  /** `minute hour day month weekday`, as in crontab. */
  match: string;
  payload?: Record<string, unknown>;
  /** Missed times up to this far back are made up for at a start. Default 0. */
  backfill_ms?: number;
}

export interface WorkerOptions {
  handlers: JobHandlers;
  cron?: readonly CronEntry[];
  concurrency?: number;
  url: string;
  pool: pg.Pool;
  log: Logger;
  clock: Clock;
  sweep_ms: number;
  onDone?(of: { task: string; ok: boolean; took_ms: number }): void;
}

export interface JobWorker {
  stop(): Promise<void>;
}

const abort_ms = 5000;
const giveUp_ms = 10_000;

interface Running {
  runner: Runner;
  workerPool: WorkerPool | undefined;
  alive: Liveness;
}

/** Starts a worker and keeps one running until stop; a start that fails rejects. */
export async function startWorker(options: WorkerOptions): Promise<JobWorker> {
  const { clock, log } = options;
  const stopped = new AbortController();
  const sleep = (ms: number) => clock.sleep(ms, stopped.signal).catch(() => {});
  let running: Running = await startOnce(options);

  // graphile stops a worker whose database was away for too long.
  const keepUp = async () => {
    while (!stopped.signal.aborted) {
      await running.runner.promise.catch(() => {});
      if (stopped.signal.aborted) return;
      log.warn({}, 'job worker ended by itself, starting another');
      await running.alive.stop();
      await restart();
    }
  };
  const restart = async () => {
    while (!stopped.signal.aborted) {
      try {
        running = await startOnce(options);
        return;
      } catch (error) {
        log.warn({ err: error }, 'job worker did not start, tries again');
        await sleep(2000);
      }
    }
  };
  const sweepOften = async () => {
    while (!stopped.signal.aborted) {
      await sleep(options.sweep_ms);
      if (stopped.signal.aborted) return;
      await running.alive.sweep().catch((error: unknown) => {
        log.warn({ err: error }, 'dead job workers were not looked for');
      });
    }
  };
  const loops = [keepUp(), sweepOften()];
  return {
    stop: async () => {
      stopped.abort();
      await stopRunning(running, clock);
      await Promise.all(loops);
    },
  };
}

async function startOnce(options: WorkerOptions): Promise<Running> {
  const { Logger: GraphileLogger, parseCronItems, run } = await import('graphile-worker');
  const { url, pool, clock, log, handlers } = options;
  const workerId = newId('worker');
  const alive = await liveness({ url, workerId, clock, log });
  const events: WorkerEvents = new EventEmitter();
  let workerPool: WorkerPool | undefined;
  // graphile names a worker only when it already fetches jobs; this event is the moment before.
  events.on('pool:create', (event) => {
    workerPool = event.workerPool;
    workerPool.id = workerId;
  });
  const tasks = Object.entries(handlers).map(([task, handler]) => [
    task,
    taskOf(task, handler, options),
  ]);
  try {
    const runner = await run({
      pgPool: pool,
      schema,
      events,
      logger: new GraphileLogger(() => (level, message, detail) => {
        // Failed jobs are logged where they are caught, without their payload.
        if (detail?.['failure'] === true || level === 'debug' || level === 'info') return;
        // Its advice for a worker without batches; ours needs few connections.
        if (message.includes('having maxPoolSize')) return;
        log[level === 'warning' ? 'warn' : 'error']({ err: detail?.['error'] }, message);
      }),
      noHandleSignals: true,
      concurrency: options.concurrency ?? 8,
      pollInterval: 1000,
      gracefulShutdownAbortTimeout: abort_ms,
      taskList: Object.fromEntries(tasks) as Record<string, Task>,
      parsedCronItems: parseCronItems((options.cron ?? []).map(cronItem)),
      preset: {
        worker: {
          localQueue: { size: 100, ttl: 60_000 },
          completeJobBatchDelay: 10,
          failJobBatchDelay: 50,
        },
      },
    });
    runner.promise.catch(() => undefined); // keepUp looks at it
    return { runner, workerPool, alive };
  } catch (error) {
    await alive.stop();
    throw error;
  }
}

async function stopRunning(running: Running, clock: Clock): Promise<void> {
  const { runner, workerPool, alive } = running;
  const late = new AbortController();
  const stopping = runner.stop('the process stops').catch(() => undefined);
  const givingUp = clock.sleep(giveUp_ms, late.signal).then(
    () => workerPool?.forcefulShutdown('the job did not end in time'),
    () => undefined,
  );
  await Promise.race([stopping, givingUp]);
  late.abort();
  await alive.stop();
}

function cronItem(entry: CronEntry) {
  const { task, match, payload, backfill_ms = 0 } = entry;
  const options = { backfillPeriod: backfill_ms, jobKey: `cron:${task}`, maxAttempts: 3 };
  return { task, match, payload, options, identifier: `${task} ${match}` };
}

/** graphile's form of a handler: context, log and metrics around, payload note taken off. */
function taskOf(task: string, handler: JobHandler, options: WorkerOptions): Task {
  const { clock, onDone } = options;
  return async (raw: unknown, helpers: JobHelpers) => {
    const { payload, context } = unwrap(raw);
    const { id, attempts, max_attempts } = helpers.job as Job;
    const log = options.log.child({ task, jobId: id });
    const started_ms = clock.monotonic();
    let ok = false;
    try {
      await runWith(context, () =>
        handler(payload as never, {
          id,
          task,
          attempt: attempts,
          attempts_max: max_attempts,
          signal: helpers.abortSignal,
          log,
        }),
      );
      ok = true;
    } catch (error) {
      const last = attempts >= max_attempts;
      const words = last ? 'job failed for the last time' : 'job failed, runs again';
      log[last ? 'error' : 'warn']({ err: error, attempt: attempts }, words);
      throw error;
    } finally {
      onDone?.({ task, ok, took_ms: clock.monotonic() - started_ms });
    }
  };
}

function unwrap(raw: unknown): { payload: unknown; context: Context } {
  const { _context: note, ...payload } = (raw ?? {}) as { _context?: Partial<Context> };
  const correlationId = note?.correlationId ?? newId('corr');
  return { payload, context: { ...note, correlationId } };
}
