// Single statements share a few connections and are sent without waiting for one another: the
// server reads them in order and answers in order. That is the cheapest way there is (half the
// CPU of a pool), and it has two rules: nothing here may open a transaction, and a slow
// statement holds up those behind it, which is why long reads have a lane of their own.

import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { connectionConfig, type ConnectionOptions } from './connection.ts';
import { isLost, isRetryable, isStalePlan, overloaded, translate, unavailable } from './db-error.ts';
import { statementOf, type Statement } from './statement.ts';

const inFlight_max = 2_000;
const tries_max = 3;
const connectPause_ms = 200;
const tick_ms = 500;
// Above the server's statement timeout: when not even that came back, the line is dead.
const grace_ms = 2_000;

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
  const open = (mode: string): Wire =>
    openWire(options, { plan_cache_mode: mode }, (wire, job, error) => recover(wire, job, error));
  const points = Array.from({ length: size }, () => open('force_generic_plan'));
  const list = open('auto');
  const watchdog = setInterval(() => {
    for (const wire of [...points, list]) wire.tick(stall_ticks);
  }, tick_ms);
  watchdog.unref();

  const dispatch = (job: Job): void => {
    let wire = list;
    if (job.statement.lane === 'point') {
      wire = points.reduce((best, next) => (next.inFlight() < best.inFlight() ? next : best));
    }
    if (wire.inFlight() >= inFlight_max) job.reject(overloaded(wire.inFlight()));
    else wire.send(job);
  };

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

interface Wire {
  inFlight(): number;
  send(job: Job): void;
  /** Lets what is in flight finish; the next statement opens a new connection. */
  retire(): void;
  /** Called on a beat; cuts connections that owe answers and gave none for stall_ticks beats. */
  tick(stall_ticks: number): void;
  close(): Promise<void>;
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

function openWire(
  options: ConnectionOptions,
  settings: Record<string, string>,
  onError: (wire: Wire, job: Job, error: unknown) => void,
): Wire {
  const config = { ...connectionConfig(options, settings), pipeline: true };
  const lines = new Set<Line>(); // retired ones too, until they have ended
  let line: Line | undefined;
  let connecting: Promise<Line> | undefined;
  let refused: { error: unknown; until_ms: number } | undefined;
  let inFlight = 0;
  let closed = false;

  const connect = async (): Promise<Line> => {
    if (closed) throw new Error('this database was closed');
    // While the server is down, thousands of requests must not knock one by one.
    if (refused !== undefined && systemClock.monotonic() < refused.until_ms) throw refused.error;
    const fresh: Line = { client: new pg.Client(config), owed: 0, quiet_ticks: 0, gathering: false };
    const forget = (): void => {
      if (line === fresh) line = undefined;
    };
    fresh.client.on('error', (error: Error) => {
      options.log.warn({ room: options.room, error: error.message }, 'database connection lost');
      forget();
    });
    fresh.client.on('end', () => {
      lines.delete(fresh);
      forget();
    });
    try {
      await fresh.client.connect();
    } catch (error) {
      void fresh.client.end().catch(() => undefined);
      refused = { error, until_ms: systemClock.monotonic() + connectPause_ms };
      throw error;
    }
    lines.add(fresh);
    line = fresh;
    return fresh;
  };

  const submit = (on: Line, job: Job): void => {
    const { name, text } = job.statement;
    let settled = false;
    if (on.owed === 0) on.quiet_ticks = 0;
    on.owed += 1;
    const done = (error: Error | null, result: pg.QueryResult): void => {
      // A value that the driver cannot encode is reported at once and answered again later.
      if (settled) return;
      settled = true;
      inFlight -= 1;
      on.owed -= 1;
      on.quiet_ticks = 0;
      if (error) onError(wire, job, error);
      else job.resolve(result);
    };
    gather(on);
    on.client.query({ name, text, values: job.values }, done);
  };

  const wire: Wire = {
    inFlight: () => inFlight,
    send: (job) => {
      inFlight += 1;
      if (line !== undefined) {
        submit(line, job);
        return;
      }
      connecting ??= connect().finally(() => (connecting = undefined));
      connecting.then(
        (fresh) => submit(fresh, job),
        (error: unknown) => {
          inFlight -= 1;
          job.reject(unavailable(error)); // never sent
        },
      );
    },
    retire: () => {
      void line?.client.end().catch(() => undefined);
      line = undefined;
    },
    tick: (stall_ticks) => {
      for (const each of lines) {
        if (each.owed === 0) continue;
        each.quiet_ticks += 1;
        if (each.quiet_ticks < stall_ticks) continue;
        each.client.connection.stream.destroy(new Error('no answer in time'));
      }
    },
    close: async () => {
      closed = true;
      await connecting?.catch(() => undefined);
      await Promise.all([...lines].map((each) => each.client.end()));
    },
  };
  return wire;
}
