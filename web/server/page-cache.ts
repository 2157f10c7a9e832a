/**
 * Finished pages of anonymous visitors, with their compressed forms. A page is kept only while
 * events are followed, goes as soon as one of them touches a tag of it, and is made once for all
 * who wait for it.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { memoryCache, type MemoryCache } from '#kernel/cache/memory.ts';
import type { Clock } from '#kernel/core/clock.ts';

const deflate = promisify(gzip);
const squeeze = promisify(brotliCompress);

export type Encoding = 'br' | 'gzip' | 'identity';

export interface Page {
  status: number;
  body: Buffer;
  etag: string;
  location: string | null;
  retryAfter_s: number | null;
  /** May be kept and shared; null: for this request only. */
  ttl_ms: number | null;
  made_ms: number;
  encoded: Map<Encoding, Promise<Buffer>>;
}

export interface PageInput {
  status: number;
  html: string;
  location: string | null;
  retryAfter_s: number | null;
  tags: readonly string[];
  ttl_ms: number | null;
}

export interface PageStore {
  /** The kept page, or the one that `make` gives. */
  get(key: string, make: () => Promise<PageInput>): Promise<{ page: Page; hit: boolean }>;
  /** Events touched these tags. */
  purge(tags: readonly string[]): void;
  clear(): void;
  size(): number;
}

const pages_max = 600;
/** Rooms behind the API drop their own copies within this time of an event; see purge.ts. */
const settling_ms = 1_500;
/** So long a page is kept that was made while its facts may still settle. */
const hot_ms = 200;

export function pageOf(input: PageInput, made_ms: number): Page {
  const body = Buffer.from(input.html);
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const { status, location, retryAfter_s, ttl_ms } = input;
  return { status, body, etag, location, retryAfter_s, ttl_ms, made_ms, encoded: new Map() };
}

/** The body in an encoding; compressed once for each page. */
export function encoded(page: Page, encoding: Encoding): Promise<Buffer> {
  const known = page.encoded.get(encoding);
  if (known !== undefined) return known;
  const made = compress(page.body, encoding);
  page.encoded.set(encoding, made);
  return made;
}

function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return deflate(body, { level: 5 });
  if (encoding === 'br') {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: 4,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    };
    return squeeze(body, { params });
  }
  return Promise.resolve(body);
}

export interface PageStoreOptions {
  clock: Clock;
  /** Whether a change of what is kept would be noticed. */
  following(): boolean;
}

export function pageStore({ clock, following }: PageStoreOptions): PageStore {
  const cache: MemoryCache<Page> = memoryCache<Page>({
    name: 'web.pages',
    entries_max: pages_max,
    ttl_ms: 3_600_000,
    clock,
  });
  const touched = new Map<string, number>();
  let cleared_ms = -Infinity;

  const isHot = (tags: readonly string[]): boolean => {
    const since = clock.monotonic() - settling_ms;
    if (cleared_ms > since) return true;
    return tags.some((tag) => (touched.get(tag) ?? -Infinity) > since);
  };
  const forgetTouched = (): void => {
    const since = clock.monotonic() - settling_ms;
    for (const [tag, at] of touched) {
      if (at > since) return;
      touched.delete(tag);
    }
  };
  return {
    async get(key, make) {
      const sure = following();
      const kept = sure ? cache.get(key) : undefined;
      if (kept !== undefined) {
        const age = clock.monotonic() - kept.made_ms;
        if (kept.ttl_ms !== null && age < kept.ttl_ms) return { page: kept, hit: true };
        cache.drop(key);
      }
      const page = await cache.load(key, async () => {
        const input = await make();
        const ttl_ms = input.ttl_ms !== null && isHot(input.tags) ? hot_ms : input.ttl_ms;
        return { value: pageOf({ ...input, ttl_ms }, clock.monotonic()), tags: input.tags };
      });
      if (page.ttl_ms === null || !following()) cache.drop(key);
      return { page, hit: false };
    },
    purge(tags) {
      forgetTouched();
      const now = clock.monotonic();
      for (const tag of tags) {
        cache.invalidate(tag);
        touched.delete(tag);
        touched.set(tag, now);
      }
    },
    clear() {
      cache.clear();
      cleared_ms = clock.monotonic();
    },
    size: () => cache.stats().entries,
  };
}
