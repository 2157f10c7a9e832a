/** What the catalogue and pricing know of the things in a plan, and how a plan is refused. */
import { randomBytes } from 'node:crypto';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import type { Problem } from './model.ts';
import { hashOfSeed, seed_bytes } from './model-line.ts';
import type * as store from './store.ts';

export interface WantedItem {
  variantId: string;
  quantity: number;
  price_minor: number;
}

export const planErrors = (errors: readonly Problem[]) =>
  refuse('sale-plan-not-valid', { errors: [...errors] });

/** What the catalogue and pricing say of the items; refused where they know better. */
export function factsOf(ctx: Pick<RoomContext, 'client'>) {
  const catalog = ctx.client(catalogCalls);
  const pricing = ctx.client(pricingCalls);
  return async (
    items: readonly WantedItem[],
    currency: string,
  ): Promise<store.PlannedItem[] | Refusal> => {
    const variantIds = items.map((one) => one.variantId);
    const [found, costs] = await Promise.all([
      catalog.variants({ variantIds }),
      pricing.prices({ variantIds, currency }),
    ]);
    const variants = new Map(found.variants.map((one) => [one.variantId, one]));
    const prices = new Map(costs.prices.map((one) => [one.variantId, one.base_minor]));
    const errors: Problem[] = [];
    const planned = items.flatMap((item, at): store.PlannedItem[] => {
      const variant = variants.get(item.variantId);
      const base_minor = prices.get(item.variantId);
      const add = (field: string, code: string, detail: string) =>
        errors.push({ pointer: `/items/${at}/${field}`, code, detail });
      if (!variant?.active) {
        add('variantId', 'not-sold', 'The catalogue sells no such variant.');
        return [];
      }
      if (base_minor === undefined) {
        add('variantId', 'no-price', `It has no price in ${currency}.`);
        return [];
      }
      if (item.price_minor > base_minor) {
        add('price', 'above-base', 'A sale price is not above the ordinary one.');
      }
      const { productId, sellerId, imageUrl, weight_g, taxClass } = variant;
      const name = variant.productName;
      const shown = { productId, sellerId, name, imageUrl, weight_g, taxClass: taxClass ?? null };
      return [{ ...item, ...shown, base_minor }];
    });
    return errors.length > 0 ? planErrors(errors) : planned;
  };
}

/** What a sale keeps to itself: the seed of its draw, and the key that signs its tickets. */
export function newSecrets(): { seed: string; seedHash: string; ticketKey: string } {
  const seed = randomBytes(seed_bytes).toString('hex');
  const ticketKey = randomBytes(32).toString('hex');
  return { seed, seedHash: hashOfSeed(seed), ticketKey };
}
