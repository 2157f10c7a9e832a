// A stage: a database, a scheduler and processes on it. The world is built on one, every seed is
// played on one.
import type { Config } from '#kernel/config/config.ts';
import { prng } from '#kernel/core/prng.ts';
import { rooms } from './rooms.ts';
import { beginSeed, endSeed, realPause, real_ms } from './chance.ts';
import { Connections } from './connections.ts';
import { Fates, fairWeather, type Weather } from './fates.ts';
import { Locks } from './locks.ts';
import { Network } from './network.ts';
import { START_MS } from './people.ts';
import { Process, type Surroundings } from './process.ts';
import { Scheduler } from './scheduler.ts';
import { StockWatch } from './stock-watch.ts';
import { Watch } from './watch.ts';
import { carryWebhooks } from './webhooks.ts';

export interface StageOptions {
  url: string;
  config: Config;
  seed: number | string;
  /** Kept connections of earlier seeds. */
  lines?: Connections;
  weather?: Weather;
  /** Which process serves which rooms; one for all when left out. */
  houses?: readonly (readonly string[])[];
  slip?: number;
  patient?: boolean;
  log?(line: string): void;
  between?(): Promise<void>;
}

export interface Stage {
  readonly scheduler: Scheduler;
  readonly lines: Connections;
  readonly fates: Fates;
  readonly network: Network;
  readonly locks: Locks;
  readonly watch: Watch;
  readonly stock: StockWatch;
  /** What happened, counted. */
  readonly noted: Map<string, number>;
  /** The processes of this moment, one for each house. */
  readonly processes: Process[];
  /** The first one. */
  readonly process: Process;
  /** A new life for the house of a process that died. */
  revive(dead: Process): void;
  /** Lets what is under way come to rest, for this many turns of time. */
  rest(turns: number): Promise<void>;
  close(): Promise<void>;
}

const nothing = (): void => undefined;

export async function openStage(options: StageOptions): Promise<Stage> {
  const { url, config, seed, log = nothing, between = async () => undefined } = options;
  const noted = new Map<string, number>();
  const lines = options.lines ?? new Connections(url);
  const fates = new Fates(seed, options.weather ?? fairWeather, noted);
  const chance = prng(`order ${seed}`);
  const start_ms = typeof seed === 'string' ? START_MS - 3_600_000 : START_MS;
  const { slip = 0 } = options;
  const scheduler = new Scheduler({ chance, start_ms, log, between, slip });
  scheduler.patient = options.patient === true;
  beginSeed(seed, scheduler.ambientClock());
  const processes: Process[] = [];
  const network = new Network(scheduler, fates, () => processes);
  const locks = new Locks(scheduler, fates);
  const watch = new Watch(log);
  const stock = new StockWatch(scheduler, lines);
  const where = { scheduler, lines, network, locks };
  const ends: (() => void)[] = [];
  const around: Surroundings = { ...where, fates, config, rooms, watch, stock, ends };
  carryWebhooks(fates, network);
  const houses = options.houses ?? [rooms.map(({ name }) => name)];
  const lives = houses.map(() => 0);
  const open = (house: number): void => {
    lives[house] = (lives[house] ?? 0) + 1;
    const life = new Process(`p${house + 1}.${lives[house]}`, houses[house] ?? [], around);
    processes[house] = life;
    life.start().catch((error: unknown) => {
      // A start that met a lost connection ends the process; the nemesis starts it again.
      watch.suspect(error);
      log(`${life.name} did not start: ${String(error)}`);
      void life.die();
    });
  };
  houses.forEach((_, house) => open(house));
  await scheduler.run(() => processes.every((one) => one.started || !one.alive), 20_000);
  return {
    scheduler,
    lines,
    fates,
    network,
    locks,
    watch,
    stock,
    noted,
    processes,
    get process() {
      return processes[0] as Process;
    },
    revive: (dead) => {
      const house = processes.indexOf(dead);
      if (house >= 0) open(house);
    },
    rest: async (turns) => {
      scheduler.eager = 0.01;
      scheduler.idle_max = 0;
      for (let turn = 0; turn < turns; turn += 1) {
        scheduler.jump(2_000);
        await scheduler.run(() => false, 50_000);
      }
    },
    close: async () => {
      for (const one of processes) await one.die();
      scheduler.end();
      for (const end of ends) end();
      endSeed();
      if (options.lines === undefined) await lines.close();
    },
  };
}

/**
 * Steps until it is done, also where work outside takes real time: on a busy machine hashing a
 * pass phrase takes longer than the scheduler is patient. False when it took longer than most_ms.
 */
export async function outlast(
  { scheduler }: Stage,
  done: () => boolean,
  most_ms: number,
): Promise<boolean> {
  const until_ms = real_ms() + most_ms;
  while (!(await scheduler.run(done, 50_000))) {
    if (real_ms() > until_ms) return false;
    scheduler.idle_max = 0;
    await realPause(50);
  }
  return true;
}
