/** Cursor pages: `{ data, nextCursor, hasMore }` over a keyset, the same in every list. */
import { type TSchema, Type } from 'typebox';
import { isId } from '#kernel/core/id.ts';
import { page_items_default, page_items_max } from '#kernel/core/limit.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';

/** Spread into the query schema of a list. */
export const pageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: page_items_max, default: page_items_default }),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
};

/** The reply schema of a list. */
export function pageOf<Item extends TSchema>(item: Item) {
  return Type.Object({
    data: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
    hasMore: Type.Boolean(),
  });
}

export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
  hasMore: boolean;
}

/** One page out of up to `limit + 1` rows; the cursor holds the key of its last row. */
export function pageFrom<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
): Page<Row> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const hasMore = rows.length > limit;
  return {
    data,
    nextCursor: hasMore && last !== undefined ? cursorOf(keyOf(last)) : null,
    hasMore,
  };
}

/** The id in the cursor of a list ordered by id alone; see `pageFrom`. Null: from the start. */
export function idCursor(
  text: string | undefined,
  prefix: string,
): string | null | Refusal<'validation-failed'> {
  if (text === undefined) return null;
  const key = readCursor(text);
  if (Array.isArray(key) && key.length === 1 && isId(prefix, key[0])) return key[0];
  return refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
  });
}

/** A cursor that begins after this key; `pageFrom` makes those of its pages. */
export function cursorOf(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key in a cursor that `cursorOf` made; undefined for anything else. */
export function readCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
