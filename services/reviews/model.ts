// What reviews decide without looking anything up: which texts are taken and which wait for a
// person, how a post moves, who may review what, and what a change does to a product's rating.
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import {
  author_chars_max,
  aspects,
  edit_days_max,
  postsPerHour_max,
  write_days_max,
  type Aspect,
  type Bar,
  type PostState,
} from './contract.ts';
import { watchedWords } from './words.ts';

const DAY_MS = 86_400_000;

/** '' is before it was written, null is gone. */
export const moves: Readonly<Record<PostState | '', readonly (PostState | null)[]>> = {
  '': ['PENDING', 'PUBLISHED'],
  PENDING: ['PUBLISHED', 'REJECTED', null],
  PUBLISHED: ['HIDDEN', 'PENDING', null],
  REJECTED: ['PUBLISHED', 'PENDING', null],
  HIDDEN: ['PUBLISHED', 'PENDING', null],
};

export const mayMove = (from: PostState, to: PostState | null): boolean => moves[from].includes(to);

/** What a moderator's no makes of a post: what readers have seen is hidden, the rest rejected. */
export function refusedState(from: PostState): PostState | null {
  if (from === 'PUBLISHED') return 'HIDDEN';
  return from === 'PENDING' ? 'REJECTED' : null;
}

export type Aspects = Record<Aspect, number | null>;

export interface Rated extends Aspects {
  stars: number;
}

// Control characters but the line break, and marks that turn the direction of what follows.
const controls = /[^\P{C}\n\u200c\u200d]|[\u202a-\u202e\u2066-\u2069]/u;

function notValid(pointer: string, detail: string): Refusal<'validation-failed'> {
  const errors = [{ pointer, in: 'body', code: 'not-valid', detail }];
  return refuse('validation-failed', { errors });
}

export interface TextRule {
  /** Where it stands in the body: `/text`. */
  pointer: string;
  min?: number;
  /** Whether it may have line breaks. */
  lines?: boolean;
}

/** A text as it is kept: NFC, trimmed, no more than one empty line in a row; or why not. */
export function plainText(text: string, rule: TextRule): string | Refusal<'validation-failed'> {
  const { pointer, min = 1, lines = false } = rule;
  if (!text.isWellFormed()) return notValid(pointer, 'is no text');
  const even = text.normalize('NFC').replaceAll('\r\n', '\n').replaceAll('\t', ' ');
  if (controls.test(even)) return notValid(pointer, 'has control characters');
  const kept = (lines ? even.replace(/\n{3,}/g, '\n\n') : even.replaceAll('\n', ' ')).trim();
  // Letters and figures count: a line of dots says nothing.
  const said = kept.match(/[\p{L}\p{N}\p{Emoji_Presentation}]/gu)?.length ?? 0;
  if (said === 0 && min > 0) return notValid(pointer, 'says nothing');
  if (kept.length < min) return notValid(pointer, 'is too short');
  return kept;
}

/** The name that readers see: no e-mail, no telephone, no address of a page. */
export function authorName(text: string | undefined): string | null | Refusal<'validation-failed'> {
  if (text === undefined || text.trim() === '') return null;
  const kept = plainText(text, { pointer: '/authorName' });
  if (typeof kept !== 'string') return kept;
  const wrong = /@|\d{5}|:\/\/|www\./i.test(kept) || kept.length > author_chars_max;
  return wrong ? notValid('/authorName', 'is no name to show') : kept;
}

const watched = new Set(Object.values(watchedWords).flat());
// Runs are bounded, so that no text takes long to look at.
const link =
  /https?:\/\/|www\.|\b[\p{L}\p{N}-]{1,63}\.(com|net|org|info|biz|shop|xyz|top|ru|cn|de)\b/iu;
// An e-mail, or nine figures that are one number.
const contact = /[\p{L}\p{N}._-]{1,64}@[\p{L}\p{N}-]|\d(?:[\s()./-]{0,3}\d){8}/u;

export interface Circumstances {
  /** Somebody has written the very same before. */
  seenBefore: boolean;
  /** Posts of this person in the last hour. */
  lastHour: number;
}

/** Why a person should look at a text before readers do; empty when nobody needs to. */
export function signalsOf(text: string, { seenBefore, lastHour }: Circumstances): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const signals: [string, boolean][] = [
    ['link', link.test(text)],
    ['contact', contact.test(text)],
    ['shouting', shouts(text)],
    ['repeated', seenBefore || repeats(text, words)],
    ['many', lastHour >= postsPerHour_max],
    ['words', words.some((word) => watched.has(word))],
  ];
  return signals.flatMap(([name, is]) => (is ? [name] : []));
}

/** Three letters of four are capitals, in more than a short name. */
function shouts(text: string): boolean {
  const large = text.match(/\p{Lu}/gu)?.length ?? 0;
  const small = text.match(/\p{Ll}/gu)?.length ?? 0;
  return large >= 20 && large > 3 * small;
}

/** A sign eight times in a row, a word four times in a row, or few words over and over. */
function repeats(text: string, words: readonly string[]): boolean {
  if (/(\S)\1{7}/u.test(text)) return true;
  const fourfold = words.some(
    (word, at) => at >= 3 && [1, 2, 3].every((n) => words[at - n] === word),
  );
  return fourfold || (words.length >= 20 && new Set(words).size * 5 < words.length);
}

export interface Bought {
  deliveredAt: Date;
  sellerId: string;
}

/** Until when a line may be reviewed. */
export const writeUntil = (deliveredAt: Date): number =>
  deliveredAt.getTime() + write_days_max * DAY_MS;

export const editUntil = (createdAt: Date): number => createdAt.getTime() + edit_days_max * DAY_MS;

/** Why this line cannot be reviewed by somebody who works for these sellers; null: it can. */
export function barOf(line: Bought, sellerIds: readonly string[], now_ms: number): Bar | null {
  if (sellerIds.includes(line.sellerId)) return 'own-product';
  return now_ms > writeUntil(line.deliveredAt) ? 'too-late' : null;
}

/** What a change adds to the figures of a product; may be negative. */
export interface RatingChange {
  productId: string;
  sellerId: string;
  /** Reviews with 1 to 5 stars. */
  stars: number[];
  sums: number[];
  counts: number[];
}

/** The difference that a review makes when it counted as `before` and counts as `after`. */
export function ratingChange(
  of: { productId: string; sellerId: string },
  before: Rated | null,
  after: Rated | null,
): RatingChange {
  const change: RatingChange = {
    productId: of.productId,
    sellerId: of.sellerId,
    stars: [0, 0, 0, 0, 0],
    sums: aspects.map(() => 0),
    counts: aspects.map(() => 0),
  };
  if (before !== null) count(change, before, -1);
  if (after !== null) count(change, after, 1);
  return change;
}

function count(change: RatingChange, rated: Rated, by: 1 | -1): void {
  change.stars[rated.stars - 1] = (change.stars[rated.stars - 1] ?? 0) + by;
  aspects.forEach((aspect, at) => {
    const given = rated[aspect];
    if (given === null) return;
    change.sums[at] = (change.sums[at] ?? 0) + by * given;
    change.counts[at] = (change.counts[at] ?? 0) + by;
  });
}

export const changesNothing = ({ stars, sums, counts }: RatingChange): boolean =>
  [stars, sums, counts].every((list) => list.every((n) => n === 0));

/** Several changes of one product as one. */
export function merged(changes: readonly RatingChange[]): RatingChange[] {
  const byProduct = new Map<string, RatingChange>();
  for (const one of changes) {
    const sum = byProduct.get(one.productId);
    if (sum === undefined) {
      byProduct.set(one.productId, structuredClone(one));
      continue;
    }
    const { stars, sums, counts } = sum;
    one.stars.forEach((n, at) => (stars[at] = (stars[at] ?? 0) + n));
    one.sums.forEach((n, at) => (sums[at] = (sums[at] ?? 0) + n));
    one.counts.forEach((n, at) => (counts[at] = (counts[at] ?? 0) + n));
  }
  return [...byProduct.values()];
}
