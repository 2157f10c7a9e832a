import type { Command } from './command.ts';

/** `trueshelf reindex`: the search index written anew, beside a running shop or alone. */
export const command: Command = {
  summary: 'Write the search index anew from the catalogue, prices and stock',
  usage: 'reindex',
  options: {},
  examples: ['npx trueshelf reindex'],
  async run() {
    const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
    const { reindexShop } = await import('#services/reindex.ts');
    const { progress } = await import('./progress.ts');
    const shown = progress();
    try {
      const { products, different, took_ms } = await reindexShop(shown.say);
      shown.done();
      const time = (took_ms / 1_000).toFixed(1);
      say(`${products} products written in ${time} s; ${different} were missing or older.`);
      return 0;
    } finally {
      shown.done();
    }
  },
};
