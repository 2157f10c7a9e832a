import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { createProduct } from './commands.ts';
import { countSales, salesTask } from './sales.ts';
import { forgetSales } from './store-sales.ts';
import { category, kit, sellerId, type Kit } from './test-kit.ts';

let k: Kit;
let productIds: string[];
before(async () => {
  k = await kit();
  const { categoryId } = await category(k, 'Books');
  productIds = [];
  for (let n = 0; n < 3; n += 1) {
    const made = await createProduct(k.shop, {
      sellerId,
      name: `Book ${n}`,
      description: '',
      categoryId,
      currency: 'USD',
      variants: [{ sku: `B-${n}`, price_minor: 100 }],
    });
    assert.ok(!isRefusal(made));
    productIds.push((made as { productId: string }).productId);
  }
});
after(() => k.close());

const needs = () => ({ db: k.db, clock: systemClock, neighbours: k.near });
const later = () => systemClock.now() + 60_000;

function order(...units: number[]): void {
  const lines = units.flatMap((n, at) =>
    n === 0 ? [] : [{ productId: productIds[at] ?? '', units: n }],
  );
  k.near.orders.set(newId('ord'), lines);
}

async function sold(): Promise<number[]> {
  const rows = await k.db.rows<{ sold: number }>('select sold from listing order by product_id');
  return rows.map((row) => row.sold);
}

test('each order is counted once, however many processes count', async () => {
  order(3, 1);
  order(1, 0, 2);
  const counted = await Promise.all([1, 2, 3, 4].map(() => countSales(needs(), later())));
  assert.equal(counted.filter(Boolean).length, 1);
  assert.deepEqual(await sold(), [4, 1, 2]);
  assert.equal(await countSales(needs(), later()), false);
  order(0, 5);
  assert.equal(await countSales(needs(), later()), true);
  assert.deepEqual(await sold(), [4, 6, 2]);
  const list = await k.lists.list({
    filter: {
      currency: 'USD',
      locale: '',
      categoryId: null,
      brandIds: null,
      sellerIds: null,
      min_minor: null,
      max_minor: null,
      rating_x100: null,
      inStock: null,
      attributes: [],
    },
    sort: 'best-selling',
    cursor: null,
    page: 0,
    size: 5,
  });
  const { products } = JSON.parse(list.text) as { products: { productId: string }[] };
  const [a, b, c] = productIds;
  assert.deepEqual(
    products.map((one) => one.productId),
    [b, a, c],
  );
});

test('an order too young to be sure of waits, and old days count no more', async () => {
  order(9);
  const task = salesTask(needs());
  await task.run(new AbortController().signal);
  assert.deepEqual(await sold(), [4, 6, 2]);
  await k.db.run('update sale_day set day = day - 30 where product_id = $1', [productIds[0]]);
  assert.equal(await k.db.tx((tx) => forgetSales(tx)), 1);
  assert.deepEqual(await sold(), [0, 6, 2]);
});
