/** The engine that this process asks: OpenSearch where it has an address, else its own memory. */
import type { Clock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Task } from '#kernel/service.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import { memoryEngine } from './engine-memory.ts';
import { openSearchEngine } from './engine-opensearch.ts';
import { lookAtEngine_every_ms, switchedEngine } from './engine-switch.ts';
import type { Engine } from './engine.ts';
import type { FindTools } from './find.ts';
import { beginIndex, feedOnce } from './opensearch-feed.ts';
import { openSearch } from './opensearch.ts';
import { engineLag } from './store-engine.ts';

const feed_every_ms = 1_000;
/** Rounds of one task; the next one goes on. */
const rounds_max = 50;

export interface ServedEngine {
  engine: Engine;
  tasks: Task[];
  /** Builds a new index beside the one that is asked; nothing without OpenSearch. */
  rebuild(): Promise<void>;
  /** Something was written: it is taken over now. */
  poke(): void;
  /** 1 while the engine in memory answers in place of OpenSearch. */
  limited(): number;
  stop(): Promise<void>;
}

export interface ServedNeeds {
  /** OpenSearch; null without. */
  url: string | null;
  db: Db;
  clock: Clock;
  log: Logger;
  tools: FindTools;
}

export function servedEngine({ url, db, clock, log, tools }: ServedNeeds): ServedEngine {
  const memory = memoryEngine(tools);
  if (url === null) {
    const nothing = { rebuild: async () => undefined, stop: async () => undefined };
    return { engine: memory, tasks: [], poke: () => undefined, limited: () => 0, ...nothing };
  }
  const search = openSearch(url);
  const needs = { db, search, log, now: () => clock.now() };
  const { books, lexicon } = tools;
  const engine = switchedEngine(
    { clock, log, search, lag: async () => (await engineLag(db))?.lag_s ?? null },
    openSearchEngine({ search, tools, books, lexicon }),
    memory,
  );
  let feeding: Promise<void> | null = null;
  const feed = (signal?: AbortSignal): Promise<void> => {
    const rounds = async () => {
      for (let round = 0; round < rounds_max && signal?.aborted !== true; round += 1) {
        if (await feedOnce(needs)) return;
      }
    };
    feeding ??= rounds().finally(() => {
      feeding = null;
    });
    return feeding;
  };
  return {
    engine,
    tasks: [
      { name: 'search.feed', every_ms: feed_every_ms, run: feed },
      { name: 'search.engine', every_ms: lookAtEngine_every_ms, run: () => engine.look() },
    ],
    rebuild: async () => {
      await beginIndex(needs);
    },
    poke: () => {
      feed().catch(() => undefined);
    },
    limited: () => (engine.reason() === null ? 0 : 1),
    stop: () => search.close(),
  };
}
