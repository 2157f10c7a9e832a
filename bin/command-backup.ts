import { textOption, UsageError, type Command, type CommandArgs } from './command.ts';

/** `trueshelf backup`: saves the built-in database and the pictures, and brings them back. */
export const command: Command = {
  summary: 'Save the shop, verify a backup, or restore one',
  usage: 'backup [--out <folder>] | --verify <folder> | --restore <folder> [--into <home>]',
  options: {
    out: {
      type: 'string',
      value: '<folder>',
      summary: 'New folder, or an existing one to make it in (default: home/backups)',
    },
    verify: { type: 'string', value: '<folder>', summary: 'Read a backup and compare every byte' },
    restore: { type: 'string', value: '<folder>', summary: 'Bring a backup back' },
    into: { type: 'string', value: '<home>', summary: 'Home to restore into; without a database' },
  },
  examples: [
    'npx trueshelf backup --out /mnt/backups',
    'npx trueshelf backup --restore /mnt/backups/trueshelf-2027-01-31T04-00-00Z --into /srv/shop',
  ],
  async run(args) {
    const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
    const [verify, restore] = [textOption(args, 'verify'), textOption(args, 'restore')];
    if (verify !== undefined && restore !== undefined) {
      throw new UsageError('--verify and --restore are two things; --restore verifies as well');
    }
    if (textOption(args, 'into') !== undefined && restore === undefined) {
      throw new UsageError('--into belongs to --restore');
    }
    if (restore !== undefined) return bringBack(args, restore, say);
    const { megabytes } = await import('#kernel/db/backup-files.ts');
    if (verify !== undefined) {
      const { verifyBackup } = await import('#kernel/db/backup-restore.ts');
      const { files, madeAt, postgres } = await verifyBackup(verify);
      say(`Whole: ${files.length} files, PostgreSQL ${postgres.version}, made ${madeAt}.`);
      return 0;
    }
    const { processConfig } = await import('#kernel/config/config.ts');
    const { saveShop } = await import('#services/backup.ts');
    const made = await saveShop(processConfig(), textOption(args, 'out'), say);
    const time = (made.took_ms / 1_000).toFixed(1);
    say(`Saved ${made.files} files, ${megabytes(made.bytes)}, in ${time} s:\n${made.folder}`);
    return 0;
  },
};

async function bringBack(args: CommandArgs, backup: string, say: (text: string) => void) {
  const { processConfig } = await import('#kernel/config/config.ts');
  const { restoreShop } = await import('#services/backup.ts');
  const { tableOf } = await import('../invariants/report.ts');
  const options = { backup, into: textOption(args, 'into'), onProgress: say };
  const { home, manifest, report } = await restoreShop(processConfig(), options);
  if (report.violations > 0) say(tableOf(report));
  say(`Restored ${home} as of ${manifest.madeAt}; start it with TRUESHELF_HOME=${home}.`);
  return Object.values(report.instant).some((count) => count > 0) ? 1 : 0;
}
