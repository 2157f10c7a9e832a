// Tickets: who holds one can show their place to any process without a look at the database. A
// ticket names its sale, its number and a mark of its person, and is signed with the sale's key.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';

export const ticket_chars_max = 200;

export interface Ticket {
  saleId: string;
  /** In order of arrival, from 0. */
  number: number;
  joined_ms: number;
}

/** What a ticket says of its person: enough to compare, nothing to look up. */
export function markOf(saleId: string, person: string): string {
  return hash('sha256', `${saleId}:${person}`, 'base64url').slice(0, 22);
}

function signed(key: string, text: string): string {
  // As text: what Node does to see what kind of key a Buffer is costs ten times the signature.
  return createHmac('sha256', key, { encoding: 'hex' }).update(text).digest('base64url');
}

/** `t1.<sale>.<number>.<seconds>.<mark>.<signature>`; the key is the sale's, in hex. */
export function ticketText(key: string, ticket: Ticket & { person: string }): string {
  const { saleId, number, joined_ms, person } = ticket;
  const joined_s = Math.floor(joined_ms / 1_000);
  const text = `t1.${saleId}.${number}.${joined_s}.${markOf(saleId, person)}`;
  return `${text}.${signed(key, text)}`;
}

const shape =
  /^(t1\.([a-z0-9_]{1,64})\.(\d{1,10})\.(\d{1,12})\.([A-Za-z0-9_-]{22}))\.([A-Za-z0-9_-]{43})$/;

/**
 * The ticket in a text, if it is one of this sale and of this person. Refuses
 * 'ticket-not-valid' with the reason: malformed, other-sale, forged, other-person.
 */
export function readTicket(
  text: string,
  of: { key: string; saleId: string; person: string },
): Ticket | Refusal<'ticket-not-valid'> {
  const parts = text.length <= ticket_chars_max ? shape.exec(text) : null;
  if (parts === null) return refuse('ticket-not-valid', { reason: 'malformed' });
  const [, body = '', saleId = '', number = '', joined_s = '', mark, signature = ''] = parts;
  if (saleId !== of.saleId) return refuse('ticket-not-valid', { reason: 'other-sale' });
  const right = timingSafeEqual(Buffer.from(signed(of.key, body)), Buffer.from(signature));
  if (!right) return refuse('ticket-not-valid', { reason: 'forged' });
  if (mark !== markOf(saleId, of.person)) {
    return refuse('ticket-not-valid', { reason: 'other-person' });
  }
  return { saleId, number: Number(number), joined_ms: Number(joined_s) * 1_000 };
}
