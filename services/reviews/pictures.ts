/** The pictures of a review: who may add which, and whether readers see them. */
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import {
  mediaCalls,
  reviewRef,
  type AskedPicture,
  type Picture,
} from '#services/media/contract.ts';
import type { Post } from './store.ts';
import { linesWithPictures } from './store-read.ts';

/** Takes pictures of somebody for a review; rejects when the media room is away. */
export type ClaimPictures = (of: {
  ownerId: string;
  ref: string;
  pictureIds: readonly string[];
}) => Promise<Picture[] | Refusal<'picture-not-found'>>;

export function pictureClaimer(ctx: Pick<RoomContext, 'client'>): ClaimPictures {
  const media = ctx.client(mediaCalls);
  return async ({ ownerId, ref, pictureIds }) => {
    const of = { ownerId, purpose: 'review' as const, ref, sellerIds: [] };
    const found = await media.claim({ ...of, pictureIds: [...pictureIds] });
    return isRefusal(found) ? found : found.pictures;
  };
}

export type Pictured = Pick<Post, 'pictures' | 'picturesState' | 'picturesReason'>;

export const noPictures: Pictured = { pictures: [], picturesState: 'NONE', picturesReason: null };

/** What was claimed, as a review keeps it: it waits for a moderator, unless it was shown before. */
export function pictured(before: Pictured, pictures: readonly Picture[]): Pictured {
  if (pictures.length === 0) return noPictures;
  const known = new Set(before.pictures.map((one) => one.pictureId));
  const fresh = pictures.some((one) => !known.has(one.pictureId));
  const kept = [...pictures];
  if (fresh) return { pictures: kept, picturesState: 'WAITING', picturesReason: null };
  // Fewer than before, or in another order, is nothing new to look at.
  return { ...before, pictures: kept };
}

/** Claims what a review asks for: before its transaction, for that is another room's. */
export async function claimed(
  claim: ClaimPictures,
  of: { ownerId: string; orderId: string; lineNo: number; pictureIds: readonly string[] },
): Promise<Picture[] | Refusal<'picture-not-found'>> {
  const { ownerId, orderId, lineNo, pictureIds } = of;
  if (pictureIds.length === 0) return [];
  return claim({ ownerId, ref: reviewRef(orderId, lineNo), pictureIds });
}

/** Lets readers see them with the review, or keeps them from it; the same again changes nothing. */
export function judged(
  post: Post,
  verdict: { shown: true } | { shown: false; reason: string },
): Pictured | Refusal<'review-state-conflict'> {
  const { pictures, picturesState } = post;
  if (pictures.length === 0) return refuse('review-state-conflict', { pictures: picturesState });
  return verdict.shown
    ? { pictures, picturesState: 'SHOWN', picturesReason: null }
    : { pictures, picturesState: 'REFUSED', picturesReason: verdict.reason };
}

/** Which of these pictures reviews still have. One statement. */
export async function picturesInUse(
  sql: Sql,
  { pictures }: { pictures: readonly AskedPicture[] },
): Promise<{ used: string[] }> {
  const asked = pictures.map(({ ref, pictureId }) => {
    const [orderId = '', lineNo = '0'] = ref.split(':');
    return { pictureId, orderId, lineNo: Number(lineNo) };
  });
  const held = new Set(await linesWithPictures(sql, asked));
  return { used: asked.flatMap((one) => (held.has(one.pictureId) ? [one.pictureId] : [])) };
}
