/** Prices with a time and prices of lists: checked and kept. None begins before it was saved. */
import { newId } from '#kernel/core/id.ts';
import { isCurrency, priceFromMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { variantsPerCall_max, type catalogCalls } from '#services/catalog/contract.ts';
import type { Promotions } from './promotions.ts';
import { laidOver } from './model-schedule.ts';
import * as store from './store-list.ts';
import { readPrices } from './store.ts';

/** Not over, of one variant in one currency, over all lists. */
export const entriesPerVariant_max = 50;
const ahead_ms = 2 * 365 * 86_400_000;

export interface TypedEntry {
  variantId: string;
  currency: string;
  kind: 'base' | 'sale' | 'list';
  price: number;
  from?: string | null;
  until?: string | null;
}

export interface ScheduleDeps {
  ctx: RoomContext;
  catalog: Client<typeof catalogCalls>;
  promotions: Pick<Promotions, 'refresh'>;
}

const fault = (pointer: string, detail: string) => ({
  errors: [{ pointer, in: 'body', code: 'not-valid', detail }],
});

const wrong = (pointer: string, detail: string): Refusal<'validation-failed'> =>
  refuse('validation-failed', fault(pointer, detail));

/**
 * Keeps prices with a time, all or none; in force in this process at once and within a second in
 * others. `sellerIds`: whose variants may be named; null: anybody's.
 */
export async function schedule(
  deps: ScheduleDeps,
  typed: readonly TypedEntry[],
  of: { listId: string; sellerIds: readonly string[] | null; actor: string },
): Promise<store.NewEntry[] | Refusal> {
  const { ctx, promotions } = deps;
  const sellers = await sellersOf(deps, typed, of.sellerIds);
  const unknown = typed.findIndex((one) => !sellers.has(one.variantId));
  if (unknown >= 0) {
    const said = fault(`/prices/${unknown}/variantId`, 'is no variant that may be named here');
    return refuse('not-found', { what: 'variant', ...said });
  }
  const now = ctx.clock.date();
  const entries: store.NewEntry[] = [];
  for (const [at, one] of typed.entries()) {
    const entry = entryOf(one, { at, listId: of.listId, now });
    if (isRefusal(entry)) return entry;
    entries.push({ ...entry, sellerId: sellers.get(one.variantId) ?? '' });
  }
  const unfit = await unfitOf(deps, entries);
  if (unfit) return unfit;
  const kept = await keep(deps, entries, { ...of, now });
  if (kept) return kept;
  await promotions.refresh();
  return entries;
}

/** Who sells the variants, as far as they are of these sellers. */
async function sellersOf(
  { catalog }: Pick<ScheduleDeps, 'catalog'>,
  typed: readonly TypedEntry[],
  sellerIds: readonly string[] | null,
): Promise<Map<string, string>> {
  const ids = [...new Set(typed.map((one) => one.variantId))];
  const sellers = new Map<string, string>();
  for (let from = 0; from < ids.length; from += variantsPerCall_max) {
    const answer = await catalog.variants({
      variantIds: ids.slice(from, from + variantsPerCall_max),
    });
    for (const one of isRefusal(answer) ? [] : answer.variants) {
      if (sellerIds?.includes(one.sellerId) ?? true) sellers.set(one.variantId, one.sellerId);
    }
  }
  return sellers;
}

/** The first that has no price to stand beside, or is a sale above it. */
async function unfitOf(
  { ctx }: Pick<ScheduleDeps, 'ctx'>,
  entries: readonly store.NewEntry[],
): Promise<Refusal | undefined> {
  const priced = await readPrices(ctx.db, [...entries]);
  const known = new Map(priced.map((row) => [`${row.variantId}:${row.currency}`, row]));
  for (const [at, entry] of entries.entries()) {
    const { variantId, currency, kind, price_minor } = entry;
    const price = known.get(`${variantId}:${currency}`);
    if (!price) {
      const said = fault(`/prices/${at}/currency`, `has no price for everybody in ${currency}`);
      return refuse('price-missing', { variantIds: [variantId], currency, ...said });
    }
    if (kind === 'sale' && price_minor > price.base_minor) {
      const said = fault(`/prices/${at}/price`, 'is above the price that it lowers');
      return refuse('sale-above-base', { variantId, at, ...said });
    }
  }
  return undefined;
}

/** Writes them; those of a list one change of the list at a time. */
async function keep(
  { ctx }: Pick<ScheduleDeps, 'ctx'>,
  entries: readonly store.NewEntry[],
  { listId, actor, now }: { listId: string; actor: string; now: Date },
): Promise<Refusal | undefined> {
  return ctx.db.tx(async (tx) => {
    const isList = listId !== '';
    if (isList && !(await store.lockList(tx, listId))) return refuse('not-found', { what: 'list' });
    const open = isList ? await store.openOfList(tx, entries) : [];
    const laid = isList
      ? laidOver(open, entries, { now_ms: now.getTime(), name: () => newId('pen') })
      : { made: entries, cut: [], over: [] };
    const full = await store.crowded(tx, laid.made, entriesPerVariant_max);
    if (full !== undefined) {
      const at = entries.findIndex((one) => one.variantId === full);
      const said = fault(`/prices/${at}/variantId`, 'has as many prices with a time as it may');
      return refuse('too-many-schedules', {
        variantId: full,
        max: entriesPerVariant_max,
        ...said,
      });
    }
    await store.insertEntries(tx, laid, { actor, at: now });
    return undefined;
  });
}

function entryOf(
  typed: TypedEntry,
  of: { at: number; listId: string; now: Date },
): Omit<store.NewEntry, 'sellerId'> | Refusal {
  const { variantId, currency, kind, price } = typed;
  const field = (name: string) => `/prices/${of.at}/${name}`;
  if (!isCurrency(currency)) {
    return refuse('currency-unknown', { currency, ...fault(field('currency'), 'is no currency') });
  }
  const price_minor = priceFromMajor(price, currency);
  if (isRefusal(price_minor)) {
    const said = fault(field('price'), `has more decimals than ${currency}, or is too much`);
    return refuse('amount-precision', { ...price_minor.detail, ...said });
  }
  const now_ms = of.now.getTime();
  const from_ms = typed.from == null ? now_ms : Date.parse(typed.from);
  const until_ms = typed.until == null ? null : Date.parse(typed.until);
  if (Number.isNaN(from_ms)) return wrong(field('from'), 'is no time');
  if (until_ms !== null && Number.isNaN(until_ms)) return wrong(field('until'), 'is no time');
  if (from_ms > now_ms + ahead_ms) return wrong(field('from'), 'is more than two years ahead');
  if (kind === 'base' && until_ms !== null) {
    return wrong(field('until'), 'is for sales; a price stands until the next one');
  }
  if (kind === 'sale' && until_ms === null) return wrong(field('until'), 'is needed for a sale');
  const begins_ms = Math.max(from_ms, now_ms);
  if (until_ms !== null && until_ms <= begins_ms) {
    return wrong(field('until'), 'is not after the beginning, or over');
  }
  return {
    entryId: newId('pen'),
    listId: of.listId,
    variantId,
    currency,
    kind,
    price_minor,
    validFrom: new Date(begins_ms),
    validUntil: until_ms === null ? null : new Date(until_ms),
  };
}
