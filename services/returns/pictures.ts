/** Pictures that buyers add to a return: taken for the request, and given up with it. */
import { createHash } from 'node:crypto';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { AskedPicture, Picture } from '#services/media/contract.ts';
import type { RequestBody, WantedLine } from './announce.ts';
import { picturesPerReturn_max } from './contract.ts';
import type { Neighbours } from './neighbours.ts';
import { ordersWithPictures } from './store-read.ts';

/** The same for every try of one request, and for all returns that it makes. */
const refOf = (orderId: string, requestKey: string): string =>
  `${orderId}:${createHash('sha256').update(requestKey).digest('hex').slice(0, 40)}`;

/** Ids of pictures by the seller who is to look at them. */
export type Shown = ReadonlyMap<string, readonly string[]>;

/**
 * Whose pictures are whose: those of an item are for its seller, those of the whole request for
 * the only one. Sellers of one request do not see what concerns the others.
 */
export function shownTo(
  lines: readonly WantedLine[],
  { items, pictures = [] }: RequestBody,
): Shown | Refusal<'validation-failed'> {
  const sellerOf = new Map(lines.map(({ line }) => [line.lineNo, line.sellerId]));
  const [only, ...others] = new Set(sellerOf.values());
  if (pictures.length > 0 && others.length > 0) {
    return notValid(
      '/pictures',
      'each item says which pictures show it: there are several sellers',
    );
  }
  const shown = new Map<string, Set<string>>();
  const add = (sellerId: string, ids: readonly string[]) => {
    const known = shown.get(sellerId) ?? new Set<string>();
    for (const id of ids) known.add(id);
    if (known.size > 0) shown.set(sellerId, known);
  };
  if (only !== undefined) add(only, pictures);
  for (const item of items) add(sellerOf.get(item.lineNo) ?? '', item.pictures ?? []);
  if ([...shown.values()].some((ids) => ids.size > picturesPerReturn_max)) {
    return notValid('/items', `at most ${picturesPerReturn_max} pictures for one seller`);
  }
  return new Map([...shown].map(([sellerId, ids]) => [sellerId, [...ids]]));
}

function notValid(pointer: string, detail: string): Refusal<'validation-failed'> {
  return refuse('validation-failed', {
    errors: [{ pointer, in: 'body', code: 'not-possible', detail }],
  });
}

export interface PicturesWanted {
  /** null: whoever holds a link, or an operator; they have sent none. */
  userId: string | null;
  orderId: string;
  requestKey: string;
  shown: Shown;
}

/** One call for each set of sellers; none without pictures. Rejects when media is away. */
export async function picturesFor(
  { claimPictures }: Neighbours,
  { userId, orderId, requestKey, shown }: PicturesWanted,
): Promise<Map<string, Picture[]> | Refusal<'picture-not-found'>> {
  const found = new Map<string, Picture[]>();
  if (shown.size === 0) return found;
  if (userId === null) return refuse('picture-not-found', {});
  const ids = [...new Set([...shown.values()].flat())];
  const sellersOf = (id: string) => {
    return [...shown].flatMap(([sellerId, list]) => (list.includes(id) ? [sellerId] : [])).sort();
  };
  const ref = refOf(orderId, requestKey);
  for (const [, pictureIds] of Map.groupBy(ids, (id) => sellersOf(id).join())) {
    const sellerIds = sellersOf(pictureIds[0] ?? '');
    const claimed = await claimPictures({ ownerId: userId, ref, pictureIds, sellerIds });
    if (isRefusal(claimed)) return claimed;
    for (const id of sellerIds) found.set(id, [...(found.get(id) ?? []), ...claimed]);
  }
  return found;
}

/** Which of these pictures returns still have. One statement. */
export async function picturesInUse(
  sql: Sql,
  { pictures }: { pictures: readonly AskedPicture[] },
): Promise<{ used: string[] }> {
  const asked = pictures.map(({ pictureId, ref }) => ({
    pictureId,
    orderId: ref.split(':')[0] ?? '',
  }));
  return { used: await ordersWithPictures(sql, asked) };
}
