import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Value } from 'typebox/value';
import type { TSchema } from 'typebox';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { categoriesSchema, productSchema } from './schemas.ts';

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
  fits(categoriesSchema, (await app.get('/categories')).body);
});
