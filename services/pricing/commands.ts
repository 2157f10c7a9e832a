import { batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { add, allocate, isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import { type PriceToSet, type pricingCalls, type Quote, type QuoteRequest } from './contract.ts';
import type { Coupons } from './coupons.ts';
import { following, type CurrencyBook } from './model-currency.ts';
import { sharedOut } from './model.ts';
import { nextWithout, type Holding } from './holding.ts';
import { priceQuote, type QuoteDeps, type Without } from './quoting.ts';
import { setQuietly } from './store-standing.ts';
import * as store from './store.ts';
import type { Teller } from './walk.ts';
import { stateOfZip } from './zip-state.ts';

type Calls = (typeof pricingCalls)['calls'];

/** More prices than these are told by the walk. */
const toldAtOnce_max = 100;

export interface CommandDeps extends QuoteDeps {
  teller: Pick<Teller, 'tellDue'>;
  coupons: Pick<Coupons, 'quote'>;
  holding: Pick<Holding, 'keep'>;
  currencies(): CurrencyBook;
}

export type Commands = ReturnType<typeof pricingCommands>;

export function pricingCommands(deps: CommandDeps) {
  const { ctx } = deps;
  const keep = batch({
    name: 'pricing.quote',
    size_max: 500,
    queue_max: 50_000,
    inFlight_max: 1,
    run: async (quotes: Quote[]) => {
      const made = await store.insertQuotes(ctx.db, quotes);
      return quotes.map((quote) => made.has(quote.quoteId));
    },
  });
  return {
    setPrices: (input: { prices: PriceToSet[] }) => setPrices(deps, input.prices),
    quote: (request: QuoteRequest) => quote(deps, keep, request),
    estimate: (request: CallInput<Calls['estimate']>) => estimate(deps, request),
    async prolong({ quoteId, ttl_ms }: { quoteId: string; ttl_ms: number }) {
      const until = await store.prolongQuote(ctx.db, quoteId, ttl_ms);
      return { expiresAt: until?.toISOString() ?? null };
    },
  };
}

/**
 * Sets prices, each told as PRICE_CHANGED where it moved. One statement; where something moves
 * prices, what they come to is told after it, of many by the walk within seconds.
 */
async function setPrices(
  { ctx, inForce, teller, currencies }: CommandDeps,
  prices: PriceToSet[],
): Promise<CallOutput<Calls['setPrices']>> {
  const distinct = new Map(prices.map((one) => [`${one.variantId}:${one.currency}`, one]));
  for (const { currency, base_minor, sale_minor, variantId } of distinct.values()) {
    if (!isCurrency(currency)) return refuse('currency-unknown', { currency });
    if (sale_minor !== null && sale_minor > base_minor) {
      return refuse('sale-above-base', { variantId });
    }
  }
  if (distinct.size === 0) return { changed: 0 };
  const { db, outbox, clock } = ctx;
  const own = [...distinct.values()];
  const more = following(currencies(), own).filter(
    (one) => !distinct.has(`${one.variantId}:${one.currency}`),
  );
  const all = [...own, ...more];
  const converted = more.length;
  if (!inForce.isPlain()) {
    const changed = await setQuietly(db, all, { at: clock.date(), converted });
    if (changed > 0 && all.length <= toldAtOnce_max) await teller.tellDue(all);
    return { changed };
  }
  const changed = await store.upsertPrices(db, all, { meta: eventMeta(), converted });
  if (changed > 0) outbox.poke();
  return { changed };
}

/**
 * Fixes what a checkout costs. Kept once per quote id; a repeat gives the first quote whatever
 * prices do. A quote with a coupon holds one use of it in the same commit.
 */
async function quote(
  deps: CommandDeps,
  keep: { do(quote: Quote): Promise<boolean | Refusal> },
  request: QuoteRequest,
): Promise<CallOutput<Calls['quote']>> {
  if (request.coupon) return deps.coupons.quote(request, request.coupon);
  let without: Without | undefined;
  for (let turn = 1; ; turn += 1) {
    const priced = await priceQuote(deps, request, without ? { without } : {});
    if (isRefusal(priced)) return priced;
    const { made, takes } = priced;
    const kept = takes ? await deps.holding.keep({ quote: made, ...takes }) : await keep.do(made);
    if (kept === true || kept === 'kept') return made;
    if (typeof kept === 'object' && !isRefusal(kept)) {
      without = nextWithout(without, kept, turn);
      continue;
    }
    const [first] = await store.readQuotes(deps.ctx.db, [request.quoteId]);
    return first ?? made;
  }
}

async function estimate(
  { shipping, tax }: QuoteDeps,
  {
    currency,
    subtotal_minor,
    weight_g,
    goods,
    shipTo,
    off,
    userId,
    ...of
  }: CallInput<Calls['estimate']>,
) {
  const { country, postalCode } = shipTo;
  const state = shipTo.state ?? (country === 'US' ? stateOfZip(postalCode) : undefined);
  const place = { ...shipTo, ...(state === undefined ? {} : { state }) };
  const packed = goods ? { goods, dates: true } : {};
  const asked = { ...place, weight_g, ...packed, subtotal_minor, currency };
  const found = await shipping.rates(asked);
  const goods_minor = Math.max(0, subtotal_minor - (off?.discount_minor ?? 0));
  // What is taken off is shared out over the classes by what they cost.
  const classes = of.classes ?? [{ taxClass: 'standard' as const, amount_minor: subtotal_minor }];
  const weights = classes.map((one) => one.amount_minor);
  const parts = classes.length > 0 ? allocate(goods_minor, weights) : [];
  const lines = classes.map(({ taxClass }, at) => ({ taxClass, amount_minor: parts[at] ?? 0 }));
  const methods = found.methods.map(async ({ amount_minor, parcels, ...way }) => {
    const shipping_minor = off?.freeShipping ? 0 : amount_minor;
    const said = await tax.engine({ currency, place, lines, shipping_minor, userId });
    // Where only states have a rate, a place without one has none to tell yet.
    const isBare = state === undefined && tax.book().isByState(country);
    const isKnown = !isRefusal(said) && !(isBare && said.evidence.parts.length === 0);
    const tax_minor = isRefusal(said) ? 0 : said.tax_minor;
    const relief_minor = isRefusal(said) ? 0 : add(0, ...said.reliefLines);
    const way_minor = shipping_minor - (isRefusal(said) ? 0 : said.reliefShipping_minor);
    return {
      ...way,
      shipping_minor: way_minor,
      included_minor: isRefusal(said) ? 0 : said.evidence.included_minor,
      total_minor: add(goods_minor - relief_minor, way_minor, tax_minor),
      tax_minor: isKnown ? tax_minor : null,
      parcels: sharedOut(parcels, way_minor),
    };
  });
  return { methods: await Promise.all(methods) };
}
