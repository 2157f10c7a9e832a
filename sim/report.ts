// The published report of the long campaign: one JSON file that every run adds to, and the page
// that people read, made from it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { emptyTally, faultsOf, type Tally } from './campaign.ts';
import { neverHappened, sometimes } from './sometimes.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'reliability');
const jsonFile = join(folder, 'simulation.json');
const pageFile = join(folder, 'simulation.md');

export interface Recorded extends Tally {
  runs: { at: string; commit: string; from: number; seeds: number; took_s: number; on: string }[];
  bugs: Bank | null;
}

/** One bug that was put in, and what became of it. */
export interface Hunted {
  name: string;
  says: string;
  killed: boolean;
  how: string;
  took_s: number;
}

interface Bank {
  at: string;
  commit: string;
  killed: number;
  of: number;
  alive: string[];
  took_s: number;
  on: string;
  each: Hunted[];
}

export function recorded(): Recorded {
  if (!existsSync(jsonFile)) return { ...emptyTally(1), runs: [], bugs: null };
  return JSON.parse(readFileSync(jsonFile, 'utf8')) as Recorded;
}

/** Adds a run to what is recorded. */
export function record(tally: Tally, from: number): Recorded {
  const before = recorded();
  if (tally.seeds === 0) return before;
  const noted = { ...before.noted };
  for (const [what, times] of Object.entries(tally.noted)) noted[what] = (noted[what] ?? 0) + times;
  const { seeds, took_ms } = tally;
  const run = { at: today(), commit: commit(), from, seeds, took_s: Math.round(took_ms / 1_000) };
  const now: Recorded = {
    ...before,
    seeds: before.seeds + seeds,
    next: Math.max(before.next, tally.next),
    steps: before.steps + tally.steps,
    orders: before.orders + tally.orders,
    noted,
    twice: before.twice + tally.twice,
    differed: [...before.differed, ...tally.differed],
    failures: [...before.failures, ...tally.failures],
    took_ms: before.took_ms + took_ms,
    runs: [...before.runs, { ...run, on: hardware() }],
  };
  save(now);
  return now;
}

/** Notes what became of each bug of the bank in one run. */
export function recordBugs(each: Hunted[], took_s: number): void {
  const alive = each.filter(({ killed }) => !killed).map(({ name }) => name);
  const bank = { killed: each.length - alive.length, of: each.length, alive, took_s, each };
  save({ ...recorded(), bugs: { at: today(), commit: commit(), on: hardware(), ...bank } });
}

function save(now: Recorded): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(jsonFile, `${JSON.stringify(now, null, 2)}\n`);
  writeFileSync(pageFile, pageOf(now));
}

const today = (): string => new Date().toISOString().slice(0, 10);

function commit(): string {
  const args = ['rev-parse', '--short', 'HEAD'];
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

function hardware(): string {
  const [first] = cpus();
  const memory_gb = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${first?.model.trim() ?? 'CPU'}, ${memory_gb} GB`;
}

const number = (value: number): string => value.toLocaleString('en-US');
const table = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

export function pageOf(now: Recorded): string {
  const never = neverHappened(now.noted);
  const faults = Object.entries(faultsOf(now)).sort(([a], [b]) => (a < b ? -1 : 1));
  const faultsTotal = faults.reduce((sum, [, times]) => sum + times, 0);
  const others = sometimes.filter((what) => !what.startsWith('fault: '));
  const rate = now.took_ms === 0 ? 0 : (now.seeds * 1_000) / now.took_ms;
  const failures = now.failures.map(
    ({ seed, findings: [first], mended }) =>
      `- seed ${seed}: ${first?.code ?? ''} ${first?.detail ?? ''}` +
      (mended === undefined ? '' : `; mended in ${mended}, and green since`),
  );
  return `# Simulation: what was really run

Made by \`npm run sim -- --record\`, which adds each run; do not edit. What it is: sim/README.md.

${table(
  ['figure', 'value'],
  [
    ['seeds', number(now.seeds)],
    ['steps', number(now.steps)],
    ['faults', number(faultsTotal)],
    ['orders that clients were told of', number(now.orders)],
    ['seeds that broke an invariant or a promise', number(now.failures.length)],
    ['of them mended', number(now.failures.filter(({ mended }) => mended !== undefined).length)],
    ['seeds played twice', number(now.twice)],
    ['of them with another history', number(now.differed.length)],
    ['situations that happened', `${sometimes.length - never.length} of ${sometimes.length}`],
    ['seeds a second', rate.toFixed(2)],
    ['bugs of the bank killed', now.bugs === null ? '-' : `${now.bugs.killed} of ${now.bugs.of}`],
  ],
)}

## Runs

${table(
  ['day', 'commit', 'from seed', 'seeds', 'seconds', 'on'],
  now.runs.map((run) => [run.at, run.commit, run.from, number(run.seeds), run.took_s, run.on]),
)}

## Faults

${table(
  ['fault', 'times'],
  faults.map(([what, times]) => [what, number(times)]),
)}

## Situations

${table(
  ['what happened', 'in so many cases'],
  others.map((what) => [what, number(now.noted[what] ?? 0)]),
)}
${bankOf(now.bugs)}${never.length === 0 ? '' : `\nNever yet: ${never.join(', ')}.\n`}${
    failures.length === 0 ? '' : `\n## Failures\n\n${failures.join('\n')}\n`
  }`;
}

function bankOf(bank: Bank | null): string {
  if (bank === null) return '';
  const { at, commit: of, on, took_s, killed, each } = bank;
  return `
## The bank of bugs

Each bug was put in by itself, all in one run: ${killed} of ${bank.of} were found, in
${number(took_s)} seconds (${at}, commit ${of}, ${on}).

${table(
  ['bug', 'what it is', 'found', 'by', 'seconds'],
  each.map((one) => [
    one.name,
    one.says,
    one.killed ? 'yes' : 'no',
    one.how.replaceAll('|', '\\|'),
    one.took_s,
  ]),
)}
`;
}
