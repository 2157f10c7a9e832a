/** Loading a demo or test world: categories and products whose ids are already chosen. */
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import { isApproved, writeProducts, type Workshop } from './commands.ts';
import type { ImportedAttribute, ImportedCategory, ImportedProduct } from './contract.ts';
import { loweredValues } from './languages.ts';
import { filledHighlights, loweredColors, videoRecords } from './media.ts';
import { CategoryTree, placeCategory, type Category } from './model-category.ts';
import { slugify, slugWithId, type Product } from './model.ts';
import {
  allCategories,
  ensureBrands,
  insertAttributes,
  insertCategories,
  lockTree,
} from './store-category.ts';
import { loadProducts } from './store-product.ts';

export interface World {
  categories: ImportedCategory[];
  attributes?: ImportedAttribute[];
  products: ImportedProduct[];
}

/** Adds what is not there yet by id; gives how many categories and products were added. */
export async function loadWorld(
  shop: Workshop,
  world: World,
): Promise<{ added: number } | Refusal<'category-unknown'>> {
  const categories = await addCategories(shop, world.categories);
  await addAttributes(shop, world.attributes ?? []);
  const known = await loadProducts(
    shop.db,
    world.products.map((one) => one.productId),
  );
  const there = new Set(known.map((product) => product.productId));
  const fresh = world.products.filter((one) => !there.has(one.productId));
  const { tree } = await shop.shelf.get();
  const lost = fresh.find((one) => !tree.byId.has(one.categoryId));
  if (lost !== undefined) return refuse('category-unknown', { categoryId: lost.categoryId });
  const approved = new Map<string, boolean>();
  for (const sellerId of new Set(fresh.map((one) => one.sellerId))) {
    approved.set(sellerId, await isApproved(shop, sellerId));
  }
  const brands = await brandsOf(shop, fresh);
  const products = fresh.map((one): Product => {
    const brand = one.brand === null ? undefined : brands.get(one.brand.toLowerCase());
    const { rating, images, videos = [], highlights = {}, variants, ...plain } = one;
    return {
      ...plain,
      brandId: brand?.brandId ?? null,
      brand: brand?.name ?? null,
      images: images.map((image) => ({ imageId: newId('img'), ...image })),
      videos: videoRecords(videos),
      highlights: filledHighlights(highlights),
      taxClass: 'standard',
      status: 'ACTIVE',
      sellerApproved: approved.get(one.sellerId) ?? false,
      externalRef: null,
      rating_x100: Math.round(rating * 100),
      version: 1,
      variants: variants.map((one) => ({
        ...one,
        size_mm: one.size_mm ?? null,
        barcode: one.barcode ?? null,
        removed: false,
      })),
    };
  });
  await shop.db.tx((tx) => writeProducts(tx, products), { deadline_ms: 30_000 });
  shop.outbox.poke();
  return { added: categories + products.length };
}

async function addCategories(shop: Workshop, categories: ImportedCategory[]): Promise<number> {
  if (categories.length === 0) return 0;
  const added = await shop.db.tx(async (tx) => {
    await lockTree(tx);
    const all = await allCategories(tx);
    const fresh: Category[] = [];
    let tree = new CategoryTree(all);
    for (const { categoryId, parentId, slug, name, names = {} } of categories) {
      if (tree.byId.has(categoryId)) continue;
      const place = placeCategory(tree, { parentId, slug }, null);
      // Another category stands there already: the products of this one would have no home.
      if (!('path' in place)) throw new Error(`category ${slug} cannot be added: ${place.code}`);
      const called = { categoryId, parentId, slug, name, names };
      fresh.push({ ...called, ...place, externalId: null, version: 1 });
      tree = new CategoryTree([...all, ...fresh]);
    }
    await insertCategories(tx, fresh);
    return fresh.length;
  });
  shop.shelf.forget();
  return added;
}

/** Names only: whatever products carry is taken. What is there already stays. */
async function addAttributes(shop: Workshop, attributes: ImportedAttribute[]): Promise<void> {
  if (attributes.length === 0) return;
  const plain = { categoryId: null, kind: 'text', unit: null, version: 1 } as const;
  await insertAttributes(
    shop.db,
    attributes.map((one) => ({
      ...one,
      ...plain,
      choices: [],
      valueNames: loweredValues(one.valueNames),
      colors: loweredColors(one.colors ?? {}),
      required: false,
      filterable: true,
    })),
  );
  shop.shelf.forget();
}

async function brandsOf(shop: Workshop, products: readonly ImportedProduct[]) {
  const names = new Map<string, string>();
  for (const { brand } of products) if (brand !== null) names.set(brand.toLowerCase(), brand);
  return ensureBrands(
    shop.db,
    [...names.values()].map((name) => {
      const brandId = newId('brd');
      const slug = slugify(name);
      return { brandId, name, slug, otherSlug: slugWithId(slug, brandId) };
    }),
  );
}
