import { fork } from 'node:child_process';
import { join } from 'node:path';
import { LaunchError } from '#kernel/db/launch-error.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { isLoaded } from './demo/load.ts';
import { scheduleSales } from './demo/sale.ts';

type Message = { progress: string } | { loaded: boolean } | { failed: string };

export interface LoadOptions {
  /** Asks the rooms whether it is there already. */
  client: Rpc['client'];
  databaseUrl: string;
  /** What it throws calls the load off. */
  onProgress(sentence: string): void;
}

/** The demo world, loaded unless it is there, and its flash sales; true when it was loaded now. */
export async function openDemo(options: LoadOptions): Promise<boolean> {
  const loaded = await loadApart(options);
  await scheduleSales(options.client);
  return loaded;
}

/**
 * Loads the demo world beside the running rooms, in another process, unless it is there; true when
 * it was loaded now. When this one stops, that one goes with it, and the next start goes on where
 * it was. Errors: LaunchError with the other's sentence.
 */
export async function loadApart({ client, databaseUrl, onProgress }: LoadOptions) {
  if (await isLoaded(client)) return false;
  return new Promise<boolean>((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'demo-child.ts'));
    child.send({ databaseUrl }); // no argument, which every user of the machine could read
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
          give(error);
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
