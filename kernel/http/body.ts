/** Reads JSON bodies: bounded in depth, free of keys and characters that do harm further in. */
import { Failure } from '#kernel/core/error.ts';

/** Objects and arrays inside one another. */
export const jsonDepth_max = 32;

type Parse = (text: string) => unknown;

/** Throws Failure 'malformed-request' or 'validation-failed'; undefined for an empty text. */
export function readJson(text: string, parse: Parse): unknown {
  if (text.trim() === '') return undefined;
  if (isTooDeep(text)) {
    const detail = `JSON may be nested at most ${jsonDepth_max} deep.`;
    throw new Failure('malformed-request', { detail });
  }
  // PostgreSQL's text has no NUL; found here, it is a wrong field and not a failed statement.
  if (text.includes('\\u0000')) throw nulFailure();
  try {
    return parse(text);
  } catch (cause) {
    throw new Failure('malformed-request', { detail: 'The body is not valid JSON.' }, { cause });
  }
}

export function nulFailure(): Failure {
  const error = { pointer: '', code: 'wrong-format', detail: 'holds a NUL character' };
  return new Failure('validation-failed', { errors: [error] });
}

/** Before parsing: a parser that recurses dies of what this finds. About 1 µs for each kB. */
function isTooDeep(text: string): boolean {
  if (text.length <= jsonDepth_max) return false;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 92) i += 1;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 123 || char === 91) {
      depth += 1;
      if (depth > jsonDepth_max) return true;
    } else if (char === 125 || char === 93) depth -= 1;
  }
  return false;
}
