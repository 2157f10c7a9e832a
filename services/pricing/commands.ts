import { batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { type PriceToSet, type pricingCalls, type Quote, type QuoteRequest } from './contract.ts';
import type { Coupons } from './coupons.ts';
import { taxRateFor, totalOf } from './model.ts';
import { priceQuote, type QuoteDeps } from './quoting.ts';
import * as store from './store.ts';
import { stateOfZip } from './zip-state.ts';

type Calls = (typeof pricingCalls)['calls'];

export interface CommandDeps extends QuoteDeps {
  coupons: Pick<Coupons, 'quote'>;
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
    setPrices: (input: { prices: PriceToSet[] }) => setPrices(ctx, input.prices),
    quote: (request: QuoteRequest) => quote(deps, keep, request),
    estimate: (request: CallInput<Calls['estimate']>) => estimate(deps, request),
    async prolong({ quoteId, ttl_ms }: { quoteId: string; ttl_ms: number }) {
      const until = await store.prolongQuote(ctx.db, quoteId, ttl_ms);
      return { expiresAt: until?.toISOString() ?? null };
    },
  };
}

/** Sets prices, each told as PRICE_CHANGED where it moved. One statement. */
async function setPrices(
  { db, outbox }: RoomContext,
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
  const changed = await store.upsertPrices(db, [...distinct.values()], eventMeta());
  if (changed > 0) outbox.poke();
  return { changed };
}

/**
 * Fixes what a checkout costs. Kept once per quote id; a repeat gives the first quote whatever
 * prices do. A quote with a coupon holds one use of it in the same commit.
 */
async function quote(
  deps: CommandDeps,
  keep: { do(quote: Quote): Promise<unknown> },
  request: QuoteRequest,
): Promise<CallOutput<Calls['quote']>> {
  if (request.coupon) return deps.coupons.quote(request, request.coupon);
  const priced = await priceQuote(deps, request);
  if (isRefusal(priced)) return priced;
  const { made } = priced;
  if ((await keep.do(made)) === true) return made;
  const [first] = await store.readQuotes(deps.ctx.db, [request.quoteId]);
  return first ?? made;
}

async function estimate(
  { shipping, taxes }: QuoteDeps,
  { currency, subtotal_minor, weight_g, shipTo, off }: CallInput<Calls['estimate']>,
) {
  const { country, postalCode } = shipTo;
  const state = shipTo.state ?? (country === 'US' ? stateOfZip(postalCode) : undefined);
  const place = { ...shipTo, ...(state === undefined ? {} : { state }) };
  const found = await shipping.rates({ ...place, weight_g, subtotal_minor, currency });
  const tax = taxRateFor(taxes(), place);
  // Where only states have a rate, a place without one has none to tell yet.
  const byState = [...taxes().keys()].some((key) => key.startsWith(`${country}:`));
  const isKnown = tax !== undefined || !byState || state !== undefined;
  return {
    methods: found.methods.map(({ amount_minor, ...way }) => {
      const shipping_minor = off?.freeShipping ? 0 : amount_minor;
      const goods_minor = Math.max(0, subtotal_minor - (off?.discount_minor ?? 0));
      const sum = totalOf({ goods_minor, shipping_minor, tax });
      return { ...way, shipping_minor, ...sum, tax_minor: isKnown ? sum.tax_minor : null };
    }),
  };
}
