// The read path. Prices come from the table, never from a cache: they decide what is charged.
// While nothing moves them that is one row each; while rules or schedules do, the same statement
// reads what they ask about as well, and what a price is comes out of the compiled book.
import { batch } from '#kernel/core/batch.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { CallInput, Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { variantsPerCall_max, type catalogCalls } from '#services/catalog/contract.ts';
import type { Breaks } from './broken.ts';
import type { Price, pricingCalls } from './contract.ts';
import { knownFacts, type KnownFacts } from './known-facts.ts';
import type { Book } from './model-book.ts';
import { lineOf, type Standing, type UnitLine } from './model-standing.ts';
import { unitPrice, type Broken, type UnitPrice } from './model-unit.ts';
import { hasEnded, type CurrencyBook } from './model-currency.ts';
import { effective } from './model.ts';
import * as standings from './store-standing.ts';
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
  }): Promise<string[]>;
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
  const known = knownFacts(ctx.clock, deps.catalog);
  const moved = movedLane({ ...deps, known });

  /** Prices in the order of the variants; those without one are left out. */
  async function made(asked: Asked): Promise<Made[]> {
    const { variantIds, currency } = asked;
    if (variantIds.length === 0) return [];
    if (inForce.isPlain() && (asked.book?.rules.size ?? 0) === 0) {
      const found = await plain.do({ variantIds, currency });
      return isRefusal(found) ? [] : found;
    }
    const at_ms = asked.at_ms ?? ctx.clock.now();
    const found = await moved.do({ variantIds, currency });
    if (isRefusal(found)) return [];
    return found.map((one) => madeOf(deps, one, { ...asked, at_ms }));
  }

  async function prices({ variantIds, currency, userId }: CallInput<Calls['prices']>) {
    const segments = userId === undefined ? [] : await inForce.segments({ userId });
    const found = await made({ variantIds, currency, segments });
    return {
      prices: found.map(({ line: _, unit: __, ...price }): Price => price),
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
      moved.do({ variantIds, currency }),
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

function movedLane(deps: QueryDeps & { known: KnownFacts }) {
  return batch({
    name: 'pricing.standings',
    size_max: 500,
    queue_max: 50_000,
    inFlight_max: 1,
    run: async (items: { variantIds: string[]; currency: string }[]) => {
      const whole = await readWhole(deps, [...keysOf(items).values()]);
      const rows = whole.filter((row) => isOffered(deps, row));
      if (deps.inForce.book().promotionsNeedFacts) noteFacts(deps, rows);
      const found = new Map(rows.map((row) => [`${row.variantId}:${row.currency}`, row]));
      return items.map(({ variantIds, currency }) =>
        variantIds.flatMap((variantId) => found.get(`${variantId}:${currency}`) ?? []),
      );
    },
  });
}

/** Who asks for prices of a cart asks for its promotions next. */
function noteFacts({ known }: { known: KnownFacts }, rows: readonly Standing[]): void {
  for (const { variantId, facts } of rows) {
    if (facts === null) continue;
    const { productId, sellerId, brand, categoryId } = facts;
    known.note(variantId, { productId, sellerId, brand, categoryIds: [categoryId] });
  }
}

function keysOf(items: readonly { variantIds: string[]; currency: string }[]) {
  const keys = new Map<string, standings.Key>();
  for (const { variantIds, currency } of items) {
    for (const variantId of variantIds) {
      keys.set(`${variantId}:${currency}`, { variantId, currency });
    }
  }
  return keys;
}

/** Rules ask what a variant is, or for something that is kept beside it. */
export function asksFacts({ rules, needsStock, needsDemand }: Book): boolean {
  return rules.size > rules.everywhere.length || needsStock || needsDemand;
}

/**
 * Prices with what rules ask about them. What a variant is, is asked of the catalogue once and
 * kept; without an answer there is no price, for it would be a wrong one.
 */
export async function readWhole(
  { ctx, catalog, inForce }: Pick<QueryDeps, 'ctx' | 'catalog' | 'inForce'>,
  keys: readonly standings.Key[],
): Promise<Standing[]> {
  const book = inForce.book();
  const rows = await standings.readStandings(ctx.db, keys, {
    at: ctx.clock.date(),
    competitor: book.needsCompetitor,
    yesterday: book.needsYesterday,
    demand: book.needsDemand,
    entries: inForce.hasEntries(),
  });
  if (!asksFacts(book)) return rows;
  const unknown = [
    ...new Set(rows.filter((row) => row.facts === null).map((row) => row.variantId)),
  ];
  if (unknown.length === 0) return rows;
  const learned = new Map<string, standings.FactRow>();
  for (let from = 0; from < unknown.length; from += variantsPerCall_max) {
    const part = unknown.slice(from, from + variantsPerCall_max);
    const answer = await catalog.variants({ variantIds: part });
    for (const one of isRefusal(answer) ? [] : answer.variants) {
      const { variantId, productId, sellerId, brand, categoryId, version } = one;
      learned.set(variantId, { variantId, productId, sellerId, brand, categoryId, version });
    }
  }
  await standings.keepFacts(ctx.db, [...learned.values()]);
  return rows.map((row) => ({ ...row, facts: row.facts ?? learned.get(row.variantId) ?? null }));
}

/** The price of a variant for somebody at a time. */
export function madeOf(
  { inForce, breaks }: Pick<QueryDeps, 'inForce' | 'breaks'>,
  standing: Standing,
  asked: Asked & { at_ms: number },
): Made {
  const { currency, at_ms, segments = [], place = { country: '' } } = asked;
  const line = lineOf(standing, at_ms);
  const broken: Broken[] = [];
  const setting = { at_ms, segments, place };
  const unit = unitPrice(asked.book ?? inForce.book(), { line, currency, setting, broken });
  if (broken.length > 0) breaks.note(broken);
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
