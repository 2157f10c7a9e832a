/** A list of products with what is chosen of it, as departments, searches and sellers show it. */
import type { ReplyOf } from '../../client/request.ts';
import type { Filters, Place } from './filters.ts';

export type List = Pick<ReplyOf<'GET /products'>, 'products' | 'pagination' | 'facets' | 'relax'>;

export interface ListView {
  place: Place;
  filters: Filters;
  list: List;
}

/** The marks of a kept page that shows these products. */
export function listTags({ products }: Pick<List, 'products'>): string[] {
  return products.flatMap((card) => [`listed:${card.productId}`, `variant:${card.variantId}`]);
}

/** As wide as a card is shown, for the first pictures of a list. */
export const cardSizes = '(min-width: 80rem) 17rem, (min-width: 48rem) 30vw, 46vw';

/** The picture that is likely the largest on screen at first. */
export function firstPicture({ products }: Pick<List, 'products'>) {
  const src = products[0]?.imageUrl;
  return src === undefined || src === null ? undefined : { src, sizes: cardSizes };
}
