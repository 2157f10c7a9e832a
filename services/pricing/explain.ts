/** What goods cost at a place and time, with a draft and a coupon tried on them. */
import { Type, type Static } from 'typebox';
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { idSchema } from '#kernel/core/id.ts';
import { isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import { couponCode, linesPerQuote_max } from './contract.ts';
import type { Coupons } from './coupons.ts';
import { promotionBody, promotionFrom } from './promotion-edge.ts';
import { bookThen, pricesThen, type Unsure } from './past.ts';
import type { Promotions } from './promotions.ts';
import type { QuoteDeps } from './quoting.ts';

export interface ExplainDeps extends Pick<QuoteDeps, 'offers' | 'queries' | 'firsts'> {
  promotions: Promotions;
  db: Sql;
  catalog: Client<typeof catalogCalls>;
  clock: Clock;
  coupons: Pick<Coupons, 'judge'>;
}

const notATime = refuse('validation-failed', {
  errors: [{ pointer: '/at', in: 'body', code: 'not-valid', detail: 'is no time' }],
});

/** As in a cart: more of the dearest would be no amount. */
const unitsPerLine_max = 99;

export const explainBody = Type.Object({
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  lines: Type.Array(
    Type.Object({
      variantId: idSchema('var'),
      quantity: Type.Integer({ minimum: 1, maximum: unitsPerLine_max }),
    }),
    { minItems: 1, maxItems: linesPerQuote_max },
  ),
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  state: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  /** As of when prices, rules and promotions are looked at; left out: now. */
  at: Type.Optional(Type.String({ format: 'date-time', maxLength: 40 })),
  /** Not saved, but tried as if it were. */
  draft: Type.Optional(promotionBody),
  /** A coupon's code, tried as if the customer had typed it. */
  coupon: Type.Optional(couponCode),
  /** The customer, for coupons that are not for everybody or not so often. */
  userId: Type.Optional(idSchema('usr')),
});

type Asked = Static<typeof explainBody>;

/**
 * The lines at the prices, rules and promotions of a time, for a customer and a place, with a draft
 * and a coupon. `unsure` names what nobody knows of a time that is past.
 */
export async function explainGoods(deps: ExplainDeps, asked: Asked) {
  const { promotions, offers, clock, coupons } = deps;
  const { currency, country, state, at, draft, userId } = asked;
  if (!isCurrency(currency)) return refuse('currency-unknown', { currency });
  const whole = await knownLines(deps, asked.lines);
  if (isRefusal(whole)) return whole;
  const tried = draft === undefined ? null : promotionFrom(draft);
  if (isRefusal(tried)) return tried;
  const now_ms = clock.now();
  const at_ms = at === undefined ? now_ms : Date.parse(at);
  if (Number.isNaN(at_ms)) return notATime;
  const drafts = tried ? [{ ...tried, promotionId: 'draft' }] : [];
  const shipTo = { country, ...(state === undefined ? {} : { state }) };
  const isPast = at_ms < now_ms;
  const always = isPast || asked.coupon !== undefined || draft !== undefined;
  const segments = await promotions.segments({ userId, country, always });
  const who = { userId: userId ?? null, at_ms, currency, place: shipTo, segments };
  const judged = await coupons.judge({ ...who, code: asked.coupon });
  if (isRefusal(judged)) return judged;
  // One that is not for them is named with its reason and not priced.
  const given = judged?.bar === null ? [judged.promotion] : [];
  const more = [...drafts, ...given];
  const variantIds = whole.map((line) => line.variantId);
  const wanted = { variantIds, currency, segments, place: shipTo, at_ms };
  const book = isPast ? await bookThen(deps.db, at_ms, more) : await promotions.bookWith(more);
  const then = isPast
    ? await pricesThen(deps, { ...wanted, book })
    : { prices: await deps.queries.made({ ...wanted, book }), unsure: [] as Unsure[] };
  const { prices } = then;
  const priced = new Set(prices.map((price) => price.variantId));
  const missing = variantIds.filter((id) => !priced.has(id));
  if (missing.length > 0) return refuse('price-missing', { variantIds: missing, currency });
  const couponIds = given.map((one) => one.promotionId);
  const isFirst = userId && !isPast ? { isFirst: () => isFirstOf(deps, userId) } : {};
  // What was left then is not kept.
  const left = isPast ? { left: new Map<string, number>() } : {};
  const where = { currency, lines: whole, shipTo, prices, segments, at_ms };
  const ask = { ...where, book, couponIds, ...isFirst, ...left };
  const goods = await offers.goods(ask);
  if (!goods) return refuse('not-found', { what: 'price' });
  const { unsure } = then;
  const of = isPast && userId !== undefined ? [...unsure, 'customer' as const] : unsure;
  return { goods, at_ms, unsure: of, coupon: judged ? await judged.say(goods) : null };
}

const isFirstOf = async ({ firsts }: ExplainDeps, userId: string) =>
  (await firsts.look(userId)).isFirst;

async function knownLines({ catalog }: ExplainDeps, lines: Asked['lines']) {
  const variantIds = [...new Set(lines.map((line) => line.variantId))];
  const found = await catalog.variants({ variantIds });
  const known = new Map(isRefusal(found) ? [] : found.variants.map((one) => [one.variantId, one]));
  const whole = lines.flatMap((line) => {
    const variant = known.get(line.variantId);
    return variant ? [{ ...variant, ...line }] : [];
  });
  return whole.length < lines.length ? refuse('not-found', { what: 'variant' }) : whole;
}
