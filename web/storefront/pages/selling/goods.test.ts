import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemsText, wrongFinding, writtenOff } from './found.ts';
import {
  draftFrom,
  faultsOf,
  isChanged,
  linked,
  moved,
  newBody,
  noProduct,
  noVariant,
  productPatch,
  sizeOf,
  variantChanges,
  type Product,
} from './goods.ts';

const product = {
  productId: 'prod_1',
  name: 'Lamp',
  description: 'A lamp.',
  brand: null,
  categoryId: 'cat_1',
  currency: 'USD',
  attributes: { watts: '9', base: 'E27' },
  images: [{ imageId: 'img_1', url: '/media/a.webp', alt: 'A lamp', variantId: null }],
  variants: ['red', 'blue'].map((color, at) => ({
    variantId: `var_${at}`,
    sku: `L-${color}`,
    name: color,
    attributes: { color },
    weight_g: 200,
    size_mm: null,
    barcode: null,
    price: 20,
    salePrice: null,
    currency: 'USD',
    available: 3,
  })),
} as unknown as Product;

test('what was read and not changed is not sent; the order of attributes is no change', () => {
  const draft = draftFrom(product);
  assert.equal(isChanged(draft, product), false);
  const other = { ...draft, attributes: { base: 'E27', watts: '9' }, name: ' Lamp ' };
  assert.equal(isChanged(other, product), false);
  assert.equal(isChanged({ ...draft, options: [] }, product), true, 'options went');
});

test('a size is three sides, however they are parted; anything else is told', () => {
  assert.deepEqual(sizeOf('300 × 200 x 10'), [300, 200, 10]);
  assert.deepEqual(sizeOf('300*200, 10'.replace(',', ' ')), [300, 200, 10]);
  assert.equal(sizeOf(' '), null);
  for (const wrong of [
    '300',
    '300 x 200',
    '0 x 1 x 1',
    '1.5 x 2 x 3',
    '-1 x 2 x 3',
    '5001 x 1 x 1',
  ]) {
    assert.equal(sizeOf(wrong), undefined, wrong);
  }
  const draft = draftFrom(product);
  const [red, ...rest] = draft.variants;
  assert.ok(red);
  const next = { ...draft, variants: [{ ...red, size: '30 x 20 x 10' }, ...rest] };
  const size_mm = [30, 20, 10];
  assert.deepEqual(variantChanges(next, product).changed, [
    { variantId: 'var_0', patch: { size_mm } },
  ]);
  const wrong = { ...draft, variants: [{ ...red, size: '30' }, ...rest] };
  assert.equal(faultsOf(wrong).get(`size-${red.key}`), 'size');
});

test('only what differs is sent; a sale price goes with its price', () => {
  const draft = draftFrom(product);
  const [red, blue] = draft.variants;
  assert.ok(red && blue);
  const next = {
    ...draft,
    description: 'A good lamp.',
    variants: [
      { ...red, salePrice: '15,5' },
      { ...noVariant('k1'), sku: 'L-green', price: '22', options: { color: 'green' } },
    ],
  };
  assert.deepEqual(productPatch(next, product), { description: 'A good lamp.' });
  const { added, changed, removed } = variantChanges(next, product);
  assert.deepEqual(changed, [{ variantId: 'var_0', patch: { salePrice: 15.5, price: 20 } }]);
  assert.deepEqual([added.map(({ sku }) => sku), removed], [['L-green'], ['var_1']]);
  const [gone] = product.variants;
  assert.ok(gone);
  const less = { ...product, variants: [gone] };
  const again = variantChanges(draft, less);
  assert.deepEqual(
    again.added.map(({ sku }) => sku),
    ['L-blue'],
    'removed elsewhere: made anew',
  );
});

test('a variant that was made before the rest broke off is not made again', () => {
  const draft = draftFrom(product);
  const fresh = { ...noVariant('k1'), sku: ' L-green', price: '22', units: '4' };
  const next = { ...draft, variants: [...draft.variants, fresh] };
  const [first] = product.variants;
  assert.ok(first);
  const made = { ...first, variantId: 'var_9', sku: 'L-green', attributes: {}, price: 22 };
  const now = { ...product, variants: [...product.variants, made] };
  const known = linked(next, now);
  assert.deepEqual(known.variants.at(-1), { ...fresh, variantId: 'var_9' });
  assert.deepEqual(variantChanges(known, now).added, []);
  assert.equal(isChanged(known, now), true, 'its units are still to be sent');
  assert.equal(linked(draft, product).variants.at(-1)?.variantId, 'var_1');
});

test('faults stand at their fields', () => {
  const draft = noProduct('k0', 'USD');
  const names = [...faultsOf(draft).keys()];
  assert.deepEqual(names, ['name', 'categoryId', 'sku-k0', 'price-k0']);
  const variants = [
    { ...noVariant('a'), sku: 'X', price: '1e9', units: '1.5', weight_g: '-1' },
    { ...noVariant('b'), sku: 'X', price: '9', salePrice: '10' },
  ];
  const wrong = faultsOf({ ...draft, name: 'x', categoryId: 'c', options: ['size'], variants });
  assert.deepEqual(Object.fromEntries(wrong), {
    'price-a': 'number',
    'weight-a': 'number',
    'units-a': 'number',
    'option-size-a': 'missing',
    'sku-b': 'twice',
    'sale-b': 'sale',
    'option-size-b': 'missing',
  });
});

test('a new product begins as a draft, without pictures that did not arrive', () => {
  const draft = { ...noProduct('k0', 'USD'), name: ' Lamp ', categoryId: 'cat_1' };
  const pictures = [
    { key: 'p', url: null, alt: 'x', variantId: null },
    { key: 'q', url: '/media/b.webp', alt: ' b ', variantId: null },
  ];
  const body = newBody({ ...draft, pictures }, 'slr_1');
  assert.deepEqual([body.status, body.name, body.sellerId], ['DRAFT', 'Lamp', 'slr_1']);
  assert.deepEqual(body.images, [{ url: '/media/b.webp', alt: 'b', variantId: null }]);
});

test('pictures change places, not beyond the ends', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 1, -1), ['b', 'a', 'c']);
  assert.deepEqual(moved(['a', 'b'], 1, 1), ['a', 'b']);
});

test('what came goes onto the shelf or is written off, and not more than was announced', () => {
  const one = { lineNo: 1, received: '2', restock: '1', warehouseId: '' };
  assert.equal(wrongFinding(one, 2), null);
  assert.equal(writtenOff(one), 1);
  assert.equal(wrongFinding(one, 1), 'received');
  assert.equal(wrongFinding({ ...one, received: '' }, 2), 'received');
  assert.equal(wrongFinding({ ...one, restock: '3' }, 2), 'restock');
  const items = [
    { lineNo: 1, quantity: 2 },
    { lineNo: 2, quantity: 0 },
  ];
  assert.equal(itemsText(items), '1:2');
  assert.equal(itemsText([]), null);
});
