/** Reviews of the large demo catalogue as rows: what was bought, written, logged and counted. */
import { rating_x100, textHash } from '#services/reviews/contract.ts';
import { copyText } from './copy-in.ts';
import type { Grown } from './grow-model.ts';
import type { GrownReview } from './grow-reviews.ts';
import type { Sheet } from './grow-sheet.ts';

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
  /** In COPY's text format. */
  name: string;
  sellerId: string;
  rated: Rated;
}

function aspect(list: readonly (number | null)[]): string {
  const told = list.filter((one) => one !== null);
  return `${told.reduce((sum, one) => sum + one, 0)}\t${told.length}`;
}

const at = (ms: number) => new Date(ms).toISOString();

/** Writes the rows of a product that somebody wrote about. */
export function putReviews(sheets: Record<ReviewTable, Sheet>, of: Said): void {
  const { product, name, sellerId, rated } = of;
  const { productId, reviews, variants } = product;
  const stars = [0, 0, 0, 0, 0];
  reviews.forEach((one, nth) => {
    const { reviewId, orderId, userId, at_ms } = one;
    stars[one.stars - 1] = (stars[one.stars - 1] ?? 0) + 1;
    const variantId = variants[nth % variants.length]?.variantId ?? '';
    const text = [one.title, one.body].map(copyText).join('\t');
    sheets['reviews.purchase'].put(
      `${orderId}\t1\t${one.orderNumber}\t${userId}\t${productId}\t${variantId}\t${sellerId}\t` +
        `${name}\t${at(at_ms - 3 * day_ms)}\n`,
    );
    sheets['reviews.post'].put(
      `${reviewId}\treview\t${productId}\t${sellerId}\t${name}\t${userId}\t` +
        `${copyText(one.authorName)}\tbuyer\t${orderId}\t1\t${one.stars}\t` +
        `${copyText(one.quality)}\t${copyText(one.value)}\t${copyText(one.described)}\t${text}\t` +
        `${textHash(one.title, one.body)}\tPUBLISHED\t${copyText(one.reply)}\t` +
        `${one.reply === null ? '\\N' : at(at_ms + 2 * day_ms)}\t${at(at_ms)}\n`,
    );
    sheets['reviews.post_transition'].put(`${reviewId}\t1\tPUBLISHED\t${userId}\t${at(at_ms)}\n`);
  });
  sheets['reviews.product_rating'].put(
    `${productId}\t${sellerId}\t${stars.join('\t')}\t${aspect(reviews.map((r) => r.quality))}\t` +
      `${aspect(reviews.map((r) => r.value))}\t${aspect(reviews.map((r) => r.described))}\t1\n`,
  );
  sheets['sellers.product_rating'].put(
    `${productId}\t${sellerId}\t${rated.count}\t${rated.sum}\t1\n`,
  );
}
