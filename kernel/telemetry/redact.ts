/**
 * Keeps secrets and personal data out of the logs. Two nets: keys of what is logged (walked to a
 * fixed depth), and patterns in the finished line, which catch what hides in messages, stacks and
 * strings of other systems.
 */

import { luhn } from '../core/card.ts';

const depth_max = 6;
const items_max = 50;
const text_chars_max = 4096;
export const hidden = '[hidden]';

// Compared without - and _, in lower case.
const secretParts =
  /password|passwd|passphrase|secret|token|authorization|cookie|apikey|privatekey|credential/;
const personalKeys =
  /^(email|phone|firstname|lastname|fullname|recipient|street|line1|line2|postalcode|zip)$/;
const otherKeys =
  /^(pwd|pan|cvc|cvv|iban|otp|card|cardnumber|address|(shipping|billing)address|databaseurl)$/;
const known = new Map<string, boolean>();

/** A copy that is safe to log: bounded in depth, width and text, Errors as plain objects. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'bigint' ? value.toString() : value;
  }
  if (value instanceof Date) return value;
  if (depth >= depth_max) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) {
    const kept = value.slice(0, items_max).map((item) => redact(item, depth + 1));
    if (value.length > items_max) kept.push(`[${value.length - items_max} more]`);
    return kept;
  }
  return redactObject(value, depth);
}

/** As redact, for the top level of a line: always an object, without the depth of a value. */
export function redactObject(value: object, depth = 0): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  let kept = 0;
  for (const key of Object.keys(value)) {
    if (kept === items_max) break;
    kept += 1;
    const item: unknown = (value as Record<string, unknown>)[key];
    safe[key] = isSecretKey(key) && item !== null ? hidden : redact(item, depth + 1);
  }
  return safe;
}

/** The finished line with cards, tokens, keys, URL passwords and mail addresses masked. */
export function scrub(line: string): string {
  let text = line;
  if (text.includes('@')) {
    text = text.replace(/(:\/\/[^\s:/@"]{0,256}:)[^\s@/"]{1,512}@/g, `$1${hidden}@`);
    text = text.replace(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '[email]');
  }
  text = text.replace(/\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g, '[token]');
  text = text.replace(/\btsk_live_[\w-]{8,}|\b(?:tsr|rst|ogr)_[\w-]{20,}/g, '[token]');
  text = text.replace(/\b(bearer|basic) +[\w.~+/=-]{6,}/gi, `$1 ${hidden}`);
  return maskCards(text);
}

/** Payment card numbers (13 to 19 digits, spaces or dashes between, right checksum) masked. */
export function maskCards(text: string): string {
  // First digits of the card schemes are 2 to 6; times in ms begin with 1 and stay readable.
  return text.replace(/(?<![\w.])[2-6]\d(?:[ -]?\d){11,17}(?![\w.])/g, (found, offset: number) => {
    if (!luhn(found)) return found;
    // A bare JSON number must stay a number, or the line could not be parsed any more.
    return /[:,[]/.test(text[offset - 1] ?? '') ? '0' : '[card]';
  });
}

function isSecretKey(key: string): boolean {
  let answer = known.get(key);
  if (answer === undefined) {
    const plain = key.toLowerCase().replace(/[-_]/g, '');
    answer = secretParts.test(plain) || personalKeys.test(plain) || otherKeys.test(plain);
    // Keys come from our code, but an object from outside must not fill the memory.
    if (known.size < 2000) known.set(key, answer);
  }
  return answer;
}

/** Only named fields: a driver's error also carries row values in `detail`. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const extra = error as Error & Record<string, unknown>;
  const safe: Record<string, unknown> = { type: error.name, message: cut(error.message) };
  for (const key of ['code', 'status', 'constraint', 'table', 'retryable']) {
    if (extra[key] !== undefined) safe[key] = redact(extra[key], depth_max);
  }
  if (error.stack !== undefined) safe['stack'] = cut(error.stack);
  if (error.cause !== undefined) safe['cause'] = redact(error.cause, depth + 1);
  if (error instanceof AggregateError) safe['errors'] = redact(error.errors, depth + 1);
  return safe;
}

function cut(text: string): string {
  if (text.length <= text_chars_max) return text;
  return `${text.slice(0, text_chars_max)}… [${text.length} characters]`;
}
