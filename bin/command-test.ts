import { flagOption, textOption, type Command } from './command.ts';

/** `trueshelf test`: everything that has to hold before a change goes in. */
export const command: Command = {
  summary: 'Run types, lint, format, tidy and all tests',
  usage: 'test [--only <text>] [--fast]',
  options: {
    only: {
      type: 'string',
      value: '<text>',
      summary: 'Only the steps and test files with this text in their name',
    },
    fast: { type: 'boolean', summary: 'Leave out the files named *-slow.test.ts' },
  },
  examples: ['npm test', 'npx trueshelf test --only kernel/core', 'npx trueshelf test --only tidy'],
  async run(args) {
    const { runTests } = await import('../tools/test.ts');
    return runTests({ only: textOption(args, 'only'), fast: flagOption(args, 'fast') });
  },
};
