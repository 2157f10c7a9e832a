// Reviews of the demo world: those that the stars of each product say, with words, names, dates
// and votes. Every choice depends on the product alone, so all of it is the same each time.
import { assert } from '#kernel/core/assert.ts';
import { idAt } from '#kernel/core/id.ts';
import { allocate } from '#kernel/core/money.ts';
import { prng, type Prng } from '#kernel/core/prng.ts';
import type { ImportedReview } from '#services/reviews/contract.ts';
import type { DemoProduct } from './model.ts';
import { givenNames, happy, mixed, replies, unhappy } from './words-reviews.ts';

type Stars = DemoProduct['stars'];

const DAY_MS = 86_400_000;
/** The last reviews are of this time. */
const last_ms = 1_790_812_800_000; // 2026-10-01
const perProduct_max = 8;
const voters = 14;

/**
 * As many reviews as somebody would read, spread as the many that a shop of that size has: the
 * demo is loaded in seconds.
 */
export function shownStars(many: Stars): Stars {
  const total = many.reduce((sum, count) => sum + count, 0);
  if (total === 0) return [0, 0, 0, 0, 0];
  const shown = Math.min(total, perProduct_max, 2 + Math.round(Math.sqrt(total) * 0.25));
  const [one = 0, two = 0, three = 0, four = 0, five = 0] = allocate(shown, many);
  return [one, two, three, four, five];
}

const readers = Array.from({ length: voters }, (_, n) =>
  idAt('usr', 1_764_547_200_000 + n, prng(`trueshelf-demo:reader:${n}`)),
);

/** The reviews of one product, as many with each number of stars as it says. */
export function reviewsOf(product: DemoProduct): ImportedReview[] {
  const chance = prng(`trueshelf-demo:reviews:${product.slug}`);
  const all = product.stars.flatMap((count, at) => Array<number>(count).fill(at + 1));
  return chance.shuffle(all).map((stars, nth) => reviewOf(product, { stars, nth, chance }));
}

/** All reviews of a demo world. */
export const demoReviews = (products: readonly DemoProduct[]): ImportedReview[] =>
  products.flatMap(reviewsOf);

interface Draw {
  stars: number;
  nth: number;
  chance: Prng;
}

function reviewOf(product: DemoProduct, { stars, nth, chance }: Draw): ImportedReview {
  const open_ms = Math.max(last_ms - product.createdAt_ms, 20 * DAY_MS);
  const after_ms = 5 * DAY_MS + chance.next() * (open_ms - 5 * DAY_MS);
  const created_ms = Math.round(product.createdAt_ms + after_ms) + nth;
  const variant = chance.pick(product.variants);
  const aspect = () => Math.min(5, Math.max(1, stars + chance.int(-1, 1)));
  const rated = chance.next() < 0.6;
  return {
    reviewId: idAt('rev', created_ms, chance),
    orderId: idAt('ord', created_ms - 4 * DAY_MS, chance),
    orderNumber: numberOf(chance),
    userId: idAt('usr', created_ms - 9 * DAY_MS, chance),
    authorName: nameOf(chance),
    productId: product.productId,
    productName: product.name,
    variantId: variant.variantId,
    sellerId: product.sellerId,
    stars,
    quality: rated ? aspect() : null,
    value: rated ? aspect() : null,
    described: rated && chance.next() < 0.7 ? aspect() : null,
    ...textOf(stars, chance),
    helpfulBy: helpfulBy(chance),
    reply: replyTo(stars, chance),
    createdAt: new Date(created_ms).toISOString(),
  };
}

function textOf(stars: number, chance: Prng): { title: string; body: string } {
  const words = stars >= 4 ? happy : stars === 3 ? mixed : unhappy;
  const count = chance.int(1, 3);
  const details = chance.shuffle([...words.details]).slice(0, count);
  // Even people who like a thing see its other side.
  if (stars === 4 && chance.next() < 0.5) details.push(chance.pick(mixed.details));
  const parts = [chance.pick(words.openers), ...details, chance.pick(words.closings)];
  return { title: chance.pick(words.titles), body: parts.filter((part) => part !== '').join(' ') };
}

/** "Maya R.", or nothing for those who would rather not say. */
function nameOf(chance: Prng): string | null {
  if (chance.next() < 0.15) return null;
  const initial = String.fromCodePoint(65 + chance.int(0, 25));
  return `${chance.pick(givenNames)} ${initial}.`;
}

function helpfulBy(chance: Prng): string[] {
  const votes = Math.floor(chance.next() ** 3 * voters);
  return chance.shuffle([...readers]).slice(0, votes);
}

function replyTo(stars: number, chance: Prng): string | null {
  if (stars <= 2) return chance.next() < 0.6 ? chance.pick(replies.sorry) : null;
  return chance.next() < 0.05 ? chance.pick(replies.thanks) : null;
}

const figures = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Like the order numbers of the shop. */
function numberOf(chance: Prng): string {
  const signs = Array.from({ length: 10 }, () => figures[chance.int(0, figures.length - 1)]);
  assert(!signs.includes(undefined), 'every figure is in the alphabet');
  return `TS-${signs.join('')}`;
}
