import { toMajor } from '#kernel/core/money.ts';
import { holds } from './model-book.ts';
import type { Promotion } from './model-rule.ts';

/** A sale as everybody may see it: what it takes off, and the end by which prices are counted. */
export interface Running {
  promotionId: string;
  name: string;
  kind: 'percent' | 'amount' | 'free-shipping' | 'other';
  /** Percent, or an amount in major units; null for what is no number. */
  value: number | null;
  /** For everything, or for one product; null: for some things. */
  everything: boolean;
  productId: string | null;
  startsAt: string | null;
  endsAt: string;
  endsIn_s: number;
}

/**
 * Promotions that run at this moment for everybody and have an end, the nearest end first. One that
 * asks for a place, an hour, a group or more than one unit is not told: it would be no promise.
 */
export function runningOf(
  promotions: readonly Promotion[],
  of: { at_ms: number; currency: string; max: number },
): Running[] {
  const { at_ms, currency, max } = of;
  const setting = { at_ms, segments: [], place: { country: '' } };
  return promotions
    .flatMap((one): Running[] => {
      const { effect, scope, endsAt_ms, startsAt_ms, promotionId, name } = one;
      const plain =
        one.places.length === 0 &&
        one.segments.length === 0 &&
        one.hours === null &&
        one.quantityMin <= 1 &&
        one.subtotalMin === null &&
        !one.firstOrder &&
        // It may be used up before the end that is told.
        one.limits === undefined;
      const money = !('currency' in effect) || effect.currency === currency;
      if (!plain || !money || endsAt_ms === null || !holds(one, setting)) return [];
      const { productIds, categoryIds, brands, sellerIds } = scope;
      const others = categoryIds.length + brands.length + sellerIds.length;
      const [only] = productIds;
      return [
        {
          promotionId,
          name,
          ...valueOf(effect, currency),
          everything: effect.kind !== 'bundle' && productIds.length + others === 0,
          productId: productIds.length === 1 && others === 0 && only !== undefined ? only : null,
          startsAt: startsAt_ms === null ? null : new Date(startsAt_ms).toISOString(),
          endsAt: new Date(endsAt_ms).toISOString(),
          endsIn_s: Math.ceil((endsAt_ms - at_ms) / 1_000),
        },
      ];
    })
    .sort((a, b) => a.endsIn_s - b.endsIn_s || (a.promotionId < b.promotionId ? -1 : 1))
    .slice(0, max);
}

function valueOf(effect: Promotion['effect'], currency: string): Pick<Running, 'kind' | 'value'> {
  switch (effect.kind) {
    case 'percent':
      return { kind: 'percent', value: effect.share_bp / 100 };
    case 'amount':
      return { kind: 'amount', value: toMajor(effect.amount_minor, currency) };
    case 'free-shipping':
      return { kind: 'free-shipping', value: null };
    default:
      return { kind: 'other', value: null };
  }
}
