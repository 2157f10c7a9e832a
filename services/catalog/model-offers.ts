/** Offers of one thing by several sellers, put in order. Pure. */

/** What a parcel with one unit costs to a place, the cheapest way. */
export interface Delivery {
  method: string;
  amount_minor: number;
  minDays: number;
  maxDays: number;
}

export interface Offer {
  productId: string;
  inStock: boolean;
  /** What one unit costs now. */
  price_minor: number;
  /** Null: nobody said where to, or it cannot be sent there. */
  delivery: Delivery | null;
}

/** Why an offer stands where it stands: the first reason that tells it from the one before it. */
export type OfferReason = 'best-total' | 'higher-total' | 'slower' | 'same' | 'no-delivery' | 'out';

/**
 * What can be bought before what cannot, what can be sent there before what cannot, then by what
 * it costs in the end (goods and delivery), then by the last likely day. Nobody pays for a place.
 */
export function rankedOffers<O extends Offer>(
  offers: readonly O[],
  delivered: boolean,
): (O & { total_minor: number; reason: OfferReason })[] {
  const stands = (one: O) => [
    one.inStock ? 0 : 1,
    delivered && one.delivery === null ? 1 : 0,
    totalOf(one),
    one.delivery?.maxDays ?? 0,
  ];
  const before = (a: O, b: O) => {
    const [mine, other] = [stands(a), stands(b)];
    for (const [at, value] of mine.entries()) {
      const difference = value - (other[at] ?? 0);
      if (difference !== 0) return difference;
    }
    return a.productId < b.productId ? -1 : 1;
  };
  const sorted = [...offers].sort(before);
  return sorted.map((offer, at) => ({
    ...offer,
    total_minor: totalOf(offer),
    reason: reasonOf(offer, sorted[at - 1] ?? null, delivered),
  }));
}

function totalOf({ price_minor, delivery }: Offer): number {
  return price_minor + (delivery?.amount_minor ?? 0);
}

function reasonOf(offer: Offer, before: Offer | null, delivered: boolean): OfferReason {
  if (!offer.inStock) return 'out';
  if (delivered && offer.delivery === null) return 'no-delivery';
  if (before === null) return 'best-total';
  if (totalOf(offer) > totalOf(before)) return 'higher-total';
  return (offer.delivery?.maxDays ?? 0) > (before.delivery?.maxDays ?? 0) ? 'slower' : 'same';
}
