import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { InvariantCounts } from '#kernel/service.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'trueshelf.ts');
const timeout_ms = 120_000;
const output_bytes_max = 262_144;

export interface CheckerOptions {
  url: string;
  home: string;
  signal?: AbortSignal | undefined;
}

/**
 * Runs `trueshelf check --json` over this database in a process of its own: the checker reads
 * every room, which no room may. Rejects with a sentence when it does not come to an answer.
 */
export function checkInvariants(options: CheckerOptions): Promise<InvariantCounts> {
  const { promise, resolve, reject } = Promise.withResolvers<InvariantCounts>();
  const env = { ...process.env, DATABASE_URL: options.url, TRUESHELF_HOME: options.home };
  const late = AbortSignal.timeout(timeout_ms);
  const child = spawn(process.execPath, [program, 'check', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: options.signal ? AbortSignal.any([late, options.signal]) : late,
    killSignal: 'SIGKILL',
  });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => {
    if (texts.out.length < output_bytes_max) texts.out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    if (texts.err.length < output_bytes_max) texts.err += data.toString();
  });
  child.on('error', reject);
  child.on('close', (code) => {
    const counts = parsed(texts.out);
    if (counts !== undefined) resolve(counts);
    else reject(new Error(`the checker ended with ${code}: ${texts.err.slice(0, 300)}`));
  });
  return promise;
}

function parsed(text: string): InvariantCounts | undefined {
  try {
    const counts = JSON.parse(text) as InvariantCounts;
    return typeof counts.violations === 'number' ? counts : undefined;
  } catch {
    return undefined;
  }
}
