import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { FilmFiles } from './film.ts';
import type { RenderProgress } from './render.ts';

/** File names of pictures and films, by `imageKey` of what they show. */
export interface Drawn {
  files: Map<string, string>;
  films: ReadonlyMap<string, FilmFiles>;
}

type Files = [key: string, file: string][];
type Films = [key: string, film: FilmFiles][];
type Message = { progress: RenderProgress } | { files: Files; films: Films };

/**
 * Like `renderImages` and `renderFilms` for the whole demo world, in another process. When this
 * one stops, that one goes with it; files that are done stay, and the next start goes on behind.
 */
export function renderApart(
  folder: string,
  onProgress: (progress: RenderProgress) => void,
): Promise<Drawn> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'render-child.ts'), [folder]);
    let drawn: Drawn | undefined;
    child.on('message', (message: Message) => {
      if ('progress' in message) onProgress(message.progress);
      else drawn = { files: new Map(message.files), films: new Map(message.films) };
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (drawn) resolve(drawn);
      else reject(new Error(`drawing the pictures ended with ${signal ?? `code ${code}`}`));
    });
  });
}
