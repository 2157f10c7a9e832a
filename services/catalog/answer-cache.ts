/**
 * Finished answers in memory, bounded by size: what is fresh is served, what is stale is served
 * while one caller renews it, what is missing is made once for all who wait. Chosen over a plain
 * ttl because a list over a million products costs tens of milliseconds and must be made once a
 * minute, not once per reader.
 */
import type { Clock } from '#kernel/core/clock.ts';

export interface CacheLimits {
  /** Up to this age an answer is served as it is. */
  fresh_ms: number;
  /** Up to this age it is served while it is renewed behind; 0: never. */
  stale_ms: number;
  entries_max: number;
  bytes_max: number;
}

interface Entry<T> {
  value: T;
  at: number;
  size: number;
  renewing: boolean;
}

export interface AnswerCache<T> {
  get(key: string, make: () => Promise<T>): Promise<T>;
  /** What is there and fresh, without making anything. */
  peek(key: string): T | undefined;
  clear(): void;
  readonly stats: { hits: number; misses: number; entries: number; bytes: number };
}

/** `sizeOf` tells bytes, roughly. Least recently used answers go first. */
export function answerCache<T>(
  clock: Clock,
  limits: CacheLimits,
  sizeOf: (value: T) => number,
): AnswerCache<T> {
  const entries = new Map<string, Entry<T>>();
  const making = new Map<string, Promise<T>>();
  const stats = { hits: 0, misses: 0, entries: 0, bytes: 0 };

  const keep = (key: string, value: T, at: number): void => {
    const old = entries.get(key);
    if (old !== undefined) stats.bytes -= old.size;
    entries.delete(key);
    const size = sizeOf(value);
    entries.set(key, { value, at, size, renewing: false });
    stats.bytes += size;
    for (const oldest of entries.keys()) {
      if (entries.size <= limits.entries_max && stats.bytes <= limits.bytes_max) break;
      stats.bytes -= entries.get(oldest)?.size ?? 0;
      entries.delete(oldest);
    }
    stats.entries = entries.size;
  };
  const renew = (key: string, make: () => Promise<T>): Promise<T> => {
    const running = making.get(key);
    if (running !== undefined) return running;
    const at = clock.monotonic();
    const made: Promise<T> = make().then(
      (value) => {
        if (making.get(key) === made) {
          making.delete(key);
          keep(key, value, at);
        }
        return value;
      },
      (error: unknown) => {
        if (making.get(key) === made) making.delete(key);
        throw error;
      },
    );
    making.set(key, made);
    return made;
  };

  return {
    stats,
    clear() {
      entries.clear();
      making.clear();
      stats.entries = 0;
      stats.bytes = 0;
    },
    peek(key) {
      const entry = entries.get(key);
      if (entry === undefined || clock.monotonic() - entry.at >= limits.fresh_ms) return undefined;
      stats.hits += 1;
      return entry.value;
    },
    async get(key, make) {
      const entry = entries.get(key);
      const age = entry === undefined ? Infinity : clock.monotonic() - entry.at;
      if (entry !== undefined && age < Math.max(limits.fresh_ms, limits.stale_ms)) {
        stats.hits += 1;
        entries.delete(key);
        entries.set(key, entry);
        if (age >= limits.fresh_ms && !entry.renewing) {
          entry.renewing = true;
          renew(key, make).catch(() => {
            entry.renewing = false;
          });
        }
        return entry.value;
      }
      stats.misses += 1;
      return renew(key, make);
    },
  };
}
