// The help texts, made from the commands themselves.
import { existsSync } from 'node:fs';
import { type Command, type CommandOption } from './command.ts';

/** Every command, in the order that help lists them. */
export const COMMANDS = [
  'serve',
  'migrate',
  'import',
  'places',
  'demo',
  'check',
  'reconcile',
  'sync',
  'reindex',
  'bench',
  'sim',
  'openapi',
  'backup',
  'doctor',
  'admin',
  'maintenance',
  'test',
  'chaos',
] as const;

/** Loads one command; undefined when the name is unknown or its file is not there. */
export async function loadCommand(name: string): Promise<Command | undefined> {
  const file = new URL(`./command-${name}.ts`, import.meta.url);
  if (!COMMANDS.some((known) => known === name) || !existsSync(file)) return undefined;
  const module = (await import(file.href)) as { command: Command };
  return module.command;
}

/** The known name nearest to a mistyped one (two edits at most), for "did you mean". */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, edits: editDistance(typed, name) }));
  const best = ranked.sort((a, b) => a.edits - b.edits)[0];
  return best && best.edits <= 2 ? best.name : undefined;
}

/** Levenshtein distance of two short words. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The overview: every command with its summary. */
export async function overview(): Promise<string> {
  const lines = await Promise.all(
    COMMANDS.map(async (name) => {
      const command = await loadCommand(name);
      return `  ${name.padEnd(12)}${command?.summary ?? '(not part of this version)'}`;
    }),
  );
  const head = 'Usage: npx trueshelf <command> [options]\n\nCommands:';
  const tail = 'Details of one: npx trueshelf <command> --help';
  return `${head}\n${lines.join('\n')}\n  ${'help'.padEnd(12)}This list\n\n${tail}\n`;
}

/** The page of one command: summary, usage, options, examples. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => optionLine(name, option));
  const parts = [`${command.summary}\n\nUsage: npx trueshelf ${command.usage}`];
  parts.push(`Options:\n${[...options, optionLine('help', HELP)].join('\n')}`);
  parts.push(...(command.notes ?? []));
  if (command.examples && command.examples.length > 0) {
    parts.push(`Examples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
  }
  return `${parts.join('\n\n')}\n`;
}

/** The option that every command has. */
export const HELP: CommandOption = { type: 'boolean', short: 'h', summary: 'Show this page' };

function optionLine(name: string, option: CommandOption): string {
  const short = option.short ? `-${option.short}, ` : '';
  const value = option.type === 'string' ? ` ${option.value ?? '<text>'}` : '';
  const standard = option.default === undefined ? '' : ` (default ${String(option.default)})`;
  return `  ${`${short}--${name}${value}`.padEnd(26)}${option.summary}${standard}`;
}
