// What promotions make of the lines of a quote. A shop without promotions asks and computes nothing
// here; the catalogue is asked, once for all lines, only while some promotion is for a brand or a
// category.
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import type { Price, Quote, QuoteRequest } from './contract.ts';
import type { Book, Facts } from './model-book.ts';
import { priceGoods, type Goods } from './model-price.ts';
import type { LineInput } from './model-unit.ts';

export interface Wanted {
  currency: string;
  lines: readonly Pick<
    QuoteRequest['lines'][number],
    'variantId' | 'productId' | 'sellerId' | 'quantity'
  >[];
  shipTo: { country: string; state?: string };
  prices: readonly Price[];
  /** Default: now, and what is in force. */
  at_ms?: number;
  book?: Book;
  /** Of the promotions in the book, those of coupons that were given. */
  couponIds?: readonly string[];
}

export interface Offers {
  /** undefined: there is nothing to apply. */
  goods(wanted: Wanted): Promise<Goods | undefined>;
}

interface Deps {
  ctx: RoomContext;
  catalog: Client<typeof catalogCalls>;
  book(): Book;
}

export function pricingOffers({ ctx, catalog, book: current }: Deps): Offers {
  return {
    async goods({ currency, lines, shipTo, prices, ...of }) {
      const book = of.book ?? current();
      if (book.promotions.size === 0 && of.book === undefined) return undefined;
      const ids = lines.map((line) => line.variantId);
      const more = book.needsFacts ? await factsOf(catalog, ids) : new Map<string, Facts>();
      const byVariant = new Map(prices.map((price) => [price.variantId, price]));
      const inputs = lines.map((line) => {
        return inputOf(line, {
          price: byVariant.get(line.variantId),
          facts: more.get(line.variantId),
        });
      });
      const goods = priceGoods(book, {
        at_ms: of.at_ms ?? ctx.clock.now(),
        segments: [],
        place: shipTo,
        currency,
        firstOrder: null,
        couponIds: of.couponIds ?? [],
        budgets: new Map(),
        lines: inputs,
      });
      for (const one of goods.broken) ctx.log.error(one, 'a promotion is broken and left out');
      return goods;
    },
  };
}

async function factsOf(
  catalog: Client<typeof catalogCalls>,
  variantIds: string[],
): Promise<Map<string, Facts>> {
  const found = await catalog.variants({ variantIds });
  if (isRefusal(found)) return new Map();
  return new Map(
    found.variants.map(({ variantId, productId, sellerId, brand, categoryId }) => {
      return [variantId, { productId, sellerId, brand, categoryIds: [categoryId] }];
    }),
  );
}

function inputOf(
  { variantId, productId, sellerId, quantity }: Wanted['lines'][number],
  of: { price: Price | undefined; facts: Facts | undefined },
): LineInput {
  const { base_minor = 0, sale_minor = null } = of.price ?? {};
  const sale =
    sale_minor === null ? null : { price_minor: sale_minor, startsAt_ms: null, endsAt_ms: null };
  const known = of.facts ?? { brand: null, categoryIds: [] };
  const unknown = { stock: null, demand: null, competitor_minor: null, yesterday_minor: null };
  return { ...known, variantId, productId, sellerId, quantity, base_minor, sale, ...unknown };
}

type Discount = NonNullable<Quote['discounts']>[number];

/** What a quote keeps of it: each line's part, and each promotion's; a coupon's with its code. */
export function offOf(
  goods: Goods,
  coupon?: { couponId: string; code: string },
): { lines: number[]; discounts: Discount[] } {
  const byPromotion = new Map<string, Discount>();
  const free = goods.freeShipping;
  if (coupon && free?.ref === coupon.couponId) {
    const { ref: promotionId, name } = free;
    byPromotion.set(promotionId, { promotionId, name, amount_minor: 0, freeShipping: true });
  }
  for (const { ref, name, amount_minor } of goods.steps) {
    if (ref === null) continue;
    const known = byPromotion.get(ref) ?? { promotionId: ref, name, amount_minor: 0 };
    byPromotion.set(ref, { ...known, amount_minor: known.amount_minor - amount_minor });
  }
  const lines = goods.lines.map((line) => line.discount_minor);
  const discounts = [...byPromotion.values()].map((one) =>
    one.promotionId === coupon?.couponId ? { ...one, code: coupon.code } : one,
  );
  return { lines, discounts };
}
