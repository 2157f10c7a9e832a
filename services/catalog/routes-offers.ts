/** Other sellers of a thing. */
import { Type } from 'typebox';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { variantIdSchema } from './contract.ts';
import { offersOf } from './queries-offers.ts';
import type { ReadShop } from './queries.ts';
import { currencyOf, currencySchema, pageHeaders } from './query-input.ts';
import { offerSchema } from './schemas.ts';
import { withdrawnProduct } from './store-offers.ts';

/** Why a product is not shown, as far as that is anybody's business: drafts never were. */
export async function goneFrom(shop: ReadShop, key: string) {
  const gone = await withdrawnProduct(shop.db, key);
  if (gone === null) return refuse('not-found');
  const category = (await shop.shelf.get()).tree.byId.get(gone.categoryId)?.path ?? null;
  if (gone.status === 'ARCHIVED') return refuse('product-withdrawn', { category });
  const isPaused = gone.status === 'ACTIVE' && gone.sellerStatus === 'SUSPENDED';
  return isPaused ? refuse('product-paused', { category }) : refuse('not-found');
}

export function offersRoute(shop: ReadShop): Route {
  return route({
    method: 'GET',
    path: '/variants/:variantId/offers',
    summary: 'The same thing from all its sellers, by what it costs delivered',
    description:
      'Variants of different sellers are the same thing when their barcodes are one valid GTIN ' +
      '(EAN, UPC). In stock first, then by price and delivery together, then by the last ' +
      'likely day; `reason` says why an offer stands behind the one before it. Empty when ' +
      'nobody else sells it.',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    params: Type.Object({ variantId: variantIdSchema }),
    query: Type.Object({
      currency: Type.Optional(currencySchema),
      country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
      postalCode: Type.Optional(Type.String({ maxLength: 20 })),
    }),
    replies: { 200: Type.Object({ offers: Type.Array(offerSchema) }) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const currency = currencyOf(req.query);
      if (isRefusal(currency)) return currency;
      const { country, postalCode = '' } = req.query;
      const place = country === undefined ? null : { country, postalCode };
      const offers = await offersOf(shop, { variantId: req.params.variantId, currency, place });
      return reply(200, { offers }, { headers: pageHeaders });
    },
  });
}
