import { idAt } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import type { DemoBrand, DemoSeller, DemoWarehouse, DemoWorld } from './model.ts';
import { departments } from './departments.ts';
import { demoOffers } from './offers.ts';
import { demoPeople } from './people.ts';
import { makeProduct, slugOf } from './products.ts';
import { demoAttributes, demoCategories } from './tree.ts';

/** Products in every leaf category. */
const productsPerLeaf = 10;
const opened_ms = 1_764_547_200_000; // 2025-12-01

function idOf(prefix: string, key: string, offset: number): string {
  return idAt(prefix, opened_ms + offset, prng(`trueshelf-demo:${prefix}:${key}`));
}

function demoSellers(): DemoSeller[] {
  const rows: readonly (readonly [string, string, string, number])[] = [
    [
      'Northlight Supply',
      'seller@demo.test',
      'Two engineers and a warehouse cat in Portland. We sell electronics and tools that we ' +
        'have taken apart, and we answer the phone ourselves.',
      1200,
    ],
    [
      'Juniper & Oak',
      'seller2@demo.test',
      'A house-and-kitchen shop from Vermont. Everything has been on our own tables first; ' +
        'books, scents and candles are chosen by June.',
      1000,
    ],
    [
      'Fieldhouse Goods',
      'seller3@demo.test',
      'Clothes, bags, toys and outdoor gear for people with mud on the doormat. Sent the ' +
        'same day when you order by noon.',
      1400,
    ],
  ];
  return rows.map(([name, ownerEmail, description, commission_bp], index) => {
    const slug = slugOf(name);
    return {
      sellerId: idOf('slr', slug, index),
      slug,
      name,
      description,
      ownerEmail,
      commission_bp,
    };
  });
}

function demoWarehouses(): DemoWarehouse[] {
  const rows = [
    {
      code: 'US-EAST',
      name: 'Newark',
      city: 'Newark',
      region: 'NJ',
      postalCode: '07105',
      country: 'US',
      latitude: 40.7282,
      longitude: -74.1546,
    },
    {
      code: 'US-WEST',
      name: 'Reno',
      city: 'Reno',
      region: 'NV',
      postalCode: '89506',
      country: 'US',
      latitude: 39.6391,
      longitude: -119.8768,
    },
    {
      code: 'EU-CENTRAL',
      name: 'Leipzig',
      city: 'Leipzig',
      region: 'SN',
      postalCode: '04356',
      country: 'DE',
      latitude: 51.4069,
      longitude: 12.4256,
    },
  ];
  return rows.map((row, index) => ({ warehouseId: idOf('wh', row.code, index), ...row }));
}

function demoBrands(): DemoBrand[] {
  const names = departments.flatMap((department) => [
    ...department.brands,
    ...department.leaves.flatMap((leaf) => leaf.brands ?? []),
  ]);
  return [...new Set(names)].map((name, index) => {
    const slug = slugOf(name);
    return { brandId: idOf('brand', slug, index), slug, name };
  });
}

/** When a product was listed: some time in the first half year, so that "newest" is mixed. */
function bornAt(key: string): number {
  return opened_ms + prng(`trueshelf-demo:born:${key}`).int(1, 180 * 24 * 3600) * 1000;
}

/**
 * The whole demo world: the same bytes on every run and machine. Categories come parents first;
 * 600 products, some 2,800 variants and 8,300 stock lines; takes some 50 ms and no database.
 */
export function demoWorld(): DemoWorld {
  const sellers = demoSellers();
  const warehouses = demoWarehouses();
  const brands = demoBrands();
  const categories = demoCategories(departments, idOf);
  const categoryIds = new Map(categories.map((category) => [category.path, category.categoryId]));
  const products = departments.flatMap((department) =>
    department.leaves.flatMap((leaf) =>
      Array.from({ length: productsPerLeaf }, (_, index) =>
        makeProduct({
          department,
          leaf,
          index,
          brands,
          sellers,
          warehouses,
          categoryId: categoryIds.get(`${department.slug}/${leaf.slug}`) ?? '',
          createdAt_ms: bornAt(`${department.slug}/${leaf.slug}/${index}`),
        }),
      ),
    ),
  );
  return {
    categories,
    attributes: demoAttributes(departments, idOf),
    brands,
    sellers,
    warehouses,
    offers: demoOffers(products, sellers),
    products,
    people: demoPeople(sellers),
  };
}
