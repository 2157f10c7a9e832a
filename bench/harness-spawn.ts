// The real commands as a person starts them, for benches about starting and about memory.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '#kernel/db/embedded-settings.ts';
import { pause, within } from './harness-load.ts';
import { root } from './harness-postgres.ts';
import type { BenchServer } from './harness-server.ts';

const ready_ms_max = 180_000;
const stop_ms_max = 40_000;
const ask_every_ms = 20;

export interface Spawned extends BenchServer {
  /** From the spawn to the first 200 of /health/ready. */
  ready_s: number;
}

export interface SpawnOptions {
  name: string;
  /** 'launcher': as `npm start` does; 'command': the command itself, without a parent. */
  through: 'launcher' | 'command';
  env: Record<string, string>;
}

/** Starts `serve` on a free port and waits until it is ready. */
export async function spawnServe({ name, through, env }: SpawnOptions): Promise<Spawned> {
  const folder = join(root, '.trueshelf', 'bench');
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, `${name}.log`), 'w');
  const port = await freePort();
  const file = through === 'launcher' ? 'start.mjs' : 'trueshelf.ts';
  const started_ms = performance.now();
  const child = spawn(process.execPath, [join(root, 'bin', file), 'serve'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env, PORT: String(port) },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await within(stop_ms_max, ended);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    const gone = child.exitCode !== null || child.signalCode !== null;
    if (gone) throw new Error(`serve ended before it was ready; see ${folder}/${name}.log`);
    if (performance.now() - started_ms > ready_ms_max) {
      await stop();
      throw new Error(`serve was not ready within ${ready_ms_max / 1000} s`);
    }
    await pause(ask_every_ms);
  }
  const ready_s = (performance.now() - started_ms) / 1000;
  const tell = () => Promise.reject(new Error('a command of its own takes no messages'));
  return { port, pid: child.pid ?? 0, url, ready_s, tell, stop };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
