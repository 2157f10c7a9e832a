// Many schedules: two at a time, each lane with its own shop, one result after the other handed
// to whoever counts.
import { cpus } from 'node:os';
import { Lane } from './lane.ts';
import type { Victim } from './points.ts';
import { Waits } from './waits.ts';
import { runSchedule, type Result, type Schedule } from './schedule.ts';

/** A database that has seen so many schedules is replaced: checks look at all of it. */
const schedules_max = 60;
const tries_max = 2;
const renew_ms_max = 90_000;

export interface RunOptions {
  lanes?: number;
  /** Called after each schedule, in the order in which they end. */
  onResult(result: Result): void;
  /** How long one may take. */
  max_ms?: number;
  /** True: no further schedule is begun. */
  stopped?(): boolean;
  /** Server settings of clusters of their own, for controls. */
  settings?: Record<string, string>;
}

/** Schedules that kill PostgreSQL need a cluster of their own. */
const needsOwn = (victim: Victim) => victim === 'postgres' || victim === 'everything';

/** Runs all schedules, or those that are begun before `stopped` says so. */
export async function runSchedules(
  schedules: readonly Schedule[],
  options: RunOptions,
): Promise<void> {
  const lanes = options.lanes ?? Math.min(2, cpus().length);
  // One kind after the other, so that a lane keeps its processes as long as it can.
  for (const own of [false, true]) {
    const queue = schedules.filter(({ cell }) => needsOwn(cell.victim) === own);
    queue.sort((a, b) => rank(a) - rank(b));
    if (queue.length === 0) continue;
    const names = Array.from({ length: Math.min(lanes, queue.length) }, (_, n) => n);
    await Promise.all(names.map((n) => runLane(`${own ? 'own' : 'shared'}_${n}`, queue, options)));
  }
}

/** Victims that leave a lane as it was come first. */
function rank({ cell }: Schedule): number {
  return ['gateway', 'orchestrator', 'relay', 'postgres', 'everything'].indexOf(cell.victim);
}

async function runLane(name: string, queue: Schedule[], options: RunOptions): Promise<void> {
  const { settings } = options;
  const ownPostgres = needsOwn(queue[0]?.cell.victim ?? 'gateway');
  const open = () => Lane.open({ name, ownPostgres, ...(settings ? { settings } : {}) });
  let lane: Lane | undefined;
  try {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (options.stopped?.()) return;
      lane ??= await tryAgain(open);
      const result = await runUntilHit(lane, next, options);
      options.onResult(result);
      if (result.problem === undefined && lane.used < schedules_max) continue;
      // Whatever is wrong must not be found again by the next one, nor waited for.
      const fresh = result.problem === undefined && (await renewed(lane));
      if (fresh) continue;
      const left = lane;
      lane = undefined;
      await left.close();
    }
  } finally {
    await lane?.close();
  }
}

/** A new copy of the shop for a lane that has seen enough; false when that did not work. */
async function renewed(lane: Lane): Promise<boolean> {
  lane.waits = new Waits(renew_ms_max);
  return lane.waits.orLate(lane.renew()).then(
    () => true,
    () => false,
  );
}

/** On a busy machine a start may fail that works a moment later. */
async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= tries_max) throw error;
    }
  }
}

/** A point that chance kept from being passed is tried once more, with another cart. */
async function runUntilHit(lane: Lane, schedule: Schedule, options: RunOptions): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const seed = tries === 1 ? schedule.seed : `${schedule.seed}+${tries}`;
    const result = await runSchedule(lane, { ...schedule, seed }, options.max_ms);
    const again = result.state === 'missed' && tries < tries_max && !options.stopped?.();
    if (!again) return result;
  }
}
