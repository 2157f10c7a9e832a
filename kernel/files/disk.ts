import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkedName, FilesAway, type Files } from './file.ts';

const missing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Files in a folder. A file appears whole or not at all, and survives a power cut. */
export function diskFiles(folder: string): Files {
  const at = (name: string) => join(folder, checkedName(name));
  const put: Files['put'] = async (name, bytes) => {
    const path = at(name);
    // A part that a killed process leaves is written over by nobody: its name is its own.
    const aside = `${path}.${randomUUID()}.part`;
    await mkdir(dirname(path), { recursive: true });
    try {
      const file = await open(aside, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(aside, path);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
    const parent = await open(dirname(path), 'r');
    await parent.sync().finally(() => parent.close());
  };
  const orAway = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause: unknown) => {
      throw new FilesAway('the folder of files cannot be used', { cause });
    });
  return {
    kind: 'disk',
    put: (name, bytes, type) => orAway(put(name, bytes, type)),
    get: (name) =>
      orAway(
        readFile(at(name)).catch((error: unknown) => {
          if (missing(error)) return null;
          throw error;
        }),
      ),
    remove: (name) => orAway(rm(at(name), { force: true })),
  };
}
