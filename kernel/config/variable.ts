import { isIP } from 'node:net';

/**
 * One environment variable: how it is read and what README says of it. `read` gives undefined
 * for text that it does not accept; the caller then names the variable, what came and `expects`.
 */
export interface Variable<T> {
  name: string;
  /** The default as README shows it. */
  shown: string;
  meaning: string;
  expects: string;
  /** Its value never appears in an error. */
  secret: boolean;
  read(text: string): T | undefined;
}

type Words = [name: string, shown: string, meaning: string];

/** A whole number within [min, max]. */
export function wholeNumber(words: Words, range: { min: number; max: number }): Variable<number> {
  const { min, max } = range;
  return variable(words, `a whole number from ${min} to ${max}`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

/** One of a few words. */
export function oneOf<const T extends string>(words: Words, allowed: readonly T[]): Variable<T> {
  return variable(words, allowed.join(', '), (text) => allowed.find((word) => word === text));
}

/** Text that must match a pattern. */
export function pattern(words: Words, expects: string, matches: RegExp): Variable<string> {
  return variable(words, expects, (text) => (matches.test(text) ? text : undefined));
}

/** A URL with one of the given schemes (`http:`); `originOnly` refuses path, query and user. */
export function url(
  words: Words,
  expects: string,
  options: { schemes: readonly string[]; originOnly?: boolean; secret?: boolean },
): Variable<string> {
  const read = (text: string) => readUrl(text, options.schemes, options.originOnly === true);
  return { ...variable(words, expects, read), secret: options.secret === true };
}

/** A comma-separated list, each entry read by `readOne`. */
export function list<T>(
  words: Words,
  expects: string,
  readOne: (text: string) => T | undefined,
): Variable<readonly T[]> {
  return variable(words, expects, (text) => {
    const read: T[] = [];
    for (const part of text.split(',')) {
      const one = readOne(part.trim());
      if (one === undefined) return undefined;
      read.push(one);
    }
    return Object.freeze(read);
  });
}

/** Any reader. */
export function variable<T>(
  words: Words,
  expects: string,
  read: (text: string) => T | undefined,
): Variable<T> {
  const [name, shown, meaning] = words;
  return { name, shown, meaning, expects, secret: false, read };
}

/** The same variable, its value never shown. */
export function secret<T>(of: Variable<T>): Variable<T> {
  return { ...of, secret: true };
}

/** An origin exactly as browsers send it; undefined for `*`, `null` and anything with a path. */
export function readOrigin(text: string): string | undefined {
  return readUrl(text, ['http:', 'https:'], true);
}

/** An IP address, a CIDR block or one of Fastify's names for private ranges. */
export function readProxy(text: string): string | undefined {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return text;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return undefined;
  if (bits === undefined) return text;
  const most = family === 4 ? 32 : 128;
  // A /0 would trust everybody's X-Forwarded-For, which is what this list is there to prevent.
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most ? text : undefined;
}

function readUrl(text: string, schemes: readonly string[], originOnly: boolean) {
  if (!URL.canParse(text)) return undefined;
  const parsed = new URL(text);
  if (!schemes.includes(parsed.protocol) || /[\r\n\0]/.test(text)) return undefined;
  if (!originOnly) return text;
  const bare = parsed.pathname === '/' && parsed.search === '' && parsed.hash === '';
  const anonymous = parsed.username === '' && parsed.password === '';
  return bare && anonymous ? parsed.origin : undefined;
}
