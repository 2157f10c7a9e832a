/** Reviews of the large demo catalogue as rows: what was bought, written, logged and counted. */
import { rating_x100, textHash } from '#services/reviews/contract.ts';
import type { Grown } from './grow-model.ts';
import type { GrownReview } from './grow-reviews.ts';
import { Stamp, type Sheet } from './grow-sheet.ts';
import type { Piece } from './grow-words.ts';

const day_ms = 86_400_000;

/** Columns in the order in which rows have them. */
export const reviewColumns = {
  'reviews.purchase':
    'order_id, line_no, order_number, user_id, product_id, variant_id, seller_id, product_name,' +
    ' delivered_at',
  'reviews.post':
    'post_id, kind, product_id, seller_id, product_name, user_id, author_name, author_role,' +
    ' order_id, line_no, stars, quality, value, described, title, body, text_hash, state, reply,' +
    ' replied_at, created_at',
  'reviews.post_transition': 'post_id, version, to_state, actor, at',
  'reviews.product_rating':
    'product_id, seller_id, stars1, stars2, stars3, stars4, stars5, quality_sum, quality_count,' +
    ' value_sum, value_count, described_sum, described_count, version',
  'sellers.product_rating': 'product_id, seller_id, count, sum, version',
} as const;
export type ReviewTable = keyof typeof reviewColumns;

/** What is shown of the reviews of a product. */
export interface Rated {
  count: number;
  sum: number;
  rating_x100: number;
  /** 0: nobody ever wrote. */
  version: number;
}

export function sumOf(reviews: readonly GrownReview[]): Rated {
  const count = reviews.length;
  let sum = 0;
  for (const one of reviews) sum += one.stars;
  return { count, sum, rating_x100: rating_x100({ count, sum }), version: count === 0 ? 0 : 1 };
}

interface Said {
  product: Grown;
  name: readonly Piece[];
  ids: { product: Stamp; seller: Stamp };
  rated: Rated;
}

function putAspect(sheet: Sheet, list: readonly (number | null)[]): void {
  const told = list.filter((one) => one !== null);
  sheet.int4(told.reduce((sum, one) => sum + one, 0));
  sheet.int4(told.length);
}

const space = 0x20;

function putText(sheet: Sheet, value: string | null): void {
  if (value === null) sheet.nothing();
  else sheet.text(value);
}

function putStars(sheet: Sheet, value: number | null): void {
  if (value === null) sheet.nothing();
  else sheet.int2(value);
}

/** Of the review that is written down just now. */
const review = new Stamp();
const user = new Stamp();
const order = new Stamp();

/** Writes the rows of a product that somebody wrote about. */
export function putReviews(sheets: Record<ReviewTable, Sheet>, of: Said): void {
  const { ids, rated } = of;
  const { reviews } = of.product;
  const stars = [0, 0, 0, 0, 0];
  reviews.forEach((one, nth) => {
    stars[one.stars - 1] = (stars[one.stars - 1] ?? 0) + 1;
    review.set(one.reviewId);
    user.set(one.userId);
    order.set(one.orderId);
    putPurchase(sheets['reviews.purchase'], { of, one, nth });
    putPost(sheets['reviews.post'], { of, one, nth });
    const step = sheets['reviews.post_transition'];
    step.row(5);
    step.raw(review);
    step.int4(1);
    step.plain('PUBLISHED');
    step.raw(user);
    step.time(one.at_ms);
  });
  const sums = sheets['reviews.product_rating'];
  sums.row(14);
  sums.raw(ids.product);
  sums.raw(ids.seller);
  for (const count of stars) sums.int4(count);
  putAspect(
    sums,
    reviews.map((one) => one.quality),
  );
  putAspect(
    sums,
    reviews.map((one) => one.value),
  );
  putAspect(
    sums,
    reviews.map((one) => one.described),
  );
  sums.int4(1);
  const copied = sheets['sellers.product_rating'];
  copied.row(5);
  copied.raw(ids.product);
  copied.raw(ids.seller);
  copied.int4(rated.count);
  copied.int4(rated.sum);
  copied.int4(1);
}

interface Nth {
  of: Said;
  one: GrownReview;
  nth: number;
}

function putPurchase(sheet: Sheet, { of, one, nth }: Nth): void {
  const { variants } = of.product;
  sheet.row(9);
  sheet.raw(order);
  sheet.int2(1);
  sheet.plain(one.orderNumber);
  sheet.raw(user);
  sheet.raw(of.ids.product);
  sheet.plain(variants[nth % variants.length]?.variantId ?? '');
  sheet.raw(of.ids.seller);
  sheet.joined(of.name, space);
  sheet.time(one.at_ms - 3 * day_ms);
}

function putPost(sheet: Sheet, { of, one }: Nth): void {
  sheet.row(21);
  sheet.raw(review);
  sheet.plain('review');
  sheet.raw(of.ids.product);
  sheet.raw(of.ids.seller);
  sheet.joined(of.name, space);
  sheet.raw(user);
  putText(sheet, one.authorName);
  sheet.plain('buyer');
  sheet.raw(order);
  sheet.int2(1);
  sheet.int2(one.stars);
  putStars(sheet, one.quality);
  putStars(sheet, one.value);
  putStars(sheet, one.described);
  sheet.text(one.title);
  sheet.text(one.body);
  sheet.plain(textHash(one.title, one.body));
  sheet.plain('PUBLISHED');
  putText(sheet, one.reply);
  if (one.reply === null) sheet.nothing();
  else sheet.time(one.at_ms + 2 * day_ms);
  sheet.time(one.at_ms);
}
