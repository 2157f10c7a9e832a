// Many seeds over a few players, with what they found, what happened in them and how fast they
// went. A seed that fails is played again with parts left out, until only what it takes is left.
import { availableParallelism } from 'node:os';
import { kinds, partsOf, planOf } from './plan.ts';
import type { Report } from './player.ts';
import { Player } from './players.ts';

export interface CampaignOptions {
  from: number;
  seeds: number;
  players?: number;
  bug?: string;
  nice?: number;
  /** Ends after the first seed that fails. */
  untilFailure?: boolean;
  /** Ends when this much time has passed. */
  until_ms?: number;
  /** Ends when it aborts, after the seeds that are under way. */
  signal?: AbortSignal;
  onReport?(report: Report, tally: Tally): void;
}

export interface Failure {
  seed: number;
  /** The commit with which it no longer fails; noted by hand when it was played again. */
  mended?: string;
  findings: { code: string; detail: string }[];
}

export interface Tally {
  /** Seeds played to their end. */
  seeds: number;
  /** The highest seed below which all were played. */
  next: number;
  steps: number;
  orders: number;
  noted: Record<string, number>;
  twice: number;
  /** Most seeds that a player still had in memory: each costs megabytes. */
  kept: number;
  differed: number[];
  failures: Failure[];
  took_ms: number;
}

const CHUNK = 10;
/** One seed in so many is played twice. */
export const TWICE_EVERY = 100;

export function emptyTally(from: number): Tally {
  return {
    seeds: 0,
    next: from,
    steps: 0,
    orders: 0,
    noted: {},
    twice: 0,
    kept: 0,
    differed: [],
    failures: [],
    took_ms: 0,
  };
}

/** Adds one seed to what is known. */
export function count(tally: Tally, report: Report): void {
  tally.seeds += 1;
  tally.steps += report.steps;
  tally.orders += report.orders;
  for (const [what, times] of Object.entries(report.noted)) {
    tally.noted[what] = (tally.noted[what] ?? 0) + times;
  }
  if (report.same !== undefined) tally.twice += 1;
  tally.kept = Math.max(tally.kept, report.kept ?? 0);
  if (report.same === false) tally.differed.push(report.seed);
  const { seed, findings } = report;
  if (findings.length > 0) tally.failures.push({ seed, findings });
}

/** Plays seeds from `from` on. */
export async function campaign(options: CampaignOptions): Promise<Tally> {
  const { from, seeds, untilFailure = false, until_ms, onReport } = options;
  const tally = emptyTally(from);
  const started_ms = performance.now();
  const over = (): boolean =>
    (untilFailure && tally.failures.length > 0) ||
    options.signal?.aborted === true ||
    (until_ms !== undefined && performance.now() - started_ms > until_ms);
  let next = from;
  const end = from + seeds;
  const playerCount = Math.min(options.players ?? availableParallelism(), Math.max(1, seeds));
  const made: Player[] = [];
  const work = async (player: Player): Promise<void> => {
    await player.ready();
    while (next < end && !over()) {
      const list = Array.from({ length: Math.min(CHUNK, end - next) }, (_, n) => next + n);
      next += list.length;
      const twice = list.filter((seed) => seed % TWICE_EVERY === 0);
      for await (const report of player.play({ seeds: list, twice })) {
        count(tally, report);
        tally.took_ms = performance.now() - started_ms;
        onReport?.(report, tally);
        if (untilFailure && tally.failures.length > 0) return;
      }
    }
  };
  try {
    for (let n = 0; n < playerCount; n += 1) {
      made.push(new Player({ bug: options.bug ?? '', nice: options.nice ?? 0 }));
    }
    const ends = await Promise.allSettled(made.map(work));
    for (const end of ends) if (end.status === 'rejected') tally.failures.push(deathOf(end.reason));
  } finally {
    await Promise.all(made.map((player) => player.stop()));
  }
  tally.next = next;
  tally.took_ms = performance.now() - started_ms;
  return tally;
}

/**
 * A player that died before its end is no less a failure than a broken law. Its last words are kept
 * without the addresses of this machine.
 */
function deathOf(reason: unknown): Failure {
  const words = String(reason).split('\n');
  const detail = words.filter((line) => line.trim() !== '' && !line.includes('/')).slice(0, 6);
  return { seed: 0, findings: [{ code: 'DEAD', detail: detail.join(' | ') }] };
}

export interface Shrunk {
  seed: number;
  without: string[];
  findings: Report['findings'];
  log: string[];
}

/** The same failure with as little as it takes, and its log. */
export async function shrink(seed: number, bug = ''): Promise<Shrunk> {
  const player = new Player({ bug });
  try {
    await player.ready();
    const again = async (without: string[], keepLog = false): Promise<Report> => {
      for await (const report of player.play({ seeds: [seed], without, keepLog })) return report;
      throw new Error('the player gave no report');
    };
    let best = await again([]);
    const codes = new Set(best.findings.map(({ code }) => code));
    let without: string[] = [];
    for (const part of partsOf(planOf(seed))) {
      const tried = await again([...without, part]);
      if (!tried.findings.some(({ code }) => codes.has(code))) continue;
      without = [...without, part];
      best = tried;
    }
    const last = await again(without, true);
    return { seed, without, findings: last.findings, log: last.log ?? [] };
  } finally {
    await player.stop();
  }
}

/** Faults of a tally by kind, for people. */
export function faultsOf(tally: Tally): Record<string, number> {
  return Object.fromEntries(
    Object.entries(tally.noted)
      .filter(([what]) => what.startsWith('fault: '))
      .map(([what, times]) => [what.slice('fault: '.length), times]),
  );
}

export { kinds };
