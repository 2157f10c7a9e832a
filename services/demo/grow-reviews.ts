// Reviews of the large demo catalogue: stars about what a product is worth, and the words of the
// small one. All of it depends on the product alone.
import { idOf, type Dice } from './grow-dice.ts';
import { givenNames, happy, mixed, replies, unhappy } from './words-reviews.ts';

const day_ms = 86_400_000;
/** The last reviews are of this time, as in the small demo: 2026-10-01. */
export const last_ms = 1_790_812_800_000;
const figures = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface GrownReview {
  reviewId: string;
  orderId: string;
  orderNumber: string;
  userId: string;
  /** null: would rather not say. */
  authorName: string | null;
  stars: number;
  quality: number | null;
  value: number | null;
  described: number | null;
  title: string;
  body: string;
  /** Of the seller; null: none. */
  reply: string | null;
  at_ms: number;
}

function inStars(points: number): number {
  return Math.min(5, Math.max(1, Math.round(points)));
}

/** So many published reviews of a product of some worth, oldest first. */
export function reviewsOf(
  of: { count: number; worth: number; born_ms: number },
  dice: Dice,
): GrownReview[] {
  const span_ms = Math.max(last_ms - of.born_ms, 20 * day_ms) - 10 * day_ms;
  return Array.from({ length: of.count }, (_, nth) => {
    const at_ms = of.born_ms + 10 * day_ms + Math.floor((span_ms * (nth + dice.next())) / of.count);
    return reviewOf(of.worth, at_ms, dice);
  });
}

function reviewOf(worth: number, at_ms: number, dice: Dice): GrownReview {
  const stars = inStars(worth + 2 * (dice.next() + dice.next() - 1));
  const rated = dice.next() < 0.6;
  const aspect = () => (rated ? inStars(stars + dice.int(-1, 1)) : null);
  return {
    reviewId: idOf('rev', at_ms, dice),
    orderId: idOf('ord', at_ms - 4 * day_ms, dice),
    orderNumber: `TS-${Array.from({ length: 10 }, () => figures[dice.int(0, 31)] ?? '').join('')}`,
    userId: idOf('usr', at_ms - 9 * day_ms, dice),
    authorName: nameOf(dice),
    stars,
    quality: aspect(),
    value: aspect(),
    described: aspect(),
    ...textOf(stars, dice),
    reply: replyTo(stars, dice),
    at_ms,
  };
}

function textOf(stars: number, dice: Dice): { title: string; body: string } {
  const words = stars >= 4 ? happy : stars === 3 ? mixed : unhappy;
  const first = dice.int(0, words.details.length - 1);
  const details = Array.from({ length: dice.int(1, 3) }, (_, at) => {
    return words.details[(first + at * 2) % words.details.length] ?? '';
  });
  const parts = [dice.pick(words.openers), ...details, dice.pick(words.closings)];
  return { title: dice.pick(words.titles) ?? '', body: parts.filter(Boolean).join(' ') };
}

function nameOf(dice: Dice): string | null {
  if (dice.next() < 0.15) return null;
  return `${dice.pick(givenNames) ?? ''} ${String.fromCodePoint(65 + dice.int(0, 25))}.`;
}

function replyTo(stars: number, dice: Dice): string | null {
  const chance = dice.next();
  if (stars <= 2) return chance < 0.6 ? (dice.pick(replies.sorry) ?? null) : null;
  return chance < 0.05 ? (dice.pick(replies.thanks) ?? null) : null;
}
