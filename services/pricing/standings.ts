// Prices with what rules ask about them. A price comes from its table each time; what a variant
// is, what sold of it, what competitors ask and what it cost yesterday are remembered, and the
// statement that reads the price says whether that still holds (docs/decisions/0071). Only where it
// does not, or where nobody knows, is everything read.
import { isRefusal } from '#kernel/core/refusal.ts';
import { variantsPerCall_max } from '#services/catalog/contract.ts';
import { fitOf, looksUp, type Book, type Facts } from './model-book.ts';
import type { Standing } from './model-standing.ts';
import type { QueryDeps } from './queries.ts';
import { readDemands } from './store-demand.ts';
import * as store from './store-standing.ts';

export type PriceKey = store.Key;

type Deps = Pick<QueryDeps, 'ctx' | 'catalog' | 'inForce'>;

/** Variants that are remembered; the one that came first goes first. */
const variants_max = 20_000;
/** Changes that are learned at once; after more, all is read again as it is asked for. */
const changes_max = 5_000;

interface Kept {
  /** The same object as long as they are the same: what fits them is remembered by it. */
  facts: Facts;
  known: Standing['facts'];
  /** null: what it is was not asked; -1: it is something else now. */
  version: number | null;
  stock: number | null;
  /** The number of the changes that it was read with. */
  learned: number;
  demand: number | null;
  summed: number | null;
  /** What was looked up, by currency; only where a rule asked for it. */
  looks: Map<string, Looked>;
  /** By currency; a price that is read the same again has the same object for an answer. */
  answers: Map<string, Answer>;
  seen_ms: number;
}

interface Answer {
  row: store.BareRow;
  inputs: store.Inputs;
  demand: number | null;
  book: Book;
  from_ms: number;
  until_ms: number;
  standing: Standing;
}

/** Prices that were told, and ended, change with the version of the price; others have a number. */
interface Looked extends Pick<
  Standing,
  'version' | 'told' | 'competitor_minor' | 'yesterday_minor'
> {
  needs: number;
  compared: number | null;
  from_ms: number;
  until_ms: number;
}

/** What of it is asked for, as a number. */
const needsOf = (books: readonly Book[]) =>
  (books.some((book) => book.needsCompetitor) ? 1 : 0) +
  (books.some((book) => book.needsYesterday) ? 2 : 0);

export interface Standings {
  /**
   * In the order of the keys; undefined: there is no price. What no rule asks about one is left
   * out, also what was told last. `books`: those by which prices are made of them.
   */
  read(keys: readonly PriceKey[], books: readonly Book[]): Promise<(Standing | undefined)[]>;
  /** What a variant was when its price was read last, where that is no longer ago than this. */
  factsOf(variantId: string, age_max_ms: number): Facts | undefined;
}

/** What is remembered, and the numbers that say whether it holds; null: nobody knows. */
interface Memory {
  variants: Map<string, Kept>;
  inputs: store.Inputs | null;
}

export function keepStandings(deps: Deps): Standings {
  const { ctx, inForce } = deps;
  const { db, clock } = ctx;
  const memory: Memory = { variants: new Map(), inputs: null };
  const read: Standings['read'] = async (keys, books) => {
    const found: (Standing | undefined)[] = [];
    const bare: Remembered[] = [];
    const whole: Asked[] = [];
    const mayBeBare = !inForce.hasEntries();
    for (const [at, key] of keys.entries()) {
      found.push(undefined);
      const kept = mayBeBare ? memory.variants.get(key.variantId) : undefined;
      if (kept) bare.push({ at, key, kept });
      else whole.push({ at, key });
    }
    const readThese = async (asked: readonly Asked[]) => {
      if (asked.length === 0) return;
      const wanted = asked.map((one) => one.key);
      const at_ms = clock.now();
      const rows = await readWhole(deps, wanted, books);
      const byKey = new Map(rows.map((row) => [nameOf(row), row]));
      for (const { at, key } of asked) {
        const row = byKey.get(nameOf(key));
        if (!row) continue;
        const facts = note(memory, row, { books, at_ms, seen_ms: clock.monotonic() });
        found[at] = facts ? { ...row, kept: facts } : row;
      }
    };
    const readBare = async () => {
      if (bare.length === 0) return none;
      return store.readBare(
        db,
        bare.map((one) => one.key),
      );
    };
    const [rows] =
      whole.length === 0 ? [await readBare()] : await Promise.all([readBare(), readThese(whole)]);
    if (rows.length > 0) await renew(deps, memory, { rows, bare, books });
    const again: Asked[] = [];
    const seen_ms = clock.monotonic();
    const { inputs } = memory;
    const of = { books, needs: needsOf(books), now_ms: clock.now(), inputs };
    for (const row of rows) {
      const asked = bare[row.at - 1];
      if (!asked) continue;
      const standing = answerOf(row, asked, of);
      if (standing === null) again.push(asked);
      else asked.kept.seen_ms = seen_ms;
      found[asked.at] = standing ?? undefined;
    }
    await readThese(again);
    return found;
  };
  return {
    read,
    factsOf(variantId, age_max_ms) {
      const kept = memory.variants.get(variantId);
      if (!kept || kept.known === null) return undefined;
      return clock.monotonic() - kept.seen_ms < age_max_ms ? kept.facts : undefined;
    },
  };
}

/** Brings what is remembered up to the number that prices were read with, where that is another. */
async function renew(
  deps: Deps,
  memory: Memory,
  of: { rows: readonly store.BareRow[]; bare: readonly Remembered[]; books: readonly Book[] },
): Promise<void> {
  const { rows, bare, books } = of;
  const number = rows[0]?.number ?? null;
  if (number === null) forget(memory);
  else if (number !== memory.inputs?.number) await relearn(deps, memory);
  const { inputs } = memory;
  if (inputs === null || !books.some((book) => book.needsDemand)) return;
  const isOther = ({ kept }: Remembered) => kept.summed !== inputs.summed;
  if (bare.some(isOther)) await relearnDemand(deps, memory);
}

function forget(memory: Memory): void {
  memory.variants.clear();
  memory.inputs = null;
}

/** What changed since the last time is learned at once, for all that is remembered. */
async function relearn({ ctx }: Deps, memory: Memory): Promise<void> {
  const before = memory.inputs?.learned ?? null;
  const of = before === null ? undefined : { after: before, limit: changes_max + 1 };
  const now = of && (await store.readInputs(ctx.db, of));
  const isTooMuch = (now?.changed?.length ?? 0) > changes_max;
  // Without a number to begin from, or with numbers that went back, nothing is known.
  if (before === null || now === undefined || isTooMuch || (now.learned ?? -1) < before) {
    forget(memory);
    return;
  }
  const { changed, ...inputs } = now;
  for (const { variantId, version, stock } of changed ?? []) {
    const kept = memory.variants.get(variantId);
    if (kept === undefined || (inputs.learned ?? -1) < kept.learned) continue;
    kept.stock = stock;
    kept.answers.clear();
    if (kept.version !== version) kept.version = -1;
  }
  memory.inputs = inputs;
}

/** Sums of demand change for all at once, about once a minute: so they are read for all at once. */
async function relearnDemand({ ctx }: Deps, memory: Memory): Promise<void> {
  const all = [...memory.variants.values()].filter((one) => one.known !== null);
  const ids = new Set(all.map((one) => one.facts.productId));
  const found = await readDemands(ctx.db, [...ids]);
  if (!found) return;
  for (const kept of all) {
    kept.demand = found.ready ? (found.units[kept.facts.productId] ?? 0) : null;
    kept.summed = found.summed;
  }
}

interface Asked {
  /** The place in the answer. */
  at: number;
  key: PriceKey;
}

const nameOf = ({ variantId, currency }: PriceKey) => `${variantId}:${currency}`;

interface Remembered extends Asked {
  kept: Kept;
}

interface ReadFor {
  books: readonly Book[];
  needs: number;
  now_ms: number;
  inputs: store.Inputs | null;
}

/** As `standingOf`; where all is as it was the last time, what was the answer then. */
function answerOf(row: store.BareRow, asked: Remembered, of: ReadFor): Standing | null {
  const { books, now_ms, inputs } = of;
  const { answers, demand } = asked.kept;
  const { currency } = asked.key;
  const [book] = books;
  // Numbers that are older than the price say nothing about it.
  if (inputs === null || (row.number ?? Infinity) > (inputs.number ?? -1)) return null;
  if (book === undefined || books.length > 1) return standingOf(row, asked, of);
  const last = answers.get(currency);
  if (
    last?.book === book &&
    last.demand === demand &&
    last.inputs.summed === inputs.summed &&
    last.inputs.compared === inputs.compared &&
    isSameRow(last.row, row) &&
    last.from_ms <= now_ms &&
    now_ms < last.until_ms
  ) {
    return last.standing;
  }
  const standing = standingOf(row, asked, of);
  if (standing !== null) {
    // What was looked up has its time; what was not has none.
    const { from_ms = now_ms, until_ms = Infinity } = asked.kept.looks.get(currency) ?? {};
    answers.set(currency, { row, inputs, demand, book, from_ms, until_ms, standing });
  }
  return standing;
}

function isSameRow(a: store.BareRow, b: store.BareRow): boolean {
  return (
    a.base_minor === b.base_minor &&
    a.sale_minor === b.sale_minor &&
    a.version === b.version &&
    a.converted === b.converted
  );
}

/** The price with what is remembered; null: that does not hold, or is not all that is asked for. */
function standingOf(
  row: store.BareRow,
  { key, kept }: Pick<Remembered, 'key' | 'kept'>,
  of: ReadFor,
): Standing | null {
  const { books, inputs } = of;
  const { base_minor, sale_minor, version, converted } = row;
  const { stock } = kept;
  if (kept.version === -1) return null;
  let demand: number | null = null;
  let isLooked = false;
  for (const book of books) {
    if (kept.version === null && asksFacts(book)) return null;
    const fit = fitOf(book, kept.facts);
    if (fit.asksDemand) {
      if (inputs === null || inputs.summed !== kept.summed) return null;
      demand = kept.demand;
    }
    isLooked ||= looksUp(fit, { stock, demand });
  }
  const look = isLooked ? lookedOf(row, { key, kept }, of) : nothing;
  if (look === null) return null;
  return {
    variantId: key.variantId,
    currency: key.currency,
    base_minor,
    sale_minor,
    told: look.told,
    version,
    converted,
    facts: kept.known,
    stock,
    demand,
    competitor_minor: look.competitor_minor,
    yesterday_minor: look.yesterday_minor,
    entries: noEntries,
    kept: kept.facts,
  };
}

const nothing = { told: null, competitor_minor: null, yesterday_minor: null };

function lookedOf(
  row: store.BareRow,
  { key, kept }: Pick<Remembered, 'key' | 'kept'>,
  { needs, now_ms, inputs }: ReadFor,
): Looked | null {
  const look = kept.looks.get(key.currency);
  if (look?.version !== row.version || look.needs !== needs) return null;
  const isCompared = look.compared !== null && look.compared === inputs?.compared;
  if (needs % 2 === 1 && !isCompared) return null;
  return look.from_ms <= now_ms && now_ms < look.until_ms ? look : null;
}

const noEntries: Standing['entries'] = [];
const none: store.BareRow[] = [];
const nobody: Facts = { productId: '', sellerId: '', brand: null, categoryIds: [] };

/** Remembers a variant as it was read; undefined: what it is has to be asked again. */
function note(
  memory: Memory,
  row: store.StandingRow,
  of: { books: readonly Book[]; at_ms: number; seen_ms: number },
): Facts | undefined {
  const { variantId, currency, facts: known, factsVersion: version, stock, demand } = row;
  const { books, at_ms, seen_ms } = of;
  if (known === null && books.some(asksFacts)) return undefined;
  const { summed: sums, compared: prices, learned, number } = row;
  const inputs = { summed: sums, compared: prices, learned, number };
  // Where nobody counts changes, or what is known is newer, nothing is remembered.
  if (learned === null || learned < (memory.inputs?.learned ?? 0)) return undefined;
  memory.inputs ??= inputs;
  const last = memory.variants.get(variantId);
  const isSame = last !== undefined && last.version === version && version !== null;
  const facts = isSame ? last.facts : known === null ? nobody : factsOf(known);
  const looks = last?.looks ?? new Map<string, Looked>();
  if (books.some((book) => looksUp(fitOf(book, facts), { stock, demand }))) {
    const { told, competitor_minor, yesterday_minor, compared, until_ms } = row;
    const found = { told, competitor_minor, yesterday_minor, compared, until_ms };
    const needs = needsOf(books);
    looks.set(currency, { ...found, version: row.version, needs, from_ms: at_ms });
  }
  if (last === undefined && memory.variants.size >= variants_max) {
    const [oldest = ''] = memory.variants.keys();
    memory.variants.delete(oldest);
  }
  // Whoever did not ask for demand does not know that there is none.
  const summed = books.some((book) => book.needsDemand) ? row.summed : null;
  const answers = new Map<string, Answer>();
  const what = { facts, known, version, stock, learned, demand, summed };
  memory.variants.set(variantId, { ...what, looks, answers, seen_ms });
  return facts;
}

const factsOf = ({ categoryId, ...rest }: NonNullable<Standing['facts']>): Facts => ({
  productId: rest.productId,
  sellerId: rest.sellerId,
  brand: rest.brand,
  categoryIds: [categoryId],
});

/** Rules ask what a variant is, or for something that is kept beside it. */
export function asksFacts({ rules, needsStock, needsDemand }: Book): boolean {
  return rules.size > rules.everywhere.length || needsStock || needsDemand;
}

/**
 * Prices with all that moves them. What a variant is, is asked of the catalogue once and kept;
 * without an answer there is no price, for it would be a wrong one.
 */
export async function readWhole(
  { ctx, catalog, inForce }: Deps,
  keys: readonly PriceKey[],
  books: readonly Book[] = [inForce.book()],
): Promise<store.StandingRow[]> {
  const rows = await store.readStandings(ctx.db, keys, {
    at: ctx.clock.date(),
    competitor: books.some((book) => book.needsCompetitor),
    yesterday: books.some((book) => book.needsYesterday),
    demand: books.some((book) => book.needsDemand),
    entries: inForce.hasEntries(),
  });
  if (!books.some(asksFacts)) return rows;
  const unknown = [
    ...new Set(rows.filter((row) => row.facts === null).map((row) => row.variantId)),
  ];
  if (unknown.length === 0) return rows;
  const learned = new Map<string, store.FactRow>();
  for (let from = 0; from < unknown.length; from += variantsPerCall_max) {
    const part = unknown.slice(from, from + variantsPerCall_max);
    const answer = await catalog.variants({ variantIds: part });
    for (const one of isRefusal(answer) ? [] : answer.variants) {
      const { variantId, productId, sellerId, brand, categoryId, version } = one;
      learned.set(variantId, { variantId, productId, sellerId, brand, categoryId, version });
    }
  }
  await store.keepFacts(ctx.db, [...learned.values()]);
  return rows.map((row) => {
    const now = row.facts === null ? learned.get(row.variantId) : undefined;
    return now ? { ...row, facts: now, factsVersion: now.version } : row;
  });
}
