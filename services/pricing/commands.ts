import { batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { isCurrency } from '#kernel/core/money.ts';
import { refuse } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput, Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { shippingCalls } from '#services/shipping/contract.ts';
import { type PriceToSet, type pricingCalls, type Quote, type QuoteRequest } from './contract.ts';
import { makeQuote, taxRateFor, totalOf, type TaxRate } from './model.ts';
import { offOf, type Offers } from './offers.ts';
import type { Queries } from './queries.ts';
import * as store from './store.ts';
import { stateOfZip } from './zip-state.ts';

type Calls = (typeof pricingCalls)['calls'];

export interface CommandDeps {
  ctx: RoomContext;
  queries: Queries;
  shipping: Client<typeof shippingCalls>;
  taxes(): ReadonlyMap<string, TaxRate>;
  offers: Offers;
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
 * Fixes what a checkout costs: prices read from the table, shipping from its room, tax by
 * destination. Kept once per quote id; a repeat gives the first quote whatever prices do.
 */
async function quote(
  { ctx, queries, shipping, taxes, offers }: CommandDeps,
  keep: { do(quote: Quote): Promise<unknown> },
  request: QuoteRequest,
): Promise<CallOutput<Calls['quote']>> {
  const { currency, lines, shipTo, shippingMethod } = request;
  const variantIds = lines.map((line) => line.variantId);
  const { prices } = await queries.prices({ variantIds, currency });
  const byVariant = new Map(prices.map((price) => [price.variantId, price]));
  const missing = variantIds.filter((variantId) => !byVariant.has(variantId));
  if (missing.length > 0) return refuse('price-missing', { variantIds: missing, currency });
  const units = variantIds.map((variantId) => byVariant.get(variantId)?.effective_minor ?? 0);
  const goods = await offers.goods({ currency, lines, shipTo, prices });
  const found = await shipping.rates({
    ...shipTo,
    weight_g: lines.reduce((sum, line) => sum + line.weight_g * line.quantity, 0),
    subtotal_minor: lines.reduce((sum, line, i) => sum + (units[i] ?? 0) * line.quantity, 0),
    currency,
  });
  const way = found.methods.find((one) => one.method === shippingMethod);
  if (!way) {
    const methods = found.methods.map((one) => one.method);
    return refuse('shipping-unavailable', { shippingMethod, country: shipTo.country, methods });
  }
  const made = makeQuote(request, {
    units,
    shipping_minor: goods?.freeShipping ? 0 : way.amount_minor,
    tax: taxRateFor(taxes(), shipTo),
    expiresAt: new Date(ctx.clock.now() + request.ttl_ms).toISOString(),
    ...(goods ? { off: offOf(goods) } : {}),
  });
  if ((await keep.do(made)) === true) return made;
  const [first] = await store.readQuotes(ctx.db, [request.quoteId]);
  return first ?? made;
}

async function estimate(
  { shipping, taxes }: CommandDeps,
  { currency, subtotal_minor, weight_g, shipTo }: CallInput<Calls['estimate']>,
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
    methods: found.methods.map(({ amount_minor: shipping_minor, ...way }) => {
      const sum = totalOf({ goods_minor: subtotal_minor, shipping_minor, tax });
      return { ...way, shipping_minor, ...sum, tax_minor: isKnown ? sum.tax_minor : null };
    }),
  };
}
