import assert from 'node:assert/strict';
import { test } from 'node:test';
import { productView, stockOf, type Facts } from './model-page.ts';
import type { Product } from './model.ts';

test('stock is told in honest words', () => {
  const say = (available: number, held: number) => stockOf({ available, held });
  assert.deepEqual(say(6, 9), { state: 'IN_STOCK', count: null });
  assert.deepEqual(say(5, 0), { state: 'LOW', count: 5 });
  assert.deepEqual(say(1, 4), { state: 'LOW', count: 1 });
  assert.deepEqual(say(0, 1), { state: 'HELD', count: null });
  assert.deepEqual(say(0, 0), { state: 'OUT', count: null });
});

const variant = (n: number) => ({
  variantId: `var_${n}`,
  sku: `S${n}`,
  name: `V${n}`,
  attributes: {},
  weight_g: 0,
  size_mm: null,
  barcode: null,
  removed: false,
});

const product: Product = {
  productId: 'prod_1',
  sellerId: 'slr_1',
  slug: 'one',
  name: 'One',
  description: '',
  brandId: null,
  brand: null,
  categoryId: 'cat_1',
  attributes: { ram: '16', mood: 'calm' },
  images: [],
  videos: [],
  highlights: {},
  taxClass: 'standard',
  currency: 'USD',
  status: 'ACTIVE',
  sellerApproved: true,
  externalRef: null,
  rating_x100: 0,
  reviewCount: 0,
  version: 1,
  variants: [variant(1), variant(2)],
};

const rules = [
  {
    attributeId: 'att_1',
    categoryId: null,
    code: 'ram',
    name: 'Memory',
    kind: 'number' as const,
    unit: 'GB',
    choices: [],
    names: { de: 'Speicher' },
    valueNames: { '16': { de: 'sechzehn' } },
    colors: {},
    required: false,
    filterable: true,
    version: 1,
  },
];

function view(facts: Partial<Facts>) {
  const empty: Facts = {
    currency: 'USD',
    prices: new Map(),
    units: new Map(),
    lowest: new Map(),
  };
  const frame = { product: { ...product, createdAt: '', updatedAt: '' }, seller: null };
  return productView({ ...frame, line: [], rules }, { ...empty, ...facts }, '');
}

test('the best variant leads, and the lowest price stands only beside a reduced one', () => {
  const shown = view({
    prices: new Map([
      ['var_1', { base_minor: 900, effective_minor: 900 }],
      ['var_2', { base_minor: 1000, effective_minor: 950 }],
    ]),
    units: new Map([
      ['var_1', { available: 0, held: 2 }],
      ['var_2', { available: 3, held: 0 }],
    ]),
    lowest: new Map([
      ['var_1', 800],
      ['var_2', 990],
    ]),
  });
  assert.deepEqual([shown.defaultVariantId, shown.price, shown.salePrice], ['var_2', 10, 9.5]);
  assert.equal(shown.lowest30, 9.9);
  assert.deepEqual(shown.stock, { state: 'LOW', count: 3 });
  assert.deepEqual(
    shown.variants.map((one) => [one.stock.state, one.lowest30]),
    [
      ['HELD', null],
      ['LOW', 9.9],
    ],
  );
});

test('attributes have their names and units, and nothing known is nothing sold', () => {
  const shown = view({});
  assert.deepEqual(shown.specs, [
    { code: 'ram', name: 'Memory', value: '16', unit: 'GB' },
    { code: 'mood', name: 'mood', value: 'calm', unit: null },
  ]);
  assert.deepEqual([shown.price, shown.stock.state, shown.inStock], [null, 'OUT', false]);
});
