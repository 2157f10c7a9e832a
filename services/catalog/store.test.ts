import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isRefusal } from '#kernel/core/refusal.ts';
import {
  createProduct,
  removeProduct,
  setStatus,
  updateProduct,
  writeProducts,
} from './commands.ts';
import { reactions } from './reactions.ts';
import { newId } from '#kernel/core/id.ts';
import { removeVariant } from './commands-variant.ts';
import { changeBrand, ensureCategories, removeCategory, updateCategory } from './commands-tree.ts';
import { category, kit, sellerId, type Kit } from './test-kit.ts';
import { copyPrices, copySellers, copyStock } from './store-copy.ts';
import { refreshListing } from './store-listing.ts';
import { loadProducts, type StoredProduct } from './store-product.ts';
import { brandsByKeys } from './store-category.ts';
import { sweepOnce } from './upkeep.ts';
import { variantsFor } from './queries.ts';

let k: Kit;
before(async () => {
  k = await kit();
});
after(() => k.close());

let counter = 0;
async function product(categoryId: string, more: Record<string, unknown> = {}) {
  counter += 1;
  const made = await createProduct(k.shop, {
    sellerId,
    name: `Lamp ${counter}`,
    description: 'Gives light',
    brand: 'Lumen & Söhne',
    categoryId,
    currency: 'USD',
    variants: [
      { sku: `L${counter}-red`, attributes: { color: 'red' }, price_minor: 2000 },
      {
        sku: `L${counter}-blue`,
        attributes: { color: 'blue' },
        price_minor: 1500,
        sale_minor: 1200,
      },
    ],
    ...more,
  });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  return made as StoredProduct;
}
const listed = (id: string) =>
  k.db.row<Record<string, unknown>>(
    'select * from listing where product_id = $1 and unlisted_at is null',
    [id],
  );
const events = (id: string) =>
  k.db.rows<{ type: string; agg_version: number; payload: Record<string, unknown> }>(
    'select type, agg_version, payload from outbox where agg_id = $1 order by position',
    [id],
  );
const admin = (version: number) => ({ sellerIds: null, version });

test('a product is listed at its cheapest variant, with its event', async () => {
  const lamps = await category(k, 'Lamps');
  const made = await product(lamps.categoryId);
  const row = await listed(made.productId);
  assert.equal(row?.['price_minor'], 1200);
  assert.equal(row?.['base_minor'], 1500);
  assert.equal(row?.['variant_id'], made.variants[1]?.variantId);
  assert.equal(row?.['in_stock'], false);
  const [event, ...rest] = await events(made.productId);
  assert.equal(rest.length, 0);
  assert.equal(event?.type, 'PRODUCT_CREATED');
  assert.equal(event?.agg_version, 1);
  assert.equal(event?.payload['brand'], 'Lumen & Söhne');
  assert.equal(k.near.priced.get(`${made.variants[1]?.variantId} USD`)?.sale_minor, 1200);
});

test('writes need the version that stands there, and other sellers see nothing', async () => {
  const made = await product((await category(k, 'Chairs')).categoryId);
  const patch = { name: 'Renamed' };
  const stale = await updateProduct(k.shop, made.productId, { writer: admin(2), patch });
  assert.equal(isRefusal(stale) && stale.code, 'precondition-failed');
  const stranger = { sellerIds: ['slr_other'], version: 1 };
  const hidden = await updateProduct(k.shop, made.productId, { writer: stranger, patch });
  assert.equal(isRefusal(hidden) && hidden.code, 'not-found');
  const changed = await updateProduct(k.shop, made.productId, { writer: admin(1), patch });
  assert.ok(!isRefusal(changed));
  assert.equal((changed as StoredProduct).version, 2);
  const same = await updateProduct(k.shop, made.productId, { writer: admin(2), patch });
  assert.equal((same as StoredProduct).version, 2, 'no change, no version');
  const types = (await events(made.productId)).map((one) => `${one.type} ${one.agg_version}`);
  assert.deepEqual(types, ['PRODUCT_CREATED 1', 'PRODUCT_UPDATED 2']);
});

test('parallel writers of one version: one wins', async () => {
  const made = await product((await category(k, 'Desks')).categoryId);
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      updateProduct(k.shop, made.productId, { writer: admin(1), patch: { name: `Desk ${at}` } }),
    ),
  );
  assert.equal(results.filter((one) => !isRefusal(one)).length, 1);
});

test('SKUs are unique per seller, slugs get a tail', async () => {
  const { categoryId } = await category(k, 'Pens');
  const variants = [{ sku: 'PEN', price_minor: 100 }];
  const first = await product(categoryId, { name: 'Pen', variants });
  const again = await createProduct(k.shop, {
    sellerId,
    name: 'Pen',
    description: '',
    categoryId,
    currency: 'USD',
    variants,
  });
  assert.equal(isRefusal(again) && again.code, 'sku-taken');
  const other = await product(categoryId, { name: 'Pen', sellerId: 'slr_2', variants });
  assert.equal(first.slug, 'pen');
  assert.match(other.slug, /^pen-[0-9a-f]{8}$/);
  const race = await Promise.all(
    Array.from({ length: 6 }, () =>
      createProduct(k.shop, {
        sellerId,
        name: 'Race',
        description: '',
        categoryId,
        currency: 'USD',
        variants: [{ sku: 'RACE', price_minor: 1 }],
      }),
    ),
  );
  assert.equal(race.filter((one) => !isRefusal(one)).length, 1);
});

test('archive, delete and remove a variant', async () => {
  const made = await product((await category(k, 'Cups')).categoryId);
  const { productId } = made;
  const red = made.variants[0]?.variantId ?? '';
  const blue = made.variants[1]?.variantId ?? '';
  const active = await removeProduct(k.shop, productId, admin(1));
  assert.equal(isRefusal(active) && active.code, 'product-status-not-allowed');
  await removeVariant(k.shop, productId, { writer: admin(1), variantId: blue });
  assert.equal((await listed(productId))?.['price_minor'], 2000);
  const last = await removeVariant(k.shop, productId, { writer: admin(2), variantId: red });
  assert.equal(isRefusal(last) && last.code, 'variant-limit');
  const [gone] = await variantsFor(k.db, [blue]);
  assert.equal(gone?.active, false, 'a removed variant is still known to carts');
  await setStatus(k.shop, productId, { writer: admin(2), status: 'ARCHIVED' });
  assert.equal(await listed(productId), undefined);
  assert.equal(await removeProduct(k.shop, productId, admin(3)), true);
  assert.deepEqual(await loadProducts(k.db, [productId]), []);
  assert.equal((await events(productId)).at(-1)?.type, 'PRODUCT_DELETED');
  assert.equal((await events(productId)).at(-1)?.agg_version, 4);
});

test('older prices and stock never overwrite newer ones', async () => {
  const made = await product((await category(k, 'Rugs')).categoryId);
  const variantId = made.variants[0]?.variantId ?? '';
  const price = (version: number, base_minor: number) => ({
    variantId,
    currency: 'USD',
    base_minor,
    sale_minor: null,
    version,
  });
  const copy = (one: ReturnType<typeof price>) =>
    k.db.tx(async (tx) => {
      const changed = await copyPrices(tx, [one]);
      await refreshListing(tx, changed);
      return changed;
    });
  assert.deepEqual(await copy(price(3, 900)), [made.productId]);
  assert.deepEqual(await copy(price(2, 100)), []);
  assert.deepEqual(await copy(price(0, 50)), []);
  assert.deepEqual(await copy(price(4, 900)), [], 'a newer version of the same price');
  assert.equal((await listed(made.productId))?.['price_minor'], 900);
  const stock = (version: number, available: number) =>
    copyStock(k.db, [{ variantId, warehouseId: 'w', available, version }]);
  assert.equal((await stock(2, 5))[0]?.flagChanged, true);
  assert.equal((await stock(1, 0)).length, 0);
  assert.equal((await stock(3, 4))[0]?.flagChanged, false);
  assert.equal((await stock(4, 0))[0]?.flagChanged, true);
});

test('a product is listed although its price arrives while it is being written', async () => {
  const made = await product((await category(k, 'Rings')).categoryId);
  const variants = made.variants
    .slice(0, 1)
    .map((one) => ({ ...one, variantId: newId('var'), sku: 'ring' }));
  const variantId = variants[0]?.variantId ?? '';
  const born = { ...made, productId: newId('prod'), slug: `ring-${made.slug}`, variants };
  const event = {
    eventType: 'PRICE_CHANGED',
    aggregate: { type: 'price', id: `${variantId}:USD`, version: 1 },
    payload: { variantId, currency: 'USD', base: 700, sale: null },
  };
  const copy = reactions({ touched: () => undefined })['catalog.prices'];
  let copied: Promise<void> | undefined;
  await k.db.tx(async (tx) => {
    await writeProducts(tx, [{ ...born, version: 1 }]);
    copied = k.db.tx(async (other) => copy?.(other, [event as never]));
    await new Promise((done) => setTimeout(done, 100)); // it cannot see the product yet
  });
  await copied;
  assert.equal((await listed(born.productId))?.['price_minor'], 700);
});

test('refreshes at once leave the listing as the last writer saw it', async () => {
  const made = await product((await category(k, 'Mats')).categoryId);
  const variantId = made.variants[0]?.variantId ?? '';
  const other = made.variants[1]?.variantId ?? '';
  await Promise.all(
    Array.from({ length: 24 }, (_, at) =>
      k.db.tx(async (tx) => {
        const base_minor = 500 + at;
        const id = at % 2 === 0 ? variantId : other;
        const version = at + 1;
        const one = { variantId: id, currency: 'USD', base_minor, sale_minor: null, version };
        await refreshListing(tx, await copyPrices(tx, [one]));
      }),
    ),
  );
  const prices = await k.db.rows<{ base_minor: number }>(
    'select base_minor from variant_price where variant_id = any($1::text[])',
    [[variantId, other]],
  );
  const least = Math.min(...prices.map((one) => one.base_minor));
  assert.equal((await listed(made.productId))?.['price_minor'], least);
});

test('an approval reaches the products in the background, and takes them away again', async () => {
  k.near.status = 'PENDING';
  const { categoryId } = await category(k, 'Vases');
  const variants = [{ sku: 'V', price_minor: 5 }];
  const made = await product(categoryId, { sellerId: 'slr_new', variants });
  k.near.status = 'APPROVED';
  assert.equal(await listed(made.productId), undefined);
  const seller = (status: string, version: number) =>
    k.db.tx((tx) =>
      copySellers(tx, [{ sellerId: 'slr_new', name: 'N', slug: 'n', status, version }]),
    );
  await seller('APPROVED', 2);
  while (await sweepOnce(k.shop));
  assert.ok(await listed(made.productId));
  await seller('PENDING', 1);
  while (await sweepOnce(k.shop));
  assert.ok(await listed(made.productId), 'an older status changes nothing');
  await seller('SUSPENDED', 3);
  while (await sweepOnce(k.shop));
  assert.equal(await listed(made.productId), undefined);
  assert.equal((await variantsFor(k.db, [made.variants[0]?.variantId ?? '']))[0]?.active, false);
});

test('a category moves with its branch and its products, never below itself', async () => {
  const top = await category(k, 'Top');
  const mid = await category(k, 'Mid', top.categoryId);
  const leaf = await category(k, 'Leaf', mid.categoryId);
  const other = await category(k, 'Other');
  const made = await product(leaf.categoryId);
  const move = (id: string, parentId: string | null, version = 1) =>
    updateCategory(k.shop, id, { version, patch: { parentId } });
  const below = await move(top.categoryId, leaf.categoryId);
  assert.equal(isRefusal(below) && below.code, 'category-cycle');
  const self = await move(mid.categoryId, mid.categoryId);
  assert.equal(isRefusal(self) && self.code, 'category-cycle');
  const moved = await move(mid.categoryId, other.categoryId);
  assert.ok(!isRefusal(moved), JSON.stringify(moved));
  const { tree } = await k.shop.shelf.get();
  assert.equal(tree.byId.get(leaf.categoryId)?.path, 'other/mid/leaf');
  assert.equal(tree.byId.get(leaf.categoryId)?.depth, 3);
  assert.ok(await listed(made.productId));
  const counts = await k.counts.of('USD');
  assert.equal(counts.get(other.categoryId), 1);
  assert.equal(counts.get(top.categoryId), undefined);
  const full = await removeCategory(k.shop, leaf.categoryId, 2);
  assert.equal(isRefusal(full) && full.code, 'category-not-empty');
  assert.equal(await removeCategory(k.shop, top.categoryId, 1), true);
});

test('moves that would together close a circle: one is refused', async () => {
  const a = await category(k, 'Circle A');
  const b = await category(k, 'Circle B');
  const results = await Promise.all([
    updateCategory(k.shop, a.categoryId, { version: 1, patch: { parentId: b.categoryId } }),
    updateCategory(k.shop, b.categoryId, { version: 1, patch: { parentId: a.categoryId } }),
  ]);
  assert.equal(results.filter((one) => isRefusal(one)).length, 1);
});

test('lines of categories are made once', async () => {
  const lines = [
    { names: ['Shop', 'TV & Video', 'Cables'], externalIds: ['x1', 'x2', 'x3'] },
    { names: ['Shop', 'TV & Video'], externalIds: ['x1', 'x2'] },
    { names: ['Shop', 'Cables'], externalIds: ['x1', 'x9'] },
    { names: [] },
  ];
  const first = await ensureCategories(k.shop, lines);
  const second = await ensureCategories(k.shop, lines);
  assert.equal(first.created, 4);
  assert.equal(second.created, 0);
  assert.deepEqual(first.ids, second.ids);
  assert.equal(first.ids[3], null);
});

test('a renamed brand reaches products and events', async () => {
  const made = await product((await category(k, 'Fans')).categoryId, { brand: 'Old Wind' });
  const [brand] = await brandsByKeys(k.db, ['old wind']);
  assert.ok(brand);
  const patch = { name: 'New Wind' };
  const changed = await changeBrand(k.shop, brand.brandId, { version: 1, patch });
  assert.ok(!isRefusal(changed));
  while (await sweepOnce(k.shop));
  assert.equal((await events(made.productId)).at(-1)?.payload['brand'], 'New Wind');
});

test('attribute rules of a category bind products there', async () => {
  const shoes = await category(k, 'Shoes');
  const { createAttribute } = await import('./commands-tree.ts');
  await createAttribute(k.shop, {
    categoryId: shoes.categoryId,
    code: 'size',
    name: 'Size',
    names: {},
    valueNames: {},
    colors: {},
    kind: 'choice',
    unit: null,
    choices: ['M', 'L'],
    required: true,
    filterable: true,
  });
  const shoe = (size: string | undefined) =>
    createProduct(k.shop, {
      sellerId,
      name: 'Shoe',
      description: '',
      categoryId: shoes.categoryId,
      currency: 'USD',
      variants: [{ sku: `shoe-${size}`, price_minor: 1, attributes: size ? { size } : {} }],
    });
  assert.equal(isRefusal(await shoe('M')), false);
  for (const size of ['XXL', undefined]) {
    const wrong = await shoe(size);
    assert.equal(isRefusal(wrong) && wrong.code, 'validation-failed');
  }
});
