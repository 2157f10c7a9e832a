// Single statements share a few connections and are sent without waiting for one another: the
// server reads them in order and answers in order. That is the cheapest way there is (half the
// CPU of a pool), and it has two rules: nothing here may open a transaction, and a slow
// statement holds up those behind it, which is why long reads have a lane of their own.

import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { connectionConfig, planSettings, type ConnectionOptions } from './connection.ts';
import { isLost, isRetryable, isStalePlan } from './db-error.ts';
import { overloaded, translate, unavailable } from './db-error.ts';
import { statementOf, type Statement } from './statement.ts';

const inFlight_max = 2_000;
const tries_max = 3;
const connectPause_ms = 200;
const tick_ms = 500;
// Above the server's statement timeout: when not even that came back, the line is dead.
const grace_ms = 2_000;

type PlanMode = 'force_generic_plan' | 'auto';

interface Job {
  statement: Statement;
  values: unknown[];
  tries: number;
  resolve(result: pg.QueryResult): void;
  reject(error: Error): void;
}

export interface Pipeline {
  /** Sends one statement that commits by itself. */
  execute(text: string, values: unknown[]): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

/** `size` connections for point statements and one for lists, each opened when first used. */
export function openPipeline(options: ConnectionOptions, size: number): Pipeline {
  const stall_ticks = Math.ceil((options.statementTimeout_ms + grace_ms) / tick_ms) + 1;
  const recover = (wire: Wire, job: Job, error: unknown): void => {
    job.tries += 1;
    if (isStalePlan(error) || isLost(error)) wire.retire();
    const again = isRetryable(error) || isStalePlan(error);
    if (!again || job.tries >= tries_max) {
      job.reject(translate(error, job.statement.writes));
      return;
    }
    const pause_ms = isRetryable(error) ? job.tries * 10 * (0.5 + Math.random()) : 0;
    void systemClock.sleep(pause_ms).then(() => dispatch(job));
  };
  const list = new Wire(options, 'auto', recover);
  const points = Array.from(
    { length: size },
    () => new Wire(options, 'force_generic_plan', recover),
  );
  const watchdog = setInterval(() => {
    for (const wire of [...points, list]) wire.tick(stall_ticks);
  }, tick_ms);
  watchdog.unref();

  const dispatch = (job: Job): void => {
    let wire = list;
    if (job.statement.lane === 'point') {
      wire = points.reduce((best, next) => (next.inFlight < best.inFlight ? next : best));
    }
    if (wire.inFlight >= inFlight_max) job.reject(overloaded(wire.inFlight));
    else wire.send(job);
  };

  return {
    execute: (text, values) =>
      new Promise((resolve, reject) =>
        dispatch({ statement: statementOf(text), values, tries: 0, resolve, reject }),
      ),
    close: async () => {
      await Promise.all([...points, list].map((wire) => wire.close()));
      clearInterval(watchdog);
    },
  };
}

/** One connection and the answers it owes. */
interface Line {
  client: pg.Client;
  owed: number;
  quiet_ticks: number;
  gathering: boolean;
}

/** Statements of one turn of the event loop leave in one write to the socket. */
function gather(line: Line): void {
  if (line.gathering) return;
  line.gathering = true;
  const { stream } = line.client.connection;
  stream.cork();
  process.nextTick(() => {
    line.gathering = false;
    stream.uncork();
  });
}

/** A connection that is opened when first used and replaced when lost. */
class Wire {
  readonly #options: ConnectionOptions;
  readonly #config: pg.ClientConfig;
  readonly #onError: (wire: Wire, job: Job, error: unknown) => void;
  readonly #lines = new Set<Line>(); // retired ones too, until they have ended
  #line: Line | undefined;
  #connecting: Promise<Line> | undefined;
  #refused: { error: unknown; until_ms: number } | undefined;
  #closed = false;
  inFlight = 0;

  constructor(
    options: ConnectionOptions,
    mode: PlanMode,
    onError: (wire: Wire, job: Job, error: unknown) => void,
  ) {
    this.#options = options;
    this.#config = { ...connectionConfig(options, planSettings[mode]), pipeline: true };
    this.#onError = onError;
  }

  send(job: Job): void {
    this.inFlight += 1;
    if (this.#line !== undefined) {
      this.#submit(this.#line, job);
      return;
    }
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
    this.#connecting.then(
      (fresh) => this.#submit(fresh, job),
      (error: unknown) => {
        this.inFlight -= 1;
        job.reject(unavailable(error)); // never sent
      },
    );
  }

  #submit(on: Line, job: Job): void {
    const { name, text } = job.statement;
    let settled = false;
    if (on.owed === 0) on.quiet_ticks = 0;
    on.owed += 1;
    const done = (error: Error | null, result: pg.QueryResult): void => {
      // A value that the driver cannot encode is reported at once and answered again later.
      if (settled) return;
      settled = true;
      this.inFlight -= 1;
      on.owed -= 1;
      on.quiet_ticks = 0;
      if (error) this.#onError(this, job, error);
      else job.resolve(result);
    };
    gather(on);
    on.client.query({ name, text, values: job.values }, done);
  }

  async #connect(): Promise<Line> {
    if (this.#closed) throw new Error('this database was closed');
    // While the server is down, thousands of requests must not knock one by one.
    const refused = this.#refused;
    if (refused !== undefined && systemClock.monotonic() < refused.until_ms) throw refused.error;
    const client = new pg.Client(this.#config);
    const fresh: Line = { client, owed: 0, quiet_ticks: 0, gathering: false };
    client.on('error', (error: Error) => {
      const { room, log } = this.#options;
      log.warn({ room, error: error.message }, 'database connection lost');
      this.#forget(fresh);
    });
    client.on('end', () => {
      this.#lines.delete(fresh);
      this.#forget(fresh);
    });
    try {
      await client.connect();
    } catch (error) {
      void client.end().catch(() => undefined);
      this.#refused = { error, until_ms: systemClock.monotonic() + connectPause_ms };
      throw error;
    }
    this.#lines.add(fresh);
    this.#line = fresh;
    return fresh;
  }

  #forget(line: Line): void {
    if (this.#line === line) this.#line = undefined;
  }

  /** Lets what is in flight finish; the next statement opens a new connection. */
  retire(): void {
    void this.#line?.client.end().catch(() => undefined);
    this.#line = undefined;
  }

  /** Called on a beat; cuts connections that owe answers and gave none for stall_ticks beats. */
  tick(stall_ticks: number): void {
    for (const line of this.#lines) {
      if (line.owed === 0) continue;
      line.quiet_ticks += 1;
      if (line.quiet_ticks < stall_ticks) continue;
      line.client.connection.stream.destroy(new Error('no answer in time'));
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connecting?.catch(() => undefined);
    await Promise.all([...this.#lines].map((line) => line.client.end()));
  }
}
