// A checkout whose inventory is away: every try is told so, and when to come back; once it is
// there again the same request opens the checkout.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { newId } from '#kernel/core/id.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { openShop, startApp, type App } from '../../test/app.ts';
import { assertTrue, fillCart, initiate } from '../../test/buyer.ts';

let database: TestDatabase;
let start: (without: string[]) => Promise<App>;

before(async () => {
  database = await testDatabase();
  await installJobs({ url: database.url });
  // Tokens of one app are good in the next.
  const config = { tokenKey: newSigningKey(), publicUrl: 'http://shop.example.test' };
  start = (without) => startApp({ databaseUrl: database.url, config, without });
});

after(() => database.drop());

test('while inventory is away each try gets 503 and a time to come back', async () => {
  const whole = await start([]);
  const shop = await openShop(whole);
  const product = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const cartId = await fillCart(whole, [product]);
  await whole.stop();

  const without = await start(['inventory']);
  const key = newId('key');
  try {
    for (const again of [key, key, newId('key')]) {
      const answer = await initiate(without, buyer, { cartId, key: again });
      const { status, body, headers } = answer;
      assert.deepEqual([status, body.code], [503, 'room-unavailable'], JSON.stringify(body));
      assert.equal(body.retryable, true);
      const wait_s = Number(headers['retry-after']);
      assert.ok(wait_s >= 1 && wait_s <= 30, `Retry-After: ${headers['retry-after']}`);
    }
  } finally {
    await without.stop();
  }

  const back = await start([]);
  try {
    const end = performance.now() + 60_000;
    for (;;) {
      const answer = await initiate(back, buyer, { cartId, key });
      if (answer.status === 201) break;
      assert.ok([503, 409].includes(answer.status), JSON.stringify(answer.body));
      assert.ok(performance.now() < end, 'the checkout does not open');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await assertTrue(back.databaseUrl);
  } finally {
    await back.stop();
  }
});
