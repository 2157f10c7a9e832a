// The campaign: everything there is, in parts, until it is done or somebody stops it. What was
// done is in the tally; the next run goes on from there and adds to the same report.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { prng } from '#kernel/core/prng.ts';
import { runSchedules } from './campaign.ts';
import { doubleCharge, forgetfulDatabase } from './controls.ts';
import { folder } from './lane.ts';
import { killEverything, killPostgres, loseCommits, type LoadResult } from './load.ts';
import { drawn, further, matrix, steps, type Cell } from './points.ts';
import { writeReport } from './report.ts';
import type { Result, Schedule } from './schedule.ts';
import { countDouble, countSingle, openTally, saveTally, sumOf, type Tally } from './tally.ts';

const doubles_max = 2_000;
const kills_max = 25;
const commits_max = 1_000;
const sagas_max = 1_000;
const singles_slice = 200;
const doubles_slice = 40;
const missed_max = 6;
const report_every = 20;

export interface FullOptions {
  seed: string;
  /** Ends after the schedule that is under way then. */
  minutes?: number | undefined;
  lanes?: number | undefined;
  say(line: string): void;
}

export const reportFolder = join(import.meta.dirname, '..', 'docs', 'reliability');

/** Runs what is left. True when nothing is wrong: what was, has been run again since. */
export async function runFull(options: FullOptions): Promise<boolean> {
  const file = join(folder, 'campaign.json');
  const kept = existsSync(join(reportFolder, 'chaos.json')) && !existsSync(file);
  const tally = openTally(kept ? join(reportFolder, 'chaos.json') : file, options.seed);
  const campaign = new Campaign({ options, tally, file });
  await campaign.run();
  return tally.wrong.every(({ mended }) => mended === true);
}

class Campaign {
  readonly #options: FullOptions;
  readonly #tally: Tally;
  readonly #file: string;
  readonly #until: number;
  #stopped = false;

  constructor(of: { options: FullOptions; tally: Tally; file: string }) {
    this.#options = of.options;
    this.#tally = of.tally;
    this.#file = of.file;
    const { minutes } = of.options;
    this.#until = minutes === undefined ? Infinity : performance.now() + minutes * 60_000;
    process.once('SIGINT', () => (this.#stopped = true));
    process.once('SIGTERM', () => (this.#stopped = true));
  }

  #over = (): boolean => this.#stopped || performance.now() > this.#until;

  async run(): Promise<void> {
    await this.#loads();
    await this.#controls();
    await this.#again();
    while (!this.#over()) {
      const more = await this.#singles();
      if (!(await this.#doubles()) && !more) return;
    }
  }

  #save(): void {
    saveTally(this.#file, this.#tally);
    writeReport(reportFolder, this.#tally);
  }

  /** A run under load, if it has not been done. */
  async #load(name: string, run: () => Promise<LoadResult>): Promise<void> {
    if (this.#over() || (this.#tally.loads[name]?.length ?? 0) > 0) return;
    this.#options.say(`${name} …`);
    const result = await run();
    (this.#tally.loads[name] ??= []).push(result);
    const { faults, acknowledged, lost, violations } = result;
    const figures = `${faults} faults, ${acknowledged} orders, ${lost} lost`;
    this.#options.say(`${name}: ${figures}, ${violations} violations`);
    for (const problem of result.problems.slice(0, 5)) this.#options.say(problem);
    this.#save();
  }

  async #loads(): Promise<void> {
    const { seed } = this.#options;
    await this.#load('kills', () => killPostgres({ kills: kills_max, seed }));
    await this.#load('doubt', () => loseCommits({ commits: commits_max, seed }));
    await this.#load('everything', () => killEverything({ sagas: sagas_max, seed }));
  }

  async #controls(): Promise<void> {
    const { seed } = this.#options;
    await this.#load('forgetful', () => forgetfulDatabase(seed));
    await this.#load('twice', async () => {
      const { state, took_ms } = await doubleCharge(seed);
      const violations = state === 'wrong' ? 1 : 0;
      const figures = { faults: 1, acknowledged: 1, lost: 0, recovered_ms: 0 };
      return { ...figures, problems: [], violations, took_ms };
    });
  }

  /** What was wrong in earlier runs, once more with the same seed; these are counted nowhere. */
  async #again(): Promise<void> {
    const cells = new Map([...matrix(), ...further()].map((cell) => [cell.id, cell]));
    const open = this.#tally.wrong.filter(({ id, mended }) => !mended && cells.has(id));
    const schedules = open.map(({ id, seed, second }): Schedule => {
      const cell = cells.get(id) as Cell;
      return { cell, seed, ...(second === undefined ? {} : { second }) };
    });
    const { lanes, say } = this.#options;
    await runSchedules(schedules, {
      ...(lanes === undefined ? {} : { lanes }),
      stopped: this.#over,
      onResult: ({ id, seed, state, problem }) => {
        say(`again: ${id} ${seed} ${state}${problem === undefined ? '' : `\n${problem}`}`);
        if (problem !== undefined) return;
        const [first] = seed.split('+');
        for (const one of open) if (one.id === id && one.seed === first) one.mended = true;
        this.#save();
      },
    });
  }

  /** Some of the cells that have not been struck, in an order of chance; false when all were. */
  async #singles(): Promise<boolean> {
    const { seed } = this.#options;
    const left = drawn([...matrix(), ...further()], seed).filter(({ id }) => {
      const count = this.#tally.singles[id];
      return count === undefined || (count.hits === 0 && count.runs < missed_max);
    });
    const some = left.slice(0, singles_slice);
    if (some.length > 0) await this.#slice(some.map((cell) => ({ cell, seed })));
    return left.length > some.length;
  }

  /** Some double strikes; false when there were enough. */
  async #doubles(): Promise<boolean> {
    const done = sumOf(Object.values(this.#tally.doubles)).runs;
    const count = Math.min(doubles_slice, doubles_max - done);
    if (count <= 0 || this.#over()) return false;
    const chance = prng(`doubles ${this.#options.seed} ${done}`);
    await this.#slice(Array.from({ length: count }, () => drawDouble(chance)));
    return done + count < doubles_max;
  }

  async #slice(schedules: Schedule[]): Promise<void> {
    const { lanes, say } = this.#options;
    let last = performance.now();
    let ran = 0;
    await runSchedules(schedules, {
      ...(lanes === undefined ? {} : { lanes }),
      stopped: this.#over,
      onResult: (result) => {
        this.#tally.busy_ms += Math.round(performance.now() - last);
        last = performance.now();
        ran += 1;
        this.#count(result, schedules);
        if (ran % report_every === 0) say(this.#standing());
      },
    });
    this.#save();
    say(this.#standing());
  }

  #standing(): string {
    const { singles, doubles, busy_ms } = this.#tally;
    const sum = sumOf([...Object.values(singles), ...Object.values(doubles)]);
    const each = (busy_ms / Math.max(1, sum.runs) / 1_000).toFixed(2);
    const { runs, hits, missed, wrong, late } = sum;
    const bad = `${wrong} wrong, ${late} late`;
    return `${runs} run, ${hits} struck, ${missed} not passed, ${bad}; ${each} s each`;
  }

  #count(result: Result, schedules: Schedule[]): void {
    const schedule = schedules.find((one) => one.cell.id === result.id && one.seed === result.seed);
    const second = schedule?.second ?? schedules[0]?.second;
    if (second === undefined) countSingle(this.#tally, result);
    else countDouble(this.#tally, result, second);
    const { id, seed, problem } = result;
    if (problem !== undefined) this.#options.say(`${id} ${seed} ${second ?? ''}\n${problem}`);
    this.#save();
  }
}

/** A cell, and a point at which the process that recovers is struck again. */
export function drawDouble(chance: ReturnType<typeof prng>): Schedule {
  const cells: Cell[] = matrix().filter(
    ({ victim }) => victim === 'orchestrator' || victim === 'everything',
  );
  const names = Object.keys(steps).flatMap((name) =>
    ['a', 'b', 'd', 'e'].map((at) => `checkout.${name}.${at}`),
  );
  const others = ['saga.taken', 'payments.charge.answered', 'payments.refund.begun'];
  const cell = chance.pick(chance.next() < 0.85 ? cells.slice(0, 440) : cells.slice(440));
  return { cell, seed: String(chance.int(1, 2 ** 31)), second: chance.pick([...names, ...others]) };
}
