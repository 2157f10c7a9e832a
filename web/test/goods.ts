// A department store for tests of lists, searches and what machines are told: two departments
// with others below, two sellers, prices far apart, reduced ones, ratings, colours, sold out.
import assert from 'node:assert/strict';
import { newId } from '#kernel/core/id.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import { openShop, startApp, type App, type AppOptions, type Shop } from '../../test/app.ts';
import { until } from './world.ts';

export interface Good {
  productId: string;
  slug: string;
  name: string;
  /** In hundredths, of the first variant. */
  price_minor: number;
  sale_minor: number | null;
}

export interface Goods {
  app: App;
  shop: Shop;
  trouble: { now: AppOptions['trouble'] | null };
  goods: Good[];
  sellers: { sellerId: string; name: string; slug: string }[];
  /** Without anything below it, with more products than one page shows. */
  lamps: string;
  /** With a department below it. */
  office: string;
}

interface Plan {
  name: string;
  brand: string;
  category: string;
  price_minor: number;
  sale_minor?: number;
  colors?: string[];
  reviews?: number;
  stock?: number;
  seller?: number;
}

const lampNames = [
  'Arc',
  'Brook',
  'Cove',
  'Dune',
  'Elm',
  'Fjord',
  'Glen',
  'Heath',
  'Isle',
  'Jetty',
];

/** 36 lamps at 12 to 887, some notebooks and desks. */
const plans: Plan[] = [
  ...Array.from({ length: 36 }, (_, at): Plan => {
    const name = `${lampNames[at % 10] ?? ''} Lamp ${at + 1}`;
    return {
      name,
      brand: at % 3 === 0 ? 'Lumen' : 'Wickford',
      category: 'lamps',
      price_minor: 1_200 + at * 2_500,
      ...(at % 5 === 1 ? { sale_minor: 1_000 + at * 2_000 } : {}),
      ...(at === 0 ? { colors: ['amber', 'slate'] } : {}),
      reviews: at % 4 === 3 ? 0 : 10 + at,
      stock: at === 2 ? 0 : 9,
      seller: at % 2,
    };
  }),
  { name: 'Verso Notebook', brand: 'Folio', category: 'notebooks', price_minor: 1_650, reviews: 7 },
  { name: 'Margin Notebook', brand: 'Folio', category: 'notebooks', price_minor: 990 },
  { name: 'Harbour Desk', brand: 'Wickford', category: 'desks', price_minor: 34_900, reviews: 3 },
];

const tree = [
  { slug: 'lamps', name: 'Lamps', parent: null },
  { slug: 'office', name: 'Office & Desk', parent: null },
  { slug: 'notebooks', name: 'Notebooks', parent: 'office' },
  { slug: 'desks', name: 'Desks', parent: 'office' },
] as const;

/** About a second. */
export async function openGoods(options: AppOptions = {}): Promise<Goods> {
  const trouble: Goods['trouble'] = { now: null };
  const app = await startApp({ web: true, ...options, trouble: (route) => trouble.now?.(route) });
  const shop = await openShop(app);
  const second = { sellerId: newId('slr'), name: 'Northwind Lights', slug: 'northwind-lights' };
  const description = 'Lamps that are made to be mended.';
  await app.host.client(sellersCalls).import({
    sellers: [{ ...second, description, status: 'APPROVED' }],
    members: [],
  });
  const { name, slug } = (await app.get(`/sellers/${shop.sellerId}`)).body;
  const sellers = [{ sellerId: shop.sellerId, name, slug }, second];
  const goods = await stock(app, sellers, shop.warehouses[0] ?? assert.fail());
  await until(async () => {
    const { body } = await app.get('/products?size=1');
    const { inStock } = body.facets.availability;
    return body.pagination.total === plans.length && inStock === plans.length - 1;
  });
  await until(async () => (await app.get('/search?q=lamp')).body.pagination?.total === 36);
  return { app, shop, trouble, goods, sellers, lamps: 'lamps', office: 'office' };
}

async function stock(app: App, sellers: Goods['sellers'], warehouseId: string): Promise<Good[]> {
  const { client } = app.host;
  const ids = new Map(tree.map(({ slug }) => [slug as string, newId('cat')]));
  const categories = tree.map(({ slug, name, parent }) => ({
    categoryId: ids.get(slug) ?? '',
    parentId: parent === null ? null : (ids.get(parent) ?? ''),
    slug,
    name,
  }));
  const made = plans.map((plan) => {
    const productId = newId('prod');
    const slug = plan.name.toLowerCase().replaceAll(' ', '-');
    const sellerId = sellers[plan.seller ?? 0]?.sellerId ?? '';
    const variants = (plan.colors ?? ['plain']).map((color, at) => ({
      variantId: newId('var'),
      sku: `${slug}-${color}`,
      name: color,
      attributes: { color, size: at === 0 ? 'small' : 'large' },
      weight_g: 800,
    }));
    return { plan, productId, slug, sellerId, variants };
  });
  const prices = made.flatMap(({ plan, variants }) =>
    variants.flatMap(({ variantId }, at) =>
      (['USD', 'EUR', 'GBP'] as const).map((currency) => ({
        variantId,
        currency,
        base_minor: plan.price_minor + at * 500,
        sale_minor: plan.sale_minor ?? null,
      })),
    ),
  );
  await client(pricingCalls).setPrices({ prices });
  const products = made.map(({ plan, variants, ...one }) => ({
    ...one,
    name: plan.name,
    description: `The ${plan.name} of ${plan.brand}, made to be used for a long time.`,
    brand: plan.brand,
    categoryId: ids.get(plan.category) ?? '',
    attributes: {},
    images: [],
    currency: 'USD',
    rating: plan.reviews ? 4.2 : 0,
    reviewCount: plan.reviews ?? 0,
    variants,
  }));
  await client(catalogCalls).import({ categories, products });
  const adjustments = made.flatMap(({ plan, productId, sellerId, variants }) =>
    variants.flatMap(({ variantId }) => {
      const delta = plan.stock ?? 9;
      const of = { ref: `goods:${variantId}`, variantId, productId, sellerId, warehouseId };
      return delta === 0 ? [] : [{ ...of, delta, reason: 'receipt' as const }];
    }),
  );
  await client(inventoryCalls).adjust({ adjustments });
  return made.map(({ plan, productId, slug }) => ({
    productId,
    slug,
    name: plan.name,
    price_minor: plan.price_minor,
    sale_minor: plan.sale_minor ?? null,
  }));
}
