import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './harness-postgres.ts';

/**
 * Runs the benches one after the other, each in a fresh process, so that none inherits another's
 * heap. Gives 1 when any of them failed.
 */
export async function runAll(names: string[], words: string[]): Promise<number> {
  const failed: string[] = [];
  for (const name of names) {
    process.stdout.write('\n');
    const args = [join(root, 'bin', 'trueshelf.ts'), 'bench', name, ...words];
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) failed.push(name);
  }
  const said = failed.length === 0 ? 'all ran' : `FAILED: ${failed.join(', ')}`;
  process.stdout.write(`\n${names.length} benches, ${said}\n`);
  return failed.length === 0 ? 0 : 1;
}
