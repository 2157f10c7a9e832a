// Many schedules: two at a time, each lane with its own shop, one result after the other handed
// to whoever counts.
import { cpus } from 'node:os';
import { Lane } from './lane.ts';
import type { Victim } from './points.ts';
import { insist } from './story.ts';
import { runSchedule, type Result, type Schedule } from './schedule.ts';

/** A database that has seen so many schedules is replaced: checks look at all of it. */
const schedules_max = 60;
const tries_max = 2;

export interface RunOptions {
  lanes?: number;
  /** Called after each schedule, in the order in which they end. */
  onResult(result: Result): void;
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
  const lane = await Lane.open({ name, ownPostgres, ...(settings ? { settings } : {}) });
  try {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (options.stopped?.()) return;
      options.onResult(await runUntilHit(lane, next));
    }
  } finally {
    await lane.close();
  }
}

/** A point that chance kept from being passed is tried once more, with another cart. */
async function runUntilHit(lane: Lane, schedule: Schedule): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    if (lane.used >= schedules_max) await lane.renew();
    const seed = tries === 1 ? schedule.seed : `${schedule.seed}+${tries}`;
    const result = await runSchedule(lane, { ...schedule, seed });
    // Whatever is wrong must not be found again by the next one.
    if (result.state === 'wrong') {
      // What was found is told in any case; without a shop the next schedule says so.
      await insist('a new shop', () => lane.renew()).catch(() => undefined);
    }
    if (result.state !== 'missed' || tries >= tries_max) return result;
  }
}
