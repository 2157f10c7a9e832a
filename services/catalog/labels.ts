/** Answers of the calls of `label-calls.ts`. */
import type { Sql } from '#kernel/db/db.ts';
import type { ShelfCache } from './shelf.ts';
import { brandsByKeys } from './store-category.ts';
import { sellersByKeys } from './store-copy.ts';

export function labels({ db, shelf }: { db: Sql; shelf: ShelfCache }) {
  return {
    /** No statement while the shelf is kept. */
    async labels({ revision }: { revision: string | null }) {
      const now = await shelf.get();
      if (now.revision === revision) return { revision, categories: null, attributes: null };
      const categories = [...now.tree.byId.values()].map(
        ({ categoryId, name, names, slug, path }) => ({ categoryId, name, names, slug, path }),
      );
      const attributes = now.rules.map(({ code, name, names, unit, filterable, valueNames }) => {
        return { code, name, names, unit, filterable, valueNames };
      });
      return { revision: now.revision, categories, attributes };
    },

    /** One statement for each kind that is asked for. */
    async named(of: { brands: string[]; sellers: string[] }) {
      const [brands, sellers] = await Promise.all([
        of.brands.length === 0 ? [] : brandsByKeys(db, of.brands),
        of.sellers.length === 0 ? [] : sellersByKeys(db, of.sellers),
      ]);
      return {
        brands: brands.map(({ brandId, name, slug }) => ({ brandId, name, slug })),
        sellers: sellers.map(({ sellerId, name, slug }) => ({ sellerId, name, slug })),
      };
    },
  };
}
