// What the command line asks for: seeds, one bug, the whole bank; and how it is told to people.
import { bugs } from './bugs/bank.ts';
import { hunt } from './bugs/hunt.ts';
import { campaign, faultsOf, shrink, type Tally } from './campaign.ts';
import { record, recordBugs, recorded, type Hunted } from './report.ts';
import { neverHappened } from './sometimes.ts';

export interface SeedsWanted {
  seeds: number;
  /** First one; where the recorded campaign stopped when left out and recording, else 1. */
  seed?: number | undefined;
  bug?: string | undefined;
  record: boolean;
  minutes?: number | undefined;
  nice?: number | undefined;
  players?: number | undefined;
  say(line: string): void;
}

const PROGRESS_MS = 10_000;
/** From so many seeds on, a situation that never came up is worth a line. */
const SOMETIMES_SEEDS = 300;

/** Plays seeds and tells what came of it; true when nothing was found. */
export async function playSeeds(wanted: SeedsWanted): Promise<boolean> {
  const { seeds, say, bug = '' } = wanted;
  const from = wanted.seed ?? (wanted.record ? recorded().next : firstFor(bug));
  let nextLine_ms = 0;
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const tally = await campaign({
    from,
    seeds,
    bug,
    nice: wanted.nice ?? 0,
    ...(wanted.players === undefined ? {} : { players: wanted.players }),
    ...(wanted.minutes === undefined ? {} : { until_ms: wanted.minutes * 60_000 }),
    untilFailure: bug !== '',
    signal: stopping.signal,
    onReport: (report, now) => {
      if (report.findings.length > 0) tellFailure(report, say);
      if (report.same === false) say(`seed ${report.seed} had another history when played again`);
      if (now.took_ms < nextLine_ms) return;
      nextLine_ms = now.took_ms + PROGRESS_MS;
      say(`${now.seeds} of ${seeds} seeds, ${rateOf(now)} a second, ${now.failures.length} failed`);
    },
  });
  tellSummary(tally, say);
  if (wanted.record) {
    record(tally, from);
    say('added to docs/reliability/simulation.md');
  }
  const [first] = tally.failures;
  if (first !== undefined && first.seed > 0 && bug === '') await tellShrunk(first.seed, say);
  return tally.failures.length === 0 && tally.differed.length === 0;
}

/** Where the seeds begin that show a bug. */
function firstFor(bug: string): number {
  const caughtBy = bugs.find(({ name }) => name === bug)?.caughtBy;
  return caughtBy?.by === 'simulation' ? (caughtBy.from ?? 1) : 1;
}

const rateOf = (tally: Tally): string => ((tally.seeds * 1_000) / tally.took_ms).toFixed(2);

function tellFailure(
  { seed, findings }: { seed: number; findings: { code: string; detail: string }[] },
  say: (line: string) => void,
): void {
  for (const { code, detail } of findings.slice(0, 5)) say(`seed ${seed}: ${code} ${detail}`);
}

function tellSummary(tally: Tally, say: (line: string) => void): void {
  const faults = Object.entries(faultsOf(tally));
  const total = faults.reduce((sum, [, times]) => sum + times, 0);
  say('');
  say(`seeds         ${tally.seeds} (${rateOf(tally)} a second)`);
  say(`steps         ${tally.steps}`);
  say(`orders told   ${tally.orders}`);
  say(`faults        ${total}: ${faults.map(([what, n]) => `${what} ${n}`).join(', ')}`);
  say(`played twice  ${tally.twice}, ${tally.differed.length} differed`);
  if (tally.seeds >= SOMETIMES_SEEDS) {
    const never = neverHappened(tally.noted);
    say(`never seen    ${never.length === 0 ? 'nothing of the catalogue' : never.join(', ')}`);
  }
  say(`failed        ${tally.failures.length}`);
}

async function tellShrunk(seed: number, say: (line: string) => void): Promise<void> {
  say(`\nNarrowing seed ${seed} down …`);
  const least = await shrink(seed);
  say(`It still fails without ${least.without.join(', ') || 'nothing'}:`);
  for (const { code, detail } of least.findings) say(`  ${code} ${detail}`);
  say('The end of its log:');
  for (const line of least.log.slice(-60)) say(`  ${line}`);
}

/** Hunts under way at once; each has one player or one test. */
const HUNTS = 2;

/** Puts every bug of the bank in, each by itself; true when each was found. */
export async function playBugs(options: {
  only?: readonly string[] | undefined;
  record: boolean;
  say(line: string): void;
}): Promise<boolean> {
  const { only, say } = options;
  const chosen = bugs.filter(({ name }) => only === undefined || only.includes(name));
  const started_ms = performance.now();
  const hunted = new Map<string, Hunted>();
  const left = chosen.slice();
  const lane = async (): Promise<void> => {
    for (let bug = left.shift(); bug !== undefined; bug = left.shift()) {
      const began_ms = performance.now();
      const { killed, how } = await hunt(bug, 1);
      const took_s = Math.round((performance.now() - began_ms) / 1_000);
      hunted.set(bug.name, { name: bug.name, says: bug.says, killed, how, took_s });
      say(`${killed ? 'killed' : 'ALIVE '} ${bug.name.padEnd(4)} ${took_s} s ${bug.says}: ${how}`);
    }
  };
  await Promise.all(Array.from({ length: HUNTS }, lane));
  const each = chosen.flatMap(({ name }) => hunted.get(name) ?? []);
  const killed = each.filter((one) => one.killed).length;
  const took_s = Math.round((performance.now() - started_ms) / 1_000);
  say(`\n${killed} of ${chosen.length} killed in ${took_s} s`);
  if (options.record && only === undefined) recordBugs(each, took_s);
  return killed === chosen.length;
}
