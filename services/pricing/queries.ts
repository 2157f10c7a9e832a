// The read path. Prices come from the table, never from a cache: they decide what is charged.
// While nothing moves them that is one row each; while rules or schedules do, the same statement
// reads what they ask about as well, and what a price is comes out of the compiled book.
import { batch } from '#kernel/core/batch.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { CallInput, Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import type { Breaks } from './broken.ts';
import type { Price, pricingCalls } from './contract.ts';
import { knownFacts } from './known-facts.ts';
import { anybody, fitOf, steadyUntil, type Book } from './model-book.ts';
import { lineOf, type Shown, type Standing, type UnitLine } from './model-standing.ts';
import { unitPrice, type Broken, type UnitPrice } from './model-unit.ts';
import { hasEnded, type CurrencyBook } from './model-currency.ts';
import { effective } from './model.ts';
import { keepStandings, readWhole, type PriceKey, type Standings } from './standings.ts';
import * as store from './store.ts';

type Calls = (typeof pricingCalls)['calls'];

/** What is in force, as this process knows it. */
export interface InForce {
  book(): Book;
  /** Nothing moves prices: they are what is stored. */
  isPlain(): boolean;
  /** There is a price with a time that is not over. */
  hasEntries(): boolean;
  /** Price lists that somebody is in, by who they are and where the goods go. */
  segments(of: {
    userId?: string | undefined;
    country?: string | undefined;
    /** Also where nothing asks for them now. */
    always?: boolean;
  }): Promise<string[]> | string[];
}

export interface QueryDeps {
  ctx: RoomContext;
  inForce: InForce;
  catalog: Client<typeof catalogCalls>;
  breaks: Pick<Breaks, 'note'>;
  currencies(): CurrencyBook;
}

/** A price with what it was made of; null: it is what is stored. */
export interface Made extends Price {
  line: UnitLine | null;
  /** The way to it, in the setting that was asked about. */
  unit?: UnitPrice;
}

export interface Asked {
  variantIds: string[];
  currency: string;
  /** Of the customer; none: as everybody sees it. */
  segments?: readonly string[];
  place?: { country: string; state?: string | undefined };
  at_ms?: number;
  book?: Book;
}

export type Queries = ReturnType<typeof pricingQueries>;

export function pricingQueries(deps: QueryDeps) {
  const { ctx, inForce } = deps;
  const { db } = ctx;
  const plain = plainLane(deps);
  const standings = keepStandings(deps);
  const known = knownFacts({ ...deps, standings });
  const moved = movedLane(deps, 'pricing.standings', standings.read);
  const told = movedLane(deps, 'pricing.told', async (keys, books) => {
    const rows = await readWhole(deps, keys, books);
    const byKey = new Map(rows.map((row) => [`${row.variantId}:${row.currency}`, row]));
    return keys.map((key) => byKey.get(`${key.variantId}:${key.currency}`));
  });

  /** Prices in the order of the variants; those without one are left out. */
  async function made(asked: Asked): Promise<Made[]> {
    const { variantIds, currency } = asked;
    if (variantIds.length === 0) return [];
    if (inForce.isPlain() && (asked.book?.rules.size ?? 0) === 0) {
      const found = await plain.do({ variantIds, currency });
      return isRefusal(found) ? [] : found;
    }
    const at_ms = asked.at_ms ?? ctx.clock.now();
    const found = await moved.do({ variantIds, currency, book: asked.book });
    if (isRefusal(found)) return [];
    const wanted = { ...asked, at_ms };
    return found.map((one) => madeOf(deps, one, wanted));
  }

  async function prices({ variantIds, currency, userId }: CallInput<Calls['prices']>) {
    const lists = userId === undefined ? [] : inForce.segments({ userId });
    const segments = lists instanceof Promise ? await lists : lists;
    const found = await made({ variantIds, currency, segments });
    return {
      prices: found.map(plainly),
      promoted: inForce.book().promotions.size > 0,
    };
  }

  const quotes = async ({ quoteIds }: { quoteIds: string[] }) => ({
    quotes: await store.readQuotes(db, quoteIds),
  });

  /** A sale that began and was not told yet is as good as told. */
  async function lowest({ variantIds, currency }: { variantIds: string[]; currency: string }) {
    if (inForce.isPlain()) return { prices: await store.readLowest(db, variantIds, currency) };
    const [known, now] = await Promise.all([
      store.readLowest(db, variantIds, currency),
      told.do({ variantIds, currency }),
    ]);
    const low = new Map(known.map((one) => [one.variantId, one.lowest30_minor]));
    const at_ms = ctx.clock.now();
    for (const standing of isRefusal(now) ? [] : now) {
      const { variantId, told } = standing;
      if (told === null) continue;
      const { effective_minor } = madeOf(deps, standing, { variantIds, currency, at_ms });
      const before = effective(told);
      if (before === effective_minor) continue;
      low.set(variantId, Math.min(low.get(variantId) ?? before, before));
    }
    return {
      prices: [...low].map(([variantId, lowest30_minor]) => ({ variantId, lowest30_minor })),
    };
  }

  const history = ({ variantId, currency }: { variantId: string; currency: string }) =>
    store.readHistory(db, variantId, currency);

  return { made, prices, quotes, lowest, history, known };
}

const plainly = (one: Price): Price => ({
  variantId: one.variantId,
  currency: one.currency,
  base_minor: one.base_minor,
  sale_minor: one.sale_minor,
  effective_minor: one.effective_minor,
  version: one.version,
});

/** A rate that has ended offers nothing of what it made. */
const isOffered = (
  { currencies }: Pick<QueryDeps, 'currencies'>,
  row: { converted: boolean; currency: string },
) => !row.converted || !hasEnded(currencies(), row.currency);

function plainLane(deps: Pick<QueryDeps, 'ctx' | 'currencies'>) {
  const { db } = deps.ctx;
  return batch({
    name: 'pricing.prices',
    size_max: 500,
    queue_max: 50_000,
    inFlight_max: 1,
    run: async (items: { variantIds: string[]; currency: string }[]) => {
      const rows = await store.readPrices(db, [...keysOf(items).values()]);
      const found = new Map(rows.map((row) => [`${row.variantId}:${row.currency}`, row]));
      return items.map(({ variantIds, currency }) =>
        variantIds.flatMap((variantId): Made[] => {
          const row = found.get(`${variantId}:${currency}`);
          if (!row || !isOffered(deps, row)) return [];
          const { converted: _, ...price } = row;
          return [{ ...price, effective_minor: effective(row), line: null }];
        }),
      );
    },
  });
}

interface Wanted {
  variantIds: string[];
  currency: string;
  book?: Book | undefined;
}

/** Prices that something moves: one read for all who ask at the same time. */
function movedLane(
  deps: Pick<QueryDeps, 'currencies' | 'inForce'>,
  name: string,
  read: Standings['read'],
) {
  return batch({
    name,
    size_max: 500,
    queue_max: 50_000,
    inFlight_max: 1,
    run: async (items: Wanted[]) => {
      const keys: PriceKey[] = [];
      const places = new Map<string, number>();
      const books = new Set([deps.inForce.book()]);
      const asked = items.map(({ variantIds, currency, book }) => {
        if (book) books.add(book);
        return variantIds.map((variantId) => {
          const name = `${variantId}:${currency}`;
          const known = places.get(name);
          if (known !== undefined) return known;
          places.set(name, keys.length);
          return keys.push({ variantId, currency }) - 1;
        });
      });
      const found = await read(keys, [...books]);
      return asked.map((list) => {
        const rows: Standing[] = [];
        for (const at of list) {
          const row = found[at];
          if (row && isOffered(deps, row)) rows.push(row);
        }
        return rows;
      });
    },
  });
}

function keysOf(items: readonly { variantIds: string[]; currency: string }[]) {
  const keys = new Map<string, PriceKey>();
  for (const { variantIds, currency } of items) {
    for (const variantId of variantIds) {
      keys.set(`${variantId}:${currency}`, { variantId, currency });
    }
  }
  return keys;
}

/** The price of a variant for somebody at a time. */
export function madeOf(
  deps: Pick<QueryDeps, 'inForce' | 'breaks'>,
  standing: Standing,
  asked: Asked & { at_ms: number },
): Made {
  const { currency, segments, place } = asked;
  const book = asked.book ?? deps.inForce.book();
  const isAnybodys = place === undefined && (segments === undefined || segments.length === 0);
  const { line, unit } =
    isAnybodys && standing.kept
      ? shownOf(deps, standing, { ...asked, book })
      : pricedOf(deps, standing, { ...asked, book });
  const { unit_minor, regular_minor } = unit;
  return {
    variantId: standing.variantId,
    currency,
    base_minor: regular_minor,
    sale_minor: unit_minor < regular_minor ? unit_minor : null,
    effective_minor: unit_minor,
    version: Math.max(1, standing.version),
    line,
    unit,
  };
}

type Pricing = Asked & { at_ms: number; book: Book };

/** As `pricedOf` for anybody; made once while nothing that it depends on is another. */
function shownOf(
  deps: Pick<QueryDeps, 'breaks'>,
  standing: Standing,
  asked: Pricing,
): Pick<Shown, 'line' | 'unit'> {
  const { book, at_ms } = asked;
  const { shown, kept } = standing;
  if (shown?.book === book && shown.from_ms <= at_ms && at_ms < shown.until_ms) return shown;
  const made = pricedOf(deps, standing, asked);
  // A rule that breaks is told each time.
  if (made.isWhole && kept && standing.entries.length === 0) {
    const until_ms = steadyUntil(fitOf(book, kept).rules, at_ms);
    standing.shown = { book, from_ms: at_ms, until_ms, line: made.line, unit: made.unit };
  }
  return made;
}

function pricedOf(
  { breaks }: Pick<QueryDeps, 'breaks'>,
  standing: Standing,
  { book, currency, at_ms, ...asked }: Pricing,
): Pick<Shown, 'line' | 'unit'> & { isWhole: boolean } {
  const { segments = anybody.segments, place = anybody.place } = asked;
  const line = lineOf(standing, at_ms);
  const broken: Broken[] = [];
  const unit = unitPrice(book, { line, currency, setting: { at_ms, segments, place }, broken });
  if (broken.length > 0) breaks.note(broken);
  return { line, unit, isWhole: broken.length === 0 };
}
