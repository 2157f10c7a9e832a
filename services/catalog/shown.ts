/** Cards as lists have them, and ids: what the catalogue tells rooms that show products. */
import { toMajor } from '#kernel/core/money.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Card } from './contract.ts';
import { labels } from './labels.ts';
import type { ShelfCache } from './shelf.ts';
import { cardRowsOf, idsOfKeys, type NamedCardRow } from './store-listing.ts';
import { waitingProducts } from './store-waiting.ts';

/** A product as lists show it; amounts become what people read. */
function cardOf(card: NamedCardRow, currency: string): Card {
  const onSale = card.price_minor < card.base_minor;
  return {
    productId: card.productId,
    slug: card.slug,
    variantId: card.variantId,
    variantCount: card.variantCount,
    sellerId: card.sellerId,
    name: card.name,
    brand: card.brand,
    price: toMajor(card.base_minor, currency),
    salePrice: onSale ? toMajor(card.price_minor, currency) : null,
    currency,
    imageUrl: card.imageUrl,
    rating: card.rating_x100 / 100,
    reviewCount: card.reviewCount,
    inStock: card.inStock,
  };
}

export function shownProducts({ db, shelf }: { db: Db; shelf: ShelfCache }) {
  return {
    ...labels({ db, shelf }),

    /** One statement. */
    waiting: ({ sellerIds }: { sellerIds: string[] }) => waitingProducts(db, sellerIds),

    /** One statement. */
    async cards({ productIds, currency }: { productIds: string[]; currency: string }) {
      const rows = await cardRowsOf(db, productIds, currency);
      const byId = new Map(rows.map((row) => [row.productId, row]));
      const cards = [...new Set(productIds)].flatMap((productId) => {
        const row = byId.get(productId);
        if (row === undefined) return [];
        const { variantName, variantInStock } = row;
        return [{ ...cardOf(row, currency), variantName, variantInStock }];
      });
      return { cards };
    },

    /** One statement. */
    async productIds({ keys }: { keys: string[] }) {
      const rows = await idsOfKeys(db, keys);
      const found = new Map(
        rows.flatMap(
          (row) =>
            [
              [row.slug, row.productId],
              [row.productId, row.productId],
            ] as const,
        ),
      );
      return { productIds: keys.map((key) => found.get(key) ?? null) };
    },
  };
}
