/** Prices with a time and prices of lists: checked and kept. None begins before it was saved. */
import { newId } from '#kernel/core/id.ts';
import { isCurrency, priceFromMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { variantsPerCall_max, type catalogCalls } from '#services/catalog/contract.ts';
import type { Promotions } from './promotions.ts';
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

function wrong(pointer: string, detail: string): Refusal<'validation-failed'> {
  return refuse('validation-failed', {
    errors: [{ pointer, in: 'body', code: 'not-valid', detail }],
  });
}

/**
 * Keeps prices with a time, all or none; in force in this process at once and within a second in
 * others. `sellerIds`: whose variants may be named; null: anybody's.
 */
export async function schedule(
  deps: ScheduleDeps,
  typed: readonly TypedEntry[],
  of: { listId: string; sellerIds: readonly string[] | null; actor: string },
): Promise<store.NewEntry[] | Refusal> {
  const { ctx, catalog, promotions } = deps;
  const ids = [...new Set(typed.map((one) => one.variantId))];
  const sellers = new Map<string, string>();
  for (let from = 0; from < ids.length; from += variantsPerCall_max) {
    const answer = await catalog.variants({
      variantIds: ids.slice(from, from + variantsPerCall_max),
    });
    for (const one of isRefusal(answer) ? [] : answer.variants) {
      if (of.sellerIds?.includes(one.sellerId) ?? true) sellers.set(one.variantId, one.sellerId);
    }
  }
  if (sellers.size < ids.length) return refuse('not-found', { what: 'variant' });
  const entries: store.NewEntry[] = [];
  for (const [at, one] of typed.entries()) {
    const entry = entryOf(one, { at, listId: of.listId, now: ctx.clock.date() });
    if (isRefusal(entry)) return entry;
    entries.push({ ...entry, sellerId: sellers.get(one.variantId) ?? '' });
  }
  const priced = await readPrices(ctx.db, entries);
  const known = new Map(priced.map((row) => [`${row.variantId}:${row.currency}`, row]));
  for (const [at, entry] of entries.entries()) {
    const { variantId, currency, kind, price_minor } = entry;
    const price = known.get(`${variantId}:${currency}`);
    if (!price) return refuse('price-missing', { variantIds: [variantId], currency });
    if (kind === 'sale' && price_minor > price.base_minor) {
      return refuse('sale-above-base', { variantId, at });
    }
  }
  const full = await store.crowded(ctx.db, entries, entriesPerVariant_max);
  if (full !== undefined) {
    return refuse('too-many-schedules', { variantId: full, max: entriesPerVariant_max });
  }
  await store.insertEntries(ctx.db, entries, of.actor);
  await promotions.refresh();
  return entries;
}

function entryOf(
  typed: TypedEntry,
  of: { at: number; listId: string; now: Date },
): Omit<store.NewEntry, 'sellerId'> | Refusal {
  const { variantId, currency, kind, price } = typed;
  const field = (name: string) => `/prices/${of.at}/${name}`;
  if (!isCurrency(currency)) return refuse('currency-unknown', { currency });
  const price_minor = priceFromMajor(price, currency);
  if (isRefusal(price_minor)) return price_minor;
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
