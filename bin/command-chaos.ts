import { randomBytes } from 'node:crypto';
import { flagOption, integerOption, textOption, UsageError, type Command } from './command.ts';

/** `trueshelf chaos`: the shop with somebody who kills parts of it at the worst moments. */
export const command: Command = {
  summary: 'Kill processes at every step of a purchase, and check the books afterwards',
  usage: 'chaos [--schedules <n>] [--seed <text>] [--victim <name>] [--full]',
  options: {
    schedules: { type: 'string', value: '<n>', summary: 'How many schedules (default 20)' },
    seed: { type: 'string', value: '<text>', summary: 'The same seed draws the same schedules' },
    victim: {
      type: 'string',
      value: '<name>',
      summary: 'orchestrator, postgres, gateway, relay or everything',
    },
    only: { type: 'string', value: '<text>', summary: 'Only cells with this text in their name' },
    lanes: { type: 'string', value: '<n>', summary: 'Schedules at the same time (default 2)' },
    full: { type: 'boolean', summary: 'The whole campaign; goes on where it was stopped' },
    minutes: { type: 'string', value: '<n>', summary: 'With --full: stop after so long' },
  },
  examples: ['npm run chaos -- --schedules 50 --seed 7 --victim postgres', 'npm run chaos:full'],
  async run(args) {
    const { runChaos } = await import('../chaos/run.ts');
    const { runFull } = await import('../chaos/full.ts');
    const { victims } = await import('../chaos/points.ts');
    const { withServer } = await import('../chaos/cluster.ts');
    const named = textOption(args, 'victim');
    const victim = victims.find((one) => one === named);
    if (named !== undefined && victim === undefined) {
      throw new UsageError(`--victim must be one of ${victims.join(', ')}`);
    }
    const count = (name: string, max: number) => integerOption(args, name, { min: 1, max });
    const given = textOption(args, 'seed');
    const common = {
      lanes: count('lanes', 16),
      say: (line: string) => void process.stdout.write(`${line}\n`),
    };
    const full = () =>
      runFull({ ...common, seed: given ?? '1', minutes: count('minutes', 10_000) });
    const some = () =>
      runChaos({
        ...common,
        seed: given ?? randomBytes(4).toString('hex'),
        schedules: count('schedules', 1_000_000) ?? 20,
        victim,
        only: textOption(args, 'only'),
      });
    return (await withServer(flagOption(args, 'full') ? full : some)) ? 0 : 1;
  },
};
