/** What wishes decide without looking anything up: links, words, texts, what a look leads to. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';

/** The installation's key for links of alerts and hashes of addresses. */
export function alertKey(secret: string): Buffer {
  return createHmac('sha256', 'trueshelf alerts').update(secret).digest();
}

/** What a link does. */
export type LinkUse = 'confirm' | 'stop';

function seal(key: Buffer, use: LinkUse, alertId: string): Buffer {
  return createHmac('sha256', key).update(`${use}:${alertId}`).digest().subarray(0, 18);
}

/** The secret of a link: an alert's id with a seal that only this installation can make. */
export function linkToken(key: Buffer, use: LinkUse, alertId: string): string {
  return `${alertId}.${seal(key, use, alertId).toString('base64url')}`;
}

/** The alert that a link is about; null where the seal is not ours. */
export function alertOf(key: Buffer, use: LinkUse, token: string): string | null {
  const [alertId = '', mark = ''] = token.split('.');
  if (!isId('alr', alertId)) return null;
  const given = Buffer.from(mark, 'base64url');
  const ours = seal(key, use, alertId);
  return given.length === ours.length && timingSafeEqual(given, ours) ? alertId : null;
}

/** An address as far as this room needs it: whether it is still the same. */
export function emailHash(key: Buffer, email: string): string {
  return createHmac('sha256', key).update(`email:${email}`).digest('base64url').slice(0, 32);
}

export const subjectOf = {
  back: (variantId: string) => variantId,
  cheaper: (variantId: string, currency: string) => `${variantId}:${currency}`,
  /** The same words in another order are the same thing. */
  appears: (words: readonly string[]) => words.toSorted().join(' '),
};

/** The variant and the currency of a `cheaper` subject. */
export function priceOf(subject: string): { variantId: string; currency: string } {
  const at = subject.lastIndexOf(':');
  return { variantId: subject.slice(0, at), currency: subject.slice(at + 1) };
}

/** The word that the fewest products have, as far as can be told: the longest. */
export function anchorOf(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best), '');
}

// Control characters but the line break, and marks that turn the direction of what follows.
const controls = /[^\P{C}\n\u200c\u200d]|[\u202a-\u202e\u2066-\u2069]/u;

/** A text as it is kept: NFC and trimmed; or why not. */
export function plainText(
  text: string,
  pointer: string,
  min = 0,
): string | Refusal<'validation-failed'> {
  const kept = text.normalize('NFC').trim();
  if (kept.length >= min && kept.isWellFormed() && !controls.test(kept)) return kept;
  const errors = [{ pointer, in: 'body', code: 'not-valid', detail: 'has signs that are no text' }];
  return refuse('validation-failed', { errors });
}

/** What is true of a subject at this moment. */
export type Truth =
  | { kind: 'back'; available: number; held: number }
  | { kind: 'cheaper'; price_minor: number | null }
  | { kind: 'appears'; there: boolean };

/** What waits at a subject, as far as a decision needs it. */
export interface Waiting {
  waiting: boolean;
  /** Somebody is to be told each time, and was not lately. */
  idle: boolean;
  /** The highest price below which somebody is told, of those not told lately. */
  below_minor: number | null;
  /** The lowest price at which a drop that was told is over. */
  over_minor: number | null;
  came: number | null;
}

/** Whether there is something to do about a subject: tell people, or wait for the next time. */
export function isDue(truth: Truth, of: Waiting): boolean {
  if (truth.kind === 'appears') return truth.there && of.waiting;
  if (truth.kind === 'back') {
    if (truth.available > 0) return of.waiting || (of.idle && wasGone(truth.available, of.came));
    return of.idle && truth.held === 0;
  }
  const { price_minor: price } = truth;
  if (price === null) return false;
  const cheaper = of.below_minor !== null && price < of.below_minor;
  return cheaper || (of.over_minor !== null && price >= of.over_minor);
}

/** Units came into an empty house, and nowhere else are any: then there were none at all. */
export function wasGone(available: number, came: number | null): boolean {
  return came !== null && available <= came;
}
