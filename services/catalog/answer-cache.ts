/**
 * Finished answers in memory, bounded by size: what is fresh is served, what is stale is served
 * while one caller renews it, what is missing is made once for all who wait. Chosen over the
 * kernel's cache with a plain end of life because a list over a million products costs tens of
 * milliseconds and should be made behind its readers, not before them.
 */
import type { Clock } from '#kernel/core/clock.ts';

export interface CacheLimits {
  /** Up to this age an answer is served as it is. */
  fresh_ms: number;
  /** Up to this age it is served while it is renewed behind. */
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

/** `sizeOf` tells bytes, roughly. The answers renewed longest ago go first. */
export class AnswerCache<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly making = new Map<string, Promise<T>>();
  private bytes = 0;
  private readonly clock: Clock;
  private readonly limits: CacheLimits;
  private readonly sizeOf: (value: T) => number;

  constructor(clock: Clock, limits: CacheLimits, sizeOf: (value: T) => number) {
    this.clock = clock;
    this.limits = limits;
    this.sizeOf = sizeOf;
  }

  /** What is there and fresh, without making anything. */
  peek(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    return this.clock.monotonic() - entry.at < this.limits.fresh_ms ? entry.value : undefined;
  }

  /** A fresh or stale answer, or a new one; errors of `make` reach all who wait for it. */
  async get(key: string, make: () => Promise<T>): Promise<T> {
    const entry = this.entries.get(key);
    if (entry === undefined) return this.renew(key, make);
    const age = this.clock.monotonic() - entry.at;
    if (age >= this.limits.stale_ms) return this.renew(key, make);
    if (age >= this.limits.fresh_ms && !entry.renewing) {
      entry.renewing = true;
      this.renew(key, make).catch(() => {
        entry.renewing = false;
      });
    }
    return entry.value;
  }

  /** Forgets everything, also what is being made: it may have read the old state. */
  clear(): void {
    this.entries.clear();
    this.making.clear();
    this.bytes = 0;
  }

  private renew(key: string, make: () => Promise<T>): Promise<T> {
    const running = this.making.get(key);
    if (running !== undefined) return running;
    const at = this.clock.monotonic();
    const made: Promise<T> = make()
      .then((value) => {
        if (this.making.get(key) === made) this.keep(key, value, at);
        return value;
      })
      .finally(() => {
        if (this.making.get(key) === made) this.making.delete(key);
      });
    this.making.set(key, made);
    return made;
  }

  private keep(key: string, value: T, at: number): void {
    this.forget(key);
    const size = this.sizeOf(value);
    this.entries.set(key, { value, at, size, renewing: false });
    this.bytes += size;
    for (const oldest of this.entries.keys()) {
      const { entries_max, bytes_max } = this.limits;
      if (this.entries.size <= entries_max && this.bytes <= bytes_max) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.bytes -= this.entries.get(key)?.size ?? 0;
    this.entries.delete(key);
  }
}
