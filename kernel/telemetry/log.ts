import { stripVTControlCharacters, styleText } from 'node:util';
import { destination, pino } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { currentContext } from '../core/context.ts';
import { redactObject, scrub } from './redact.ts';

export interface LogFn {
  (detail: object, message: string): void;
  (message: string): void;
}

/** Structured log. Details are objects; their secrets and personal data are masked. */
export interface Logger {
  trace: LogFn;
  debug: LogFn;
  info: LogFn;
  warn: LogFn;
  error: LogFn;
  fatal: LogFn;
  /** A logger whose lines all carry these fields, e.g. `{ room: 'cart' }`. */
  child(fields: Record<string, unknown>): Logger;
  isLevelEnabled(level: string): boolean;
}

export interface LogOptions {
  level?: LogLevel;
  /** Fields of every line. */
  fields?: Record<string, unknown>;
  /** Where lines go; default standard output. */
  stream?: { write(line: string): unknown };
  /** Lines for people instead of JSON; default when standard output is a terminal. */
  pretty?: boolean;
}

/**
 * Makes the logger of a process: one JSON line each, with `correlationId` and `sagaId` of the
 * running context. About 5 µs a line; nothing for a level that is off.
 */
export function createLogger(options: LogOptions = {}): Logger {
  const pretty = options.pretty ?? (options.stream === undefined && process.stdout.isTTY === true);
  // Not synchronous: a slow reader of standard output must not hold up the event loop.
  const out = options.stream ?? (pretty ? process.stdout : destination({ dest: 1, sync: false }));
  const stream = pretty ? { write: (line: string) => void out.write(prettyLine(line)) } : out;
  const settings = {
    level: options.level ?? 'info',
    base: options.fields === undefined ? null : redactObject(options.fields),
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (detail: object) => redactObject(detail),
    },
    // Errors are plain objects by the time pino's own serializer would look at them.
    serializers: { err: (plain: unknown) => plain },
    mixin: contextFields,
    hooks: { streamWrite: scrub },
  };
  const root = pino(settings, stream);
  // Pino's children inherit from their parent, so this holds for all of them; its own formatter
  // for fields does not.
  const child = root.child;
  Object.defineProperty(root, 'child', {
    value(this: typeof root, fields: object, more?: Parameters<typeof child>[1]) {
      return child.call(this, redactObject(fields), more);
    },
  });
  return root;
}

/** Says nothing. For tests and for parts that run without a process around them. */
export const silentLogger: Logger = createLogger({ level: 'silent', stream: { write: () => {} } });

function contextFields(): object {
  const context = currentContext();
  if (context === undefined) return {};
  const { correlationId, sagaId } = context;
  return sagaId === undefined ? { correlationId } : { correlationId, sagaId };
}

const colours: Record<string, 'dim' | 'green' | 'yellow' | 'red'> = {
  trace: 'dim',
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
};

/** `12:30:01 warn  cart: message key=value`; a stack follows on lines of its own. */
export function prettyLine(line: string): string {
  const { level, time, msg, room, err, error, ...fields } = JSON.parse(line) as Line;
  const clock = new Date(time).toTimeString().slice(0, 8);
  const word = styleText(colours[level] ?? 'dim', level.padEnd(5), { validateStream: false });
  const place = room === undefined ? '' : `${printable(room)}: `;
  const rest = Object.entries(fields)
    .filter(([key]) => key !== 'correlationId')
    .map(([key, value]) => ` ${printable(key)}=${printable(value)}`);
  const cause = err ?? error;
  const stack = cause === undefined ? '' : `\n  ${stackOf(cause)}`;
  return `${clock} ${word} ${place}${printable(msg ?? '')}${rest.join('')}${stack}\n`;
}

interface Line extends Record<string, unknown> {
  level: string;
  time: number;
  msg?: string;
  room?: string;
  err?: unknown;
  error?: unknown;
}

function stackOf(cause: unknown): string {
  const stack = (cause as { stack?: unknown } | null)?.stack;
  if (typeof stack !== 'string') return printable(cause);
  return stack.split('\n').map(printable).join('\n  ');
}

/** Text that cannot move the cursor, colour the terminal or fake another line. */
function printable(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return stripVTControlCharacters(text).replace(/\p{Cc}/gu, ' ');
}
