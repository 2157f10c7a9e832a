// Looks for a bug that was put in: the simulation plays until it finds something, or the test
// named in the bank runs and must fail.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { campaign } from '../campaign.ts';
import type { Bug } from './bug.ts';

const root = join(import.meta.dirname, '..', '..');
const register = join(import.meta.dirname, 'register.ts');
const SEEDS_MAX = 200;
const TEST_MS_MAX = 120_000;
const OUTPUT_MAX = 200_000;

export interface Hunt {
  killed: boolean;
  how: string;
}

/** Whether the bug shows, and how. `players`: how many look for it at once. */
export async function hunt(bug: Bug, players?: number): Promise<Hunt> {
  return bug.caughtBy.by === 'simulation'
    ? inSeeds(bug, { ...bug.caughtBy, players })
    : inTest(bug, bug.caughtBy);
}

async function inSeeds(
  bug: Bug,
  of: { seeds?: number; from?: number; players: number | undefined },
): Promise<Hunt> {
  const { seeds = SEEDS_MAX, from = 1, players } = of;
  const some = players === undefined ? {} : { players };
  const tally = await campaign({ from, seeds, bug: bug.name, untilFailure: true, ...some });
  // A player that died says nothing about the bug: a busy machine may have killed it.
  const [first] = tally.failures.filter(({ seed }) => seed > 0);
  const [death] = tally.failures;
  if (first === undefined && death !== undefined) {
    return { killed: false, how: death.findings[0]?.detail ?? 'a player died' };
  }
  if (first === undefined) return { killed: false, how: `${tally.seeds} seeds found nothing` };
  const codes = [...new Set(first.findings.map(({ code }) => code))].join(', ');
  return { killed: true, how: `seed ${first.seed} after ${tally.seeds} seeds (${codes})` };
}

async function inTest(bug: Bug, { file, only }: { file: string; only?: string }): Promise<Hunt> {
  const filter = only === undefined ? [] : ['--test-name-pattern', only];
  const args = ['--import', register, ...filter, file];
  const { code, output } = await run(args, bug.name);
  const failed = [...output.matchAll(/^\s*(?:not ok \d+ - |✖ )(.+?)(?: \(|$)/gm)].map(([, x]) => x);
  if (code === 0) return { killed: false, how: `${file} passed` };
  // A file that cannot even be loaded says nothing about the bug.
  if (failed.length === 0) return { killed: false, how: `${file} failed without a test` };
  return { killed: true, how: `${file}: ${failed[0]}` };
}

function run(args: string[], bug: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, SIM_BUG: bug, NODE_TEST_CONTEXT: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (text: string): void => void (output = (output + text).slice(-OUTPUT_MAX));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const timer = setTimeout(() => child.kill('SIGKILL'), TEST_MS_MAX);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}
