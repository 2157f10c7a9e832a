import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { isId } from '#kernel/core/id.ts';
import { demoReviews } from './reviews.ts';
import { demoWorld } from './catalogue.ts';
import { saleWares } from './sale.ts';
import { swatches } from './words.ts';

const world = demoWorld();
const variants = world.products.flatMap((product) => product.variants);
const hash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Fails with the values that occur twice. */
function unique(what: string, values: readonly string[]): void {
  const seen = new Set<string>();
  const twice = values.filter((value) => seen.size === seen.add(value).size);
  assert.deepEqual(twice, [], `${what} are unique`);
}

test('two runs give the same bytes', () => {
  assert.equal(hash(demoWorld()), hash(world));
});

test('the world has the promised size', () => {
  const leaves = world.categories.filter((category) => category.parentId !== null);
  assert.equal(world.categories.length - leaves.length, 10);
  assert.ok(leaves.length >= 40 && leaves.length <= 60, `${leaves.length} leaves`);
  assert.ok(world.brands.length >= 30, `${world.brands.length} brands`);
  assert.ok(world.products.length >= 520, `${world.products.length} products`);
  assert.equal(world.sellers.length, 3);
  assert.equal(world.warehouses.length, 3);
  for (const { variants: list, name } of world.products) {
    assert.ok(list.length >= 1 && list.length <= 12, `${name} has ${list.length} variants`);
  }
});

test('names that must be unique are', () => {
  unique(
    'skus',
    variants.map((variant) => variant.sku),
  );
  unique(
    'product slugs',
    world.products.map((product) => product.slug),
  );
  unique(
    'category paths',
    world.categories.map((category) => category.path),
  );
  unique(
    'category slugs',
    world.categories.map((category) => category.slug),
  );
  unique(
    'brand slugs',
    world.brands.map((brand) => brand.slug),
  );
  unique(
    'e-mails',
    world.people.map((person) => person.email),
  );
  unique('ids', [
    ...variants.map((variant) => variant.variantId),
    ...world.products.map((product) => product.productId),
    ...world.categories.map((category) => category.categoryId),
    ...world.people.flatMap((person) => [person.userId, person.address?.addressId ?? person.email]),
  ]);
  for (const { slug } of world.products) assert.match(slug, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
});

test('every reference leads somewhere', () => {
  const leaves = new Set(
    world.categories.filter((c) => c.parentId !== null).map((c) => c.categoryId),
  );
  const roots = new Set(
    world.categories.filter((c) => c.parentId === null).map((c) => c.categoryId),
  );
  for (const { parentId } of world.categories) assert.ok(parentId === null || roots.has(parentId));
  const brands = new Map(world.brands.map((brand) => [brand.brandId, brand.name]));
  const sellers = new Set(world.sellers.map((seller) => seller.sellerId));
  for (const product of world.products) {
    assert.ok(leaves.has(product.categoryId), product.slug);
    assert.equal(brands.get(product.brandId), product.brand);
    assert.ok(sellers.has(product.sellerId), product.slug);
  }
  const filled = new Set(world.products.map((product) => product.categoryId));
  assert.deepEqual(
    [...leaves].filter((id) => !filled.has(id)),
    [],
    'every leaf has products',
  );
  assert.equal(new Set(world.products.map((p) => p.sellerId)).size, 3, 'every seller sells');
});

test('money is whole minor units and a sale is cheaper', () => {
  for (const { sku, prices } of variants) {
    for (const { price_minor, sale_minor } of Object.values(prices)) {
      assert.ok(Number.isSafeInteger(price_minor) && price_minor > 0, sku);
      if (sale_minor === null) continue;
      assert.ok(Number.isSafeInteger(sale_minor) && sale_minor > 0, sku);
      assert.ok(sale_minor < price_minor, sku);
    }
  }
  const onSale = world.products.filter((p) => p.variants[0]?.prices.USD.sale_minor != null);
  assert.ok(onSale.length > 60 && onSale.length < 200, `${onSale.length} on sale`);
});

test('stock covers every warehouse; some is out and some is low', () => {
  let out = 0;
  let low = 0;
  for (const { sku, stock, weight_g } of variants) {
    assert.deepEqual(
      stock.map((s) => s.warehouseId),
      world.warehouses.map((w) => w.warehouseId),
    );
    const total = stock.reduce((sum, { onHand }) => sum + onHand, 0);
    assert.ok(
      stock.every(({ onHand }) => Number.isInteger(onHand) && onHand >= 0),
      sku,
    );
    assert.ok(Number.isInteger(weight_g) && weight_g > 0, sku);
    if (total === 0) out += 1;
    else if (total <= 9) low += 1;
  }
  assert.ok(out > 20 && out < variants.length / 10, `${out} sold out`);
  assert.ok(low > 20 && low < variants.length / 5, `${low} low`);
});

test('variants say what their options say, in known colours', () => {
  for (const product of world.products) {
    unique(
      `variants of ${product.slug}`,
      product.variants.map((variant) => variant.name),
    );
    for (const { attributes } of product.variants) {
      assert.deepEqual(
        Object.keys(attributes),
        product.options.map((option) => option.name),
      );
      for (const { name, values } of product.options) {
        assert.ok(values.includes(attributes[name] ?? ''), product.slug);
      }
      assert.ok((attributes['color'] ?? 'black') in swatches, attributes['color']);
    }
  }
});

test('categories, attributes and colours are named in every language', () => {
  const languages = ['ar', 'de', 'es', 'hi'];
  for (const { path, names } of world.categories) {
    assert.deepEqual(Object.keys(names).sort(), languages, path);
  }
  const codes = new Set(
    world.products.flatMap(({ attributes, options }) => [
      ...Object.keys(attributes),
      ...options.map((option) => option.name),
    ]),
  );
  const named = new Map(world.attributes.map((one) => [one.code, one]));
  for (const code of codes) {
    assert.deepEqual(Object.keys(named.get(code)?.names ?? {}).sort(), languages, code);
  }
  for (const [color, names] of Object.entries(named.get('color')?.valueNames ?? {})) {
    assert.deepEqual(Object.keys(names).sort(), languages, color);
  }
  const colors = world.products.flatMap(({ variants }) => variants.map((one) => one.attributes));
  for (const { color } of colors) {
    if (color !== undefined) assert.ok(named.get('color')?.valueNames[color], color);
  }
});

test('texts read like texts and ratings follow from the stars', () => {
  for (const { description, name, stars, reviewCount, rating } of world.products) {
    const sentences = description.split(/(?<=[.!?]) /).length;
    assert.ok(sentences >= 2 && sentences <= 4, `${name}: ${sentences} sentences`);
    assert.equal(
      stars.reduce((sum, count) => sum + count, 0),
      reviewCount,
    );
    assert.ok(reviewCount === 0 ? rating === 0 : rating >= 1 && rating <= 5, name);
  }
});

test('each product has the reviews that its stars say, and they read like reviews', () => {
  const reviews = demoReviews(world.products);
  assert.ok(reviews.length > 2_000 && reviews.length < 6_000, String(reviews.length));
  unique(
    'reviews',
    reviews.map((one) => one.reviewId),
  );
  const byProduct = Map.groupBy(reviews, (one) => one.productId);
  for (const { productId, stars, name } of world.products) {
    const given = byProduct.get(productId) ?? [];
    const counted = [1, 2, 3, 4, 5].map((n) => given.filter((one) => one.stars === n).length);
    assert.deepEqual(counted, stars, name);
  }
  for (const one of reviews) {
    assert.ok(one.body.length >= 20 && one.body.length < 600, one.body);
    assert.ok(Date.parse(one.createdAt) < Date.parse('2026-11-01'), one.createdAt);
  }
  const first = world.products.slice(0, 3);
  const count = first.reduce((sum, one) => sum + one.reviewCount, 0);
  assert.deepEqual(demoReviews(first), reviews.slice(0, count), 'the same each time');
});

test('the documented people can log in', () => {
  const shoppers = ['', 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `shopper${n}@demo.test`);
  const find = (email: string) => world.people.find((person) => person.email === email);
  for (const email of shoppers) assert.ok(find(email)?.address, `${email} has an address`);
  assert.deepEqual(find('admin@demo.test')?.roles, ['super']);
  assert.deepEqual(find('support@demo.test')?.roles, ['support']);
  assert.equal(find('seller@demo.test')?.sellerId, world.sellers[0]?.sellerId);
  assert.equal(find('seller2@demo.test')?.sellerId, world.sellers[1]?.sellerId);
  const countries = shoppers.map((email) => find(email)?.address?.country);
  assert.equal(countries.filter((country) => country === 'DE').length, 1);
  assert.equal(countries.filter((country) => country === 'GB').length, 1);
  for (const { userId, password } of world.people) {
    assert.ok(isId('usr', userId));
    assert.equal(password, 'trueshelf-demo-1234');
  }
});

test('flash sales have things to sell, each once, with a price', () => {
  const wares = saleWares(world);
  unique(
    'things on sale',
    wares.map(({ variantId }) => variantId),
  );
  assert.ok(wares.length >= 6, `${wares.length} things`);
  for (const one of wares) assert.ok(one.price_minor >= 100 && one.quantity > 0);
});
