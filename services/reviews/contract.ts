// What other rooms may use of reviews: what a demo world brings, personal data, the event that
// carries the ratings of a product, error codes.
import { hash } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';
import { inUseCall } from '#services/media/contract.ts';
import { waitingCall } from '#services/sellers/contract.ts';

/** A review may be written this long after its goods arrived. */
export const write_days_max = 365;
/** A review may be changed this long after it was written. */
export const edit_days_max = 30;
export const title_chars_max = 120;
export const review_chars_min = 10;
export const review_chars_max = 4_000;
export const question_chars_max = 1_000;
export const answer_chars_max = 2_000;
export const reply_chars_max = 2_000;
export const author_chars_max = 40;
export const reason_chars_max = 300;
/** More answers than these are refused. */
export const answersPerQuestion_max = 50;
/** More posts than this of one person in an hour are looked at before they appear. */
export const postsPerHour_max = 5;
export const reviewsPerImport_max = 2_000;
export const picturesPerReview_max = 6;

const id = Type.String({ minLength: 1, maxLength: 64 });

export const reviewIdSchema = idSchema('rev');
export const questionIdSchema = idSchema('qst');
export const answerIdSchema = idSchema('ans');

export const postStates = ['PENDING', 'PUBLISHED', 'REJECTED', 'HIDDEN'] as const;
export type PostState = (typeof postStates)[number];

/** Whether readers see the pictures of a review. */
export const picturesStates = ['NONE', 'WAITING', 'SHOWN', 'REFUSED'] as const;
export type PicturesState = (typeof picturesStates)[number];

export const postKinds = ['review', 'question', 'answer'] as const;
export type PostKind = (typeof postKinds)[number];

export const aspects = ['quality', 'value', 'described'] as const;
export type Aspect = (typeof aspects)[number];

export const stars = Type.Integer({ minimum: 1, maximum: 5 });

export const reportReasons = ['spam', 'offensive', 'false', 'private', 'other'] as const;

/** Why somebody cannot review a product now. */
export const bars = ['not-delivered', 'too-late', 'own-product'] as const;
export type Bar = (typeof bars)[number];

export const reviewsErrors = defineErrors({
  'review-not-found': {
    status: 404,
    title: 'Review not found',
    explain: 'There is no such review, question or answer, or it belongs to somebody else.',
    retryable: false,
  },
  'review-not-eligible': {
    status: 409,
    title: 'This product cannot be reviewed',
    explain:
      'Only buyers review, once it arrived and not too late, and no one their own; reason says.',
    retryable: false,
  },
  'review-exists': {
    status: 409,
    title: 'There is a review already',
    explain: 'Each order line has one review; reviewId names it, and it can be changed.',
    retryable: false,
  },
  'review-window-over': {
    status: 409,
    title: 'Too late to change it',
    explain: 'A review can be changed for some days after it was written; until says how long.',
    retryable: false,
  },
  'review-state-conflict': {
    status: 409,
    title: 'Not possible in this state',
    explain: 'The review is in a state from which this step is not allowed.',
    retryable: false,
  },
  'own-review': {
    status: 409,
    title: 'It is your own',
    explain: 'Nobody votes on or reports what they wrote themselves.',
    retryable: false,
  },
  'answer-not-allowed': {
    status: 403,
    title: 'Only some may answer',
    explain: 'Questions are answered by the seller, by people who bought it, and by who asked.',
    retryable: false,
  },
  'answer-limit': {
    status: 409,
    title: 'Too many answers',
    explain: 'The question has as many answers as it can have.',
    retryable: false,
  },
});

const stamp = Type.String({ maxLength: 40 });
const rated = Type.Union([stars, Type.Null()]);

/** A published review of a demo or test world with the purchase it rests on. */
export const importedReviewSchema = Type.Object({
  reviewId: reviewIdSchema,
  orderId: idSchema('ord'),
  orderNumber: Type.String({ maxLength: 40 }),
  userId: idSchema('usr'),
  authorName: Type.Union([Type.String({ maxLength: author_chars_max }), Type.Null()]),
  productId: idSchema('prod'),
  productName: Type.String({ maxLength: 500 }),
  variantId: id,
  sellerId: id,
  stars,
  quality: rated,
  value: rated,
  described: rated,
  title: Type.String({ maxLength: title_chars_max }),
  body: Type.String({ maxLength: review_chars_max }),
  helpfulBy: Type.Array(idSchema('usr'), { maxItems: 50 }),
  reply: Type.Union([Type.String({ maxLength: reply_chars_max }), Type.Null()]),
  createdAt: stamp,
});
export type ImportedReview = Static<typeof importedReviewSchema>;

export const reviewsCalls = defineCalls('reviews', {
  /** Questions without a word of their seller. */
  waiting: waitingCall(['questions']),
  personalData: personalDataCall(),
  /** Which of these pictures reviews still have. */
  picturesInUse: inUseCall(),
  /** Reviews of a demo or test world, idempotent by id; refused in production. */
  import: call({
    input: Type.Object({
      reviews: Type.Array(importedReviewSchema, { maxItems: reviewsPerImport_max }),
    }),
    output: Type.Object({ added: Type.Integer() }),
    refusals: ['not-allowed'],
    timeout_ms: 30_000,
    retry: true,
  }),
});

const count = Type.Integer({ minimum: 0 });

/** What all published reviews of a product say together; aggregate `product_rating`. */
export const ratingSchema = Type.Object({
  productId: id,
  sellerId: id,
  count,
  /** Of all stars: sum / count is the rating. */
  sum: count,
  /** Reviews with 1, 2, 3, 4 and 5 stars. */
  stars: Type.Array(count, { minItems: 5, maxItems: 5 }),
  version: Type.Integer({ minimum: 1 }),
});
export type Rating = Static<typeof ratingSchema>;

const stateOrGone = Type.Union([Type.Enum([...postStates]), Type.Null()]);
const picturesState = Type.Enum([...picturesStates]);
const textOrNull = Type.Union([Type.String(), Type.Null()]);

/** One change of one review, whoever made it; aggregate `review`. */
export const reviewChangedSchema = Type.Object({
  reviewId: id,
  productId: id,
  sellerId: id,
  /** null: its author asked to be forgotten. */
  userId: Type.Union([id, Type.Null()]),
  productName: Type.String(),
  orderId: id,
  lineNo: Type.Integer(),
  orderNumber: textOrNull,
  /** null: it is gone. */
  state: stateOrGone,
  /** null: it was just written. */
  was: stateOrGone,
  reason: textOrNull,
  picturesState,
  picturesWere: picturesState,
  picturesReason: textOrNull,
  /** The seller said something to it, with this change. */
  replied: Type.Boolean(),
  byAuthor: Type.Boolean(),
  /** Pictures of it that everybody may see now; the others nobody may. */
  shown: Type.Array(id),
});

export const reviewsEvents = defineEvents({
  room: 'reviews',
  topic: 'review.events',
  types: { RATING_CHANGED: ratingSchema, REVIEW_CHANGED: reviewChangedSchema },
});

/** A rating in hundredths, as every room rounds it: 433 is 4.33 of 5. */
export function rating_x100(of: { count: number; sum: number }): number {
  return of.count === 0 ? 0 : Math.round((of.sum * 100) / of.count);
}

/** The words of a text without case, marks and spaces, hashed: the same again has the same. */
export function textHash(...texts: readonly string[]): string {
  const words =
    texts
      .join(' ')
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return hash('sha256', words.join(' '), 'base64url').slice(0, 22);
}
