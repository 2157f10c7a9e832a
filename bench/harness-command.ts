// A command of the shop as a person would run it, in a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './harness-postgres.ts';
import { serverEnv } from './harness-server.ts';

const output_chars = 4_000;

/** Runs `trueshelf …args` on a database; gives the end of what it said, or throws with it. */
export async function command(
  databaseUrl: string,
  { args, ms_max }: { args: readonly string[]; ms_max: number },
): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'bin', 'trueshelf.ts'), ...args], {
    cwd: root,
    env: { ...serverEnv(databaseUrl), PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: ms_max,
  });
  let output = '';
  const keep = (text: Buffer) => (output = (output + text.toString()).slice(-output_chars));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args[0]} ended with ${String(code)}: ${output}`);
  return output.trim();
}
