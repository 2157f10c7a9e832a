/**
 * Uploaded pictures for the resize route: their files, and whether everybody may see them now. A
 * picture that a moderator took away is gone from here within seconds, though its smaller forms are
 * still on the shelf.
 */
import type { Config } from '#kernel/config/config.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openFiles } from '#kernel/files/files.ts';
import type { ExtendTools } from '#kernel/host/extend.ts';
import { mediaCalls } from '#services/media/contract.ts';

const remembered_ms = 5_000;
const remembered_max = 10_000;

export interface Uploads {
  /** Rejects when nobody knows. */
  shown(file: string): Promise<boolean>;
  /** null: there is no such file. */
  read(file: string): Promise<Buffer | null>;
}

/** One question for a file in five seconds. */
export function uploads(
  config: Pick<Config, 'filesUrl' | 'home'>,
  { client, clock }: Pick<ExtendTools, 'client'> & { clock: Pick<Clock, 'monotonic'> },
): Uploads {
  const media = client(mediaCalls);
  const files = openFiles(config);
  const known = new Map<string, { shown: boolean; until_ms: number }>();
  return {
    shown: async (file) => {
      const before = known.get(file);
      if (before !== undefined && before.until_ms > clock.monotonic()) return before.shown;
      const answer = await media.shown({ file });
      const shown = !isRefusal(answer) && answer.shown;
      known.delete(file);
      known.set(file, { shown, until_ms: clock.monotonic() + remembered_ms });
      for (const oldest of known.keys()) {
        if (known.size <= remembered_max) break;
        known.delete(oldest);
      }
      return shown;
    },
    read: (file) => files.get(`media/${file}`),
  };
}
