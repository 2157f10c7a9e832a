// Finds the command that was asked for, reads its options and runs it. Exit codes: 0 done,
// 1 the work failed, 2 the command line is wrong.
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { UsageError, type Command } from './command.ts';
import { COMMANDS, HELP, commandHelp, loadCommand, nearest, overview } from './help.ts';

enableCompileCache(); // halves the time of every start but the first

const EXIT_MS = 2_000;

/** Reads the words after the command's name; throws UsageError for what it does not know. */
function readOptions(name: string, command: Command, words: string[]) {
  const options = { ...command.options, help: HELP };
  try {
    const args = parseArgs({ args: words, options, allowPositionals: true, strict: true });
    const surplus = args.positionals[command.positionals_max ?? 0];
    if (surplus !== undefined) throw new UsageError(`unexpected word "${surplus}"`);
    return args;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const unknown = /Unknown option '--?([^']+)'/.exec(error.message)?.[1];
    const near = unknown && nearest(unknown, Object.keys(options));
    const text = unknown ? `unknown option --${unknown}` : error.message.split('. ')[0];
    const hint = near ? `; did you mean --${near}?` : '';
    throw new UsageError(`${name}: ${text}${hint}. See npx trueshelf ${name} --help`);
  }
}

/** Runs one command line and gives its exit code. */
async function dispatch(argv: string[]): Promise<number> {
  const [first = 'help', ...words] = argv;
  if (['help', '--help', '-h'].includes(first) && words.length === 0) {
    process.stdout.write(await overview());
    return 0;
  }
  const name = first === 'help' ? (words[0] ?? '') : first;
  const command = await loadCommand(name);
  if (!command) {
    const near = nearest(name, COMMANDS);
    if (near === name) throw new UsageError(`${name} is not part of this version`);
    const hint = near ? `; did you mean ${near}?` : '.';
    throw new UsageError(`there is no command "${name}"${hint} See npx trueshelf help`);
  }
  const args = readOptions(name, command, first === 'help' ? [] : words);
  if (first === 'help' || args.values['help']) {
    process.stdout.write(commandHelp(command));
    return 0;
  }
  return (await command.run(args)) ?? 0;
}

// Who reads our output may stop reading, as `head` does, and a terminal may be closed.
let heard = true;
process.stdout.on('error', () => {
  if (heard) process.kill(process.pid, 'SIGTERM');
  heard = false;
});

// When the launcher is killed, nobody passes signals on any more: stop as if asked to.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

try {
  process.exitCode = await dispatch(process.argv.slice(2));
  // A start that failed half-way may leave a connection that would keep the process alive.
  setTimeout(() => process.exit(), EXIT_MS).unref();
} catch (error) {
  const usage = error instanceof UsageError;
  process.stderr.write(`trueshelf: ${usage ? error.message : await text(error)}\n`);
  process.exit(usage ? 2 : 1);
}

/** One sentence where there is one; the stack of what nobody foresaw. */
async function text(error: unknown): Promise<string> {
  const { sentenceOf } = await import('#services/sentence.ts');
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return sentenceOf(error) ?? stack;
}
