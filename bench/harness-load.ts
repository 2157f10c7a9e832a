// Two ways to load something. A closed loop (each client sends when it has its reply) finds the
// peak throughput; its latencies flatter, because a slow server is asked less. An open loop sends
// at a constant rate whatever happens and counts each latency from the moment the request should
// have been sent, so that a stall shows in full.
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

const drain_ms = 10_000;
const reasons_max = 20;

export interface Latency {
  p50_ms: number;
  p95_ms: number;
  p99_ms: number;
  max_ms: number;
}

export interface LoadResult {
  /** Steps that went well within the window. */
  done: number;
  per_s: number;
  elapsed_s: number;
  latency: Latency;
  /** Parts of a step, by name. */
  laps: Record<string, Latency>;
  /** Reason → how often. */
  failed: Record<string, number>;
  loop: string;
}

/** What one client of a load sees. */
export interface Worker<Own> {
  /** From 0; distinct among those that run at the same time. */
  readonly index: number;
  /** What `open` made for this client: a connection. */
  readonly own: Own;
  /** The number of this step in the whole load, warm-up included. */
  nth: number;
  /** Records a part of the step. */
  lap(name: string, since_ms: number): void;
  /** Marks the step as failed; the first reason counts. */
  fail(reason: string): void;
}

export interface LoadOptions<Own> {
  seconds: number;
  /** Before the window: connections, compiled code, warm caches (default 2). */
  warmup_s?: number;
  open(index: number): Own;
  close?(own: Own): void;
  step(worker: Worker<Own>): Promise<void>;
  /** Called at both ends of the window. */
  mark?(edge: 'start' | 'end'): void;
  /** Ends the load early, for loads of a fixed number of steps. */
  steps_max?: number;
}

class Tally {
  done = 0;
  started_ms = 0;
  ended_ms = 0;
  measuring = false;
  readonly whole = micros();
  readonly laps = new Map<string, RecordableHistogram>();
  readonly failed = new Map<string, number>();

  record(since_ms: number): void {
    this.whole.record(microsSince(since_ms));
  }

  lap(name: string, since_ms: number): void {
    if (!this.measuring) return;
    let found = this.laps.get(name);
    if (found === undefined) this.laps.set(name, (found = micros()));
    found.record(microsSince(since_ms));
  }

  failure(reason: string): void {
    const known = this.failed.has(reason) || this.failed.size < reasons_max;
    const key = known ? reason : 'other';
    this.failed.set(key, (this.failed.get(key) ?? 0) + 1);
  }

  start(): void {
    this.measuring = true;
    this.started_ms = performance.now();
  }

  end(): void {
    this.measuring = false;
    this.ended_ms = performance.now();
  }

  result(loop: string): LoadResult {
    const elapsed_s = (this.ended_ms - this.started_ms) / 1000;
    return {
      done: this.done,
      per_s: this.done / elapsed_s,
      elapsed_s,
      latency: latencyOf(this.whole),
      laps: Object.fromEntries([...this.laps].map(([name, lap]) => [name, latencyOf(lap)])),
      failed: Object.fromEntries(this.failed),
      loop,
    };
  }
}

function micros(): RecordableHistogram {
  return createHistogram({ lowest: 1, highest: 600_000_000, figures: 3 });
}

function microsSince(since_ms: number): number {
  return Math.max(1, Math.round((performance.now() - since_ms) * 1000));
}

export function latencyOf(histogram: RecordableHistogram): Latency {
  const read = (percent: number) =>
    histogram.count === 0 ? 0 : histogram.percentile(percent) / 1000;
  const max_ms = histogram.count === 0 ? 0 : histogram.max / 1000;
  return { p50_ms: read(50), p95_ms: read(95), p99_ms: read(99), max_ms };
}

class Runner<Own> implements Worker<Own> {
  readonly index: number;
  readonly own: Own;
  readonly tally: Tally;
  nth = 0;
  reason = '';

  constructor(tally: Tally, index: number, own: Own) {
    this.tally = tally;
    this.index = index;
    this.own = own;
  }

  lap(name: string, since_ms: number): void {
    this.tally.lap(name, since_ms);
  }

  fail(reason: string): void {
    if (this.reason === '') this.reason = reason;
  }

  /** One step, counted when it ends within the window. Never rejects. */
  async once(step: (worker: Worker<Own>) => Promise<void>, since_ms: number): Promise<void> {
    this.reason = '';
    try {
      await step(this);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
    if (!this.tally.measuring) return;
    if (this.reason !== '') {
      this.tally.failure(this.reason);
      return;
    }
    this.tally.done += 1;
    this.tally.record(since_ms);
  }
}

/** `clients` at once, each with the next step as soon as the last one is done. */
export async function closedLoop<Own>(
  clients: number,
  options: LoadOptions<Own>,
): Promise<LoadResult> {
  const { seconds, warmup_s = 2, open, close, step, mark, steps_max = Infinity } = options;
  const tally = new Tally();
  const all = Array.from({ length: clients }, (_, index) => new Runner(tally, index, open(index)));
  let over = false;
  let steps = 0;
  const client = async (runner: Runner<Own>): Promise<void> => {
    while (!over && steps < steps_max) {
      runner.nth = steps;
      steps += 1;
      await runner.once(step, performance.now());
    }
  };
  if (warmup_s === 0) begin(tally, mark);
  const running = Promise.all(all.map(client));
  if (warmup_s > 0) {
    await within(warmup_s * 1000, running);
    begin(tally, mark);
  }
  await within(seconds * 1000, running);
  tally.end();
  mark?.('end');
  over = true;
  await within(drain_ms, running);
  for (const one of all) close?.(one.own);
  await running;
  return tally.result(`closed, ${clients} clients`);
}

/** `rate` steps a second, on at most `clients` connections; later ones wait in line. */
export async function openLoop<Own>(
  { rate, clients }: { rate: number; clients: number },
  options: LoadOptions<Own>,
): Promise<LoadResult> {
  const { seconds, warmup_s = 2, open, close, step, mark } = options;
  const tally = new Tally();
  const free = Array.from({ length: clients }, (_, n) => new Runner(tally, n, open(n)));
  const all = [...free];
  const line: number[] = [];
  let steps = 0;
  let out = 0;
  const run = async (runner: Runner<Own>, first_ms: number): Promise<void> => {
    out += 1;
    for (let due: number | undefined = first_ms; due !== undefined; due = line.shift()) {
      runner.nth = steps;
      steps += 1;
      await runner.once(step, due);
    }
    out -= 1;
    free.push(runner);
  };
  const start_ms = performance.now();
  const total = Math.round(rate * (warmup_s + seconds));
  for (let sent = 0; sent < total;) {
    const now_ms = performance.now();
    if (!tally.measuring && now_ms - start_ms >= warmup_s * 1000) begin(tally, mark);
    for (; sent < total && start_ms + (sent * 1000) / rate <= now_ms; sent += 1) {
      const due_ms = start_ms + (sent * 1000) / rate;
      const runner = free.pop();
      if (runner === undefined) line.push(due_ms);
      else void run(runner, due_ms);
    }
    await pause(1);
  }
  mark?.('end');
  const until_ms = performance.now() + drain_ms;
  while (out > 0 && performance.now() < until_ms) await pause(5);
  const unfinished = out + line.length;
  tally.end();
  // Nobody goes on with what was not begun: it would be load for whatever is measured next.
  line.length = 0;
  for (let n = 0; n < unfinished; n += 1) tally.failure('not finished 10 s after the end');
  for (const one of all) close?.(one.own);
  return tally.result(`open, ${rate}/s`);
}

function begin(tally: Tally, mark: LoadOptions<never>['mark']): void {
  mark?.('start');
  tally.start();
}

/** Resolves when the work is done, or after ms at the latest. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = Promise.withResolvers<void>();
  const id = setTimeout(timer.resolve, ms);
  await Promise.race([work, timer.promise]);
  clearTimeout(id);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
