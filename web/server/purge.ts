/**
 * Which pages an event makes stale. Tags that pages carry:
 * `product:<id>` its own page · `listed:<id>` a list that shows it · `variant:<id>` any page with
 * the price of this variant · `seller:<id>` · `categories` pages that show the tree · `sales`
 * pages that show what runs now.
 */
import type { SeenEvent } from '#kernel/events/follow.ts';

/** By room; the types that can change what a page says. */
export const followedTypes: Readonly<Record<string, readonly string[]>> = {
  catalog: ['PRODUCT_CREATED', 'PRODUCT_UPDATED', 'PRODUCT_DELETED', 'CATEGORY_CHANGED'],
  pricing: ['PRICE_CHANGED', 'PROMOTION_CHANGED'],
  inventory: ['STOCK_CHANGED', 'BACK_IN_STOCK'],
  reviews: ['RATING_CHANGED', 'REVIEW_CHANGED'],
  sellers: ['SELLER_APPROVED', 'SELLER_SUSPENDED', 'SELLER_UPDATED'],
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The tags of one event; duplicates do no harm. */
export function tagsOf({ type, payload, aggregateId }: SeenEvent): string[] {
  if (type === 'CATEGORY_CHANGED') return ['categories'];
  if (type === 'PROMOTION_CHANGED') return ['sales'];
  if (type.startsWith('PRODUCT_')) {
    const id = text(payload['productId']);
    return [`product:${id}`, `listed:${id}`];
  }
  if (type === 'REVIEW_CHANGED') return [`product:${text(payload['productId'])}`];
  if (type === 'PRICE_CHANGED') return [`variant:${text(payload['variantId'])}`];
  if (type === 'RATING_CHANGED') {
    const id = text(payload['productId']);
    return [`product:${id}`, `listed:${id}`, `seller:${text(payload['sellerId'])}`];
  }
  if (type === 'STOCK_CHANGED' || type === 'BACK_IN_STOCK') {
    const id = text(payload['productId']);
    const { available } = payload;
    // Lists say only whether there is any; a hundred less of thousands changes nothing there.
    const few =
      typeof available !== 'number' || available <= listFew_max || type !== 'STOCK_CHANGED';
    return few ? [`product:${id}`, `listed:${id}`] : [`product:${id}`];
  }
  return [`seller:${aggregateId}`];
}

/** A warehouse with so few may be about to make a product sold out, or back. */
const listFew_max = 3;
