// What the routes of reviews take and give, as schemas; they are also the allow-lists of what
// leaves.
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { pageOf, pageQuery } from '#kernel/http/page.ts';
import { pictureIdSchema } from '#services/media/contract.ts';
import {
  answer_chars_max,
  answerIdSchema,
  aspects,
  author_chars_max,
  bars,
  picturesPerReview_max,
  picturesStates,
  postKinds,
  postStates,
  question_chars_max,
  questionIdSchema,
  reason_chars_max,
  reply_chars_max,
  reportReasons,
  review_chars_max,
  reviewIdSchema,
  stars,
  title_chars_max,
} from './contract.ts';
import { sorts } from './store-read.ts';

const text = Type.String();
const nullable = Type.Union([text, Type.Null()]);
const whole = Type.Integer({ minimum: 0 });
const productId = idSchema('prod');
const lineNo = Type.Integer({ minimum: 1, maximum: 50 });
/** Everybody reads it: with the number of a card in it, it is refused. */
const written = (max: number, min = 1) =>
  Type.String({ minLength: min, maxLength: max, format: 'no-card' });
const authorName = Type.Optional(written(author_chars_max, 0));
const rated = Type.Optional(Type.Union([stars, Type.Null()]));
const starsOrNull = Type.Union([stars, Type.Null()]);

export const productParams = Type.Object({ productId });
export const reviewParams = Type.Object({ reviewId: reviewIdSchema });
export const questionParams = Type.Object({ questionId: questionIdSchema });
export const answerParams = Type.Object({ answerId: answerIdSchema });
export const postParams = Type.Object({
  postId: Type.String({ pattern: '^(rev|qst|ans)_[0-9a-f]{32}$' }),
});

const reviewText = {
  stars,
  aspects: Type.Optional(Type.Object({ quality: rated, value: rated, described: rated })),
  title: Type.Optional(written(title_chars_max, 0)),
  text: written(review_chars_max),
  authorName,
  /** Sent before; of a change: left out they stay as they are. */
  pictures: Type.Optional(
    Type.Array(pictureIdSchema, { maxItems: picturesPerReview_max, uniqueItems: true }),
  ),
};

export const writeBody = Type.Object({
  ...reviewText,
  /** Of several lines with the product; left out, the newest without a review. */
  orderId: Type.Optional(idSchema('ord')),
  lineNo: Type.Optional(lineNo),
});
export const editBody = Type.Object(reviewText);
export const voteBody = Type.Object({ helpful: Type.Union([Type.Boolean(), Type.Null()]) });
export const reportBody = Type.Object({ reason: Type.Enum([...reportReasons]) });
export const questionBody = Type.Object({ text: written(question_chars_max), authorName });
export const answerBody = Type.Object({ text: written(answer_chars_max), authorName });
export const replyBody = Type.Object({ text: written(reply_chars_max) });
export const reasonBody = Type.Object({ reason: written(reason_chars_max) });

export const reviewsQuery = Type.Object({
  sort: Type.Enum([...sorts], { default: 'helpful' }),
  stars: Type.Optional(stars),
  ...pageQuery,
});
export const pageOnly = Type.Object(pageQuery);
export const linesQuery = Type.Object({
  orderNumber: Type.Optional(Type.String({ maxLength: 40 })),
  productId: Type.Optional(productId),
  /** Only lines without a review. */
  open: Type.Optional(Type.Boolean()),
  ...pageQuery,
});
export const deskQuery = Type.Object({
  kind: Type.Optional(Type.Enum([...postKinds])),
  /** Left out: what waits and what readers complain of. */
  state: Type.Optional(Type.Enum([...postStates])),
  productId: Type.Optional(productId),
  ...pageQuery,
});
export const sellerQuery = Type.Object({
  kind: Type.Enum(['review', 'question'], { default: 'review' }),
  /** Only those without a word of the seller. */
  open: Type.Optional(Type.Boolean()),
  ...pageQuery,
});

const author = Type.Object({ name: nullable, former: Type.Boolean() });
const reply = Type.Union([Type.Object({ text, at: nullable }), Type.Null()]);

const px = Type.Integer({ minimum: 1 });
const shownPictures = Type.Array(Type.Object({ url: text, width: px, height: px }));
const picturesState = Type.Enum([...picturesStates]);
/** `url` is null until everybody may see it; GET /pictures/{pictureId}/file shows it before. */
const allPictures = {
  pictures: Type.Array(Type.Object({ pictureId: text, url: nullable, width: px, height: px })),
  picturesState,
  picturesReason: nullable,
};

const reviewFields = {
  reviewId: text,
  productId: text,
  stars,
  aspects: Type.Object({ quality: starsOrNull, value: starsOrNull, described: starsOrNull }),
  title: text,
  text,
  author,
  verified: Type.Boolean(),
  helpful: whole,
  unhelpful: whole,
  reply,
  pictures: shownPictures,
  createdAt: text,
  editedAt: nullable,
};
const review = Type.Object(reviewFields);

export const summary = Type.Object({
  count: whole,
  average: Type.Number({ minimum: 0, maximum: 5 }),
  stars: Type.Array(whole, { minItems: 5, maxItems: 5, description: 'With 1, 2, 3, 4, 5 stars.' }),
  /** Whether there is anything at review-pictures. */
  photos: Type.Boolean(),
  aspects: Type.Array(
    Type.Object({ name: Type.Enum([...aspects]), average: Type.Number(), count: whole }),
  ),
});
export const productReviews = Type.Object({ summary, ...pageOf(review).properties });

const state = Type.Enum([...postStates]);
export const photoPage = pageOf(
  Type.Object({
    reviewId: text,
    stars,
    title: text,
    author,
    createdAt: text,
    pictures: shownPictures,
  }),
);
export const ownReview = Type.Object({
  ...reviewFields,
  ...allPictures,
  productName: text,
  orderNumber: nullable,
  state,
  reason: nullable,
  editableUntil: text,
  editable: Type.Boolean(),
  version: whole,
});
export const ownPage = pageOf(ownReview);
export const votes = Type.Object({ helpful: whole, unhelpful: whole });

export const question = Type.Object({
  questionId: text,
  productId: text,
  text,
  author,
  createdAt: text,
  answers: Type.Array(
    Type.Object({
      answerId: text,
      text,
      by: Type.Enum(['buyer', 'seller', 'asker']),
      author,
      createdAt: text,
    }),
  ),
});
export const questionPage = pageOf(question);
export const made = Type.Object({ postId: text, state });

export const linePage = pageOf(
  Type.Object({
    orderId: text,
    lineNo: whole,
    orderNumber: text,
    productId: text,
    variantId: text,
    productName: text,
    imageUrl: nullable,
    deliveredAt: text,
    reviewId: nullable,
    until: text,
    bar: Type.Union([Type.Enum([...bars]), Type.Null()]),
  }),
);

const postFields = {
  postId: text,
  kind: Type.Enum([...postKinds]),
  productId: text,
  productName: text,
  sellerId: text,
  stars: starsOrNull,
  title: text,
  text,
  author,
  reply,
  createdAt: text,
};
const deskFields = {
  ...postFields,
  ...allPictures,
  parentId: nullable,
  state,
  signals: Type.Array(text),
  reports: whole,
  reason: nullable,
  version: whole,
  editedAt: nullable,
};
export const deskPage = pageOf(Type.Object(deskFields));
const stateOrNull = Type.Union([state, Type.Null()]);
export const deskPost = Type.Object({
  ...deskFields,
  moves: Type.Array(
    Type.Object({ from: stateOrNull, to: stateOrNull, by: text, reason: nullable, at: text }),
  ),
  complaints: Type.Array(Type.Object({ reason: text, at: text })),
});
export const sellerPage = pageOf(
  Type.Object({ ...postFields, pictures: shownPictures, helpful: whole, answers: whole }),
);
