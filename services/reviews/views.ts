/** Rows as readers, authors, sellers and moderators see them. Nobody sees who wrote by id. */
import { aspects, type Aspect } from './contract.ts';
import { barOf, editUntil, writeUntil } from './model.ts';
import type { Post } from './store.ts';
import type { Answer, Line, Move, OwnPost, RatingRow } from './store-read.ts';

const iso = (at: Date): string => at.toISOString();
const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A name to show; `former` when the author asked to be forgotten. */
const authorJson = (post: Pick<Post, 'userId' | 'authorName'>) => ({
  name: post.authorName,
  former: post.userId === null,
});

const aspectsJson = (post: Record<Aspect, number | null>) => ({
  quality: post.quality,
  value: post.value,
  described: post.described,
});

const replyJson = ({ reply, repliedAt }: Post) =>
  reply === null ? null : { text: reply, at: isoOrNull(repliedAt) };

/** Of a review, those that readers may see. */
export const shownPictures = ({ pictures, picturesState }: Post) =>
  picturesState === 'SHOWN'
    ? pictures.map(({ url, width, height }) => ({ url, width, height }))
    : [];

/** For its author and moderators: all of them, and what became of them. */
const allPictures = ({ pictures, picturesState, picturesReason }: Post) => ({
  pictures: pictures.map(({ pictureId, url, width, height }) => ({
    pictureId,
    url: picturesState === 'SHOWN' ? url : null,
    width,
    height,
  })),
  picturesState,
  picturesReason,
});

/** A published review. Every review rests on a delivered order line. */
export function reviewJson(post: Post) {
  return {
    reviewId: post.postId,
    productId: post.productId,
    stars: post.stars ?? 0,
    aspects: aspectsJson(post),
    title: post.title,
    text: post.body,
    author: authorJson(post),
    verified: true,
    helpful: post.helpful,
    unhelpful: post.unhelpful,
    reply: replyJson(post),
    pictures: shownPictures(post),
    createdAt: iso(post.createdAt),
    editedAt: isoOrNull(post.editedAt),
  };
}

/** The pictures of a review, for the wall of a product. */
export const photosJson = (post: Post) => ({
  reviewId: post.postId,
  stars: post.stars ?? 0,
  title: post.title,
  author: authorJson(post),
  createdAt: iso(post.createdAt),
  pictures: shownPictures(post),
});

/** The figures of a product: what the catalogue shows comes from the same. */
export function summaryJson(row: RatingRow | undefined) {
  const stars = row?.stars ?? [0, 0, 0, 0, 0];
  const count = stars.reduce((sum, n) => sum + n, 0);
  const points = stars.reduce((sum, n, at) => sum + n * (at + 1), 0);
  return {
    count,
    average: hundredths(points, count),
    stars,
    photos: row?.photos ?? false,
    aspects: aspects.flatMap((name) => {
      const [sum = 0, given = 0] = row?.[name] ?? [];
      return given === 0 ? [] : [{ name, average: hundredths(sum, given), count: given }];
    }),
  };
}

/** Rounded as every room rounds it. */
const hundredths = (sum: number, of: number): number =>
  of === 0 ? 0 : Math.round((sum * 100) / of) / 100;

export function ownReviewJson(post: OwnPost, now_ms: number) {
  const until = editUntil(post.createdAt);
  return {
    ...reviewJson(post),
    ...allPictures(post),
    productName: post.productName,
    orderNumber: post.orderNumber,
    state: post.state,
    reason: post.reason,
    editableUntil: new Date(until).toISOString(),
    editable: now_ms <= until,
    version: post.version,
  };
}

export function questionJson(post: Post, answers: readonly Answer[]) {
  return {
    questionId: post.postId,
    productId: post.productId,
    text: post.body,
    author: authorJson(post),
    createdAt: iso(post.createdAt),
    answers: answers.map((one) => ({
      answerId: one.postId,
      text: one.body,
      by: one.authorRole,
      author: authorJson(one),
      createdAt: iso(one.createdAt),
    })),
  };
}

export function lineJson(line: Line) {
  return {
    orderId: line.orderId,
    lineNo: line.lineNo,
    orderNumber: line.orderNumber,
    productId: line.productId,
    variantId: line.variantId,
    productName: line.productName,
    imageUrl: line.imageUrl,
    deliveredAt: iso(line.deliveredAt),
    reviewId: line.reviewId,
  };
}

/** A line with whether it can be reviewed now, and if not, why. */
export const openLineJson = (line: Line, sellerIds: readonly string[], now_ms: number) => ({
  ...lineJson(line),
  until: new Date(writeUntil(line.deliveredAt)).toISOString(),
  bar: line.reviewId === null ? barOf(line, sellerIds, now_ms) : null,
});

/** A post as its author is given it on request. */
export const heldJson = (post: OwnPost) => ({
  postId: post.postId,
  kind: post.kind,
  productId: post.productId,
  productName: post.productName,
  orderNumber: post.orderNumber,
  stars: post.stars,
  aspects: aspectsJson(post),
  title: post.title,
  text: post.body,
  authorName: post.authorName,
  pictures: post.pictures.map((one) => one.pictureId),
  state: post.state,
  reason: post.reason,
  createdAt: iso(post.createdAt),
  editedAt: isoOrNull(post.editedAt),
});

/** A post for moderators. */
export function deskJson(post: Post) {
  return {
    postId: post.postId,
    kind: post.kind,
    productId: post.productId,
    productName: post.productName,
    sellerId: post.sellerId,
    parentId: post.parentId,
    stars: post.stars,
    title: post.title,
    text: post.body,
    author: authorJson(post),
    state: post.state,
    signals: post.signals,
    reports: post.reports,
    reason: post.reason,
    reply: replyJson(post),
    ...allPictures(post),
    version: post.version,
    createdAt: iso(post.createdAt),
    editedAt: isoOrNull(post.editedAt),
  };
}

/** Who moved it stays the business of this room: only moderators and the shop are named. */
export const historyJson = (log: { moves: Move[]; reports: { reason: string; at: Date }[] }) => ({
  moves: log.moves.map(({ from, to, actor, reason, at }) => {
    return { from, to, by: actor, reason, at: iso(at) };
  }),
  complaints: log.reports.map(({ reason, at }) => ({ reason, at: iso(at) })),
});

export const sellerPostJson = (post: Post & { answers: number }) => ({
  postId: post.postId,
  kind: post.kind,
  productId: post.productId,
  productName: post.productName,
  sellerId: post.sellerId,
  stars: post.stars,
  title: post.title,
  text: post.body,
  author: authorJson(post),
  helpful: post.helpful,
  reply: replyJson(post),
  pictures: shownPictures(post),
  answers: post.answers,
  createdAt: iso(post.createdAt),
});
