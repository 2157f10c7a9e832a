/** Resized pictures on disk, bounded in size: the ones asked for longest ago go first. */
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Shelf {
  get(name: string): Promise<Buffer | null>;
  put(name: string, bytes: Buffer): Promise<void>;
}

interface Kept {
  bytes: number;
  used_ms: number;
}

/** A shelf of at most `bytes_max`; what is there already is counted when first used. */
export function pictureShelf(options: { folder: string; bytes_max: number; now(): number }): Shelf {
  const { folder, bytes_max, now } = options;
  const kept = new Map<string, Kept>();
  let total = 0;
  let opening: Promise<void> | null = null;

  const open = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      const found = await stat(join(folder, name)).catch(() => null);
      if (found === null || !found.isFile()) continue;
      kept.set(name, { bytes: found.size, used_ms: found.mtimeMs });
      total += found.size;
    }
  };
  const forget = async (name: string): Promise<void> => {
    total -= kept.get(name)?.bytes ?? 0;
    kept.delete(name);
    await rm(join(folder, name), { force: true });
  };
  const shrink = async (): Promise<void> => {
    if (total <= bytes_max) return;
    const oldest = [...kept].sort(([, a], [, b]) => a.used_ms - b.used_ms);
    for (const [name] of oldest) {
      // A tenth at once, so that a full shelf is not sorted for each picture.
      if (total <= bytes_max * 0.9) return;
      await forget(name);
    }
  };
  return {
    async get(name) {
      await (opening ??= open());
      const entry = kept.get(name);
      if (entry === undefined) return null;
      const bytes = await readFile(join(folder, name)).catch(() => null);
      if (bytes === null) {
        total -= entry.bytes;
        kept.delete(name);
        return null;
      }
      const seen = now();
      // The time on disk, which outlives us, is only roughly kept.
      if (seen - entry.used_ms > 3_600_000) {
        const at = seen / 1_000;
        await utimes(join(folder, name), at, at).catch(() => undefined);
      }
      entry.used_ms = seen;
      return bytes;
    },
    async put(name, bytes) {
      await (opening ??= open());
      if (bytes.length > bytes_max / 10) return;
      const aside = join(folder, `${name}.${process.pid}.part`);
      await writeFile(aside, bytes);
      await rename(aside, join(folder, name));
      total += bytes.length - (kept.get(name)?.bytes ?? 0);
      kept.set(name, { bytes: bytes.length, used_ms: now() });
      await shrink();
    },
  };
}
