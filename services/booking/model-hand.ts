/** Handing a ticket over: the link of the mail, and what of an address is kept. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '#kernel/core/id.ts';

/** The installation's key for links of offers and hashes of addresses. */
export function handKey(secret: string): Buffer {
  return createHmac('sha256', 'trueshelf hand-overs').update(secret).digest();
}

function seal(key: Uint8Array, handOverId: string): Buffer {
  return createHmac('sha256', key).update(`take:${handOverId}`).digest().subarray(0, 18);
}

/** The secret of a link: the offer's id with a seal that only this installation can make. */
export function handToken(key: Uint8Array, handOverId: string): string {
  return `${handOverId}.${seal(key, handOverId).toString('base64url')}`;
}

/** The offer that a link is about; null where the seal is not ours. */
export function handOverOf(key: Uint8Array, token: string): string | null {
  const [handOverId = '', mark = ''] = token.split('.');
  if (!isId('hnd', handOverId)) return null;
  const given = Buffer.from(mark, 'base64url');
  const ours = seal(key, handOverId);
  return given.length === ours.length && timingSafeEqual(given, ours) ? handOverId : null;
}

/** Whether two offers are to one address. */
export function addressHash(key: Uint8Array, email: string): string {
  return createHmac('sha256', key).update(`email:${email}`).digest('base64url').slice(0, 32);
}

/** `b…@example.com`: enough for whoever wrote the address to know it again. */
export function addressHint(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${String.fromCodePoint(local.codePointAt(0) ?? 0x2026)}…@${domain}`;
}
