// The frame of every bench: its surroundings, its clean-up, its report. A bench is a file of this
// folder whose name is the bench's; it exports `bench` and opens with what we expect and why.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkDatabase, type CheckInput } from './harness-check.ts';
import * as load from './harness-load.ts';
import {
  cpuSample,
  cpuSplit,
  eachOf,
  memoryOf,
  treeMemory_mb,
  type CpuSample,
} from './harness-proc.ts';
import { startPostgres, type BenchDatabase, type BenchPostgres } from './harness-postgres.ts';
import { profiling, type Profiler } from './harness-profile.ts';
import { render, writeReport, type Figure, type Report } from './harness-report.ts';
import { startServer, type BenchServer } from './harness-server.ts';

export interface BenchOptions {
  /** Of each measured window. */
  seconds: number;
  clients?: number;
  rate?: number;
  products?: number;
  units?: number;
  buyers?: number;
  /** Writes a CPU profile of the server and lists the costliest statements. */
  profile: boolean;
}

export interface Bench {
  name: string;
  /** One sentence: what the figure tells. */
  question: string;
  /** Of each window, unless the command line says otherwise (default 10). */
  seconds?: number;
  /** Of PostgreSQL, where the measured command gives its own server others than the shop. */
  settings?: Readonly<Record<string, string>>;
  run(ctx: Context): Promise<void>;
}

/** A load with what is needed to make a figure of it. */
export interface Measured<Own> extends Omit<load.LoadOptions<Own>, 'seconds' | 'mark'> {
  figure: Pick<Figure, 'name'> & Partial<Figure>;
  seconds?: number;
  /** Closed loop of so many clients, or with `rate` an open loop on so many connections. */
  clients: number;
  rate?: number;
  /** The process that is asked; none when the work is done in this one. */
  server?: BenchServer;
}

export class Context {
  readonly options: BenchOptions;
  readonly postgres: BenchPostgres;
  readonly figures: Figure[] = [];
  check: Report['check'] = { state: 'absent', detail: ['nothing was sold'] };
  /** What the bench promised and did not keep; any makes the command fail. */
  readonly broken: string[] = [];
  readonly #cleanups: (() => Promise<unknown> | void)[] = [];
  #profiler: Profiler | undefined;
  readonly #name: string;
  readonly #started_ms = performance.now();

  constructor(name: string, options: BenchOptions, postgres: BenchPostgres) {
    this.#name = name;
    this.options = options;
    this.postgres = postgres;
  }

  /** One line of progress. */
  say(text: string): void {
    const seconds = ((performance.now() - this.#started_ms) / 1000).toFixed(1);
    process.stdout.write(`[${seconds.padStart(5)} s] ${text}\n`);
  }

  /** Runs at the end, last registered first, whatever happens. */
  defer(cleanup: () => Promise<unknown> | void): void {
    this.#cleanups.push(cleanup);
  }

  async cleanUp(): Promise<void> {
    for (let next = this.#cleanups.pop(); next !== undefined; next = this.#cleanups.pop()) {
      try {
        await next();
      } catch (error) {
        this.say(`clean-up: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  /** A fresh database that goes when the bench ends; all rooms unless told otherwise. */
  async database(options: { rooms?: string[] } = {}): Promise<BenchDatabase> {
    this.say('making a fresh database');
    return this.#taken(await this.postgres.database(options));
  }

  /** As `database`, a copy of a world that is made once. */
  async world(name: string, make: (url: string) => Promise<void>): Promise<BenchDatabase> {
    this.say(`copying the world ${name}, making it if it is not there`);
    return this.#taken(await this.postgres.prepared(name, make));
  }

  async #taken(database: BenchDatabase): Promise<BenchDatabase> {
    if (this.options.profile) this.#profiler = await profiling(this.#name, database);
    this.defer(async () => {
      if (this.#profiler) this.say(await this.#profiler.statements());
      await database.drop();
    });
    return database;
  }

  /** The whole shop as a child process on this database. */
  async server(database: BenchDatabase, env?: Record<string, string>): Promise<BenchServer> {
    const name = `${this.#name}-server`;
    const server = await startServer({ databaseUrl: database.url, name, ...(env ? { env } : {}) });
    this.defer(async () => {
      if (this.#profiler) this.say(await this.#profiler.cpu());
      await server.stop();
    });
    this.say(`the shop runs as process ${server.pid}`);
    return server;
  }

  /** Runs a load and keeps its figure: throughput, latency, CPU and memory. */
  async measure<Own>(options: Measured<Own>): Promise<Figure> {
    const { figure, server, clients, rate, seconds = this.options.seconds, ...rest } = options;
    const how = rate === undefined ? `${clients} clients` : `${rate}/s`;
    this.say(`${figure.name}: ${how}, ${seconds} s`);
    const watched = { server: server?.pid ?? 0, postgres: this.postgres.pid };
    if (server) await this.#profiler?.begin(server);
    const samples: CpuSample[] = [];
    const whole = { ...rest, seconds, mark: () => void samples.push(cpuSample(watched)) };
    const result =
      rate === undefined
        ? await load.closedLoop(clients, whole)
        : await load.openLoop({ rate, clients }, whole);
    const [from, to] = samples;
    const found = {
      value: result.per_s,
      unit: '/s' as const,
      latency: result.latency,
      laps: result.laps,
      loop: result.loop,
      done: result.done,
      failed: result.failed,
      ...(from && to ? { cpu: cpuSplit(from, to), each: eachOf([from, to], result.done) } : {}),
      memory_mb: this.memory(server?.pid),
    };
    return this.keep({ ...found, ...figure });
  }

  memory(server = process.pid): NonNullable<Figure['memory_mb']> {
    const { now_mb, peak_mb } = memoryOf(server);
    return { server: now_mb, serverPeak: peak_mb, postgres: treeMemory_mb(this.postgres.pid) };
  }

  /** Adds a figure to the report. */
  keep(figure: Figure): Figure {
    this.figures.push(figure);
    const failed = Object.values(figure.failed ?? {}).reduce((sum, one) => sum + one, 0);
    const faults = failed > 0 ? `, ${failed} FAILED` : '';
    this.say(`${figure.name}: ${Math.round(figure.value * 10) / 10} ${figure.unit}${faults}`);
    return figure;
  }

  /** Checks what must always hold, over what the bench has left in the database. */
  async invariants(input: CheckInput): Promise<void> {
    this.say('checking the invariants');
    this.check = await checkDatabase(input);
    if (this.check.state === 'red') this.broken.push('an invariant is violated');
  }
}

/** The names of all benches, by what lies in this folder. */
export function benchNames(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => /^[a-z][a-z-]*\.ts$/.test(file) && !file.startsWith('harness'))
    .map((file) => file.slice(0, -3))
    .sort();
}

/** Runs one bench; gives its report. Children and database are gone when it resolves. */
export async function runBench(name: string, options: Partial<BenchOptions>): Promise<Report> {
  const module = (await import(join(import.meta.dirname, `${name}.ts`))) as { bench: Bench };
  const { bench } = module;
  process.stdout.write(`${bench.name}: ${bench.question}\n`);
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const postgres = await startPostgres(say, bench.settings);
  const settled: BenchOptions = {
    profile: false,
    ...options,
    seconds: options.seconds ?? bench.seconds ?? 10,
  };
  const ctx = new Context(bench.name, settled, postgres);
  ctx.say(
    `PostgreSQL ${postgres.version}: ${Object.entries(postgres.settings)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')}`,
  );
  const started = new Date().toISOString();
  const stop = async (code: number): Promise<never> => {
    await ctx.cleanUp();
    await postgres.stop();
    process.exit(code);
  };
  const interrupted = () => void stop(130);
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    await bench.run(ctx);
  } finally {
    await ctx.cleanUp();
    await postgres.stop();
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
  const { profile, ...numbers } = settled;
  const report: Report = {
    bench: bench.name,
    question: bench.question,
    started,
    seconds: settled.seconds,
    options: { ...numbers, profile: profile ? 1 : 0 },
    figures: ctx.figures,
    check: ctx.check,
    passed: ctx.broken.length === 0,
    postgres: { version: postgres.version, settings: postgres.settings },
  };
  process.stdout.write(`\n${render(report)}\n`);
  for (const promise of ctx.broken) process.stdout.write(`BROKEN: ${promise}\n`);
  if (!profile) process.stdout.write(`result: ${writeReport(report)}\n`);
  return report;
}
