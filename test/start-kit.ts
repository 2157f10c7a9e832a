// `trueshelf` as people run it: real processes, each on a folder of its own, with a time limit.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { stopEmbedded } from '#kernel/db/embedded.ts';

const START_MS = 400_000;
const program = join(import.meta.dirname, '..', 'bin', 'trueshelf.ts');

const roomy = existsSync('/dev/shm') && freeBytes('/dev/shm') > 2 ** 30;
export const base = mkdtempSync(join(roomy ? '/dev/shm' : tmpdir(), 'trueshelf-start-'));
chmodSync(base, 0o755);
const children = new Set<ChildProcess>();
after(async () => {
  // Only those of a test that failed are left.
  const killed = [...children].filter((child) => child.kill('SIGKILL'));
  await Promise.all(killed.map((child) => once(child, 'close')));
  rmSync(base, { recursive: true, force: true });
});

export function freeBytes(at: string): number {
  const { bavail, bsize } = statfsSync(at);
  return bavail * bsize;
}

export interface Running {
  child: ChildProcess;
  output(): string;
  /** Resolves when the text was printed; fails when the process ends before. */
  said(text: string): Promise<void>;
  /** The exit code, or the signal. */
  ended: Promise<number | string>;
}

/** One command with a bare environment and what is given. */
export function run(args: string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], TRUESHELF_DEMO: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
  let output = '';
  const waiting = new Set<() => void>();
  const take = (part: unknown) => {
    output += String(part);
    for (const look of waiting) look();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = once(child, 'close').then(([code, signal]) => {
    clearTimeout(timer);
    children.delete(child);
    return (code ?? signal) as number | string;
  });
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => void (output.includes(text) && resolve());
      waiting.add(look);
      look();
      void ended.then((code) => reject(new Error(`ended with ${code}: ${output}`)));
    });
  return { child, ended, said, output: () => output };
}

/** A folder for this test; its database is stopped when the test ends. */
export function homeOf(t: TestContext): string {
  const home = join(base, t.name.replaceAll(/\W+/g, '-').slice(0, 30));
  t.after(() => stopEmbedded(join(home, 'postgres')).catch(() => undefined));
  return home;
}

/** Serves on a free port, without the demo world. */
export const serve = (home: string, more: Record<string, string> = {}, port = 0) =>
  run(['serve', '--port', String(port)], { TRUESHELF_HOME: home, ...more });

export const portOf = (running: Running) => /localhost:(\d+)\/health/.exec(running.output())?.[1];
