import type { Command } from './command.ts';

export const command: Command = {
  summary: 'Bring every room of the database up to date',
  usage: 'migrate',
  options: {},
  examples: ['DATABASE_URL=postgres://… npx trueshelf migrate'],
  run: async () => {
    const { processConfig } = await import('#kernel/config/config.ts');
    const { migrateAll, openDatabase } = await import('#services/launch.ts');
    const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
    const database = await openDatabase(processConfig(), say);
    try {
      const applied = await migrateAll(database.url, say);
      say(applied.length === 0 ? 'Nothing to do.' : `Applied ${applied.length} files.`);
    } finally {
      await database.stop();
    }
  },
};
