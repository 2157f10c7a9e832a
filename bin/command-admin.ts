import { flagOption, textOption, UsageError, type Command, type CommandArgs } from './command.ts';

export const command: Command = {
  summary: 'Make an administrator',
  usage: 'admin create --email <e-mail> [--name <text>] [--force-additional]',
  options: {
    email: { type: 'string', value: '<e-mail>', summary: 'Whom to make an administrator' },
    name: { type: 'string', value: '<text>', summary: 'Name of the administrator' },
    password: {
      type: 'string',
      value: '<text>',
      summary: 'Left out: asked for, or the first line of the input (safer)',
    },
    'force-additional': {
      type: 'boolean',
      summary: 'Make one although there is an administrator',
    },
  },
  examples: [
    'npx trueshelf admin create --email you@example.com',
    'npx trueshelf admin create --email you@example.com < password.txt',
  ],
  positionals_max: 1,
  async run(args) {
    if (args.positionals[0] !== 'create') throw new UsageError('the only action is: admin create');
    const email = textOption(args, 'email');
    if (email === undefined) throw new UsageError('--email is missing');
    return create(args, email);
  },
};

async function create(args: CommandArgs, email: string): Promise<number> {
  const { processConfig } = await import('#kernel/config/config.ts');
  const { passwords } = await import('#kernel/auth/password.ts');
  const { isRefusal } = await import('#kernel/core/refusal.ts');
  const { errorOf } = await import('#kernel/core/error.ts');
  const { openDb } = await import('#kernel/db/db.ts');
  const { migrateAll, openDatabase } = await import('../services/launch.ts');
  const { readPassword } = await import('./read-password.ts');
  const { createAdmin } = await import('../services/identity/commands.ts');
  const password = textOption(args, 'password') ?? (await readPassword());
  const name = textOption(args, 'name');
  const database = await openDatabase(processConfig());
  try {
    await migrateAll(database.url);
    const db = openDb({ url: database.url, room: 'identity' });
    const additional = flagOption(args, 'force-additional');
    const input = { email, password, additional, ...(name === undefined ? {} : { name }) };
    const made = await createAdmin({ db, passwords: passwords() }, input).finally(() => db.close());
    if (isRefusal(made)) {
      const reason = 'reason' in made.detail ? ` (${String(made.detail['reason'])})` : '';
      process.stderr.write(`trueshelf: ${errorOf(made.code).explain}${reason}\n`);
      return 1;
    }
    process.stdout.write(`${made.email} is an administrator (${made.userId}).\n`);
    return 0;
  } finally {
    await database.stop();
  }
}
