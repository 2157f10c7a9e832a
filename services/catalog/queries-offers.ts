/** Who sells a thing: offers of all sellers whose variant carries the same trade item number. */
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { stockOf } from './model-page.ts';
import { rankedOffers, type Delivery } from './model-offers.ts';
import { isVisible, live } from './model.ts';
import { factsOf } from './queries-product.ts';
import type { ReadShop } from './queries.ts';
import { sellersByKeys } from './store-copy.ts';
import { sameThings } from './store-offers.ts';
import { loadProducts } from './store-product.ts';

/** More sellers of one thing than anybody compares. */
export const offers_max = 10;
const looked_max = 50;

export interface OffersQuery {
  variantId: string;
  currency: string;
  /** Where to; null leaves delivery out of what is compared. */
  place: { country: string; postalCode: string } | null;
}

/**
 * At most ten offers, the best first. Three statements, and one call for each parcel of another
 * weight or price. Empty for a variant whose number nobody else carries.
 */
export async function offersOf(shop: ReadShop, { variantId, currency, place }: OffersQuery) {
  const same = await sameThings(shop.db, variantId, looked_max);
  const wanted = new Set(same.map((one) => one.variantId));
  if (wanted.size < 2) return [];
  const products = await loadProducts(shop.db, [...new Set(same.map((one) => one.productId))]);
  const found = products.filter(isVisible).flatMap((product) =>
    live(product)
      .filter((variant) => wanted.has(variant.variantId))
      .map((variant) => ({ product, variant })),
  );
  const [facts, sellers] = await Promise.all([
    factsOf(shop, [...wanted], currency),
    sellersByKeys(shop.db, [...new Set(products.map((product) => product.sellerId))]),
  ]);
  const bySeller = new Map(sellers.map((one) => [one.sellerId, one]));
  const parcels = new Map<string, Promise<Delivery | null>>();
  const offers = await Promise.all(
    found.flatMap(({ product, variant }) => {
      const price = facts.prices.get(variant.variantId);
      if (price === undefined) return [];
      const units = facts.units.get(variant.variantId) ?? { available: 0, held: 0 };
      const seller = bySeller.get(product.sellerId);
      const offer = {
        productId: product.productId,
        slug: product.slug,
        variantId: variant.variantId,
        attributes: variant.attributes,
        seller: {
          sellerId: product.sellerId,
          name: seller?.name ?? null,
          slug: seller?.slug ?? null,
        },
        price_minor: price.effective_minor,
        inStock: units.available > 0,
        stock: stockOf(units),
      };
      const parcel = { weight_g: variant.weight_g, subtotal_minor: price.effective_minor };
      const key = JSON.stringify(parcel);
      const sent =
        parcels.get(key) ??
        (place === null ? nowhere : deliveryOf(shop, { ...place, ...parcel, currency }));
      parcels.set(key, sent);
      return [sent.then((delivery) => ({ ...offer, delivery }))];
    }),
  );
  const ranked = rankedOffers(offers, place !== null).slice(0, offers_max);
  return ranked.length < 2 ? [] : ranked.map((one) => shown(one, currency));
}

const nowhere = Promise.resolve<Delivery | null>(null);

type Ranked = ReturnType<typeof rankedOffers<OfferFacts>>[number];
interface OfferFacts {
  productId: string;
  slug: string;
  variantId: string;
  attributes: Record<string, string>;
  seller: { sellerId: string; name: string | null; slug: string | null };
  price_minor: number;
  inStock: boolean;
  stock: ReturnType<typeof stockOf>;
  delivery: Delivery | null;
}

function shown({ price_minor, total_minor, delivery, ...rest }: Ranked, currency: string) {
  return {
    ...rest,
    price: toMajor(price_minor, currency),
    total: toMajor(total_minor, currency),
    currency,
    delivery:
      delivery === null
        ? null
        : {
            method: delivery.method,
            amount: toMajor(delivery.amount_minor, currency),
            minDays: delivery.minDays,
            maxDays: delivery.maxDays,
          },
  };
}

interface Parcel {
  country: string;
  postalCode: string;
  weight_g: number;
  subtotal_minor: number;
  currency: string;
}

/** The cheapest way there; null when there is none, or when nobody knows. */
async function deliveryOf(shop: ReadShop, parcel: Parcel): Promise<Delivery | null> {
  const answer = await shop.neighbours.rates(parcel).catch(() => null);
  if (answer === null || isRefusal(answer)) return null;
  const [cheapest] = answer.methods.toSorted(
    (a, b) => a.amount_minor - b.amount_minor || a.maxDays - b.maxDays,
  );
  return cheapest ?? null;
}
