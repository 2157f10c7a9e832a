/** Shapes of sales at the edge: amounts in major units, times as text. */
import { Type, type Static } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isCurrency, priceFromMajor, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import {
  itemsPerSale_max,
  message_chars_max,
  perPerson_max,
  ratePerMinute_max,
  rehearsalPeople_max,
  rules_chars_max,
  saleIdSchema,
  unitsPerItem_max,
} from './contract.ts';
import type { Wanted } from './desk.ts';
import { messageOf } from './model.ts';
import type { TokenRow } from './store-line.ts';
import type { SaleRow } from './store.ts';
import { ticket_chars_max } from './model-ticket.ts';
import { saleStates } from './model-watermark.ts';

export const params = Type.Object({ saleId: saleIdSchema });
const moment = Type.String({ format: 'date-time', maxLength: 40 });
const seconds = (max: number, usual: number) =>
  Type.Integer({ minimum: 5, maximum: max, default: usual });

export const rateSchema = Type.Integer({ minimum: 1, maximum: ratePerMinute_max });

export const saleBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  /** In plain words, for whoever thinks of joining. */
  rules: Type.String({ minLength: 1, maxLength: rules_chars_max }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  preQueueAt: moment,
  startsAt: moment,
  endsAt: moment,
  /** People let in per minute; 1,000 when left out. */
  ratePerMinute: Type.Optional(rateSchema),
  /** How long who was let in has to claim: 120. */
  claimSeconds: Type.Optional(seconds(3_600, 120)),
  /** How long a claimed unit waits for a checkout: 300. */
  tokenSeconds: Type.Optional(seconds(3_600, 300)),
  /** How long a checkout may take: 300. */
  checkoutSeconds: Type.Optional(seconds(3_600, 300)),
  /** Units of one person: 1. */
  perPerson: Type.Optional(Type.Integer({ minimum: 1, maximum: perPerson_max })),
  /** Units sent to one address: twice that of a person. */
  perAddress: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  items: Type.Array(
    Type.Object({
      variantId: idSchema('var'),
      quantity: Type.Integer({ minimum: 1, maximum: unitsPerItem_max }),
      price: Type.Number({ minimum: 0, maximum: 1e12 }),
    }),
    { minItems: 1, maxItems: itemsPerSale_max },
  ),
});

/** The plan in a body, in minor units. Refuses 'validation-failed' and 'amount-precision'. */
export function wantedOf(body: Static<typeof saleBody>): Wanted | Refusal {
  const { currency } = body;
  if (!isCurrency(currency)) {
    const detail = 'is no currency that is counted in here';
    return refuse('validation-failed', {
      errors: [{ pointer: '/currency', in: 'body', code: 'not-valid', detail }],
    });
  }
  const items: Wanted['items'][number][] = [];
  for (const { variantId, quantity, price } of body.items) {
    const price_minor = priceFromMajor(price, currency);
    if (isRefusal(price_minor)) return price_minor;
    items.push({ variantId, quantity, price_minor });
  }
  const perPerson = body.perPerson ?? 1;
  return {
    items,
    plan: {
      name: body.name,
      rules: body.rules,
      currency,
      preQueueAt: new Date(body.preQueueAt),
      startsAt: new Date(body.startsAt),
      endsAt: new Date(body.endsAt),
      ratePerMinute: body.ratePerMinute ?? 1_000,
      claim_s: body.claimSeconds ?? 120,
      token_s: body.tokenSeconds ?? 300,
      checkout_s: body.checkoutSeconds ?? 300,
      perPerson,
      perAddress: body.perAddress ?? 2 * perPerson,
    },
  };
}

const nullable = Type.Union([Type.String(), Type.Null()]);
const count = Type.Integer();

export const saleReply = Type.Object({
  saleId: Type.String(),
  name: Type.String(),
  rules: Type.String(),
  state: Type.Enum([...saleStates]),
  currency: Type.String(),
  preQueueAt: Type.String(),
  startsAt: Type.String(),
  endsAt: Type.String(),
  claimSeconds: count,
  tokenSeconds: count,
  checkoutSeconds: count,
  perPerson: count,
  perAddress: count,
  ratePerMinute: count,
  seedHash: Type.String(),
  allocation: count,
  held: count,
  sold: count,
  tickets: count,
  released: count,
  items: Type.Array(
    Type.Object({
      variantId: Type.String(),
      productId: Type.String(),
      name: Type.String(),
      imageUrl: nullable,
      weight_g: count,
      quantity: count,
      price: Type.Number(),
      ordinaryPrice: Type.Number(),
      held: count,
      sold: count,
    }),
  ),
});

export const adminSaleReply = Type.Object({
  ...saleReply.properties,
  version: count,
  /** Units are on their way out of the stock or back; null: they are not. */
  moving: nullable,
  /** What everybody in the line reads. */
  message: Type.Union([Type.Object({ text: Type.String(), at: Type.String() }), Type.Null()]),
});

/** One paragraph; the empty text takes it back. */
export const messageBody = Type.Object({
  text: Type.String({ maxLength: message_chars_max, pattern: '^[^\\p{Cc}\\u2028\\u2029]*$' }),
});

export const prewarmReply = Type.Object({
  ready: Type.Boolean(),
  took_ms: count,
  /** Of the process that answered; the others do it in the minute before the start. */
  warmed: Type.Array(Type.String()),
});

export const rehearsalBody = Type.Object({
  /** In the line of the rehearsal; as many as half again the units when left out. */
  people: Type.Optional(Type.Integer({ minimum: 10, maximum: rehearsalPeople_max })),
});

const pace = Type.Object({
  perSecond: Type.Number(),
  batches: count,
  /** Of a whole batch. */
  p50_ms: Type.Number(),
  p99_ms: Type.Number(),
});

export const rehearsalReply = Type.Object({
  people: count,
  units: count,
  sold: count,
  /** Given up by a tenth of those who had them, and bought by the next. */
  returned: count,
  /** False when the time was over before the last unit was sold. */
  complete: Type.Boolean(),
  took_ms: count,
  /** What one durable commit takes now; each batch has one, and it is counted in. */
  commit_ms: Type.Number(),
  joins: pace,
  claims: pace,
  draw_ms: Type.Number(),
  /** What the pace of the plan needs. */
  neededPerSecond: Type.Number(),
  holdsPace: Type.Boolean(),
  /** What was not as it must be; empty when all was. */
  wrong: Type.Array(Type.String()),
});

export function saleJson(sale: SaleRow): Static<typeof saleReply> {
  const { currency } = sale;
  return {
    saleId: sale.saleId,
    name: sale.name,
    rules: sale.rules,
    state: sale.state,
    currency,
    preQueueAt: sale.preQueueAt.toISOString(),
    startsAt: sale.startsAt.toISOString(),
    endsAt: sale.endsAt.toISOString(),
    claimSeconds: sale.claim_s,
    tokenSeconds: sale.token_s,
    checkoutSeconds: sale.checkout_s,
    perPerson: sale.perPerson,
    perAddress: sale.perAddress,
    ratePerMinute: sale.ratePerMinute,
    seedHash: sale.seedHash,
    allocation: sale.allocation,
    held: sale.held,
    sold: sale.sold,
    tickets: sale.tickets,
    released: sale.released,
    items: sale.items.map((one) => ({
      variantId: one.variantId,
      productId: one.productId,
      name: one.name,
      imageUrl: one.imageUrl,
      weight_g: one.weight_g,
      quantity: one.quantity,
      price: toMajor(one.price_minor, currency),
      ordinaryPrice: toMajor(one.base_minor, currency),
      held: one.held,
      sold: one.sold,
    })),
  };
}

export const adminSaleJson = (sale: SaleRow): Static<typeof adminSaleReply> => ({
  ...saleJson(sale),
  version: sale.version,
  moving: sale.moving,
  message: messageOf(sale),
});

export const claimBody = Type.Object({
  ticket: Type.String({ minLength: 1, maxLength: ticket_chars_max }),
  variantId: idSchema('var'),
  quantity: Type.Optional(Type.Integer({ minimum: 1, maximum: perPerson_max })),
});

export const ticketReply = Type.Object({
  saleId: Type.String(),
  ticket: Type.String(),
  number: count,
  joinedAt: Type.String(),
  /** Where that is by now; the same as a client works out from the watermark. */
  place: Type.Unknown(),
});

export const tokenReply = Type.Object({
  tokenId: Type.String(),
  saleId: Type.String(),
  variantId: Type.String(),
  quantity: count,
  price: Type.Number(),
  currency: Type.String(),
  /** HELD: begin a checkout with it; TAKEN: one was begun; SOLD, RETURNED: over. */
  state: Type.Enum(['HELD', 'TAKEN', 'SOLD', 'RETURNED']),
  expiresAt: Type.String(),
  serverTime: Type.String(),
});

export function tokenJson(
  token: TokenRow,
  sale: { currency: string; items: readonly { variantId: string; price_minor: number }[] },
): Static<typeof tokenReply> {
  const { currency } = sale;
  const item = sale.items.find((one) => one.variantId === token.variantId);
  return {
    tokenId: token.tokenId,
    saleId: token.saleId,
    variantId: token.variantId,
    quantity: token.quantity,
    price: toMajor(item?.price_minor ?? 0, currency),
    currency,
    state: token.state,
    expiresAt: token.expiresAt.toISOString(),
    serverTime: token.now.toISOString(),
  };
}

export const preflightReply = Type.Object({
  ready: Type.Boolean(),
  checks: Type.Array(
    Type.Object({
      /** units, items, prices, promise, document, clock or line. */
      check: Type.String(),
      ok: Type.Boolean(),
      detail: Type.String(),
    }),
  ),
});

export const fairnessReply = Type.Object({
  saleId: Type.String(),
  state: Type.String(),
  seedHash: Type.String(),
  /** Null before the draw. */
  seed: nullable,
  people: Type.Union([count, Type.Null()]),
  method: Type.String(),
  tickets: count,
  released: count,
  allocation: count,
  sold: count,
  held: count,
  /** Of the allocation, given back to the shelf. */
  returned: count,
});
