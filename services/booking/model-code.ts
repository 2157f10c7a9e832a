/** Codes of tickets: signed, so that none can be made up, and short enough for a small QR code. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const MARK = 'TS1';
const tag_bytes = 15;
const CODE = /^TS1\.([\w-]{22})\.([\w-]{20})$/;

/** The key for codes, from the installation's secret. */
export function ticketKey(secret: string): Buffer {
  return createHmac('sha256', 'trueshelf tickets').update(secret).digest();
}

function tagOf(ticketId: string, key: Uint8Array): string {
  return createHmac('sha256', key)
    .update(`ticket ${ticketId}`)
    .digest()
    .subarray(0, tag_bytes)
    .toString('base64url');
}

/** `TS1.<ticket>.<tag of 120 bits>`: the same for a ticket whenever it is asked for. */
export function codeOf(ticketId: string, key: Uint8Array): string {
  const digits = Buffer.from(ticketId.slice('tkt_'.length), 'hex').toString('base64url');
  return `${MARK}.${digits}.${tagOf(ticketId, key)}`;
}

/** The ticket of a code that we have signed; undefined for any other text. */
export function ticketOf(code: string, key: Uint8Array): string | undefined {
  const [, digits = '', tag = ''] = CODE.exec(code) ?? [];
  if (digits === '') return undefined;
  const ticketId = `tkt_${Buffer.from(digits, 'base64url').toString('hex')}`;
  const expected = Buffer.from(tagOf(ticketId, key));
  const given = Buffer.from(tag);
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? ticketId
    : undefined;
}

/**
 * What a device at the door keeps to know a code without the network: it can compare, and cannot
 * make a code from it.
 */
export function fingerprintOf(code: string): string {
  return createHash('sha256').update(code).digest('base64url').slice(0, 22);
}
