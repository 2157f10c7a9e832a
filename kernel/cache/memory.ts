/**
 * A bounded cache in the process. It must never show an older version after a newer one was seen,
 * although loads, events and evictions overlap: a value whose load began before its key or one of
 * its tags was invalidated goes to those who asked for it, and is not kept.
 */
import type { Clock } from '../core/clock.ts';

export interface Loaded<V> {
  value: V;
  /** Grows with each change of the thing; a lower one never replaces a higher one. */
  version?: number;
  tags?: readonly string[];
}

export interface CacheOptions {
  name: string;
  entries_max: number;
  ttl_ms: number;
  clock: Clock;
  /** Called for each get and load. */
  onRead?(of: { cache: string; hit: boolean }): void;
}

/** Values are shared: whoever gets one must not change it. */
export interface MemoryCache<V> {
  get(key: string): V | undefined;
  /** Keeps a value; false when a newer version is, or was, known. */
  set(key: string, loaded: Loaded<V>): boolean;
  /**
   * The kept value, or the one that `loader` gives. Callers that ask while a load runs share it.
   * A loader that throws keeps nothing, and all who shared it get its error.
   */
  load(key: string, loader: () => Promise<Loaded<V>>): Promise<V>;
  /** Forgets a key; with a version, values below that version are refused from now on. */
  drop(key: string, version?: number): void;
  /** Forgets every value with this tag, also one being loaded now; gives how many were kept. */
  invalidate(tag: string): number;
  clear(): void;
  stats(): CacheStats;
}

export interface CacheStats {
  name: string;
  entries: number;
  entries_max: number;
  hits: number;
  misses: number;
  evicted: number;
  loading: number;
}

interface Entry<V> {
  value: V;
  version: number | undefined;
  tags: readonly string[];
  dies_ms: number;
}

interface Flight<V> {
  promise: Promise<V>;
  /** Invalidated while it ran. */
  tags: Set<string>;
  dropped: boolean;
}

type AnyCache = Pick<MemoryCache<unknown>, 'stats' | 'clear'>;
const caches = new Map<string, AnyCache>();

/** Every cache of this process, for the operations page. */
export function listCaches(): CacheStats[] {
  return [...caches.values()].map((one) => one.stats());
}

/** The cache of that name, for an operator who empties it. */
export function findCache(name: string): AnyCache | undefined {
  return caches.get(name);
}

/**
 * Makes a cache of at most `entries_max` values, each for at most `ttl_ms`. One of the same name
 * made later takes its place in the list.
 */
export function memoryCache<V>(options: CacheOptions): MemoryCache<V> {
  const made = new LruCache<V>(options);
  caches.set(options.name, made);
  return made;
}

class LruCache<V> implements MemoryCache<V> {
  readonly #options: CacheOptions;
  readonly #entries = new Map<string, Entry<V>>();
  readonly #byTag = new Map<string, Set<string>>();
  readonly #flights = new Map<string, Flight<V>>();
  // Also flights that nobody may join any more: they must learn of invalidations.
  readonly #running = new Set<Flight<V>>();
  // Versions outlive their values: an event may come before the load that it makes stale ends.
  readonly #floors = new Map<string, number>();
  #hits = 0;
  #misses = 0;
  #evicted = 0;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  get(key: string): V | undefined {
    return this.#peek(key)?.value;
  }

  set(key: string, loaded: Loaded<V>): boolean {
    const { value, version, tags = [] } = loaded;
    if (version !== undefined) {
      if (version < (this.#floors.get(key) ?? version)) return false;
      this.#raiseFloor(key, version);
    }
    const { clock, ttl_ms, entries_max } = this.#options;
    this.#forget(key);
    this.#entries.set(key, { value, version, tags, dies_ms: clock.monotonic() + ttl_ms });
    for (const tag of tags) this.#byTag.set(tag, (this.#byTag.get(tag) ?? new Set()).add(key));
    if (this.#entries.size > entries_max) this.#evictOldest();
    return true;
  }

  async load(key: string, loader: () => Promise<Loaded<V>>): Promise<V> {
    const entry = this.#peek(key);
    if (entry !== undefined) return entry.value;
    return this.#flights.get(key)?.promise ?? this.#startFlight(key, loader);
  }

  drop(key: string, version?: number): void {
    if (version !== undefined) this.#raiseFloor(key, version);
    const known = this.#entries.get(key)?.version ?? -Infinity;
    if (version === undefined || known < version) this.#forget(key);
    const flight = this.#flights.get(key);
    if (flight === undefined) return;
    // With a version, the floor decides whether what it brings may be kept.
    flight.dropped ||= version === undefined;
    this.#flights.delete(key);
  }

  invalidate(tag: string): number {
    const keys = [...(this.#byTag.get(tag) ?? [])];
    for (const key of keys) this.#forget(key);
    // What a running load will be tagged with is not known yet, so nobody may join any of them.
    for (const flight of this.#running) flight.tags.add(tag);
    this.#flights.clear();
    return keys.length;
  }

  clear(): void {
    this.#entries.clear();
    this.#byTag.clear();
    for (const flight of this.#running) flight.dropped = true;
    this.#flights.clear();
  }

  stats(): CacheStats {
    const { name, entries_max } = this.#options;
    const now = { entries: this.#entries.size, entries_max, loading: this.#running.size };
    return { name, ...now, hits: this.#hits, misses: this.#misses, evicted: this.#evicted };
  }

  #peek(key: string): Entry<V> | undefined {
    const { name, clock, onRead } = this.#options;
    const entry = this.#entries.get(key);
    const hit = entry !== undefined && entry.dies_ms > clock.monotonic();
    onRead?.({ cache: name, hit });
    if (!hit) {
      this.#misses += 1;
      return undefined;
    }
    this.#hits += 1;
    // Back to the young end: the map's order is the order of use.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  #forget(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    for (const tag of entry.tags) {
      const keys = this.#byTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#byTag.delete(tag);
    }
  }

  #evictOldest(): void {
    const [oldest = ''] = this.#entries.keys();
    this.#forget(oldest);
    this.#evicted += 1;
  }

  #raiseFloor(key: string, version: number): void {
    const floor = Math.max(version, this.#floors.get(key) ?? version);
    this.#floors.delete(key);
    this.#floors.set(key, floor);
    // More than the entries, so that a value just evicted does not come back older.
    if (this.#floors.size <= this.#options.entries_max * 2) return;
    const [oldest = ''] = this.#floors.keys();
    this.#floors.delete(oldest);
  }

  #startFlight(key: string, loader: () => Promise<Loaded<V>>): Promise<V> {
    const flight: Flight<V> = { promise: never, tags: new Set(), dropped: false };
    flight.promise = this.#fly(flight, key, loader);
    this.#running.add(flight);
    this.#flights.set(key, flight);
    return flight.promise;
  }

  async #fly(flight: Flight<V>, key: string, loader: () => Promise<Loaded<V>>): Promise<V> {
    try {
      const loaded = await loader();
      const stale = flight.dropped || loaded.tags?.some((tag) => flight.tags.has(tag));
      if (stale !== true) this.set(key, loaded);
      return loaded.value;
    } finally {
      this.#running.delete(flight);
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    }
  }
}

const never = new Promise<never>(() => {});
