import { flagOption, UsageError, type Command } from './command.ts';

/** `trueshelf demo`: the marketplace that `serve` loads into an empty development database. */
export const command: Command = {
  summary: 'Load the demo marketplace, or say whether it is there',
  usage: 'demo --status | --load',
  options: {
    status: { type: 'boolean', summary: 'Say whether the demo marketplace is loaded' },
    load: {
      type: 'boolean',
      summary: 'Load it, beside a running server or alone; goes on after an interruption',
    },
  },
  examples: ['npx trueshelf demo --status', 'TRUESHELF_DEMO=off npx trueshelf demo --load'],
  async run(args) {
    const [status, load] = [flagOption(args, 'status'), flagOption(args, 'load')];
    if (status === load) throw new UsageError('demo: choose --status or --load');
    const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
    const { loadWorld, worldIsLoaded } = await import('#services/demo-world.ts');
    const { progress } = await import('./progress.ts');
    const shown = progress();
    try {
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
