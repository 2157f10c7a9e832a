// What a campaign has done so far, in a file, so that it can be stopped and taken up again.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cpus, totalmem } from 'node:os';
import type { LoadResult } from './load.ts';
import type { Result } from './schedule.ts';

export interface Count {
  runs: number;
  hits: number;
  missed: number;
  wrong: number;
  /** Not over in their time. */
  late: number;
}

export interface Tally {
  version: 1;
  seed: string;
  hardware: string;
  firstAt: string;
  lastAt: string;
  /** Time spent on single and double strikes, by all runs together. */
  busy_ms: number;
  /** By cell. */
  singles: Record<string, Count>;
  /** By victim. */
  doubles: Record<string, Count & { secondHits: number }>;
  loads: Record<string, LoadResult[]>;
  /** What was wrong, with the seed that shows it again. */
  wrong: Wrong[];
}

export interface Wrong {
  id: string;
  seed: string;
  second?: string;
  problem: string;
  /** The same schedule was run again since, and everything was true. */
  mended?: true;
}

const wrong_max = 200;
const none: Count = { runs: 0, hits: 0, missed: 0, wrong: 0, late: 0 };

/** The tally of a file, or a new one. */
export function openTally(file: string, seed: string): Tally {
  if (existsSync(file)) {
    const tally = JSON.parse(readFileSync(file, 'utf8')) as Tally;
    // Counts of earlier campaigns know no late ones.
    const counts = [...Object.values(tally.singles), ...Object.values(tally.doubles)];
    for (const count of counts) count.late ??= 0;
    return tally;
  }
  const now = new Date().toISOString();
  return {
    version: 1,
    seed,
    hardware: hardware(),
    firstAt: now,
    lastAt: now,
    busy_ms: 0,
    singles: {},
    doubles: {},
    loads: {},
    wrong: [],
  };
}

/** Written beside and moved: a kill leaves the old one or the new one. */
export function saveTally(file: string, tally: Tally): void {
  tally.lastAt = new Date().toISOString();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(tally));
  renameSync(`${file}.new`, file);
}

export function countSingle(tally: Tally, result: Result): void {
  const count = (tally.singles[result.id] ??= { ...none });
  add(count, result);
  note(tally, result);
}

export function countDouble(tally: Tally, result: Result, second: string): void {
  const victim = result.id.split('/')[0] ?? '';
  const count = (tally.doubles[victim] ??= { ...none, secondHits: 0 });
  add(count, result);
  if (result.secondHit) count.secondHits += 1;
  note(tally, result, second);
}

function add(count: Count, { state }: Result): void {
  count.runs += 1;
  if (state === 'hit') count.hits += 1;
  else count[state] += 1;
}

function note(tally: Tally, { id, seed, problem }: Result, second?: string): void {
  if (problem === undefined || tally.wrong.length >= wrong_max) return;
  tally.wrong.push({ id, seed, problem, ...(second === undefined ? {} : { second }) });
}

export function sumOf(counts: Iterable<Count>): Count {
  const sum = { ...none };
  for (const count of counts) {
    sum.runs += count.runs;
    sum.hits += count.hits;
    sum.missed += count.missed;
    sum.wrong += count.wrong;
    sum.late += count.late;
  }
  return sum;
}

export function hardware(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model ?? 'unknown'}, ${memory} GiB, ${process.platform}`;
}
