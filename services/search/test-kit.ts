/** What tests of engines share: a shop of a dozen products in a database of its own. */
import { systemClock } from '#kernel/core/clock.ts';
import { idAt } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import { openDb } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import type { ProductSnapshot } from '#services/catalog/contract.ts';
import { searchBooks } from './book.ts';
import type { EngineQuery } from './engine.ts';
import { documentFollower } from './follow.ts';
import { lookUp, type IntakeNeeds } from './intake.ts';
import { Labels } from './labels.ts';
import { lexicon } from './lexicon.ts';
import { typed } from './model.ts';
import { writeCategories } from './store-due.ts';
import { writeDocuments } from './store.ts';

interface Good {
  name: string;
  brand: string;
  category: string;
  price: number;
  color: string;
  stock: number;
  reviews: number;
  rating?: number;
  text?: string;
}

const shelves: Readonly<Record<string, string>> = {
  cat_computers: 'computers',
  cat_laptops: 'computers/laptops',
  cat_bags: 'bags',
  cat_shoes: 'shoes',
  cat_tables: 'tables',
};

const goods: readonly Good[] = [
  {
    name: 'Gaming Laptop Falcon',
    brand: 'Acme',
    category: 'cat_laptops',
    price: 90_000,
    color: 'black',
    stock: 2,
    reviews: 40,
  },
  {
    name: 'Office Laptop',
    brand: 'Acme',
    category: 'cat_laptops',
    price: 70_000,
    color: 'silver',
    stock: 0,
    reviews: 12,
  },
  {
    name: 'Travel Laptop',
    brand: 'Bolt',
    category: 'cat_laptops',
    price: 50_000,
    color: 'silver',
    stock: 7,
    reviews: 3,
  },
  {
    name: 'Laptop Sleeve',
    brand: 'Söhne',
    category: 'cat_bags',
    price: 3_000,
    color: 'red',
    stock: 9,
    reviews: 5,
  },
  {
    name: 'City Tote',
    brand: 'Söhne',
    category: 'cat_bags',
    price: 4_500,
    color: 'black',
    stock: 1,
    reviews: 8,
  },
  {
    name: 'Café Table',
    brand: 'Holz',
    category: 'cat_tables',
    price: 20_000,
    color: 'oak',
    stock: 4,
    reviews: 0,
    text: 'For quiet mornings with a unicorn.',
  },
  {
    name: 'Running Shoes',
    brand: 'Falcon',
    category: 'cat_shoes',
    price: 9_000,
    color: 'red',
    stock: 3,
    reviews: 77,
    rating: 4.5,
  },
  {
    name: 'Walking Shoes',
    brand: 'Falcon',
    category: 'cat_shoes',
    price: 8_000,
    color: 'blue',
    stock: 0,
    reviews: 2,
    rating: 3.5,
  },
  {
    name: 'Desktop Tower',
    brand: 'Bolt',
    category: 'cat_computers',
    price: 120_000,
    color: 'black',
    stock: 5,
    reviews: 1,
  },
];

const chance = prng('engines');

/** The rooms that are asked, as they are now. */
class World {
  readonly products = goods.map((good, at) => ({
    good: { ...good },
    version: 1,
    visible: true,
    productId: idAt('prod', 1_700_000_000_000 + at * 1_000, chance),
    variantId: idAt('var', 1_700_000_000_000 + at * 1_000, chance),
  }));

  snapshot(of: World['products'][number]): ProductSnapshot {
    const { good, productId, variantId, version, visible } = of;
    const { name, brand, category } = good;
    const attributes = { color: good.color };
    const variant = {
      variantId,
      productId,
      sellerId: 'slr_1',
      sku: `SKU-${good.price}-X`,
      name: 'One',
      productName: name,
      brand,
      categoryId: category,
      attributes,
      weight_g: 1,
      imageUrl: null,
      active: true,
      version,
    };
    return {
      productId,
      sellerId: 'slr_1',
      name,
      slug: name.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
      brand,
      categoryId: category,
      categoryPath: shelves[category] ?? '',
      status: 'ACTIVE',
      imageUrl: null,
      variants: [variant],
      version,
      description: good.text ?? '',
      attributes: {},
      visible,
      rating: good.rating ?? 4,
      reviewCount: good.reviews,
      inStock: good.stock > 0,
      createdAt: '2026-01-01T00:00:00.000Z',
    };
  }

  needs(): Pick<IntakeNeeds, 'catalog' | 'pricing' | 'inventory'> {
    const { products } = this;
    return {
      catalog: {
        products: async ({ productIds }: { productIds: string[] }) => ({
          products: products
            .filter((one) => productIds.includes(one.productId))
            .map((one) => this.snapshot(one)),
        }),
        variants: async () => ({ variants: [] }),
      },
      pricing: {
        prices: async ({ currency }: { currency: string }) => ({
          prices: products.map(({ variantId, good }) => {
            const effective_minor = good.price;
            const base_minor = good.price;
            const rest = { sale_minor: null, effective_minor, version: 1 };
            return { variantId, currency, base_minor, ...rest };
          }),
        }),
      },
      inventory: {
        availability: async () => ({
          items: products.map(({ variantId, good }) => {
            return { variantId, available: good.stock, held: 0 };
          }),
        }),
      },
    } as unknown as Pick<IntakeNeeds, 'catalog' | 'pricing' | 'inventory'>;
  }
}

export async function engineWorld() {
  const database = await testDatabase(['search']);
  const db = openDb({ url: database.url, room: 'search' });
  const world = new World();
  const words = lexicon(db);
  const log = { warn: () => undefined };
  const needs = { db, clock: systemClock, log, lexicon: words, ...world.needs() };
  const names = Object.entries(shelves).map(([categoryId, path]) => {
    const slug = path.split('/').at(-1) ?? '';
    return { categoryId, name: slug, path, version: 1, deleted: false, slug, names: {} };
  });
  await writeCategories(db, names);
  const write = async () => {
    const snapshots = world.products.map((one) => world.snapshot(one));
    await writeDocuments(db, await lookUp(needs, snapshots));
  };
  await write();
  const shown = new Labels('1', names, []);
  const labels = { get: async () => shown, again: async () => shown };
  const books = searchBooks({ db, clock: systemClock, lexicon: words, labels });
  const follower = documentFollower(db, systemClock);
  const tools = { db, clock: systemClock, follower, books, lexicon: words };
  return {
    db,
    world,
    write,
    tools,
    labels: shown,
    close: async () => {
      await db.close();
      await database.drop();
    },
  };
}

export type EngineWorld = Awaited<ReturnType<typeof engineWorld>>;

const noFilter = {
  currency: 'USD',
  categoryIds: null,
  brands: null,
  sellerIds: null,
  min_minor: null,
  max_minor: null,
  rating_x100: null,
  inStock: null,
  attributes: [],
};

/** A question with everything as usual but for what is given. */
export function question(
  { labels }: Pick<EngineWorld, 'labels'>,
  q: string,
  more: Partial<Omit<EngineQuery, 'filter'>> & { filter?: Partial<EngineQuery['filter']> } = {},
): EngineQuery {
  const { filter, ...rest } = more;
  const shown = rest.path === undefined || rest.path === null ? undefined : labels.find(rest.path);
  const categoryIds = shown === undefined ? null : labels.branch(shown);
  return {
    typed: typed(q),
    sort: q === '' ? 'newest' : 'relevance',
    after: null,
    offset: 0,
    limit: 20,
    exact: false,
    facets: true,
    path: null,
    ...rest,
    filter: { ...noFilter, categoryIds, ...filter },
  };
}
