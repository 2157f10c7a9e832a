import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '#kernel/core/clock.ts';
import { LaunchError } from './launch-error.ts';

const poll_ms = 20;

/**
 * Runs `work` while no other process runs one under the same lock file. The file is an empty
 * SQLite database held by an exclusive transaction: unlike a file with a process id in it, the
 * operating system lets go of it when the holder dies, and nothing stale is left to judge.
 * Error: LaunchError 'busy' after wait_ms.
 */
export async function withFileLock<T>(
  file: string,
  wait_ms: number,
  work: () => Promise<T>,
): Promise<T> {
  const started_ms = systemClock.monotonic();
  const handle = new DatabaseSync(file, { timeout: 0 });
  try {
    while (!tryExclusive(handle)) {
      if (systemClock.monotonic() - started_ms > wait_ms) {
        throw new LaunchError('busy', `Another process holds ${file} for more than ${wait_ms} ms.`);
      }
      await systemClock.sleep(poll_ms);
    }
    return await work();
  } finally {
    handle.close();
  }
}

function tryExclusive(handle: DatabaseSync): boolean {
  try {
    // In memory, because a full disk must not keep anybody from stopping. This too asks for the
    // file, so it fails as well while another process has it.
    handle.exec('pragma journal_mode = memory; begin exclusive');
    return true;
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(error.message)) return false;
    throw error;
  }
}
