/** What goods cost at a place and time, with a draft and a coupon tried on them. */
import { Type, type Static } from 'typebox';
import type { Clock } from '#kernel/core/clock.ts';
import { idSchema } from '#kernel/core/id.ts';
import { isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import { couponCode, linesPerQuote_max } from './contract.ts';
import type { Coupons } from './coupons.ts';
import type { Offers } from './offers.ts';
import { promotionBody, promotionFrom } from './promotion-edge.ts';
import type { Promotions } from './promotions.ts';
import type { Queries } from './queries.ts';

export interface ExplainDeps {
  promotions: Promotions;
  offers: Offers;
  queries: Queries;
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
  /** As of when promotions are looked at; prices are those of now. */
  at: Type.Optional(Type.String({ format: 'date-time', maxLength: 40 })),
  /** Not saved, but tried as if it were. */
  draft: Type.Optional(promotionBody),
  /** A coupon's code, tried as if the customer had typed it. */
  coupon: Type.Optional(couponCode),
  /** The customer, for coupons that are not for everybody or not so often. */
  userId: Type.Optional(idSchema('usr')),
});

type Asked = Static<typeof explainBody>;

/** The lines at the prices of now, with the promotions of then, a draft and a coupon. */
export async function explainGoods(deps: ExplainDeps, asked: Asked) {
  const { promotions, offers, queries, catalog, clock, coupons } = deps;
  const { currency, lines, country, state, at, draft } = asked;
  if (!isCurrency(currency)) return refuse('currency-unknown', { currency });
  const variantIds = lines.map((line) => line.variantId);
  const found = await catalog.variants({ variantIds: [...new Set(variantIds)] });
  const known = new Map(isRefusal(found) ? [] : found.variants.map((one) => [one.variantId, one]));
  const { prices } = await queries.prices({ variantIds, currency });
  const priced = new Set(prices.map((price) => price.variantId));
  const whole = lines.flatMap((line) => {
    const variant = known.get(line.variantId);
    return variant ? [{ ...variant, ...line }] : [];
  });
  if (whole.length < lines.length) return refuse('not-found', { what: 'variant' });
  const missing = variantIds.filter((id) => !priced.has(id));
  if (missing.length > 0) return refuse('price-missing', { variantIds: missing, currency });
  const tried = draft === undefined ? null : promotionFrom(draft);
  if (isRefusal(tried)) return tried;
  const at_ms = at === undefined ? clock.now() : Date.parse(at);
  if (Number.isNaN(at_ms)) return notATime;
  const drafts = tried ? [{ ...tried, promotionId: 'draft' }] : [];
  const shipTo = { country, ...(state === undefined ? {} : { state }) };
  const who = { code: asked.coupon, userId: asked.userId ?? null, at_ms, currency, place: shipTo };
  const judged = await coupons.judge(who);
  if (isRefusal(judged)) return judged;
  // One that is not for them is named with its reason and not priced.
  const given = judged?.bar === null ? [judged.promotion] : [];
  const book = await promotions.bookWith([...drafts, ...given]);
  const couponIds = given.map((one) => one.promotionId);
  const wanted = { currency, lines: whole, shipTo, prices, at_ms, book, couponIds };
  const goods = await offers.goods(wanted);
  if (!goods) return refuse('not-found', { what: 'price' });
  return { goods, coupon: judged ? await judged.say(goods) : null };
}
