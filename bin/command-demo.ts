import { flagOption, integerOption, UsageError, type Command } from './command.ts';

/** `trueshelf demo`: the marketplace that `serve` loads into an empty development database. */
export const command: Command = {
  summary: 'Load the demo marketplace, or say whether it is there',
  usage: 'demo --status | --load | --products <n>',
  options: {
    status: { type: 'boolean', summary: 'Say whether the demo marketplace is loaded' },
    load: {
      type: 'boolean',
      summary: 'Load it, beside a running server or alone; goes on after an interruption',
    },
    products: {
      type: 'string',
      value: '<n>',
      summary: 'Grow the catalogue by so many products that are always the same',
    },
  },
  examples: [
    'npx trueshelf demo --products 100000',
    'npx trueshelf demo --status',
    'TRUESHELF_DEMO=off npx trueshelf demo --load',
  ],
  async run(args) {
    const [status, load] = [flagOption(args, 'status'), flagOption(args, 'load')];
    const products = integerOption(args, 'products', { min: 1, max: 10_000_000 });
    if ([status, load, products !== undefined].filter(Boolean).length !== 1) {
      throw new UsageError('demo: choose --status, --load or --products');
    }
    const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
    const { growWorld, loadWorld, worldIsLoaded } = await import('#services/demo-world.ts');
    const { progress } = await import('./progress.ts');
    const shown = progress();
    try {
      if (products !== undefined) {
        const made = await growWorld(products, shown.say);
        shown.done();
        say(made.told);
        return 0;
      }
      if (status) {
        const there = await worldIsLoaded(shown.say);
        shown.done();
        say(there ? 'The demo marketplace is loaded.' : 'The demo marketplace is not loaded.');
        return 0;
      }
      const now = await loadWorld(shown.say);
      shown.done();
      say(now ? 'The demo marketplace is loaded now.' : 'It was loaded already.');
      return 0;
    } finally {
      shown.done();
    }
  },
};
