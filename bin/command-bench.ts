import { flagOption, integerOption, UsageError, type Command } from './command.ts';

/** `trueshelf bench`: one question of performance after the other, answered by measuring. */
export const command: Command = {
  summary: 'Measure how fast this machine runs the shop',
  usage: 'bench <name>|all|list [options]',
  positionals_max: 1,
  options: {
    seconds: { type: 'string', value: '<n>', summary: 'Length of each measured window' },
    clients: { type: 'string', value: '<n>', summary: 'Clients at the same time' },
    rate: { type: 'string', value: '<n>', summary: 'Requests per second of open loops' },
    products: { type: 'string', value: '<n>', summary: 'Products in the catalogue' },
    units: { type: 'string', value: '<n>', summary: 'Units on sale (flash, rush)' },
    buyers: { type: 'string', value: '<n>', summary: 'People who want one (flash, line, rush)' },
    profile: { type: 'boolean', summary: 'CPU profile and costliest statements; no result file' },
    json: { type: 'boolean', summary: 'Print the result as JSON at the end' },
  },
  examples: ['npx trueshelf bench orders --seconds 15', 'npx trueshelf bench flash --units 100'],
  async run(args) {
    const { benchNames, runBench } = await import('../bench/harness.ts');
    const { runAll } = await import('../bench/harness-all.ts');
    const name = args.positionals[0] ?? 'list';
    const count = (option: string, max: number) => integerOption(args, option, { min: 1, max });
    const options = {
      seconds: count('seconds', 3_600),
      clients: count('clients', 4_096),
      rate: count('rate', 100_000),
      products: count('products', 10_000_000),
      units: count('units', 1_000_000),
      buyers: count('buyers', 10_000_000),
      profile: flagOption(args, 'profile'),
    };
    if (name === 'list') {
      process.stdout.write(`${benchNames().join('\n')}\n`);
      return 0;
    }
    if (name === 'all') return runAll(benchNames(), process.argv.slice(4));
    if (!benchNames().includes(name)) throw new UsageError(`there is no bench "${name}"`);
    const report = await runBench(name, options);
    if (flagOption(args, 'json')) process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.passed ? 0 : 1;
  },
};
