import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { RenderProgress } from './render.ts';

type Message = { progress: RenderProgress } | { files: [key: string, file: string][] };

/**
 * Like `renderImages` for the whole demo world, in another process. When this one stops, that one
 * goes with it; files that are done stay, and the next start goes on behind them.
 */
export function renderApart(
  folder: string,
  onProgress: (progress: RenderProgress) => void,
): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'render-child.ts'), [folder]);
    let files: Map<string, string> | undefined;
    child.on('message', (message: Message) => {
      if ('progress' in message) onProgress(message.progress);
      else files = new Map(message.files);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (files) resolve(files);
      else reject(new Error(`drawing the pictures ended with ${signal ?? `code ${code}`}`));
    });
  });
}
