// What a command of `trueshelf` is: one file `bin/command-<name>.ts` that exports `command`.
// Keep its imports light and load what the work needs inside `run`, for `help` reads them all.

/** One `--name` of a command. `value` is the placeholder that help shows, such as `<port>`. */
export interface CommandOption {
  type: 'string' | 'boolean';
  summary: string;
  value?: string;
  short?: string;
  multiple?: boolean;
  default?: string | boolean;
}

/** The parsed arguments: `values` by option name, and the words that are no option. */
export interface CommandArgs {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
}

/** `run` gives the exit code (nothing means 0); it may throw UsageError for exit code 2. */
export interface Command {
  summary: string;
  usage: string;
  options: Record<string, CommandOption>;
  examples?: string[];
  /** Paragraphs below the options. */
  notes?: string[];
  /** How many words it takes besides options; 0 when left out. */
  positionals_max?: number;
  run(args: CommandArgs): Promise<number | void>;
}

/** A mistake of the person who typed: printed as one sentence, exit code 2. */
export class UsageError extends Error {}

/** The text of a string option, or undefined when it was not given. */
export function textOption(args: CommandArgs, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** True when a boolean option was given. */
export function flagOption(args: CommandArgs, name: string): boolean {
  return args.values[name] === true;
}

/** A whole number from a string option within [min, max]; throws UsageError otherwise. */
export function integerOption(
  args: CommandArgs,
  name: string,
  range: { min: number; max: number },
): number | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= range.min && value <= range.max) return value;
  throw new UsageError(`--${name} must be a whole number from ${range.min} to ${range.max}`);
}
