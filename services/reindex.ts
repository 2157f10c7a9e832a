// `trueshelf reindex`: every document of the search written anew, a page after the other. Searches
// go on meanwhile; killed and repeated it begins again, and harms nothing.
import { performance } from 'node:perf_hooks';
import { processConfig } from '#kernel/config/config.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { startHost } from '#kernel/host/host.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { searchCalls } from '#services/search/contract.ts';
import { rooms } from './directory.ts';
import { migrateAll, openDatabase } from './launch.ts';
import { people } from './people.ts';

export interface Reindexed {
  products: number;
  different: number;
  took_ms: number;
}

/** Runs it through. Errors: LaunchError when there is no database. */
export async function reindexShop(onProgress: (sentence: string) => void): Promise<Reindexed> {
  // No port of its own: a server may be running beside it.
  const config = processConfig({ port: 0, host: '127.0.0.1' });
  const log = createLogger({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const database = await openDatabase(config, onProgress);
  try {
    await migrateAll(database.url, onProgress);
    const host = await startHost({ rooms, url: database.url, config, log, people });
    try {
      const search = host.client(searchCalls);
      const from_ms = performance.now();
      let [products, different] = [0, 0];
      for (let after = ''; ;) {
        const step = await search.reindexStep({ after });
        if (isRefusal(step)) throw new Error(`reindex: ${step.code}`);
        products += step.products;
        different += step.different;
        onProgress(`Indexing: ${products} products, ${different} were missing or older`);
        if (step.after === '') return { products, different, took_ms: performance.now() - from_ms };
        ({ after } = step);
      }
    } finally {
      await host.stop();
    }
  } finally {
    await database.stop();
  }
}
