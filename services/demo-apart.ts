import { fork } from 'node:child_process';
import { join } from 'node:path';
import { LaunchError } from '#kernel/db/launch-error.ts';

type Message = { progress: string } | { loaded: boolean } | { failed: string };

/**
 * Loads the demo world beside the running rooms, in another process; true when it was loaded now.
 * When this one stops, that one goes with it, and the next start goes on where it was.
 * Errors: LaunchError with the other's sentence.
 */
export function loadApart(url: string, onProgress: (sentence: string) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DATABASE_URL: url };
    const child = fork(join(import.meta.dirname, 'demo-child.ts'), { env });
    let result: boolean | undefined;
    let why: string | undefined;
    const give = (error: unknown): void => {
      child.kill();
      reject(error);
    };
    child.on('message', (message: Message) => {
      if ('loaded' in message) result = message.loaded;
      else if ('failed' in message) why = message.failed;
      else {
        try {
          onProgress(message.progress);
        } catch (error) {
          give(error); // the start was called off
        }
      }
    });
    child.on('error', give);
    child.on('exit', (code, signal) => {
      if (result !== undefined) resolve(result);
      else {
        const how = why ?? `it ended with ${signal ?? `code ${code}`}`;
        reject(new LaunchError('start-failed', `Loading the demo marketplace failed: ${how}`));
      }
    });
  });
}
