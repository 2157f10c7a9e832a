import { Type } from 'typebox';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Audit } from './audit.ts';
import type { Gather } from './gather.ts';

export interface RouteDeps {
  ctx: RoomContext;
  gather: Gather;
  audit: Audit;
}

export const text = Type.String();
export const textOrNull = Type.Union([text, Type.Null()]);
/** Rooms that did not answer. */
export const away = Type.Array(text);

/** Any administrator may look. */
export const reading = {
  method: 'GET',
  audience: 'admin',
  owner: 'none',
  limit: 'read',
  idempotency: 'none',
} as const;

/** Support acts; what cannot be taken back is for `super` alone. */
export const acting = {
  method: 'POST',
  audience: 'admin',
  roles: ['support'],
  owner: 'none',
  limit: 'write',
  idempotency: 'required',
} as const;

/** The parts of a cursor, as many as asked for. */
export function cursorParts(
  cursor: string | undefined,
  count: number,
): string[] | null | Refusal<'validation-failed'> {
  if (cursor === undefined) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fits =
      Array.isArray(parts) &&
      parts.length === count &&
      parts.every((one) => typeof one === 'string' && /^[\x20-\x7e]{0,300}$/.test(one));
    if (fits) return parts as string[];
  } catch {
    // Answered below, like any other text that is no cursor.
  }
  return notACursor();
}

export function notACursor(): Refusal<'validation-failed'> {
  const detail = 'is no cursor';
  return refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail }],
  });
}

/** Names of rooms, consumers, tasks, caches and event types. */
export const word = Type.String({ pattern: '^[\\w.:-]{1,100}$' });
/** Printable text: ids, keys and targets of any kind. */
export const plain = Type.String({ pattern: '^[\\x20-\\x7e]{1,200}$' });
