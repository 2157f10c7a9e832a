// Currencies in which nobody sets prices: rates of a day, kept in memory, and prices that follow
// them, written page by page when a rate begins and with each price of its base. What reads prices
// (lists, pages, carts, quotes) need not know; a rate that has ended hides what it made.
import { eventMeta } from '#kernel/core/context.ts';
import { isCurrency } from '#kernel/core/money.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import {
  convertedPrice,
  currencyBook,
  type CurrencyBook,
  type CurrencyRate,
} from './model-currency.ts';
import type { InForce } from './queries.ts';
import * as store from './store-currency.ts';
import { setQuietly } from './store-standing.ts';
import { upsertPrices } from './store.ts';

/** The job that writes prices of a rate that has just been saved. */
export const FOLLOW = 'pricing.follow';
const pricesPerPage = 500;

export interface Currencies {
  book(): CurrencyBook;
  refresh(signal?: AbortSignal): Promise<void>;
  /** Newest first, with those to come and those that ended. */
  all(): readonly store.RateRow[];
  save(rate: CurrencyRate, actor: string): Promise<true | Refusal>;
}

export async function keepCurrencies(
  ctx: RoomContext,
  inForce: Pick<InForce, 'isPlain'>,
): Promise<Currencies> {
  const { db } = ctx;
  const day = () => ctx.clock.date().toISOString().slice(0, 10);
  let rows: readonly store.RateRow[] = [];
  let book = currencyBook([], day());
  const load = async () => {
    rows = await store.readCurrencyRates(db);
    book = currencyBook(rows, day());
  };
  await load();
  return {
    book: () => book,
    all: () => rows,
    refresh: async (signal) => {
      await load();
      for (const rate of book.rates.values()) {
        const row = rows.find((one) => one.currency === rate.currency && one.since === rate.since);
        if (row && !row.applied && rate.until >= book.day)
          await apply({ ctx, inForce }, rate, signal);
      }
    },
    save: async (rate, actor) => {
      const wrong = faultOf(rate, { rows, day: day() });
      if (wrong) return wrong;
      await db.tx(async (tx) => {
        await store.saveCurrencyRate(tx, rate, actor);
        const key = `${rate.currency}:${rate.since}`;
        await ctx.jobs.add(tx, FOLLOW, { payload: {}, key });
      });
      ctx.jobs.poke();
      await load();
      return true;
    },
  };
}

const field = (pointer: string, detail: string): Refusal<'validation-failed'> =>
  refuse('validation-failed', {
    errors: [{ pointer: `/${pointer}`, in: 'body', code: 'not-valid', detail }],
  });

function faultOf(
  { currency, base, since, until, step_minor, less_minor }: CurrencyRate,
  { rows, day }: { rows: readonly store.RateRow[]; day: string },
): Refusal | undefined {
  for (const one of [currency, base]) {
    if (!isCurrency(one)) return refuse('currency-unknown', { currency: one });
  }
  if (base === currency) return field('base', 'is the currency itself');
  if (rows.some((row) => row.currency === base)) {
    return field('base', `${base} follows another currency itself`);
  }
  if (rows.some((row) => row.base === currency)) {
    return field('currency', `others follow ${currency}`);
  }
  if (until < since) return field('until', 'is before since');
  if (until < day) return field('until', 'the rate has ended already');
  if (step_minor < 1) return field('step', 'is to be above 0');
  if (less_minor >= step_minor) return field('less', 'is to be below the step');
  return undefined;
}

/** Writes the prices of a rate, a page a transaction; a repeat changes nothing. */
async function apply(
  { ctx, inForce }: { ctx: RoomContext; inForce: Pick<InForce, 'isPlain'> },
  rate: CurrencyRate,
  signal?: AbortSignal,
): Promise<void> {
  let after = '';
  for (;;) {
    if (signal?.aborted) return;
    const last = await ctx.db.tx(async (tx) => {
      const page = await store.lockPage(tx, { rate, after, limit: pricesPerPage });
      const made = page.flatMap((price) => convertedPrice(price, rate) ?? []);
      const of = { meta: eventMeta(), at: ctx.clock.date(), converted: made.length };
      if (made.length > 0) {
        // What rules make of them is told by the walk.
        await (inForce.isPlain() ? upsertPrices(tx, made, of) : setQuietly(tx, made, of));
      }
      return page.at(-1)?.variantId;
    });
    if (last === undefined) break;
    ctx.outbox.poke();
    after = last;
  }
  await store.noteApplied(ctx.db, rate);
}
