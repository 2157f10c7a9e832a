/** Codes of gift cards: how they are made, read, and hashed. */
import { createHash, createHmac } from 'node:crypto';

/** Crockford's base 32: no I, L, O and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const digits = 16;

/** Random bytes for one code: 80 bits. */
export const code_bytes = 10;

/** `XXXX-XXXX-XXXX-XXXX` of 80 random bits. */
export function codeOf(random: Uint8Array): string {
  let bits = 0n;
  for (const byte of random.subarray(0, code_bytes)) bits = (bits << 8n) | BigInt(byte);
  let code = '';
  for (let at = digits - 1; at >= 0; at -= 1) {
    code += alphabet.charAt(Number((bits >> BigInt(at * 5)) & 31n));
  }
  return code.replaceAll(/(.{4})(?!$)/g, '$1-');
}

/**
 * A code as somebody typed it, without spaces and dashes, with the letters that are read for
 * others put right; undefined when it can be none.
 */
export function plainCode(typed: string): string | undefined {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}_.]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(plain) ? plain : undefined;
}

/** What is kept of a code: only who has the key can tell whether a code is one. */
export function hashOf(plain: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(plain).digest();
}

/** The installation's key for codes, from a secret of its own or the one that signs tokens. */
export function codeKey(secret: string): Buffer {
  return createHmac('sha256', 'trueshelf gift cards').update(secret).digest();
}

/**
 * The code of a card that is asked for under a key: a repeat comes to the same one, and it is kept
 * nowhere. Who does not have the installation's key cannot work it out.
 */
export function codeFor(movementId: string, key: Uint8Array): string {
  return codeOf(createHmac('sha256', key).update(`code of ${movementId}`).digest());
}

/** Money that comes back to a gift card can be spent for so long, whenever the card ends. */
export const usableAfterRefund_days = 90;

/** How much a part takes: what was asked for, or all there is up to what is left to pay. */
export function takeOf(of: {
  available_minor: number;
  amount_minor: number | null;
  max_minor: number;
}): number | 'too-low' {
  const { available_minor, amount_minor, max_minor } = of;
  const take = amount_minor ?? Math.min(available_minor, max_minor);
  return take <= 0 || take > available_minor || take > max_minor ? 'too-low' : take;
}

/** The same movement for the same request, however often it comes. */
export function movementIdOf(actor: string, requestKey: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([actor, requestKey]))
    .digest('hex');
  return `mov_${hash.slice(0, 32)}`;
}
