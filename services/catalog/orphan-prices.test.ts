// Prices without a variant: of one that comes later they stay, of one that was deleted they go,
// and who writes the variant in that very moment loses no price.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isRefusal } from '#kernel/core/refusal.ts';
import { newId } from '#kernel/core/id.ts';
import type { Sql } from '#kernel/db/db.ts';
import { createProduct, removeProduct, writeProducts } from './commands.ts';
import { copyPrices } from './store-copy.ts';
import { forgetOrphans, noteOrphans } from './store-orphan.ts';
import { loadProducts, type StoredProduct } from './store-product.ts';
import { category, kit, sellerId, type Kit } from './test-kit.ts';

let k: Kit;
before(async () => {
  k = await kit();
});
after(() => k.close());

async function product(): Promise<StoredProduct> {
  const made = await createProduct(k.shop, {
    sellerId,
    name: 'Lamp',
    description: '',
    categoryId: (await category(k, `Lamps ${newId('c')}`)).categoryId,
    currency: 'USD',
    status: 'DRAFT',
    variants: [{ sku: newId('sku'), price_minor: 2_000 }],
  });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  return made as StoredProduct;
}

const writer = { sellerIds: null, version: 1 };
const idOf = (of: StoredProduct) => of.variants[0]?.variantId ?? '';
const priceOf = (variantId: string, version = 7) => {
  return [{ variantId, currency: 'USD', base_minor: 900, sale_minor: null, version }];
};

/** Variants of these that have a price. */
async function priced(...ids: string[]): Promise<string[]> {
  const rows = await k.db.rows<{ id: string }>(
    'select distinct variant_id as id from variant_price where variant_id = any($1::text[])',
    [ids],
  );
  return rows.map((row) => row.id);
}

async function walk(): Promise<void> {
  for (let page = 0; page < 20; page += 1) if (!(await noteOrphans(k.db, 3))) return;
  assert.fail('the walk never ends');
}

const anHourLater = () =>
  k.db.run(`update orphan_price set noted_at = noted_at - interval '61 minutes'`);
const forget = () => k.db.tx(forgetOrphans);

/** A copy of a product under other ids, as its writer has it before it is written. */
function another(of: StoredProduct): StoredProduct {
  const variants = of.variants.map((one) => {
    return { ...one, variantId: newId('var'), sku: newId('sku') };
  });
  return { ...of, productId: newId('prod'), slug: newId('slug'), version: 1, variants };
}

test('what a late event tells of a deleted variant goes an hour after it was seen', async () => {
  const others = [await product(), await product()].map(idOf);
  const gone = await product();
  assert.equal(await removeProduct(k.shop, gone.productId, writer), true);
  assert.deepEqual(await priced(idOf(gone)), [], 'its price went with it');
  const prices = ['USD', 'EUR'].flatMap((currency) =>
    priceOf(idOf(gone)).map((one) => ({ ...one, currency })),
  );
  await k.db.tx((tx) => copyPrices(tx, prices));
  await walk();
  await forget();
  assert.deepEqual(await priced(idOf(gone)), [idOf(gone)], 'not at once');
  await anHourLater();
  assert.equal(await forget(), 2, 'in both currencies');
  assert.deepEqual(await priced(idOf(gone)), []);
  assert.equal((await priced(...others)).length, 2, 'what has its variant stays');
  assert.equal(await forget(), 0);
});

test('a price that comes before its variant stays', async () => {
  const made = another(await product());
  await k.db.tx((tx) => copyPrices(tx, priceOf(idOf(made))));
  await walk();
  await k.db.tx((tx) => writeProducts(tx, [made]));
  await anHourLater();
  assert.equal(await forget(), 1);
  assert.deepEqual(await priced(idOf(made)), [idOf(made)]);
  assert.equal((await loadProducts(k.db, [made.productId])).length, 1);
});

for (const [how, prices] of [
  ['with its price', (id: string) => priceOf(id, 1)],
  ['without one', () => []],
] as const) {
  test(`a variant that is written in that very moment, ${how}, keeps the price`, async () => {
    const made = another(await product());
    await k.db.tx((tx) => copyPrices(tx, priceOf(idOf(made))));
    await walk();
    await anHourLater();
    const written = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const writer = k.db.tx(async (tx: Sql) => {
      await writeProducts(tx, [made], prices(idOf(made)));
      written.resolve();
      await go.promise;
    });
    await written.promise;
    const forgetting = forget();
    await isWaiting();
    go.resolve();
    await Promise.all([writer, forgetting]);
    assert.deepEqual(await priced(idOf(made)), [idOf(made)]);
  });
}

/** Until somebody waits for a lock of another. */
async function isWaiting(): Promise<void> {
  for (let n = 0; n < 6_000; n += 1) {
    const row = await k.db.row<{ n: number }>(
      `select count(*)::int as n from pg_locks where not granted`,
    );
    if ((row?.n ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail('nobody waits');
}
