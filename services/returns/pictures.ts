/** Pictures that buyers add to a return: taken for the request, and given up with it. */
import { createHash } from 'node:crypto';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { AskedPicture, Picture } from '#services/media/contract.ts';
import type { Neighbours } from './neighbours.ts';
import { ordersWithPictures } from './store-read.ts';

/** The same for every try of one request, and for all returns that it makes. */
const refOf = (orderId: string, requestKey: string): string =>
  `${orderId}:${createHash('sha256').update(requestKey).digest('hex').slice(0, 40)}`;

export interface PicturesWanted {
  /** null: whoever holds a link, or an operator; they have sent none. */
  userId: string | null;
  orderId: string;
  requestKey: string;
  pictureIds: readonly string[];
  /** Who is to look at them: the sellers of what goes back. */
  sellerIds: readonly string[];
}

/** One call where there are any; rejects when media is away. */
export async function picturesFor(
  { claimPictures }: Neighbours,
  { userId, orderId, requestKey, pictureIds, sellerIds }: PicturesWanted,
): Promise<Picture[] | Refusal<'picture-not-found'>> {
  if (pictureIds.length === 0) return [];
  if (userId === null) return refuse('picture-not-found', {});
  return claimPictures({
    ownerId: userId,
    ref: refOf(orderId, requestKey),
    pictureIds: [...pictureIds],
    sellerIds: [...new Set(sellerIds)],
  });
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
