// Quotes that take from what there is not endlessly: promotions with a limit, and the first order
// of a person. The use is held in the commit that keeps the quote, under the locks of the purses;
// whatever is not there any more is left out of the price, which is then made again.
import { batch } from '#kernel/core/batch.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Quote } from './contract.ts';
import type { Promotion } from './model-rule.ts';
import { leftOf, type Purses } from './purses.ts';
import type { Without } from './quoting.ts';
import { barQuotes, shareBars } from './store-bar.ts';
import * as limits from './store-limit.ts';
import { insertQuotes, quotesThere } from './store.ts';

/** What a quote takes, besides its money. */
export interface Takes {
  uses: { promotion: Promotion; amount_minor: number }[];
  /** Whose first order it is to be; null: it need not be one. */
  first: { person: string; userId: string } | null;
}

export interface HeldQuote extends Takes {
  quote: Quote;
}

/** What was not there; the quote is not kept. */
export interface Short {
  promotionIds: string[];
  isNotFirst: boolean;
}

export type Kept = 'kept' | 'known' | Short;

export type Holding = ReturnType<typeof holdingLane>;

/** One transaction for all quotes of a moment that take something; one at a time. */
export function holdingLane({ db, log }: Pick<RoomContext, 'db' | 'log'>, purses: Purses) {
  const lane = batch({
    name: 'pricing.held-quotes',
    size_max: 200,
    queue_max: 50_000,
    inFlight_max: 1,
    run: async (items: HeldQuote[]) => {
      const done = await db.tx((tx) => keepHeld(tx, items));
      purses.note(done.purses);
      return done.kept;
    },
  });
  const used = batch({
    name: 'pricing.consume-uses',
    size_max: 500,
    queue_max: 50_000,
    inFlight_max: 1,
    run: async (items: { checkoutId: string; orderId: string }[]) => {
      const lost = await limits.consumeUses(db, items);
      // The price stands, and so does the order: this is for people to look at.
      for (const one of items) {
        if (lost.has(one.checkoutId)) log.error(one, 'a promotion of an order was not held');
      }
      return items.map((one) => ({ consumed: !lost.has(one.checkoutId) }));
    },
  });
  const freed = batch({
    name: 'pricing.release-uses',
    size_max: 200,
    queue_max: 50_000,
    inFlight_max: 1,
    run: async (checkoutIds: string[]) => {
      const had = await db.tx((tx) => limits.releaseUses(tx, checkoutIds));
      await purses.look();
      return checkoutIds.map((id) => ({ released: had.has(id) }));
    },
  });
  const releaseUses = async ({ checkoutId }: { checkoutId: string }) => {
    const done = await freed.do(checkoutId);
    return isRefusal(done) ? { released: false } : done;
  };
  return {
    keep: (item: HeldQuote) => lane.do(item),
    /** What the checkout holds is given back, and it holds nothing from then on. */
    bar: async (checkoutId: string) => {
      await db.tx((tx) => barQuotes(tx, checkoutId));
      return releaseUses({ checkoutId });
    },
    calls: {
      consumeUses: async (of: { checkoutId: string; orderId: string }) => {
        const done = await used.do(of);
        return isRefusal(done) ? { consumed: false } : done;
      },
      releaseUses,
    },
  };
}

/** Whether a later run of the checkout was refused its quote and ended it. */
export const isBarred = async (tx: Sql, checkoutId: string) =>
  (await shareBars(tx, [checkoutId])).size > 0;

/** How often a price is made with what may be gone; then it is made without any of it. */
const turns_max = 3;

/** What the next try of a quote leaves out. */
export function nextWithout(was: Without | undefined, short: Short, turn: number): Without {
  if (turn >= turns_max) return { promotionIds: 'held', isNotFirst: true };
  const before = was === undefined || was.promotionIds === 'held' ? [] : was.promotionIds;
  return {
    promotionIds: new Set([...before, ...short.promotionIds]),
    isNotFirst: short.isNotFirst || was?.isNotFirst === true,
  };
}

/**
 * Keeps quotes with what they take, each whole or not at all; the transaction is the caller's. Of
 * two that want the last of something the earlier one has it. What is barred is short of all that
 * it wants. Up to eight statements for all.
 */
export async function keepHeld(
  tx: Sql,
  items: readonly HeldQuote[],
): Promise<{ kept: Kept[]; purses: limits.PurseRow[] }> {
  const barred = await shareBars(tx, [...new Set(items.map((one) => one.quote.checkoutId))]);
  const ids = [...new Set(items.flatMap((one) => idsOf(one)))];
  const locked = ids.length === 0 ? [] : await limits.lockPurses(tx, ids);
  const known = await quotesThere(
    tx,
    items.map((one) => one.quote.quoteId),
  );
  const fresh = items.filter(({ quote }) => {
    return !known.has(quote.quoteId) && !barred.has(quote.checkoutId);
  });
  const claimed = await claims(tx, fresh);
  const taken = new Map(locked.map((row) => [`${row.promotionId} ${row.currency}`, { ...row }]));
  const missed: string[] = [];
  const kept = items.map((item): Kept => {
    const { quote, first, uses } = item;
    if (known.has(quote.quoteId)) return 'known';
    if (barred.has(quote.checkoutId)) return { promotionIds: idsOf(item), isNotFirst: true };
    const isNotFirst = first !== null && !claimed.has(quote.checkoutId);
    const short = uses.filter((use) => !fits(use, quote.currency, taken));
    if (!isNotFirst && short.length === 0) {
      for (const use of uses) count(use, quote.currency, taken);
      return 'kept';
    }
    if (first !== null && !isNotFirst) missed.push(quote.checkoutId);
    return { promotionIds: short.map((use) => use.promotion.promotionId), isNotFirst };
  });
  if (missed.length > 0) await limits.releaseUses(tx, missed);
  const whole = items.filter((_, at) => kept[at] === 'kept');
  if (whole.length === 0) return { kept, purses: locked };
  await insertQuotes(
    tx,
    whole.map((one) => one.quote),
  );
  const uses = whole.flatMap(({ quote, uses: own }) => {
    const { checkoutId, quoteId, currency } = quote;
    return own.map(({ promotion: { promotionId }, amount_minor }) => {
      return { checkoutId, quoteId, promotionId, amount_minor, currency };
    });
  });
  return { kept, purses: uses.length === 0 ? locked : await limits.takeUses(tx, uses) };
}

const idsOf = ({ uses }: Takes) => uses.map((use) => use.promotion.promotionId);

/** One claim a person; of two in this batch the first. */
async function claims(tx: Sql, items: readonly HeldQuote[]): Promise<Set<string>> {
  const wanted = new Map<string, limits.Claim>();
  for (const { quote, first } of items) {
    if (first === null || wanted.has(first.person)) continue;
    wanted.set(first.person, { ...first, checkoutId: quote.checkoutId, quoteId: quote.quoteId });
  }
  return wanted.size === 0 ? new Set() : limits.claimFirst(tx, [...wanted.values()]);
}

type Use = Takes['uses'][number];

type Locked = ReadonlyMap<string, limits.PurseRow>;

/** By what the promotion says as this process knows it, and by what stands in the table now. */
function fits({ promotion, amount_minor }: Use, currency: string, locked: Locked): boolean {
  const of = (purse: string) => locked.get(`${promotion.promotionId} ${purse}`);
  const left = leftOf(promotion, currency, (purse) => of(purse)?.taken ?? 0);
  if (left !== undefined && (left === 0 || amount_minor > left)) return false;
  return takenFrom({ amount_minor, currency }).every(([purse, much]) => {
    const row = of(purse);
    return row === undefined || row.most === null || row.taken + much <= row.most;
  });
}

function count({ promotion, amount_minor }: Use, currency: string, locked: Locked): void {
  for (const [purse, much] of takenFrom({ amount_minor, currency })) {
    const row = locked.get(`${promotion.promotionId} ${purse}`);
    if (row) row.taken += much;
  }
}

const takenFrom = (of: { amount_minor: number; currency: string }) =>
  [
    ['', 1],
    [of.currency, of.amount_minor],
  ] as const;
