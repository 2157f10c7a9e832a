import { execFileSync } from 'node:child_process';

/**
 * How many commits there are; 0 where there is no history. Tests that take a share of a large whole
 * take another share with each commit, and the same one for the same commit.
 */
export function commitNumber(): number {
  try {
    const args = ['rev-list', '--count', 'HEAD'];
    const cwd = import.meta.dirname;
    return Number(execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim());
  } catch {
    return 0;
  }
}
