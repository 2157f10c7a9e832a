import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Value } from 'typebox/value';
import type { TSchema } from 'typebox';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { categoriesSchema, listSchema, productSchema } from './schemas.ts';

let app: App;
let shop: Shop;
before(async () => {
  app = await startApp();
  shop = await openShop(app);
});
after(() => app.stop());

function fits(schema: TSchema, body: unknown): void {
  // Undescribed members count too: a client could not know them.
  const strict = JSON.parse(JSON.stringify(schema), (_, value) =>
    value?.type === 'object' && value.properties && Object.keys(value.properties).length > 0
      ? { ...value, additionalProperties: false }
      : value,
  ) as TSchema;
  assert.deepEqual(Value.Errors(strict, body).slice(0, 3), []);
}

test('the finished texts of the catalogue are what the API document says', async () => {
  const { productId } = await shop.product({ stock: 3, price: 12.5 });
  fits(productSchema, (await app.get(`/products/${productId}`)).body);
  // Lists follow within about a second.
  let list = (await app.get('/products?size=5')).body;
  for (let tries = 0; tries < 100 && list.products.length === 0; tries += 1) {
    await pause(50);
    list = (await app.get('/products?size=5')).body;
  }
  assert.equal(list.products.length, 1);
  fits(listSchema, list);
  fits(categoriesSchema, (await app.get('/categories')).body);
});

test('an attribute whose name has a space can be filtered by', async () => {
  const answer = await app.get('/products?attr.case%20size=40%20mm');
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
});
